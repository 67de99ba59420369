"""Who is at the desk, by keyboard: what is locked, what is asked for, what goes with the former one."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit

from neuvola_core.roles import Role
from neuvola_core.visit import Visit
from neuvola_desk.config import Settings
from neuvola_desk.ui.settings.screen import SettingsScreen
from neuvola_desk.ui.shift.cover import PinCover
from neuvola_desk.ui.today.screen import TodayScreen
from support.pin_desk import PINS, set_pins
from support.real_room import CTRL, OpenReal, RealRoom, unmarked

KEY = Qt.Key
VOLUNTEER, COUNSELLOR, COORDINATOR = PINS[Role.VOLUNTEER], PINS[Role.COUNSELLOR], PINS[Role.COORDINATOR]


def cover(room: RealRoom) -> PinCover:
    return room.screen(PinCover)


def give(room: RealRoom, pin: str) -> None:
    """Digits and Enter, where the keyboard is."""
    assert QApplication.focusWidget() is cover(room).entry.field
    room.type(pin)
    room.press(KEY.Key_Return)


def come_in(room: RealRoom, pin: str) -> None:
    room.press(KEY.Key_F10)
    give(room, pin)
    assert not cover(room).isVisible()


def who(room: RealRoom) -> str:
    button = room.window.guard.button
    return button.text() if button.isVisible() else ""


def visits(room: RealRoom) -> tuple[Visit, ...]:
    return room.ask(lambda desk: desk.record.visits.unsent("paikallinen"))


def test_without_pins_nothing_is_asked_and_nobody_is_named(real: RealRoom) -> None:
    assert who(real) == ""
    real.press(KEY.Key_F10)
    assert not cover(real).isVisible()
    real.press(KEY.Key_F6)
    assert real.screen(TodayScreen).isVisible()


def test_pins_that_are_set_elsewhere_hold_from_the_next_thing_done(real: RealRoom) -> None:
    real.ask(set_pins)
    real.seem_to_need("velat")
    real.press(KEY.Key_F8)
    real.settle()
    assert visits(real) == ()
    assert who(real) == "Lukittu"
    real.press(KEY.Key_F8)
    give(real, VOLUNTEER)
    assert len(visits(real)) == 1


def test_a_locked_desk_searches_and_shows_the_crisis_lines(locked: RealRoom) -> None:
    assert who(locked) == "Lukittu"
    locked.search("velka")
    assert locked.window.search.pane.model.rowCount() > 0
    locked.press(KEY.Key_F12)
    assert "112" in locked.words()
    assert "Tänään 7" not in locked.words(), "not even the total"


@pytest.mark.parametrize("key", [KEY.Key_F5, KEY.Key_F6, KEY.Key_F7])
def test_a_locked_page_asks_for_a_pin_and_then_comes(locked: RealRoom, key: Qt.Key) -> None:
    locked.press(key)
    assert "Tähän tarvitaan PIN-koodi." in locked.words(cover(locked))
    give(locked, VOLUNTEER)
    assert not cover(locked).isVisible()
    assert locked.button("Takaisin hakuun")
    assert who(locked) == "Vapaaehtoinen"


def test_a_visit_of_a_locked_desk_is_logged_once_somebody_is_in(locked: RealRoom) -> None:
    before = len(visits(locked))
    locked.seem_to_need("velat")
    locked.press(KEY.Key_F8)
    assert len(visits(locked)) == before
    give(locked, VOLUNTEER)
    assert len(visits(locked)) == before + 1
    assert locked.window.field.isVisible()


def test_what_was_left_while_nobody_was_in_is_logged_when_somebody_comes(locked: RealRoom) -> None:
    before = len(visits(locked))
    locked.seem_to_need("velat")
    locked.next_visitor()
    assert len(visits(locked)) == before
    come_in(locked, VOLUNTEER)
    assert len(visits(locked)) == before + 1


def test_a_volunteer_sees_the_total_and_staff_the_week(locked: RealRoom) -> None:
    come_in(locked, VOLUNTEER)
    locked.press(KEY.Key_F6)
    words = locked.words(locked.screen(TodayScreen))
    assert "Tänään 7 käyntiä" in words
    assert "tarpeittain\n" not in words
    assert "neuvojan tai koordinaattorin PIN-koodi" in words
    locked.click("Viikon määrät tarpeittain näkyvät neuvojille. Anna PIN-koodi")
    give(locked, COUNSELLOR)
    assert "Viikko 47 tarpeittain" in locked.words(locked.screen(TodayScreen))
    assert "Anna PIN-koodi" not in [b.text() for b in visible_buttons(locked)]


def visible_buttons(room: RealRoom) -> list[QAbstractButton]:
    return [b for b in room.window.findChildren(QAbstractButton) if b.isVisible()]


def test_a_pin_that_is_not_enough_says_so_and_asks_on(locked: RealRoom) -> None:
    come_in(locked, VOLUNTEER)
    locked.press(KEY.Key_F6)
    locked.click("Viikon määrät tarpeittain näkyvät neuvojille. Anna PIN-koodi")
    give(locked, VOLUNTEER)
    assert "vapaaehtoinen" in locked.words(cover(locked))
    locked.press(KEY.Key_Escape)
    assert not cover(locked).isVisible()
    assert locked.screen(TodayScreen).isVisible()


def test_nothing_of_the_former_ones_view_is_left_for_the_next_one(locked: RealRoom) -> None:
    come_in(locked, COORDINATOR)
    locked.press(KEY.Key_F6)
    assert "Viikko 47 tarpeittain" in locked.words()
    locked.press(KEY.Key_F10)
    assert who(locked) == "Lukittu"
    give(locked, VOLUNTEER)
    assert not locked.screen(TodayScreen).isVisible()
    everything = "\n".join(
        label.text() + label.toolTip()
        for label in locked.window.status.findChildren(type(locked.window.status._tally))
    )
    assert "Velat" not in everything
    locked.press(KEY.Key_F6)
    assert "Viikko 47" not in locked.words()


def test_at_the_change_the_visitor_goes_as_the_former_ones(locked: RealRoom) -> None:
    come_in(locked, VOLUNTEER)
    before = len(visits(locked))
    locked.search("velka")
    locked.press(KEY.Key_F10)
    assert len(visits(locked)) == before + 1
    give(locked, COUNSELLOR)
    assert locked.window.field.text() == ""
    assert QApplication.focusWidget() is locked.window.field


def test_the_next_visitor_does_not_change_who_is_in(locked: RealRoom) -> None:
    come_in(locked, COUNSELLOR)
    locked.next_visitor()
    assert who(locked) == "Neuvoja"


def test_an_idle_desk_locks_and_goes_on_for_whoever_left_it(locked: RealRoom) -> None:
    come_in(locked, VOLUNTEER)
    locked.search("velka")
    locked.window.curtain.idled.emit()
    locked.settle()
    assert cover(locked).is_idle
    locked.press(KEY.Key_F2)
    assert cover(locked).is_idle, "no key uncovers it"
    give(locked, VOLUNTEER)
    assert locked.window.field.text() == "velka"
    assert not locked.window.curtain.isVisible()


@pytest.mark.parametrize("pin", [COUNSELLOR, ""], ids=["another PIN", "without a PIN"])
def test_an_idle_desk_shows_nothing_of_it_to_anybody_else(locked: RealRoom, pin: str) -> None:
    come_in(locked, VOLUNTEER)
    locked.search("velka")
    locked.window.curtain.idled.emit()
    locked.settle()
    if pin:
        give(locked, pin)
    else:
        locked.press(KEY.Key_Escape)
        assert who(locked) == "Lukittu"
    assert locked.window.field.text() == ""
    assert not locked.window.curtain.isVisible()


def test_the_crisis_lines_over_an_idle_lock_do_not_open_it(locked: RealRoom) -> None:
    come_in(locked, VOLUNTEER)
    locked.search("velka")
    locked.window.curtain.idled.emit()
    locked.settle()
    locked.press(KEY.Key_F12)
    assert "112" in locked.words()
    assert locked.window.field.displayText() == ""
    locked.press(KEY.Key_Escape)
    assert cover(locked).is_idle
    locked.press(KEY.Key_F12)
    locked.window.field.setFocus()
    locked.type("x")
    assert cover(locked).is_idle, "typing opens nothing either"


def test_five_misses_are_told_in_words_and_a_restart_forgives_nothing(
    locked: RealRoom, open_real: OpenReal
) -> None:
    locked.press(KEY.Key_F10)
    for left in (4, 3, 2):
        give(locked, "9999")
        assert f"Vielä {left} yritystä" in locked.words(cover(locked))
    give(locked, "9999")
    assert "Vielä 1 yritys," in locked.words(cover(locked))
    give(locked, "9999")
    entry = cover(locked).entry
    assert "Odota 60 sekuntia" in locked.words(cover(locked))
    assert "Odota 60" in entry.field.accessibleDescription()
    assert not entry.field.isEnabled()
    again = open_real()
    again.press(KEY.Key_F10)
    give(again, COORDINATOR)
    assert "Odota 60 sekuntia" in again.words(cover(again))
    again.later(seconds=60)
    entry = cover(again).entry
    for _ in range(60):
        entry.count_down()
    give(again, COORDINATOR)
    assert who(again) == "Koordinaattori"


def test_the_pin_is_never_shown_copied_or_pasted(locked: RealRoom) -> None:
    locked.press(KEY.Key_F10)
    field = cover(locked).entry.field
    QGuiApplication.clipboard().setText("3333")
    locked.press(KEY.Key_V, CTRL)
    locked.press(KEY.Key_Insert, Qt.KeyboardModifier.ShiftModifier)
    assert field.text() == ""
    locked.type("12x3")
    assert field.text() == "123", "digits only"
    assert field.echoMode() is QLineEdit.EchoMode.Password
    assert "123" not in field.displayText()
    field.selectAll()
    locked.press(KEY.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == "3333"
    locked.press(KEY.Key_Escape)
    assert field.text() == ""


def test_the_numeric_pad_gives_a_pin_too(locked: RealRoom) -> None:
    locked.press(KEY.Key_F10)
    for digit in (KEY.Key_1,) * 4:
        QTest.keyClick(cover(locked).entry.field, digit, Qt.KeyboardModifier.KeypadModifier)
    QTest.keyClick(cover(locked).entry.field, KEY.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    locked.settle()
    assert who(locked) == "Vapaaehtoinen"


def test_a_volunteer_changes_the_language_and_not_what_binds_all(locked: RealRoom) -> None:
    come_in(locked, VOLUNTEER)
    locked.window.show_screen("settings")
    page = locked.screen(SettingsScreen)
    assert page.point["name"].isReadOnly()
    assert not page.idle.isEnabled()
    locked.house.signals.settings_changed.emit(Settings(theme="light", idle_minutes=0))
    locked.settle()
    assert locked.kept_settings().idle_minutes == 10, "the desk itself refuses it"
    assert locked.house.preferences.value.idle_minutes == 10
    locked.house.signals.settings_changed.emit(Settings(theme="dark"))
    locked.settle()
    assert locked.kept_settings().theme == "dark"


def test_every_word_of_the_cover_is_in_the_language_in_use(locked: RealRoom, open_real: OpenReal) -> None:
    room = open_real(Settings(theme="light", language="pseudo"))
    room.press(KEY.Key_F10)
    cover(room).forgot_button.click()
    assert unmarked(cover(room)) == []
    assert unmarked(room.window.guard.button) == []


def test_large_text_in_a_small_window_cuts_no_word_of_the_top_bar(
    locked: RealRoom, open_real: OpenReal
) -> None:
    room = open_real(Settings(theme="light", text_scale=150))
    come_in(room, VOLUNTEER)
    room.window.resize(1024, 680)
    room.settle()
    top = room.window.top
    for button in (top.next_button, room.window.guard.button, top.menu_button, top.crisis_button):
        assert button.width() >= button.sizeHint().width()
        assert button.accessibleName()
        assert button.text() or button.toolTip()
    assert room.window.field.width() > 150
