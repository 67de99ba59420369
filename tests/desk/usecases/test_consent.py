"""Consent: the same texts whole in every language, and no agreement without every answer."""

import json
import re
import string
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuvola_core.contact import TEXT_VERSION, Reach, Receiver
from neuvola_desk.resources import resource_path
from neuvola_desk.usecases import consent
from neuvola_desk.usecases.consent import Agreed, Controller, NotAgreedError, Proposal, words
from support.contact_desk import CODE, CONTROLLER, DEBT, FRIEND, PHONE

LEAFLET_LANGUAGES = [
    *("ar", "ckb", "en", "es", "et", "fa", "fi", "fi-simple"),
    *("ru", "se", "so", "sv", "uk", "vi"),
]
FINNISH = json.loads(resource_path("consent", "1", "fi.json").read_text(encoding="utf-8"))


def proposal(language: str = "fi", *receivers: Receiver) -> Proposal:
    return Proposal("id", CODE, receivers or (FRIEND, DEBT), date(2026, 11, 23), language, CONTROLLER)


def places(text: str) -> set[str]:
    return {name for _text, name, _format, _kind in string.Formatter().parse(text) if name}


def test_consent_can_be_asked_in_every_language_of_the_leaflets() -> None:
    assert list(consent.languages()) == LEAFLET_LANGUAGES


def test_only_finnish_is_checked_by_a_native_speaker_so_far() -> None:
    assert set(consent.unchecked_languages()) == set(LEAFLET_LANGUAGES) - {"fi"}


@pytest.mark.parametrize("language", LEAFLET_LANGUAGES)
def test_every_language_says_the_same_things_with_the_same_facts(language: str) -> None:
    data = json.loads(resource_path("consent", "1", f"{language}.json").read_text(encoding="utf-8"))
    assert data["language"] == language
    assert list(data["words"]) == list(FINNISH["words"])
    for key, text in data["words"].items():
        assert places(text) == places(FINNISH["words"][key]), key
        assert text == text.strip()
        assert text
        if language not in ("fi", "fi-simple"):
            assert text != FINNISH["words"][key] or key in ("no", "safety_no"), key


@pytest.mark.parametrize("language", ["ar", "fa", "ckb"])
def test_facts_stand_apart_in_text_that_is_written_from_the_right(language: str) -> None:
    told = words(language)
    assert told.is_rtl
    text = told.consent(proposal(language))
    for fact in ("3XK7-M9P2-QW8R", "7.12.2026", "Kulman neuvonta ry, tietosuoja@kulma.example"):
        assert f"\u2068{fact}\u2069" in text


def test_the_finnish_text_is_that_of_the_privacy_notice() -> None:
    assert proposal().text == (
        "Annat luvan lähettää puhelinnumerosi (tai sähköpostisi) näille: Ystävä ry, Talousapu. Ne ottavat "
        "sinuun yhteyttä. Valinnastasi voi näkyä, millaista apua haet. Numero poistetaan, kun asia on "
        "hoidettu, viimeistään 7.12.2026. Tämä on vapaaehtoista. Saat neuvoja ja esitteen ilman sitäkin. "
        "Voit perua koodilla 3XK7-M9P2-QW8R. Rekisterinpitäjä: Kulman neuvonta ry, tietosuoja@kulma.example."
    )


@pytest.mark.parametrize("language", LEAFLET_LANGUAGES)
def test_the_text_names_everything_that_is_agreed_to(language: str) -> None:
    text = proposal(language).text
    friend = "Vän rf" if language == "sv" else "Ystävä ry"
    for fact in (friend, "Talousapu", "3XK7-M9P2-QW8R", "2026", CONTROLLER.name, CONTROLLER.contact):
        assert fact in text
    assert not re.search(r"[{}]", text)


def test_dates_are_written_as_the_language_writes_them() -> None:
    day = date(2026, 12, 7)
    assert [words(language).day(day) for language in ("fi", "en", "es", "ar")] == [
        "7.12.2026",
        "7 December 2026",
        "7/12/2026",
        "7.12.2026",
    ]


def test_a_language_without_texts_is_asked_in_finnish() -> None:
    assert words("xx").language == "fi"
    assert words("fi").version == TEXT_VERSION


def test_the_last_days_are_counted_from_the_proposal() -> None:
    made = proposal()
    assert made.erased_by == date(2026, 12, 7)
    assert made.answer_by == date(2026, 11, 30)


# --- what the receipt says of calling -----------------------------------------------------------------------


def test_one_organisation_is_called_by_its_number_alone() -> None:
    lines = words("fi").call_lines((FRIEND,), Reach.CALL, date(2026, 11, 30))
    assert lines == ("Jos sinulle ei ole soitettu 30.11.2026 mennessä, soita itse: 09 111 222",)


def test_of_several_each_number_is_named() -> None:
    other = Receiver("o3", {"fi": "Kotiapu"}, {}, "09 333")
    lines = words("fi").call_lines((FRIEND, DEBT, other), Reach.MESSAGE, date(2026, 11, 30))
    assert lines == (
        "Jos sinuun ei ole otettu yhteyttä 30.11.2026 mennessä, soita itse: Ystävä ry 09 111 222",
        "Jos sinuun ei ole otettu yhteyttä 30.11.2026 mennessä, soita itse: Kotiapu 09 333",
    )


def test_without_any_number_the_visitor_comes_back() -> None:
    lines = words("fi").call_lines((DEBT,), Reach.CALL, date(2026, 11, 30))
    assert lines == ("Jos sinulle ei ole soitettu 30.11.2026 mennessä, tule uudelleen neuvontapisteeseen.",)


# --- agreeing -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        ({"reach": None}, "unsafe"),
        ({"is_adult": False}, "minor"),
        ({"is_own": False}, "not-own"),
        ({"read_back": ""}, "not-read-back"),
        ({"agrees": False}, "declined"),
        ({"agrees": None}, "declined"),
        ({"is_adult": "ei"}, "minor"),
    ],
)
def test_one_answer_that_is_missing_or_no_makes_no_agreement(answer: dict[str, object], reason: str) -> None:
    given_answers: dict[str, object] = {
        "reach": Reach.CALL,
        "is_adult": True,
        "is_own": True,
        "read_back": PHONE,
        "agrees": True,
    }
    with pytest.raises(NotAgreedError) as refused:
        Agreed(proposal=proposal(), **(given_answers | answer))  # type: ignore[arg-type]
    assert refused.value.facts == {"reason": reason}


@given(st.tuples(st.booleans(), st.booleans(), st.booleans(), st.booleans(), st.booleans()))
def test_all_answers_and_only_all_of_them_make_one(answers: tuple[bool, bool, bool, bool, bool]) -> None:
    safe, adult, own, read, agrees = answers
    try:
        Agreed(
            proposal=proposal(),
            reach=Reach.CALL if safe else None,
            is_adult=adult,
            is_own=own,
            read_back=PHONE if read else "",
            agrees=agrees,
        )
    except NotAgreedError:
        assert not all(answers)
    else:
        assert all(answers)


@pytest.mark.parametrize("controller", [Controller(), Controller("Kulma"), Controller("Kulma", " ")])
def test_a_controller_is_named_by_name_and_contact(controller: Controller) -> None:
    assert not controller.is_named
    assert CONTROLLER.is_named
