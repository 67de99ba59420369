"""What the window says of dates, places and opening, in Finnish."""

from datetime import date, datetime, timedelta

import pytest

from neuvola_core.calendar import Holiday
from neuvola_core.catalogue import Provider
from neuvola_core.hours import Hours, Opening, Regular
from neuvola_core.opening import coming_days, status
from neuvola_desk.ui.opening import day_lines, day_words, holiday_name, service_status, state_words
from neuvola_desk.ui.words import Age, age_of, age_words, provider_words, where_words
from neuvola_desk.usecases.clock import HELSINKI
from support.small_desk import NOW, services

TODAY = NOW.date()
WEEKDAYS = Hours(regular=(Regular(tuple(Opening(day, 540, 960) for day in range(5))),))
EVENING = Hours(regular=(Regular((Opening(2, 1020, 1230),)),))
NIGHT = Hours(regular=(Regular((Opening(2, 1200, 1560),)),))


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


@pytest.mark.parametrize(
    ("hours", "at", "words"),
    [
        (WEEKDAYS, NOW, "Avoinna klo 16 asti"),
        (WEEKDAYS, NOW.replace(hour=6), "Suljettu, avautuu tänään klo 9"),
        (WEEKDAYS, NOW.replace(hour=18), "Suljettu, avautuu huomenna klo 9"),
        (WEEKDAYS, datetime(2026, 11, 20, 18, tzinfo=HELSINKI), "Suljettu, avautuu ma klo 9"),
        (EVENING, NOW.replace(hour=17, minute=10), "Avoinna klo 20.30 asti"),
        (EVENING, NOW.replace(hour=21), "Suljettu, avautuu ke 25.11. klo 17"),
        (NIGHT, NOW.replace(hour=23), "Avoinna klo 2 asti"),
        (Hours(regular=(Regular(always_open=True),)), NOW, "Avoinna aina"),
    ],
)
def test_the_state_says_the_real_next_opening(hours: Hours, at: datetime, words: str) -> None:
    assert state_words(status(hours, at), at) == words


def test_hours_nobody_has_stated_are_not_closed() -> None:
    assert state_words(None, NOW) == "Aukiolo ei tiedossa, soita ensin"


def test_a_service_is_open_when_any_of_its_channels_is() -> None:
    debt, shelter, food, friend = services()[:4]
    assert state_words(service_status(debt, NOW), NOW) == "Avoinna klo 16 asti"
    assert state_words(service_status(shelter, NOW), NOW) == "Avoinna aina"
    assert state_words(service_status(food, NOW), NOW) == "Suljettu, avautuu huomenna klo 17"
    assert service_status(friend, NOW) is None


def test_the_days_of_a_fortnight_in_words() -> None:
    days = coming_days(WEEKDAYS, date(2026, 11, 20))
    assert len(days) == 14
    assert [day_words(day) for day in days[:4]] == ["9–16", "suljettu", "suljettu", "9–16"]


def test_runs_of_equal_days_are_one_line_and_today_stands_alone() -> None:
    lines = day_lines(coming_days(WEEKDAYS, date(2026, 11, 18)))
    assert [(line.dates, line.words) for line in lines] == [
        ("ke 18.11.", "9–16"),
        ("to–pe 19.–20.11.", "9–16"),
        ("la–su 21.–22.11.", "suljettu"),
        ("ma–pe 23.–27.11.", "9–16"),
        ("la–su 28.–29.11.", "suljettu"),
        ("ma–ti 30.11.–1.12.", "9–16"),
    ]
    assert [line.is_today for line in lines] == [True] + [False] * 5


def test_a_holiday_is_named_and_not_trusted_to_be_open() -> None:
    always = Hours(regular=(Regular(tuple(Opening(day, 540, 960) for day in range(7))),))
    lines = {line.dates: line.words for line in day_lines(coming_days(always, date(2026, 12, 3)))}
    assert lines["su 6.12."] == "ei tiedossa (itsenäisyyspäivä)"


def test_every_holiday_has_a_name() -> None:
    assert all(holiday_name(holiday) for holiday in Holiday)
