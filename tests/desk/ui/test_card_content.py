"""The card says everything a counsellor asks, and never a hidden address."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from neuvola_core.catalogue import AgeLimits, Known, Occurrence, Phone, PhoneKind, Service
from neuvola_core.hours import NOT_KNOWN
from neuvola_core.text import Text
from neuvola_desk.ui.card.content import Section, age_words_of, sections
from support.small_desk import NOW, place, service, services

DEBT, SHELTER, FOOD, FRIEND = services()[:4]


def words(made: Service) -> str:
    parts = []
    for section in sections(made, NOW):
        parts.append(section.title)
        parts.extend(f"{line.text} {line.note} {line.target}" for line in section.lines)
    return "\n".join(parts)


def section(made: Service, key: str) -> Section:
    return next(found for found in sections(made, NOW) if found.key == key)


def test_everything_known_of_a_service_is_on_its_card() -> None:
    told = words(DEBT)
    for fact in (
        "Velkaneuvonnassa selvitetään kokonaistilanne.",
        "Kauppakatu 1, 70100 Kuopio",
        "017\u00a0123\u00a04567",
        "maksuton puhelu",
        "neuvonta@example.org",
        "https://kulmantuki.example/ajanvaraus",
        "Laskut ja tiliotteet",
        "Ajanvaraus puhelimitse.",
        "Maksuton",
        "suomi, ruotsi, englanti",
        "Esteetön",
        "Sisäänkäynti on katutasossa.",
        "Bussi 5",
        "18 vuotta täyttäneille",
        "Ottaa uusia",
        "Työikäiset",
        "1.9.2026",
        "Lähde: test",
    ):
        assert fact in told, fact


def test_a_hidden_address_is_never_on_the_card() -> None:
    told = words(SHELTER)
    assert "Salainen kuja" not in told
    assert "70100" not in told
    assert "Toimipiste" not in told
    assert "0800" in told
    assert "Osoite on salainen" in told


def test_a_hidden_place_of_an_open_service_is_not_shown_either() -> None:
    made = service(9, "Ryhmä", "suru", channels=(place("Piilotie 3", "017 1", NOT_KNOWN, hidden=True),))
    assert "Piilotie" not in words(made)


def test_hours_cover_a_fortnight_and_the_same_hours_are_told_once() -> None:
    twice = replace(DEBT, channels=DEBT.channels * 2)
    told = [found for found in sections(twice, NOW) if found.days]
    assert len(told) == 1
    days = told[0].days
    assert [day.first for day in days] == [NOW.date() + timedelta(days=n) for n in range(14)]
    assert (days[1].label, days[1].text) == ("to 19.11.", "9–16")
    assert "ma–pe 9–16" in [line.text for line in told[0].lines]


def test_other_hours_are_told_with_days_that_are_alike_in_one_line() -> None:
    evenings = replace(FOOD.channels[0], place=None)
    both = replace(DEBT, channels=(*DEBT.channels, evenings))
    told = [found.days for found in sections(both, NOW) if found.days]
    assert [len(days) for days in told] == [14, 8]


def test_a_holiday_that_nobody_has_told_of_is_named_and_not_known() -> None:
    eve = NOW.replace(month=12, day=23)
    [days] = [found.days for found in sections(DEBT, eve) if found.days]
    assert [(day.label, day.holiday, day.text) for day in days[1:3]] == [
        ("to 24.12.", "jouluaatto", "ei tiedossa, soita ensin"),
        ("pe 25.12.", "joulupäivä", "ei tiedossa, soita ensin"),
    ]


def test_hours_that_nobody_has_told_ask_to_call_first() -> None:
    assert "Soita ennen kuin lähdet" in words(FRIEND)


def test_what_is_not_known_is_said_to_be_unknown() -> None:
    assert "Hintaa ei tiedetä" in words(FRIEND)
    assert "Esteettömyyttä ei tiedetä" in words(FRIEND)
    assert "Tarkistuspäivää ei tiedetä" in words(FRIEND)


def test_a_fax_number_is_not_shown() -> None:
    channel = replace(DEBT.channels[0], phones=(Phone("09 999", kind=PhoneKind.FAX),))
    assert "999" not in words(replace(DEBT, channels=(channel,)))


def test_a_number_that_is_only_called_a_fax_is_not_shown_either() -> None:
    channel = replace(DEBT.channels[0], phones=(Phone("09 999", Text(fi="Faksi")),))
    assert "999" not in words(replace(DEBT, channels=(channel,)))


def test_times_of_an_event_are_told_as_clocks_in_finland_show_them() -> None:
    late = datetime(2026, 11, 19, 22, 30, tzinfo=UTC)
    whole = datetime(2026, 11, 20, 22, tzinfo=UTC)
    made = replace(DEBT, occurrences=(Occurrence(whole, whole_day=True), Occurrence(late)))
    assert [line.text for line in section(made, "events").lines] == ["20.11.2026 0.30", "21.11.2026"]


def test_an_event_of_the_whole_of_today_is_still_told() -> None:
    today = NOW.replace(hour=0, minute=0)
    made = replace(DEBT, occurrences=(Occurrence(today, whole_day=True),))
    assert [line.text for line in section(made, "events").lines] == ["18.11.2026"]


def test_markup_of_a_source_becomes_plain_lines() -> None:
    made = replace(DEBT, description=Text(fi="**Tärkeää**\n\n* yksi\n* kaksi <b>nyt</b>"))
    lines = section(made, "about").lines
    assert [(line.text, line.kind) for line in lines] == [
        ("Tärkeää", "text"),
        ("yksi", "item"),
        ("kaksi nyt", "item"),
    ]


def test_what_the_coordinator_has_corrected_is_said() -> None:
    told = [
        line.text for line in section(replace(DEBT, amended=("name", "unit_ids", "summary")), "source").lines
    ]
    assert "Koordinaattori on korjannut: nimi, muita tietoja, kuvaus" in told
    assert not any("korjannut" in line.text for line in section(DEBT, "source").lines)


def test_age_limits_in_words() -> None:
    assert age_words_of(AgeLimits(13, 17)) == "13–17-vuotiaille"
    assert age_words_of(AgeLimits(None, 29)) == "Enintään 29-vuotiaille"
    assert age_words_of(AgeLimits()) == ""


def test_who_is_not_taken_is_said() -> None:
    assert "Ei ota uusia" in words(replace(DEBT, takes_new_people=Known.NO))
    assert "Vain alueen asukkaille" in words(replace(DEBT, residents_only=Known.YES))


def test_sections_without_words_are_left_out() -> None:
    assert "bring" not in {found.key for found in sections(FRIEND, NOW)}
