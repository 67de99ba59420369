"""The screen is turned to the visitor: services in large letters, in their language, and nothing else."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel

from neuvola_core import taxonomy
from neuvola_desk.ui.crisis.screen import CrisisScreen
from neuvola_desk.ui.turned.turner import Turner
from neuvola_desk.ui.turned.view import TurnedView
from support.journeys import Hands

Open = Callable[..., Hands]
CTRL = Qt.KeyboardModifier.ControlModifier
KEY = Qt.Key
WORDS = "väkivalta kotona"


@pytest.fixture
def hands(open_desk: Open) -> Hands:
    return open_desk()


def view(hands: Hands) -> TurnedView:
    found = hands.window.findChild(Turner).view
    assert found is not None
    assert found.isVisible()
    return found


def press(hands: Hands, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Where the visitor looks."""
    QTest.keyClick(view(hands).focusWidget() or view(hands), key, modifier)
    hands.settle()


def pick_two(hands: Hands) -> None:
    hands.type_words("vuokra maksamatta")
    hands.press(KEY.Key_Down)
    for _service in range(2):
        hands.press(KEY.Key_Space)
        hands.press(KEY.Key_Down)


def seen(shown: TurnedView) -> str:
    QApplication.processEvents()  # what was added to a layout is shown
    return "\n".join(label.text() for label in shown.findChildren(QLabel) if label.isVisible())


def test_one_key_turns_it_and_turns_it_back(hands: Hands) -> None:
    pick_two(hands)
    hands.press(KEY.Key_K, CTRL)
    names = [picked.name.best("fi") for picked in hands.house.context.tray]
    assert names[0] in seen(view(hands))
    press(hands, KEY.Key_Right)
    assert names[1] in seen(view(hands))
    assert names[0] not in seen(view(hands))
    press(hands, KEY.Key_K, CTRL)
    assert hands.window.findChild(Turner).view is None


def test_the_mouse_alone_will_do(hands: Hands) -> None:
    pick_two(hands)
    hands.press(KEY.Key_F3)
    hands.click(hands.button("Näytä kävijälle"))
    shown = view(hands)
    hands.click(shown.forward_button)
    assert not shown.forward_button.isEnabled()
    hands.click(shown.back_button)
    hands.click(shown.close_button)
    assert hands.window.findChild(Turner).view is None


def test_nothing_of_the_visitor_or_of_the_log_is_on_it(hands: Hands) -> None:
    hands.type_words(WORDS)
    hands.press(KEY.Key_Down)
    hands.press(KEY.Key_Return)
    hands.press(KEY.Key_F4)
    hands.press(KEY.Key_K, CTRL)
    shown = view(hands)
    texts = [seen(shown), *(b.text() + b.accessibleName() for b in shown.findChildren(QAbstractButton))]
    needs = [term.name.best("fi") for term in taxonomy.needs().terms if term.sensitive]
    for hidden in (WORDS, "Merkitse käynti", "Tänään", "Lopputulos", *needs):
        assert not any(hidden in text for text in texts), hidden


def test_it_speaks_the_visitors_language_until_the_next_one_comes(hands: Hands) -> None:
    pick_two(hands)
    hands.press(KEY.Key_K, CTRL)
    shown = view(hands)
    shown.language.setCurrentIndex(shown.language.findData("sv"))
    shown.language.activated.emit(shown.language.currentIndex())
    hands.settle()
    picked = next(iter(hands.house.context.tray))
    assert picked.name["sv"] in seen(shown)
    press(hands, KEY.Key_Escape)
    hands._qtbot.waitUntil(hands.window.isActiveWindow, timeout=10_000)
    hands.press(KEY.Key_K, CTRL)
    assert picked.name["sv"] in seen(view(hands))
    press(hands, KEY.Key_N, CTRL)
    assert hands.window.findChild(Turner).view is None
    hands._qtbot.waitUntil(hands.window.isActiveWindow, timeout=10_000)
    pick_two(hands)
    hands.press(KEY.Key_K, CTRL)
    assert picked.name["fi"] in seen(view(hands))


def test_it_is_opaque_and_as_large_as_the_screen(hands: Hands) -> None:
    pick_two(hands)
    hands.press(KEY.Key_K, CTRL)
    shown = view(hands)
    assert shown.geometry() == hands.window.screen().geometry()
    picture = shown.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    ground = QColor(hands.house.theme.look.palette.window)
    corners = [(2, 2), (picture.width() - 30, 2), (2, picture.height() - 3)]
    assert all(picture.pixelColor(*corner) == ground for corner in corners)


def test_the_crisis_lines_are_one_key_away(hands: Hands) -> None:
    pick_two(hands)
    hands.press(KEY.Key_K, CTRL)
    press(hands, KEY.Key_F12)
    assert hands.window.findChild(Turner).view is None
    assert hands.window.findChild(CrisisScreen).isVisible()


def test_one_key_covers_it_with_the_desk(hands: Hands) -> None:
    pick_two(hands)
    hands.press(KEY.Key_K, CTRL)
    press(hands, KEY.Key_F9)
    assert hands.window.findChild(Turner).view is None
    assert hands.window.curtain.isVisible()
    hands.press(KEY.Key_K, CTRL)
    assert hands.window.findChild(Turner).view is None, "what is covered is not shown to anybody"


def test_with_nothing_to_show_it_says_what_to_do(hands: Hands) -> None:
    hands.press(KEY.Key_K, CTRL)
    assert hands.window.findChild(Turner).view is None
    told = "\n".join(label.text() for label in hands.window.status.findChildren(QLabel))
    assert "Avaa ensin palvelu" in told
