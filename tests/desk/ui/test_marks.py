"""What matched is marked in any inflection, letter by letter, and nothing else is."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuvola_desk.ui.search.marks import NOTHING, marked_html, same_word, sought, spans


def marked(text: str, typed: str, *terms: str) -> list[str]:
    return [text[start:end] for start, end in spans(text, sought(typed, terms))]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("velka", "velan"),
        ("velka", "velkojen"),
        ("velka", "veloista"),
        ("kauppa", "kaupan"),
        ("hinta", "hinnat"),
        ("kaupunki", "kaupungin"),
        ("yksinainen", "yksinaisen"),
        ("mielenterveys", "mielenterveyden"),
        ("puhelin", "puhelimen"),
        ("neuvonta", "neuvonnan"),
        ("asumistuki", "asumistuesta"),
        ("skuld", "skulder"),
        ("bostadsbidrag", "bostadsbidraget"),
    ],
)
def test_forms_of_one_word(one: str, other: str) -> None:
    assert same_word(one, other)
    assert same_word(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("velka", "velho"),
        ("koti", "kotka"),
        ("raha", "rahti"),
        ("neuvola", "neuvonta"),
        ("lapsi", "lappu"),
        ("asunto", "asuntola"),
        ("vuokra", "vuokralainen"),
        ("tuki", "tutka"),
    ],
)
def test_words_that_only_begin_alike(one: str, other: str) -> None:
    assert not same_word(one, other)
    assert not same_word(other, one)


def test_an_inflected_word_marks_the_basic_form() -> None:
    assert marked("Asumistuki ja muu tuki", "asumistukea", "asumistuki") == ["Asumistuki"]


def test_a_word_that_is_being_typed_marks_as_much_as_was_typed() -> None:
    assert marked("Asumistuki", "asumis", "asumistuki") == ["Asumis"]


def test_a_finished_word_marks_its_part_of_a_compound() -> None:
    assert marked("Talous- ja velkaneuvonta", "velka ", "velkaneuvonta") == ["velka"]
    assert marked("Asumistuki", "tuki", "asumistuki") == ["tuki"]


def test_a_compound_said_in_two_words() -> None:
    found = marked("Asunnottomien neuvonta (Asumisen tuki)", "asumistukea", "asumistukea")
    assert found == ["Asumisen", "tuki"]


def test_another_name_for_the_same_is_marked_though_nobody_typed_it() -> None:
    assert marked("Kelan yleinen asumistuki", "vuokratuki", "asumistuki") == ["asumistuki"]


def test_words_without_meaning_are_not_marked() -> None:
    assert marked("Talous ja raha", "velka ja raha", "raha") == ["raha"]


def test_each_part_of_a_hyphenated_word_is_marked() -> None:
    assert marked("Ruoka-apu", "ruoka-apu", "ruoka-apu") == ["Ruoka", "apu"]


def test_letters_with_dots_and_without_are_the_same_letters() -> None:
    assert marked("Äänekosken yökylä", "aanekoski", "äänekosken") == ["Äänekosken"]
    assert marked("Hälsocentralen på Åland", "aland", "åland") == ["Åland"]


def test_offsets_are_those_of_the_shown_text_even_where_folding_changes_its_length() -> None:
    apart = unicodedata.normalize("NFD", "Hätä ja yöpyminen")
    [word] = marked(apart, "yöpyminen", "yöpyminen")
    assert unicodedata.normalize("NFC", word) == "yöpyminen"
    assert marked("Sæther-talo ja asu\u00admistuki", "asumistuki", "asumistuki") == ["asu\u00admistuki"]
    assert marked("🙂 Ærlig økonomi", "okonomi", "økonomi") == ["økonomi"]


def test_nothing_is_marked_where_nothing_was_found() -> None:
    assert spans("Velkaneuvonta", NOTHING) == ()
    assert marked("Velkaneuvonta", "velka") == []
    assert marked("Velkaneuvonta", "", "") == []


@given(st.text(max_size=60), st.text(max_size=30), st.lists(st.text(max_size=12), max_size=3))
def test_spans_lie_in_the_text_and_in_order(text: str, typed: str, terms: list[str]) -> None:
    before = 0
    for start, end in spans(text, sought(typed, terms)):
        assert before <= start < end <= len(text)
        before = end


def test_rich_text_is_safe_whatever_the_source_wrote() -> None:
    text = "<b>Velka</b> & lainat"
    assert marked_html(text, [(3, 8)]) == "&lt;b&gt;<u><b>Velka</b></u>&lt;/b&gt; &amp; lainat"
