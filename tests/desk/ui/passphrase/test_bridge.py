"""A worker asks for the passphrase and waits; the dialog asks, and nobody waits for ever."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from neuvola_desk.ui.background import Background, Lane
from neuvola_desk.ui.passphrase.bridge import PassphraseBridge
from neuvola_desk.ui.passphrase.dialog import PassphraseDialog
from neuvola_desk.ui.passphrase.guard import Flaw, flaw_of
from neuvola_desk.ui.signals import DeskSignals
from neuvola_desk.ui.theme import Theme

OpenDesk = Callable[..., "Desk"]

RIGHT = "kolme vanhaa veturia"


class MemoryGuard:
    """A record that is in memory: with a passphrase or without."""

    def __init__(self, passphrase: str | None, prepared: str | None = None) -> None:
        self.passphrase = passphrase
        self._prepared = prepared

    def prepared(self) -> str | None:
        return self._prepared

    def is_set(self) -> bool:
        return self.passphrase is not None

    def opens(self, passphrase: str) -> bool:
        return passphrase == self.passphrase


class Desk(QObject):
    """Somebody who asks on a worker."""

    def __init__(self, qtbot: QtBot, theme: Theme, guard: MemoryGuard) -> None:
        super().__init__()
        self._qtbot = qtbot
        self.background = Background(self)
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.window.show()
        self.bridge = PassphraseBridge(theme, self.window, guard, self)
        self.answers: list[object] = []
        self.crashes: list[object] = []
        self.background.crashed.connect(self.crashes.append)

    def ask(self, lane: Lane = Lane.RECORD) -> None:
        self.background.run(self.bridge.ask, self.hear, lane=lane)

    def hear(self, answer: object) -> None:
        self.answers.append(answer)

    def dialog(self) -> PassphraseDialog:
        self._qtbot.waitUntil(lambda: self.bridge.dialog is not None, timeout=60_000)
        assert self.bridge.dialog is not None
        return self.bridge.dialog

    def another_dialog(self, than: PassphraseDialog) -> PassphraseDialog:
        self._qtbot.waitUntil(lambda: self.bridge.dialog not in (None, than), timeout=60_000)
        return self.dialog()

    def rest(self) -> None:
        self._qtbot.waitUntil(lambda: not self.background.busy, timeout=60_000)


@pytest.fixture
def open_desk(qtbot: QtBot, qapp: QApplication) -> Iterator[OpenDesk]:
    theme = Theme(qapp, DeskSignals(), qapp)
    opened: list[Desk] = []

    def open_one(passphrase: str | None = RIGHT, prepared: str | None = None) -> Desk:
        opened.append(Desk(qtbot, theme, MemoryGuard(passphrase, prepared)))
        return opened[-1]

    yield open_one
    for desk in opened:
        desk.bridge.close()
        desk.background.close()


def write(line: QLineEdit, words: str) -> None:
    line.setText(words)
    line.textEdited.emit(words)


def test_the_first_time_it_is_explained_and_asked_twice(open_desk: OpenDesk) -> None:
    desk = open_desk(None)
    desk.ask()
    dialog = desk.dialog()
    assert dialog.again.isVisible()
    told = " ".join(label.text() for label in dialog.findChildren(QWidget) if hasattr(label, "text"))
    assert "kukaan ei voi avata niitä" in told
    assert "aina, kun ohjelma käynnistyy" in told
    write(dialog.field, "lyhyt")
    dialog.answer()
    assert "liian lyhyt" in dialog.told.text()
    assert dialog.told.isVisible()
    write(dialog.field, RIGHT)
    assert not dialog.told.isVisible()
    write(dialog.again, RIGHT + "!")
    dialog.answer()
    assert "eivät ole samat" in dialog.told.text()
    write(dialog.again, RIGHT)
    dialog.answer()
    desk.rest()
    assert desk.answers == [RIGHT]
    assert desk.bridge.dialog is None


def test_later_it_is_asked_once_until_it_is_right(open_desk: OpenDesk) -> None:
    desk = open_desk()
    desk.ask()
    first = desk.dialog()
    assert not first.again.isVisible()
    assert not first.told.isVisible()
    write(first.field, "jotain aivan muuta")
    QTest.keyClick(first.field, Qt.Key.Key_Return)
    second = desk.another_dialog(first)
    assert second.told.isVisible()
    assert "ei avaa tietoja" in second.told.text()
    assert second.field.text() == ""
    write(second.field, RIGHT)
    second.open_button.click()
    desk.rest()
    assert desk.answers == [RIGHT]


def test_an_empty_answer_is_no_answer(open_desk: OpenDesk) -> None:
    desk = open_desk()
    desk.ask()
    dialog = desk.dialog()
    dialog.open_button.click()
    assert desk.bridge.dialog is dialog
    assert not desk.answers


def test_who_declines_is_asked_again_only_after_doing_something(open_desk: OpenDesk) -> None:
    desk = open_desk()
    desk.ask()
    QTest.keyClick(desk.dialog(), Qt.Key.Key_Escape)
    desk.rest()
    desk.ask()
    desk.rest()
    assert desk.answers == [None, None]
    desk.bridge.forget_decline()
    desk.ask()
    write(desk.dialog().field, RIGHT)
    desk.dialog().answer()
    desk.rest()
    assert desk.answers == [None, None, RIGHT]


def test_a_passphrase_that_opened_is_not_asked_again(open_desk: OpenDesk) -> None:
    desk = open_desk()
    desk.ask()
    desk.ask(Lane.GENERAL)
    write(desk.dialog().field, RIGHT)
    desk.dialog().answer()
    desk.rest()
    assert desk.answers == [RIGHT, RIGHT]
    assert desk.bridge.dialog is None


def test_one_that_was_handed_over_beforehand_is_taken_without_asking(open_desk: OpenDesk) -> None:
    for set_already in (RIGHT, None):
        desk = open_desk(set_already, RIGHT)
        desk.ask()
        desk.rest()
        assert desk.answers == [RIGHT]


def test_one_that_was_handed_over_and_is_wrong_is_asked_for(open_desk: OpenDesk) -> None:
    desk = open_desk(RIGHT, "väärä salalause")
    desk.ask()
    write(desk.dialog().field, RIGHT)
    desk.dialog().answer()
    desk.rest()
    assert desk.answers == [RIGHT]


def test_closing_lets_every_worker_go(open_desk: OpenDesk) -> None:
    desk = open_desk()
    desk.ask()
    desk.ask(Lane.GENERAL)
    desk.dialog()
    desk.bridge.close()
    desk.rest()
    assert desk.answers == [None, None]
    assert desk.bridge.dialog is None
    desk.ask()
    desk.rest()
    assert desk.answers == [None, None, None]


def test_the_ui_thread_may_not_wait_for_itself(open_desk: OpenDesk) -> None:
    desk = open_desk()
    with pytest.raises(RuntimeError):
        desk.bridge.ask()


def test_a_closed_dialog_holds_nothing_of_what_was_written(open_desk: OpenDesk) -> None:
    desk = open_desk()
    desk.ask()
    dialog = desk.dialog()
    write(dialog.field, RIGHT)
    dialog.answer()
    assert (dialog.passphrase, dialog.field.text()) == ("", "")
    desk.rest()
    assert desk.answers == [RIGHT]


def test_letters_are_hidden_until_one_wants_to_see_them(open_desk: OpenDesk) -> None:
    desk = open_desk()
    desk.ask()
    dialog = desk.dialog()
    assert dialog.field.echoMode() is QLineEdit.EchoMode.Password
    dialog.shown.setChecked(True)
    assert dialog.field.echoMode() is QLineEdit.EchoMode.Normal


def test_every_control_of_the_dialog_has_a_name(open_desk: OpenDesk) -> None:
    desk = open_desk(None)
    desk.ask()
    dialog = desk.dialog()
    assert all(line.accessibleName() for line in dialog.findChildren(QLineEdit))
    assert all(button.accessibleName() for button in dialog.findChildren(QPushButton))
    assert dialog.windowTitle()
    assert dialog.field.hasFocus()


@pytest.mark.parametrize(
    ("passphrase", "repeated", "flaw"),
    [
        ("lyhyt", "lyhyt", Flaw.SHORT),
        ("             ", "             ", Flaw.SHORT),
        ("kolme kävyä ja käpy", "kolme kävyä", Flaw.DIFFERENT),
        ("kolme kävyä ja käpy", "kolme kävyä ja käpy", None),
    ],
)
def test_a_new_passphrase_is_long_and_the_same_twice(
    passphrase: str, repeated: str, flaw: Flaw | None
) -> None:
    assert flaw_of(passphrase, repeated) is flaw
