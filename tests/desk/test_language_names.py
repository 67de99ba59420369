"""One name for a language on the screen and on paper, in the language of whoever reads it."""

import json

import pytest

from neuvola_core.visit import Language
from neuvola_desk import language_names
from neuvola_desk.i18n import LANGUAGES
from neuvola_desk.language_names import language_name
from neuvola_desk.resources import resource_path
from neuvola_desk.ui.words import language_name as on_screen
from neuvola_desk.usecases.leaflets.texts import available

NAMED_BY_HAND = json.loads(resource_path("language_names.json").read_text("utf-8"))
NO_LANGUAGE = {"muu", "ei_kirjattu"}


@pytest.mark.parametrize(
    ("code", "finnish", "swedish", "english"),
    [
        ("fi", "suomi", "finska", "Finnish"),
        ("SMN", "inarinsaame", "enaresamiska", "Inari Sami"),
        ("fa", "persia", "persiska", "Persian"),
        ("ckb", "kurdi (sorani)", "kurdiska (sorani)", "Kurdish (Sorani)"),
        ("viittoma", "viittomakieli", "teckenspråk", "sign language"),
        ("fi-simple", "selkeä suomi", "tydlig finska", "clear Finnish"),
        ("zh-Hant", "mandariinikiina (perinteinen)", "traditionell kinesiska", "Traditional Chinese"),
    ],
)
def test_a_language_has_a_name_in_each_language_of_the_window(
    code: str, finnish: str, swedish: str, english: str
) -> None:
    assert [language_name(code, reader) for reader in ("fi", "sv", "en")] == [finnish, swedish, english]


@pytest.mark.parametrize("reader", [*LANGUAGES, *available()])
def test_every_language_of_a_visit_and_of_a_leaflet_is_named(reader: str) -> None:
    codes = {language.value for language in Language} - NO_LANGUAGE | {*available()}
    assert [code for code in sorted(codes) if not language_name(code, reader)] == []


def test_other_readers_get_names_in_their_own_language_where_there_are_any() -> None:
    assert language_name("sv", "uk") == "шведська"
    assert language_name("fse", "uk") == "suomalainen viittomakieli"
    assert language_name("sv", "fi-simple") == "ruotsi"


def test_asking_for_names_leaves_the_library_whole_for_others() -> None:
    from babel import Locale, localedata

    localedata._cache.clear()
    language_names._names.cache_clear()
    assert language_name("sv", "fi") == "ruotsi"
    assert Locale.parse("fi").text_direction == "ltr"


def test_what_nobody_has_named_is_shown_as_its_code_on_the_screen_and_not_at_all_on_paper() -> None:
    assert on_screen("zz") == "zz"
    assert language_name("zz", "fi") == ""


def test_a_name_made_by_hand_is_in_all_the_languages_of_the_window() -> None:
    assert all(set(names) == set(LANGUAGES) for names in NAMED_BY_HAND.values())
