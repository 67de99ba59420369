"""What the window says of dates and places, in Finnish."""

from datetime import timedelta

import pytest

from neuvola_core.catalogue import Provider
from neuvola_desk.ui.words import age_words, provider_words, where_words
from neuvola_desk.usecases.data_age import Age, age_of
from support.small_desk import NOW

TODAY = NOW.date()


@pytest.mark.parametrize(
    ("days", "age", "words"),
    [
        (0, Age.FRESH, "Tarkistettu tänään"),
        (1, Age.FRESH, "Tarkistettu 1 päivä sitten"),
        (12, Age.FRESH, "Tarkistettu 12 päivää sitten"),
        (45, Age.FRESH, "Tarkistettu 1 kuukausi sitten"),
        (200, Age.AGEING, "Tarkistettu 6 kuukautta sitten"),
        (400, Age.OLD, "Tarkistettu yli 1 vuosi sitten"),
        (800, Age.OLD, "Tarkistettu yli 2 vuotta sitten"),
    ],
)
def test_the_age_of_a_check_is_said_loud(days: int, age: Age, words: str) -> None:
    checked = TODAY - timedelta(days=days)
    assert age_of(checked, TODAY) is age
    assert age_words(checked, TODAY) == words


def test_an_unknown_check_is_said_to_be_unknown() -> None:
    assert age_of(None, TODAY) is Age.UNKNOWN
    assert age_words(None, TODAY) == "Tarkistuspäivää ei tiedetä"


def test_providers_are_named_in_plain_words() -> None:
    assert provider_words(Provider.COUNTY) == "hyvinvointialue"
    assert provider_words(Provider.UNKNOWN) == ""


def test_places_are_named_or_counted() -> None:
    assert where_words(("297",), nationwide=False) == "Kuopio"
    assert where_words((), nationwide=True) == "koko Suomi"
    assert where_words(("297", "140", "091", "049"), nationwide=False) == "Kuopio ja 3 muuta paikkakuntaa"
