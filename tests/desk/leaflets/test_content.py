import re
from dataclasses import fields, replace
from datetime import UTC, date, datetime

import pytest

from desk.leaflets import samples
from neuvola_core.catalogue import (
    AgeLimits,
    Channel,
    ChannelKind,
    Charge,
    Cost,
    Known,
    Link,
    Occurrence,
    Organisation,
    Phone,
    PhoneKind,
    Source,
)
from neuvola_core.hours import Hours
from neuvola_core.taxonomy import needs
from neuvola_core.text import Text
from neuvola_desk.usecases.leaflets.content import content
from neuvola_desk.usecases.leaflets.values import Block, Leaflet, LeafletRequest
from neuvola_desk.usecases.leaflets.words import NBSP


def told(*services, language: str = "fi", **more: object) -> Leaflet:
    return content(LeafletRequest(services, language, point=samples.POINT, made_on=samples.TODAY, **more))


def block(service, language: str = "fi") -> Block:
    return told(service, language=language).blocks[0]


def row(service, label: str, language: str = "fi") -> list[str]:
    found = [r for r in block(service, language).rows if label in (r.label.text, r.label.beside)]
    return [line.text.replace(NBSP, " ") for r in found for line in r.lines]


def everything(leaflet: Leaflet) -> str:
    lines = [leaflet.heading.text, leaflet.title, *leaflet.point, leaflet.notes.text, leaflet.made_on]
    return "\n".join([*lines, *(b.text for b in leaflet.blocks), *(line.text for line in leaflet.crisis)])


def test_a_full_service_answers_every_question():
    labels = [r.label.text for r in block(samples.full()).rows]
    assert labels == [
        "Kenelle",
        "Ehdot",
        "Hinta",
        "Missä",
        "Kulku",
        "Aukioloajat",
        "Puhelin",
        "Tekstiviesti",
        "Näin toimit",
        "Ota mukaan",
        "Sähköposti",
        "Verkossa",
        "Palvelukielet",
        "Yhteydenotto",
    ]


def test_facts_are_said_in_plain_finnish():
    service = samples.full()
    assert row(service, "Kenelle") == [
        "Läheiset ja omaiset, ikääntyneet, vähintään 18-vuotiaat",
        "Vain alueen asukkaille: Helsinki",
    ]
    assert row(service, "Hinta") == ["Maksuton. Kahvi kuuluu mukaan."]
    assert row(service, "Missä") == [
        "Arabian kirjasto, Hämeentie 135 A, 00560 Helsinki, sisäänkäynti pihan puolelta"
    ]
    assert row(service, "Puhelin") == ["09 310 44400 (tavallisen puhelun hinta)", "ma–to 9–11"]
    assert row(service, "Verkossa") == ["arabianomaiset.fi/toiminta/keskusteluryhma"]
    assert row(service, "Palvelukielet") == ["Suomi, ruotsi, englanti"]


def test_hours_tell_the_timetable_and_the_day_that_differs():
    lines = row(samples.full(), "Aukioloajat")
    assert lines[0] == "ma–pe 9–15.30"
    assert any("4.12." in line and "suljettu" in line for line in lines[1:])


def test_hours_that_nobody_has_told_ask_to_call_first():
    assert row(
        samples.bare(channels=(Channel(ChannelKind.PHONE, phones=(Phone("09 1"),)),)), "Aukioloajat"
    ) == ["Aukioloajat eivät ole tiedossa. Soita ensin."]


def test_hours_in_words_are_passed_on_as_they_are():
    hours = Hours(note=Text(fi="Sopimuksen mukaan iltaisin"))
    place = samples.full().channels[0]
    assert row(samples.bare(channels=(replace(place, hours=hours),)), "Aukioloajat") == [
        "Sopimuksen mukaan iltaisin"
    ]


def test_another_language_has_finnish_beside_it():
    swedish = block(samples.full(), "sv")
    assert swedish.name.text == "Diskussionsgrupp för närståendevårdare"
    assert swedish.name_beside.text == "Omaishoitajien keskusteluryhmä"
    assert all(r.label.beside for r in swedish.rows)
    assert row(samples.full(), "Hinta", "sv") == ["Avgiftsfritt. Kaffe ingår."]


def test_target_groups_are_named_in_the_language_with_the_finnish_names_beside_them():
    service = samples.bare(target_groups=("lapsiperhe", "muuttanut"), ages=AgeLimits())
    assert row(service, "Kenelle")[0] == "Lapsiperheet, Suomeen muuttaneet"
    assert row(service, "Kenelle", "sv")[0] == "Barnfamiljer, personer som flyttat till Finland"
    told_in_russian = row(service, "Kenelle", "ru")[0]
    assert told_in_russian == ("Семьи с детьми, переехавшие в Финляндию (Lapsiperheet, Suomeen muuttaneet)")
    line = next(r for r in block(service, "ar").rows if r.label.beside == "Kenelle").lines[0]
    assert [span.language for span in line.spans] == ["ar", "fi"]


def test_a_text_that_the_language_lacks_is_given_in_finnish_and_marked_so():
    english = block(samples.full(), "en")
    conditions = next(r for r in english.rows if r.label.beside == "Ehdot")
    assert [(s.text, s.language) for s in conditions.lines[0].spans] == [("Hoidat läheistäsi kotona.", "fi")]


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_nothing_of_the_visitor_is_on_it(language):
    service = samples.full(needs=tuple(term.id for term in needs().terms))
    without = everything(told(replace(service, needs=()), language=language))
    assert everything(told(service, language=language)) == without


def test_a_request_has_no_room_for_the_visitor():
    of_paper = {"language", "large", "point", "small_sheet", "form", "slip"}
    assert {f.name for f in fields(LeafletRequest)} == {"services", "made_on", *of_paper}


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_a_hidden_address_is_nowhere(language):
    leaflet = told(samples.shelter(), language=language)
    said = everything(leaflet).casefold()
    for secret in ("salamäenkuja", "piilola", "00999", "kaislan talo"):
        assert secret not in said
    assert leaflet.blocks[0].web is None
    assert row(samples.shelter(), "Missä") == ["Osoitetta ei kerrota paperilla. Soita, niin saat ohjeet."]
    assert "Saat turvaa ja apua. Soita milloin vain." in everything(told(samples.shelter()))


def test_one_hidden_place_does_not_hide_another():
    hidden = samples.shelter().channels[0]
    lines = row(samples.full(channels=(hidden, *samples.full().channels)), "Missä")
    assert len(lines) == 1
    assert lines[0].startswith("Arabian kirjasto")


def test_a_fax_number_is_never_printed():
    told_numbers = everything(told(samples.full()))
    assert "99999" not in told_numbers
    labelled = Channel(ChannelKind.PHONE, phones=(Phone("09 777", label=Text(fi="Faksi")),))
    assert "777" not in everything(told(samples.bare(channels=(labelled,))))


def test_numbers_cannot_break_and_are_told_once():
    twice = samples.full().channels
    leaflet = told(samples.full(channels=(*twice, *twice)))
    assert everything(leaflet).count(f"09{NBSP}310{NBSP}44400") == 1


def test_a_free_call_says_so():
    channel = Channel(ChannelKind.PHONE, phones=(Phone("0800 1", charge=Charge.FREE),))
    assert row(samples.bare(channels=(channel,)), "Puhelin")[0] == "0800 1 (maksuton puhelu)"


def test_without_a_number_of_its_own_the_organisation_is_called():
    organisation = Organisation(
        "o", Text(fi="Yhdistys"), phones=(Phone("09 222"), Phone("09 5", kind=PhoneKind.FAX))
    )
    assert row(samples.bare(organisation=organisation), "Puhelin") == ["09 222"]


def test_unknown_cost_is_said_to_be_unknown():
    assert row(samples.bare(), "Hinta") == ["Hinta ei ole tiedossa. Kysy palvelusta."]
    assert row(samples.bare(cost=Cost(Charge.CHARGED)), "Hinta") == ["Maksullinen"]


def test_no_web_page_no_qr():
    assert block(samples.bare()).web is None
    assert "Verkossa" not in [r.label.text for r in block(samples.bare()).rows]


def test_the_qr_opens_the_page_in_the_language_of_the_leaflet():
    links = tuple(Link(f"https://a.fi/{language}", language=language) for language in ("fi", "sv"))
    service = samples.bare(links=links)
    assert block(service, "sv").web.url == "https://a.fi/sv"
    assert block(service).web.url == "https://a.fi/fi"
    assert row(service, "Verkossa") == ["a.fi/fi"]


def test_data_over_a_year_old_says_so():
    old = "Tieto on yli vuoden vanha. Varmista ennen kuin lähdet."
    assert old in block(samples.bare(checked_on=date(2025, 11, 22))).text
    assert old not in block(samples.bare(checked_on=date(2025, 11, 23))).text
    assert old in block(samples.bare(checked_on=date(2024, 2, 29))).text


def test_source_and_dates_are_given():
    text = block(samples.full()).text
    assert "Tiedot: Palvelutietovaranto, haettu 20.11.2026. Tarkistettu 2.10.2026." in text
    newer = samples.full(source=Source("ptv", "service", "1", modified_on=date(2026, 11, 1)))
    assert "Päivitetty 1.11.2026." in block(newer).text
    assert "Tarkistuspäivä ei ole tiedossa." in block(samples.bare()).text


def test_an_example_service_says_what_it_is():
    assert block(samples.demo()).badge.text == "Esimerkkipalvelu, ei oikea palvelu"
    assert block(samples.full()).badge is None


def test_a_long_description_is_cut_and_points_onwards():
    long = Text(fi="Tämä on pitkä lause, jossa kerrotaan kaikenlaista. " * 100)
    with_page = block(samples.bare(description=long, links=(Link("https://a.fi"),)))
    assert sum(len(line.text) for line in with_page.lead) < 1100
    assert with_page.lead[-1].text == "Lue lisää verkosta tai kysy neuvontapisteestä."
    assert block(samples.bare(description=long)).lead[-1].text == "Kysy lisää neuvontapisteestä."


def test_a_description_that_repeats_the_summary_is_told_once():
    summary = "Ryhmässä tapaat muita."
    lead = block(samples.bare(summary=Text(fi=summary), description=Text(fi=f"{summary} Tule mukaan."))).lead
    assert " ".join(line.text for line in lead).count(summary) == 1


def test_a_row_that_was_cut_shows_it():
    lines = row(samples.bare(conditions=Text(fi="Tämä on pitkä ehto, joka koskee kaikkia. " * 40)), "Ehdot")
    assert lines[-1].endswith(" […]")
    assert len(lines[-1]) < 600


def test_an_event_tells_its_coming_times_in_finnish_time():
    occurrences = (
        Occurrence(datetime(2026, 11, 1, 15, tzinfo=UTC)),
        Occurrence(datetime(2026, 12, 3, 15, 30, tzinfo=UTC), datetime(2026, 12, 3, 17, tzinfo=UTC)),
        Occurrence(datetime(2026, 12, 4, 22, tzinfo=UTC), whole_day=True),
    )
    assert row(samples.bare(occurrences=occurrences), "Ajat") == [
        "to 3.12.2026 klo 17.30–19",
        "la 5.12.2026, koko päivän",
    ]


def test_a_service_that_is_full_says_so():
    assert "Ei ota juuri nyt uusia ihmisiä." in row(samples.bare(takes_new_people=Known.NO), "Kenelle")[0]


def test_the_more_services_the_less_of_each():
    long = Text(fi="Tämä on lause. " * 200)
    few = told(*(samples.bare(n, description=long) for n in range(2))).blocks[0]
    many = told(*(samples.bare(n, description=long) for n in range(12))).blocks[0]
    assert len(many.text) < len(few.text) / 2


@pytest.mark.parametrize(
    ("language", "number"), [("fi", "09 2525 0111"), ("sv", "09 2525 0112"), ("en", "09 2525 0113")]
)
def test_the_crisis_line_is_in_the_language_with_112(language, number):
    text = " ".join(line.text for line in told(language=language).crisis).replace(NBSP, " ")
    assert number in text
    assert "112" in text
    assert "Hengenvaarassa soita 112." in text


def test_the_point_is_at_the_head():
    assert told().point[:2] == ("Arabian hyvinvointineuvola", f"Hämeentie 111, 00560{NBSP}Helsinki")


def test_no_string_is_left_with_places_to_fill():
    for language in ("fi", "sv", "en"):
        leaflet = told(samples.full(), samples.shelter(), samples.bare(), samples.demo(), language=language)
        assert not re.search(r"[{}]", everything(leaflet))


def test_a_list_tells_where_when_and_the_number():
    services = (samples.bare(2), samples.full(), samples.full(3))
    request = LeafletRequest(services, "fi", False, samples.POINT, form="list", made_on=samples.TODAY)
    bare, full, other = content(request).blocks
    assert [row.label.text for row in full.rows] == ["Missä", "Aukioloajat", "Puhelin"]
    assert full.lead == ()
    assert full.web is not None
    assert other.web == replace(full.web, caption="")  # what a code is for is told once
    assert bare.web is None
    assert bare.name.text == "Palvelu 2"
