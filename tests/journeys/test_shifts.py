"""A desk with PINs over a day: a volunteer by keyboard alone, a change with a queue, a PIN got wrong."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from neuvola_core.roles import Role
from neuvola_core.visit import Visit
from neuvola_desk.desk import Desk
from neuvola_desk.paths import DeskPaths
from neuvola_desk.ui.background import Lane
from neuvola_desk.ui.shift.cover import PinCover
from support.journeys import PASSPHRASE, Hands
from support.pin_desk import PINS, set_pins

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
Open = Callable[..., Hands]


@pytest.fixture
def morning(open_desk: Open, tmp_path: Path) -> Hands:
    """The desk as it is found in the morning: started, with PINs, nobody in."""
    desk = Desk(DeskPaths(tmp_path / "desk").create(), ask_passphrase=lambda: PASSPHRASE)
    assert desk.record.path.exists()
    set_pins(desk)
    desk.close()
    hands = open_desk()
    hands.settle()
    return hands


def give(hands: Hands, pin: str) -> None:
    hands.type_words(pin)
    hands.press(KEY.Key_Return)


def words(hands: Hands) -> str:
    return "\n".join(label.text() for label in hands.window.findChildren(QLabel) if label.isVisible())


def who(hands: Hands) -> str:
    return hands.window.guard.button.text()


def logged(hands: Hands) -> list[Visit]:
    """What the record holds, whoever is in."""
    found: list[Visit] = []

    def look(desk: Desk) -> None:
        found.extend(desk.record.visits.unsent("paikallinen"))

    hands.house.door.ask(look, lane=Lane.RECORD)
    hands.settle()
    return found


def test_a_volunteers_day_by_keyboard_alone(morning: Hands) -> None:
    hands = morning
    # Somebody is at the door before anybody has given a PIN: help is found all the same.
    assert who(hands) == "Lukittu"
    hands.type_words("velkaa")
    assert hands.names()
    # The visit takes a PIN, which is asked for right there.
    hands.press(KEY.Key_F8)
    assert "Tähän tarvitaan PIN-koodi." in words(hands)
    give(hands, PINS[Role.VOLUNTEER])
    assert who(hands) == "Vapaaehtoinen"
    assert len(logged(hands)) == 1
    # The next visitors take none.
    hands.press(KEY.Key_N, CTRL)
    for searched in ("yksin", "ruoka-apu"):
        hands.type_words(searched)
        hands.press(KEY.Key_F8)
        hands.press(KEY.Key_N, CTRL)
    assert who(hands) == "Vapaaehtoinen"
    assert len(logged(hands)) == 3
    # How many came, but not what they needed.
    hands.press(KEY.Key_F6)
    assert "Tänään 3 käyntiä" in words(hands)
    assert "tarpeittain" in words(hands), "it is said that there is more, and whose it is"
    assert "Viikko " not in words(hands)
    hands.press(KEY.Key_Escape)
    # Going home.
    hands.press(KEY.Key_F10)
    hands.press(KEY.Key_Escape)
    assert who(hands) == "Lukittu"
    assert QApplication.focusWidget() is hands.window.field
    assert hands.clicks == 0


def test_the_shift_changes_with_a_queue_at_the_door(morning: Hands) -> None:
    hands = morning
    hands.press(KEY.Key_F10)
    give(hands, PINS[Role.COUNSELLOR])
    hands.press(KEY.Key_F6)
    assert "Viikko " in words(hands)
    hands.press(KEY.Key_Escape)
    hands.type_words("velkaa")
    # The counsellor leaves in the middle of it: the visit is kept, the visitor is not.
    hands.press(KEY.Key_F10)
    assert len(logged(hands)) == 1
    give(hands, PINS[Role.VOLUNTEER])
    assert who(hands) == "Vapaaehtoinen"
    assert hands.window.field.text() == ""
    # The next in the queue is helped by whoever has come.
    hands.type_words("yksin")
    hands.press(KEY.Key_F8)
    assert len(logged(hands)) == 2
    hands.press(KEY.Key_F6)
    assert "Viikko " not in words(hands)
    assert hands.clicks == 0


def test_a_pin_got_wrong_five_times_closes_nothing_that_a_visitor_needs(morning: Hands) -> None:
    hands = morning
    hands.press(KEY.Key_F10)
    for _ in range(5):
        give(hands, "0000")
    cover = hands.window.findChild(PinCover)
    assert isinstance(cover, PinCover)
    assert "Odota 60 sekuntia" in words(hands)
    # The lines and the search are there all the time.
    hands.press(KEY.Key_F12)
    assert "112" in words(hands)
    hands.press(KEY.Key_Escape)
    hands.type_words("velkaa")
    assert hands.names()
    # Nothing is logged, and nothing that was to be logged is lost.
    hands.press(KEY.Key_F8)
    assert not cover.entry.field.isEnabled()
    hands.press(KEY.Key_Escape)
    assert logged(hands) == []
    log = "".join(path.read_text("utf-8") for path in hands.paths.logs.glob("desk-*.log"))
    assert log.count("pin-missed") == 5
    assert log.count("pin-wait") == 1
    assert "0000" not in log
