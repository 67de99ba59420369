import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuvola_desk.usecases.leaflets.words import (
    NBSP,
    plain,
    plain_lines,
    readable_address,
    trimmed,
    trimmed_lines,
    unbroken,
    web_address,
    with_whole_postcodes,
)


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("<p>Tule&nbsp;mukaan</p>", "Tule mukaan"),
        ("Hinta &lt; 5 &euro;", "Hinta < 5 €"),
        ("**Tärkeää**: soita __heti__", "Tärkeää: soita heti"),
        ("Lue [ohje](https://a.fi/ohje) ensin", "Lue ohje ensin"),
        ("# Otsikko\n> lainaus", "Otsikko lainaus"),
        ("a\u0308iti", "äiti"),
        ("yksi\u2028kaksi", "yksi kaksi"),
        ("", ""),
        (" \n * \n -- ", ""),
    ],
)
def test_markup_is_left_out(marked, expected):
    assert plain(marked) == expected


def test_a_list_keeps_its_items():
    lines = plain_lines("Ota mukaan:\n- passi\n• kuva\n* lomake\nTervetuloa")
    assert lines == (
        ("Ota mukaan:", False),
        ("passi", True),
        ("kuva", True),
        ("lomake", True),
        ("Tervetuloa", False),
    )


def test_a_long_text_is_cut_after_a_whole_sentence():
    text = "Ensimmäinen lause. Toinen lause on tässä. Kolmas ei enää mahdu mukaan."
    assert trimmed(text, 45) == ("Ensimmäinen lause. Toinen lause on tässä.", True)


def test_an_abbreviation_or_a_date_does_not_end_a_sentence():
    assert trimmed("Apua saa esim. 12. joulukuuta alkaen kaikissa pisteissä.", 30)[0].endswith("…")


def test_one_endless_sentence_is_cut_after_a_word():
    text, was_cut = trimmed("sana " * 100, 42)
    assert was_cut
    assert text == "sana sana sana sana sana sana sana sana…"


def test_an_endless_word_is_cut():
    text, was_cut = trimmed("a" * 5000, 100)
    assert was_cut
    assert len(text) == 100


def test_a_title_with_nothing_under_it_is_not_kept():
    lines = (("Ensin tämä lause.", False), ("Näin haet", False), ("Pitkä ohje " * 30, False))
    assert trimmed_lines(lines, 60) == ((("Ensin tämä lause.", False),), True)


def test_a_sentence_that_ends_just_past_the_limit_is_not_taken():
    assert trimmed("Hei! Niin?", 9) == ("Hei!", True)
    assert trimmed("0?", 1) == ("", True)


@given(st.text(max_size=400), st.integers(min_value=1, max_value=300))
def test_trimming_never_gives_more_than_asked(text, limit):
    told, was_cut = trimmed(text, limit)
    assert len(told) <= limit
    assert was_cut == (len(text) > limit)


@given(st.text(max_size=300))
def test_any_text_can_be_made_plain(text):
    assert "\n" not in plain(text)


def test_a_phone_number_has_no_place_to_break():
    assert unbroken(" 09 310  44400 ") == f"09{NBSP}310{NBSP}44400"


def test_a_postcode_stays_with_its_town():
    assert with_whole_postcodes("Katu 1, 00560 Helsinki") == f"Katu 1, 00560{NBSP}Helsinki"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("www.hel.fi/apu", "https://www.hel.fi/apu"),
        ("HTTPS://Hel.fi/a?utm_source=x&id=3", "https://Hel.fi/a?id=3"),
        ("https://hel.fi/pitkä osoite", "https://hel.fi/pitkäosoite"),
        ("mailto:a@b.fi", ""),
        ("javascript:alert(1)", ""),
        ("http://[rikki", ""),
        ("ei osoite", ""),
        ("", ""),
    ],
)
def test_only_web_pages_are_opened(url, expected):
    assert web_address(url) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://www.hel.fi/fi/apu/", "hel.fi/fi/apu"),
        ("https://hel.fi/p%C3%A4iv%C3%A4", "hel.fi/päivä"),
        ("https://hel.fi/%FF%FE", "hel.fi/%FF%FE"),
        ("https://hel.fi/a%20b", "hel.fi/a%20b"),
    ],
)
def test_an_address_is_shown_as_one_would_say_it(url, expected):
    assert readable_address(url) == expected
