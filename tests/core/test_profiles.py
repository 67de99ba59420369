"""The profiles as they came: the ten of the point, in three languages, none of them a person."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuvola_core import privacy, taxonomy
from neuvola_core.errors import InvalidRecordError, RefusedContentError, UnknownNeedError
from neuvola_core.profiles import LONGEST_ADVICE, Profile, by_id, checked, from_row, originals, to_row
from neuvola_core.text import Text

VOICES = {
    "yksinainen": "Kaipaan seuraa",
    "epavarma": "En tiedä, mistä aloittaa",
    "maahan_muuttanut": "Uusi Suomessa",
    "kylalla": "Asun kaukana palveluista",
    "liikkuminen": "Liikkuminen on vaikeaa",
    "mieli": "Mieli kaipaa tukea",
    "kuormittunut": "Arki kuormittaa",
    "laheinen": "Huoli läheisestä",
    "nuori": "Alle 30",
    "ikaantynyt": "Ikääntyvän arki",
}


def test_they_are_these_in_the_voice_of_the_visitor() -> None:
    assert {profile.id: profile.name["fi"] for profile in originals()} == VOICES


@pytest.mark.parametrize("profile", originals(), ids=lambda profile: profile.id)
def test_each_is_whole_in_every_language(profile: Profile) -> None:
    assert checked(profile) == profile
    assert profile.needs
    for text in (profile.name, profile.advice):
        assert set(text) == {"fi", "sv", "en"}
    assert all(120 <= len(advice) <= LONGEST_ADVICE for advice in profile.advice.values())
    assert profile.shown


@pytest.mark.parametrize("profile", originals(), ids=lambda profile: profile.id)
def test_none_is_named_after_a_person_and_none_begins_from_danger(profile: Profile) -> None:
    words = (*profile.name.values(), *profile.advice.values())
    assert not [found for text in words for found in privacy.ask(text)]
    assert not [need for need in profile.needs if taxonomy.needs().get(need).sensitive]


def test_who_cannot_get_there_is_offered_rides_and_who_is_new_other_languages() -> None:
    assert {profile.id for profile in originals() if profile.rides} == {"kylalla", "liikkuminen"}
    assert "fi" not in by_id("maahan_muuttanut", originals()).languages
    assert by_id("maahan_muuttanut", originals()).languages


@given(st.sampled_from(originals()), st.booleans(), st.booleans())
def test_what_is_kept_is_read_back(profile: Profile, rides: bool, shown: bool) -> None:
    edited = replace(profile, rides=rides, shown=shown)
    assert from_row(to_row(edited)) == edited


def test_what_does_not_do_is_refused() -> None:
    lonely = originals()[0]
    for field, edited in (
        ("name", replace(lonely, name=Text())),
        ("name", replace(lonely, name=Text(fi="x" * 41))),
        ("needs", replace(lonely, needs=(), targets=())),
        ("advice", replace(lonely, advice=Text(fi="x" * (LONGEST_ADVICE + 1)))),
    ):
        with pytest.raises(InvalidRecordError) as refused:
            checked(edited)
        assert refused.value.facts["field"] == field


@pytest.mark.parametrize(
    ("field", "words"), [("name", "Yrjö Yksinäinen"), ("advice", "Tunnus on 131052-308T.")]
)
def test_nobody_is_told_of_in_a_profile(field: str, words: str) -> None:
    with pytest.raises(RefusedContentError) as refused:
        checked(replace(originals()[0], **{field: Text(fi=words)}))  # type: ignore[arg-type]
    assert refused.value.facts["field"] == field


def test_an_unknown_need_or_profile_is_told() -> None:
    with pytest.raises(UnknownNeedError):
        checked(replace(originals()[0], needs=("raha_puu",)))
    with pytest.raises(UnknownNeedError):
        by_id("yrjo", originals())


@pytest.mark.parametrize("row", [{}, {"id": "x", "name": 3}, {"id": "x", "name": {"fi": "x"}, "needs": 4}])
def test_a_row_that_is_no_profile_is_refused(row: dict[str, object]) -> None:
    with pytest.raises(InvalidRecordError):
        from_row(row)
