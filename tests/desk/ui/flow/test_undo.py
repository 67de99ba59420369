"""What was done can be taken back, the newest first; nothing of it outlives the visitor."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication

from neuvola_core.text import Text
from neuvola_desk.ui.flow.undo import Undoable, UndoStack
from neuvola_desk.ui.signals import DeskSignals
from neuvola_desk.ui.tray.tray import LARGEST, Picked, Tray


@pytest.fixture
def signals(qapp: QApplication) -> DeskSignals:
    return DeskSignals(qapp)


@pytest.fixture
def stack(signals: DeskSignals) -> UndoStack:
    return UndoStack(signals, signals)


@pytest.fixture
def tray(signals: DeskSignals) -> Tray:
    return Tray(signals, signals)


def pick(number: int) -> Picked:
    return Picked(str(number), Text(fi=f"Palvelu {number}"))


def said(words: str) -> Callable[[], str]:
    return lambda: words


def test_every_change_of_the_tray_is_taken_back_in_turn(stack: UndoStack, tray: Tray) -> None:
    for number in (1, 2, 3):
        tray.add(pick(number))
    tray.move("3", -2)
    tray.remove("1")
    tray.clear()
    orders = []
    while len(stack):
        stack.undo()
        orders.append(tray.ids)
    assert orders == [("3", "2"), ("3", "1", "2"), ("1", "2", "3"), ("1", "2"), ("1",), ()]


def test_what_was_cleared_comes_back_beside_what_was_picked_since(stack: UndoStack, tray: Tray) -> None:
    told: list[Undoable | None] = []
    stack.told.connect(told.append)
    tray.add(pick(1))
    tray.clear()
    [cleared] = [done for done in told if done]
    tray.add(pick(2))
    stack.take_back(cleared)
    assert tray.ids == ("1", "2")
    assert told[-1] is None


def test_no_more_comes_back_than_a_leaflet_holds(stack: UndoStack, tray: Tray) -> None:
    tray.add(pick(0))
    tray.remove("0")
    for number in range(1, LARGEST + 1):
        tray.add(pick(number))
    for _n in range(LARGEST):
        stack.undo()
    stack.undo()
    assert tray.ids == ("0",)


def test_undoing_is_nothing_to_be_undone(stack: UndoStack, tray: Tray) -> None:
    tray.add(pick(1))
    stack.undo()
    assert len(stack) == 0


def test_the_next_visitor_can_have_nothing_back(stack: UndoStack, tray: Tray, signals: DeskSignals) -> None:
    tray.add(pick(1))
    tray.remove("1")
    signals.next_visitor.emit()
    stack.undo()
    assert len(stack) == 0
    assert tray.ids == ()


def test_what_does_not_last_goes_with_what_is_told_of_it(stack: UndoStack) -> None:
    done: list[str] = []
    stack.push(Undoable(lambda: done.append("visit"), said("Käynti merkitty."), lasts=False))
    stack.push(Undoable(lambda: done.append("choice")))
    stack.silence()
    stack.undo()
    stack.undo()
    assert done == ["choice"]


def test_who_refuses_to_take_back_keeps_it_until_it_is_withdrawn(stack: UndoStack) -> None:
    asked: list[bool] = []
    stack.push(Undoable(lambda: asked.append(True), said("Käynti merkitty."), lasts=False))
    stack.undo()
    assert len(stack) == 1
    stack.withdraw()
    stack.undo()
    assert asked == [True]
