"""The calendar under the day of a bundle: every part that can be acted on says what it is."""

from dataclasses import replace

from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QAbstractSpinBox, QHeaderView, QWidget

from neuvola_desk.config import Settings

from .conftest import OpenRoom, Room

NAMES = {
    "qt_calendar_prevmonth": "Edellinen kuukausi",
    "qt_calendar_nextmonth": "Seuraava kuukausi",
    "qt_calendar_monthbutton": "Kuukausi: marraskuu",
    "qt_calendar_yearbutton": "Vuosi: 2026",
    "qt_calendar_yearedit": "Vuosi",
    "qt_calendar_calendarview": "Kuukauden päivät",
}


def spoken(room: Room) -> dict[str, str]:
    """What a screen reader says of each part one can reach."""
    kinds = (QAbstractButton, QAbstractItemView, QAbstractSpinBox)
    parts = [part for kind in kinds for part in room.page.cover.date.calendarWidget().findChildren(kind)]
    reached = [part for part in parts if not isinstance(part, QHeaderView) and not of_the_table(part)]
    return {
        part.objectName(): QAccessible.queryAccessibleInterface(part).text(QAccessible.Text.Name)
        for part in reached
    }


def of_the_table(part: QWidget) -> bool:
    return part.objectName() == "qt_tableview_cornerbutton"  # never shown: the calendar has no such headers


def test_every_part_is_named_in_finnish(room: Room) -> None:
    assert spoken(room) == NAMES


def test_month_and_year_are_told_as_they_are_turned(room: Room) -> None:
    calendar = room.page.cover.date.calendarWidget()
    calendar.setCurrentPage(2025, 1)
    names = spoken(room)
    assert names["qt_calendar_monthbutton"] == "Kuukausi: tammikuu"
    assert names["qt_calendar_yearbutton"] == "Vuosi: 2025"


def test_names_and_months_follow_the_language_of_the_window(room: Room) -> None:
    preferences = room.real.context.preferences
    preferences.change(replace(preferences.value, language="pseudo"))
    assert all(name.startswith("⟦") for name in spoken(room).values())
    preferences.change(replace(preferences.value, language="sv"))
    room.real.settle()
    assert spoken(room)["qt_calendar_monthbutton"].endswith(": november")


def test_a_week_begins_on_monday_in_every_language(open_room: OpenRoom) -> None:
    room = open_room(Settings(theme="light", language="en"))
    assert room.page.cover.date.calendarWidget().firstDayOfWeek() is Qt.DayOfWeek.Monday


def test_no_day_to_come_can_be_chosen_in_it(room: Room) -> None:
    calendar = room.page.cover.date.calendarWidget()
    assert calendar.maximumDate() == QDate(2026, 11, 18)
