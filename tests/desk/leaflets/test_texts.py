import json
import re
from datetime import date
from pathlib import Path

import pytest

from neuvola_core.taxonomy import target_groups
from neuvola_core.text import Text
from neuvola_desk.resources import resource_path
from neuvola_desk.usecases.leaflets import values
from neuvola_desk.usecases.leaflets.texts import available, texts

FOLDER = resource_path("leaflet", "texts")
FINNISH = json.loads((FOLDER / "fi.json").read_text(encoding="utf-8"))


def test_finnish_swedish_and_english_are_there():
    assert {"fi", "sv", "en"} <= set(available())


@pytest.mark.parametrize("language", available())
def test_a_language_has_every_text_with_the_same_places_to_fill(language):
    data = json.loads((FOLDER / f"{language}.json").read_text(encoding="utf-8"))
    for section in ("labels", "words", "sources"):
        assert data[section].keys() == FINNISH[section].keys()
        for key, text in data[section].items():
            assert _places(text) == _places(FINNISH[section][key]), key
            assert text.strip(), key


def _places(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


def test_the_code_asks_for_no_text_that_is_not_there_and_leaves_none_unused():
    code = "".join(p.read_text(encoding="utf-8") for p in Path(values.__file__).parent.glob("*.py"))
    asked = set(re.findall(r"[\"']([a-z_]+)[\"']", code))
    for section in ("labels", "words"):
        assert set(FINNISH[section]) <= asked


def test_no_language_is_named_in_code_beyond_the_fallbacks():
    assert texts("zz").label("cost").text == "Hinta"
    assert texts("zz").choose(Text(zz="Xin chào", fi="Hei")) == ("Xin chào", "zz")


def test_labels_carry_the_finnish_one_beside_another_language():
    assert (texts("sv").label("cost").text, texts("sv").label("cost").beside) == ("Pris", "Hinta")
    assert texts("fi").label("cost").beside == ""


@pytest.mark.parametrize("language", available())
def test_every_target_group_has_a_name_of_its_own_in_every_language(language):
    groups = [term.id for term in target_groups().terms]
    named = [texts(language).group(group) for group in groups]
    assert len({label.text for label in named}) == len(groups)
    data = json.loads((FOLDER / f"{language}.json").read_text(encoding="utf-8"))
    if {language, *data["service_languages"]} & {"fi", "sv", "en"}:
        assert "target_groups" not in data
        return
    assert list(data["target_groups"]) == groups
    for group, label in zip(groups, named, strict=True):
        assert label.text == label.text.strip() != ""
        assert label.beside == target_groups().name(group)
        assert label.text != label.beside


def test_only_a_language_without_a_native_reader_says_so():
    assert texts("fi").is_read_by_a_native
    assert not texts("so").is_read_by_a_native


def test_dates_and_clock_are_written_as_in_the_language():
    day = date(2026, 12, 6)
    assert texts("fi").day(day) == "6.12.2026"
    assert texts("en").day(day) == "6 December 2026"
    assert [texts("fi").clock(m) for m in (540, 555, 1440, 1500)] == ["9", "9.15", "24", "1"]
    assert texts("en").clock(540) == "9:00"
