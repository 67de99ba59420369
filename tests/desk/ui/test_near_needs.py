"""The nearest needs: by lay words, by single words, by letters; never one that has nothing to give."""

import pytest

from neuvola_core import taxonomy
from neuvola_desk.ui.search.near_needs import MOST, nearest_needs

EVERY = frozenset(term.id for term in taxonomy.needs().terms)


@pytest.mark.parametrize(
    ("typed", "language", "need"),
    [
        ("vuokrarästi", "fi", "asumisen_kulut"),
        ("ykisnäinen", "fi", "yksinaisyys"),
        ("en pääse kauppaan", "fi", "kyydit"),
        ("masenus", "fi", "mielenterveys"),
        ("skulder", "sv", "velat"),
        ("loneley", "en", "yksinaisyys"),
    ],
)
def test_the_nearest_need(typed: str, language: str, need: str) -> None:
    found = nearest_needs(typed, language, EVERY)
    assert need in found
    assert len(found) <= MOST


def test_nothing_is_offered_for_letters_that_mean_nothing() -> None:
    assert nearest_needs("zzzzqqqq", "fi", EVERY) == ()
    assert nearest_needs("", "fi", EVERY) == ()


def test_a_need_without_services_is_not_offered() -> None:
    assert "asumisen_kulut" not in nearest_needs("vuokrarästi", "fi", EVERY - {"asumisen_kulut"})


def test_not_knowing_is_no_nearest_need() -> None:
    assert "muu" not in nearest_needs("muu", "fi", EVERY)
