"""Needs are found by what people call them."""

import pytest

from neuvola_core import taxonomy
from neuvola_desk.ui.visit.need_finder import MOST_OFFERED, find_needs


@pytest.mark.parametrize(
    ("typed", "need"),
    [
        ("velat", "velat"),
        ("VELKA", "velat"),
        ("velkaa", "velat"),
        ("yksin", "yksinaisyys"),
        ("häätö", "asumisen_kulut"),
        ("haato", "asumisen_kulut"),
        ("maksamattomat", "velat"),
        ("muu", "muu"),
        ("matbank", "rahat_eivat_riita"),
        ("food bank", "rahat_eivat_riita"),
    ],
)
def test_the_best_need_comes_first(typed: str, need: str) -> None:
    assert find_needs(typed, "fi")[0] == need


def test_nothing_typed_offers_nothing() -> None:
    assert find_needs("  ", "fi") == ()
    assert find_needs("xyzzy", "fi") == ()


def test_the_name_in_the_language_in_use_counts_as_the_name() -> None:
    assert find_needs("pengarna", "sv")[0] == "rahat_eivat_riita"


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_every_need_is_found_by_its_own_name(language: str) -> None:
    for term in taxonomy.needs().terms:
        assert term.id in find_needs(term.name.best(language), language)


def test_no_more_are_offered_than_one_can_take_in() -> None:
    assert len(find_needs("a", "fi")) == MOST_OFFERED
