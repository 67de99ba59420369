from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from neuvola_core.catalogue import (
    Address,
    Channel,
    ChannelKind,
    Charge,
    Cost,
    Known,
    Organisation,
    Place,
    Provider,
    Rides,
    Service,
)
from neuvola_core.hours import Hours, Opening, Regular
from neuvola_core.text import Text
from neuvola_search.catalogue import Applied, Catalogue
from neuvola_search.query import Matched, Query, Reason

Put = Callable[..., Applied]
Make = Callable[..., Service]
Find = Callable[..., list[str]]


@pytest.mark.parametrize(
    "typed", ["ruoka-apu", "ruokaapu", "RUOKA-APU", "ruoka apu", "ruoka-a", "ruokaa", "ruo"]
)
def test_a_hyphen_does_not_hide_a_word(find: Find, put: Put, make: Make, typed: str) -> None:
    put(make("Ruoka-apu"), make("Kirppis"))
    assert find(typed) == ["Ruoka-apu"]


def test_a_hyphenated_query_finds_the_word_without(find: Find, put: Put, make: Make) -> None:
    put(make("Velkaneuvontapiste"), make("Kirppis"))
    assert find("velka-neuvontapiste") == ["Velkaneuvontapiste"]


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Asumistuki", "asumistukea"),
        ("Perheneuvola", "perheneuvolasta"),
        ("Äitiysneuvola", "aitiysneuvola"),
        ("Äitiysneuvola", "AITIYSNEUVOLAAN"),
        ("Omaishoitajien vertaisryhmä", "omaishoitajille"),
        ("Työttömyysturva", "tyottomyysturvaa"),
        ("Bostadslösas tjänster", "bostadslosa"),
    ],
)
def test_inflected_and_undotted_words_find(find: Find, put: Put, make: Make, name: str, typed: str) -> None:
    put(make(name), make("Kirppis"))
    assert find(typed) == [name]


def test_every_language_of_a_text_is_searched(find: Find, put: Put, make: Make) -> None:
    put(
        make(
            Text(fi="Ruoka-apu", sv="Mathjälp", en="Food aid", ru="Продукты", ar="مساعدة غذائية"),
            source_id="1",
        )
    )
    for typed in ("mathjälpen", "food", "продукты", "غذائية"):
        assert find(typed) == ["Ruoka-apu"]


def test_every_word_must_match(find: Find, put: Put, make: Make) -> None:
    put(
        make("Ruoka-apu", summary="Kallio"),
        make("Ruokala", summary="Pasila"),
        make("Kirppis", summary="Kallio"),
    )
    assert find("ruoka kallio") == ["Ruoka-apu"]


def test_if_nothing_matches_every_word_most_do_and_why_says_which(
    catalogue: Catalogue, put: Put, make: Make
) -> None:
    put(make("Ruoka-apu", summary="Kallio"), make("Ruokala", summary="Pasila"))
    results = catalogue.search(Query("ruoka kallio zzzz"))
    assert next((hit.name.best(), hit.near) for hit in results.hits) == ("Ruoka-apu", False)
    assert results.total == 1
    assert {Reason(Matched.NAME, "ruoka-apu"), Reason(Matched.SUMMARY, "kallio")} <= set(results.hits[0].why)


def test_words_that_say_nothing_do_not_narrow(find: Find, put: Put, make: Make) -> None:
    put(make("Ruoka-apu"))
    assert find("mistä saan ruoka-apua") == ["Ruoka-apu"]


def test_the_last_word_is_a_beginning(find: Find, put: Put, make: Make) -> None:
    put(make("Lastenvalvoja"), make("Kirppis"))
    for length in range(1, len("lastenvalvoja") + 1):
        assert find("lastenvalvoja"[:length]) == ["Lastenvalvoja"]


@pytest.mark.parametrize(
    ("field", "matched"),
    [
        ("keywords", Matched.KEYWORD),
        ("synonyms", Matched.KEYWORD),
        ("summary", Matched.SUMMARY),
        ("description", Matched.BODY),
    ],
)
def test_every_field_is_searched_and_named(
    catalogue: Catalogue, put: Put, make: Make, field: str, matched: Matched
) -> None:
    value = "polkupyörä" if field in {"summary", "description"} else ("polkupyörä",)
    put(make("Palvelu", **{field: value}))
    (hit,) = catalogue.search(Query("polkupyörä")).hits
    assert hit.why == (Reason(matched, "polkupyörä"),)


def test_the_organisation_and_the_place_are_searched_but_never_a_hidden_one(
    find: Find, put: Put, make: Make
) -> None:
    address = Address(street=Text(fi="Vaasankatu 5"), municipality="091")
    channel = Channel(ChannelKind.PLACE, place=Place(address=address))
    organisation = Organisation("o", Text(fi="Sininauha ry"), Provider.NGO)
    put(
        make("Päiväkeskus", channels=(channel,), organisation=organisation, municipalities=("091",)),
        make("Turvakoti", channels=(channel,), hidden_address=True),
    )
    assert find("vaasankatu") == ["Päiväkeskus"]
    assert find("sininauha") == ["Päiväkeskus"]
    assert find("helsinki") == ["Päiväkeskus"]


def test_a_lay_word_brings_the_services_of_its_need(catalogue: Catalogue, put: Put, make: Make) -> None:
    put(
        make("Sosiaalinen luototus", needs=("velat",)),
        make("Ulosoton palvelupiste", needs=("velat",)),
        make("Kirppis"),
    )
    for typed in ("laskut maksamatta", "perintäkirjeitä", "pikavippi", "skulder", "unpaid bills"):
        results = catalogue.search(Query(typed))
        assert results.total == 2, typed
        assert results.hits[0].why[0] == Reason(Matched.NEED, "velat")


def test_a_need_ranks_below_a_name_and_above_what_is_near(catalogue: Catalogue, put: Put, make: Make) -> None:
    put(make("Luototus", needs=("velat",)), make("Pikavippineuvonta"), make("Pikaviipilä"))
    results = catalogue.search(Query("pikavippi"))
    assert [hit.name.best() for hit in results.hits] == ["Pikavippineuvonta", "Luototus", "Pikaviipilä"]
    assert [hit.near for hit in results.hits] == [False, False, True]
    assert results.total == 2


def test_a_former_name_finds_what_it_is_called_today(find: Find, put: Put, make: Make) -> None:
    put(make("Digi- ja väestötietoviraston palvelupaikka"), make("Kirppis"))
    assert find("maistraatti") == ["Digi- ja väestötietoviraston palvelupaikka"]


def test_no_text_is_browsing_by_name(find: Find, put: Put, make: Make) -> None:
    put(make("Öljy"), make("Arki"), make("Äiti"), make("Zeniitti"))
    assert find() == find("  ") == find("???") == ["Arki", "Zeniitti", "Äiti", "Öljy"]


def test_pages_follow_each_other(find: Find, put: Put, make: Make) -> None:
    put(*(make(f"Palvelu {n:04}") for n in range(700)))
    for text in ("", "palvelu"):
        paged = [name for offset in range(0, 700, 70) for name in find(text, offset=offset, limit=70)]
        assert paged == find(text, limit=700)
        assert len(set(paged)) == 700
    assert find("palvelu", offset=700) == find("palvelu", limit=0) == []
    assert find("palvelu", offset=-5, limit=2) == find("palvelu", limit=2)


def test_a_page_is_never_longer_than_asked(find: Find, put: Put, make: Make) -> None:
    put(*(make(f"Palvelu {n}", municipalities=("091",), nationwide=n > 2) for n in range(6)))
    for limit in range(8):
        for text in ("", "palvelu"):
            assert len(find(text, limit=limit, municipalities=("091",))) == min(limit, 6)


def test_only_what_is_known_to_be_denied_is_left_out(find: Find, put: Put, make: Make) -> None:
    put(
        make("A tuntematon"),
        make("B maksuton", cost=Cost(Charge.FREE), rides=Rides(Known.YES), takes_new_people=Known.YES),
        make("C maksullinen", cost=Cost(Charge.CHARGED), rides=Rides(Known.NO), takes_new_people=Known.NO),
    )
    for click in ("free", "rides", "takes_new_people"):
        assert sorted(find(**{click: True})) == ["A tuntematon", "B maksuton"]


def test_open_now_wants_to_be_known(catalogue: Catalogue, put: Put, make: Make) -> None:
    hours = Hours(regular=(Regular(openings=(Opening(2, 540, 960),)),))
    put(make("Avoinna", channels=(Channel(ChannelKind.PLACE, hours=hours),)), make("Ei tiedossa"))
    helsinki = ZoneInfo("Europe/Helsinki")
    wednesday = datetime(2026, 11, 18, 12, 0, tzinfo=helsinki)
    results = catalogue.search(Query(open_at=wednesday, needs=()))
    assert [hit.name.best() for hit in results.hits] == ["Avoinna"]
    assert results.total == 1
    assert catalogue.search(Query("avoinna", open_at=wednesday.replace(hour=20))).total == 0
    assert catalogue.search(Query("avoinna", open_at=wednesday)).total == 1


def test_a_hit_shows_what_a_list_needs(catalogue: Catalogue, put: Put, make: Make) -> None:
    service = make("Ruoka-apu", summary="Kasseja.", municipalities=("091",))
    put(service)
    (hit,) = catalogue.search(Query("ruoka")).hits
    assert (hit.id, hit.source, hit.kind, hit.source_id) == (service.id, "test", "service", "Ruoka-apu")
    assert (hit.name, hit.summary, hit.municipalities) == (service.name, service.summary, ("091",))


def test_words_of_danger_raise_the_flag_whatever_is_found(catalogue: Catalogue) -> None:
    assert catalogue.search(Query("haluan tappaa itseni")).crisis
    assert not catalogue.search(Query("ruoka-apu")).crisis


@pytest.mark.parametrize("words", ["itsemuhra", "itsemuhra-ajatuksia", "ei huvita enää elää"])
def test_danger_is_heard_however_it_is_spelt_or_said(catalogue: Catalogue, words: str) -> None:
    assert catalogue.search(Query(words)).crisis
