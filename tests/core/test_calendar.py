import subprocess
import sys
from datetime import date, timedelta

import pytest
from holidays.countries.finland import Finland

from neuvola_core.calendar import Holiday, of_year, on


@pytest.mark.parametrize(
    ("day", "names"),
    [
        ((2026, 1, 1), {Holiday.NEW_YEAR_DAY}),
        ((2026, 1, 6), {Holiday.EPIPHANY}),
        ((2026, 4, 2), {Holiday.MAUNDY_THURSDAY}),
        ((2026, 4, 3), {Holiday.GOOD_FRIDAY}),
        ((2026, 4, 5), {Holiday.EASTER_SUNDAY}),
        ((2026, 4, 6), {Holiday.EASTER_MONDAY}),
        ((2026, 4, 30), {Holiday.MAY_DAY_EVE}),
        ((2026, 5, 1), {Holiday.MAY_DAY}),
        ((2026, 5, 14), {Holiday.ASCENSION_DAY}),
        ((2026, 5, 24), {Holiday.WHIT_SUNDAY}),
        ((2026, 6, 19), {Holiday.MIDSUMMER_EVE}),
        ((2026, 6, 20), {Holiday.MIDSUMMER_DAY}),
        ((2026, 10, 31), {Holiday.ALL_SAINTS_DAY}),
        ((2026, 12, 6), {Holiday.INDEPENDENCE_DAY}),
        ((2026, 12, 24), {Holiday.CHRISTMAS_EVE}),
        ((2026, 12, 25), {Holiday.CHRISTMAS_DAY}),
        ((2026, 12, 26), {Holiday.SECOND_DAY_OF_CHRISTMAS}),
        ((2026, 12, 31), {Holiday.NEW_YEAR_EVE}),
        ((2027, 3, 25), {Holiday.MAUNDY_THURSDAY}),
        ((2027, 6, 25), {Holiday.MIDSUMMER_EVE}),
        ((2027, 11, 6), {Holiday.ALL_SAINTS_DAY}),
        ((2008, 5, 1), {Holiday.ASCENSION_DAY, Holiday.MAY_DAY}),
        ((2026, 11, 23), set()),
        ((2026, 12, 23), set()),
        ((2026, 5, 10), set()),  # Mother's Day is a flag day: nothing closes for it
    ],
)
def test_days_have_their_names(day: tuple[int, int, int], names: set[Holiday]) -> None:
    assert set(on(date(*day))) == names


@pytest.mark.parametrize("year", range(2020, 2061))
def test_every_year_has_each_name_once(year: int) -> None:
    found = [name for names in of_year(year).values() for name in names]
    assert sorted(found) == sorted(Holiday)


@pytest.mark.parametrize("year", range(2020, 2061))
def test_movable_days_fall_on_their_weekdays(year: int) -> None:
    days = {name: day for day, names in of_year(year).items() for name in names}
    assert days[Holiday.GOOD_FRIDAY].weekday() == 4
    assert days[Holiday.MAUNDY_THURSDAY] == days[Holiday.GOOD_FRIDAY] - timedelta(days=1)
    assert days[Holiday.ASCENSION_DAY].weekday() == 3
    assert days[Holiday.MIDSUMMER_EVE].weekday() == 4
    assert days[Holiday.ALL_SAINTS_DAY].weekday() == 5


def test_five_eves_are_short_days_and_the_rest_are_holidays_by_law() -> None:
    short = {holiday for holiday in Holiday if holiday.is_short}
    assert {s.value for s in short} == {
        "MaundyThursday",
        "MayDayEve",
        "MidsummerEve",
        "ChristmasEve",
        "NewYearEve",
    }
    assert all(holiday.is_public is not holiday.is_short for holiday in Holiday)


_NAMES = {
    "Uudenvuodenpäivä": Holiday.NEW_YEAR_DAY,
    "Loppiainen": Holiday.EPIPHANY,
    "Pitkäperjantai": Holiday.GOOD_FRIDAY,
    "Pääsiäispäivä": Holiday.EASTER_SUNDAY,
    "Toinen pääsiäispäivä": Holiday.EASTER_MONDAY,
    "Vappu": Holiday.MAY_DAY,
    "Helatorstai": Holiday.ASCENSION_DAY,
    "Helluntaipäivä": Holiday.WHIT_SUNDAY,
    "Juhannusaatto": Holiday.MIDSUMMER_EVE,
    "Juhannuspäivä": Holiday.MIDSUMMER_DAY,
    "Pyhäinpäivä": Holiday.ALL_SAINTS_DAY,
    "Itsenäisyyspäivä": Holiday.INDEPENDENCE_DAY,
    "Jouluaatto": Holiday.CHRISTMAS_EVE,
    "Joulupäivä": Holiday.CHRISTMAS_DAY,
    "Tapaninpäivä": Holiday.SECOND_DAY_OF_CHRISTMAS,
}


def test_a_century_agrees_with_an_independent_library() -> None:
    for year in range(2000, 2100):
        by_law = Finland(years=year, categories="public", language="fi")
        theirs = {
            (day, _NAMES[name])
            for day, names in by_law.items()
            for name in names.split("; ")
            if name in _NAMES
        }
        ours = {(day, name) for day, names in of_year(year).items() for name in names}
        eves = {Holiday.MAUNDY_THURSDAY, Holiday.MAY_DAY_EVE, Holiday.NEW_YEAR_EVE}
        assert {(day, name) for day, name in ours if name not in eves} == theirs


def test_importing_the_rules_does_not_import_the_holidays_library() -> None:
    code = (
        "import sys; from neuvola_core import hours_text, hours_words, opening, privacy;"
        "print([m for m in ('holidays', 'phonenumbers', 'stdnum') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
