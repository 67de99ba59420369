"""The texts of the pages: every language has the same, and a browser's wish is understood."""

from datetime import UTC, datetime, timedelta
from string import Formatter

import pytest

from neuvola_core.wire import RecordKind
from neuvola_server.web.words import FIRST, Reader, languages, own_name, wanted_language, words


def placeholders(text: str) -> set[str]:
    return {name for _text, name, _spec, _how in Formatter().parse(text) if name}


@pytest.mark.parametrize(("reader", "language"), [(r, language) for r in Reader for language in languages(r)])
def test_every_language_has_every_text_with_its_facts(reader: Reader, language: str):
    finnish, texts = words("fi", reader).texts, words(language, reader).texts
    assert list(texts) == list(finnish)
    for key, text in texts.items():
        assert (key, placeholders(text)) == (key, placeholders(finnish[key]))
        assert text.strip()


@pytest.mark.parametrize("kind", RecordKind)
def test_every_kind_of_record_has_a_name(kind: RecordKind):
    assert f"kind.{kind}" in words("fi").texts


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", "fi"),
        ("*", "fi"),
        ("sv", "sv"),
        ("sv-FI,sv;q=0.9", "sv"),
        ("de, en;q=0.5", "en"),
        ("en;q=0.4, sv;q=0.8", "sv"),
        ("en;q=0, sv;q=0", "fi"),
        ("en;q=ä", "fi"),
        ("en;x=1", "en"),
        ("EN-gb", "en"),
        ("ru, uk", "fi"),
        ("fi;q=0.2, en;q=0.1", "fi"),
    ],
)
def test_the_first_language_that_the_pages_are_in(accepted: str, language: str):
    assert wanted_language(accepted) == language


def test_times_are_those_of_finland():
    moment = datetime(2026, 11, 22, 22, 5, tzinfo=UTC)
    assert words("fi").moment(moment) == "23.11.2026 0.05"
    assert words("fi").time(moment) == "0.05"
    assert words("en").time(moment) == "00:05"
    assert words("fi").ago(timedelta(days=3)) == "3 päivää sitten"
    assert words("fi").ago(timedelta(seconds=5)) == "1 minuutti sitten"
    assert words("sv").lasting(timedelta(minutes=7)) == "7 minuter"


@pytest.mark.parametrize("reader", Reader)
def test_finnish_swedish_and_english_come_first(reader: Reader):
    assert languages(reader)[:3] == FIRST


def test_a_language_is_called_what_its_speakers_call_it():
    assert [own_name(language) for language in ("fi", "sv", "en", "ar")] == [
        "Suomi",
        "Svenska",
        "English",
        "العربية",
    ]
    assert own_name("zxx-none") == "Zxx-none"


def test_what_is_told_in_several_languages():
    assert words("sv").best({"fi": "Suomi", "sv": "Finland"}) == "Finland"
    assert words("sv").best({"en": "Finland", "fi": "Suomi"}) == "Suomi"
    assert words("sv").best({"et": "Soome", "en": ""}) == "Soome"
    assert words("sv").best({}) == ""


def test_counts():
    assert words("fi").counted("days", 0) == "alle 1 työpäivä"
    assert words("fi").counted("days", 1) == "1 työpäivä"
    assert words("fi").counted("records", 0) == "0 merkintää"


def test_which_way_a_language_is_read():
    read = {language: words(language, Reader.VISITOR).direction for language in languages(Reader.VISITOR)}
    assert {language for language, direction in read.items() if direction == "rtl"} == {"ar", "ckb", "fa"}
