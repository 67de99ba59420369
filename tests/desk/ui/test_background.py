"""Work leaves the UI thread and its answer comes home, in order, once, and never to the dead."""

import threading
from collections.abc import Iterator
from time import perf_counter

import pytest
from PySide6.QtCore import QObject, QTimer
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from neuvola_core.errors import BusyError
from neuvola_desk.ui.background import Background, Lane, Latest
from neuvola_desk.ui.pieces import LONGEST_S


class Listener(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.heard: list[object] = []
        self.threads: list[int] = []

    def hear(self, answer: object) -> None:
        self.heard.append(answer)
        self.threads.append(threading.get_ident())


class Gate:
    """Work that waits until it is let through."""

    def __init__(self, answer: object) -> None:
        self.answer = answer
        self.entered = threading.Event()
        self.go = threading.Event()

    def __call__(self) -> object:
        self.entered.set()
        assert self.go.wait(10)
        return self.answer


@pytest.fixture
def background(qtbot: QtBot) -> Iterator[Background]:
    made = Background()
    yield made
    made.close()
    made.deleteLater()


def idle(qtbot: QtBot, background: Background) -> None:
    qtbot.waitUntil(lambda: not background.busy)


def test_the_answer_comes_on_the_ui_thread(qtbot: QtBot, background: Background) -> None:
    listener = Listener()
    background.run(threading.get_ident, listener.hear)
    idle(qtbot, background)
    assert listener.threads == [threading.get_ident()]
    assert listener.heard != [threading.get_ident()]


def test_a_known_fault_goes_to_the_one_who_asked(qtbot: QtBot, background: Background) -> None:
    answered, failed = Listener(), Listener()

    def fail() -> None:
        raise BusyError(path="x")

    background.run(fail, answered.hear, failed.hear)
    idle(qtbot, background)
    assert answered.heard == []
    assert [type(fault) for fault in failed.heard] == [BusyError]


def test_a_fault_nobody_asked_for_and_a_bug_are_told_apart(qtbot: QtBot, background: Background) -> None:
    unhandled, crashed = Listener(), Listener()
    background.unhandled.connect(unhandled.hear)
    background.crashed.connect(crashed.hear)

    def fail() -> None:
        raise BusyError(path="x")

    def crash() -> None:
        raise ZeroDivisionError

    background.run(fail)
    background.run(crash)
    idle(qtbot, background)
    assert [type(fault) for fault in unhandled.heard] == [BusyError]
    assert [type(bug) for bug in crashed.heard] == [ZeroDivisionError]


def test_only_bound_methods_of_qobjects_are_called_back(background: Background) -> None:
    with pytest.raises(TypeError):
        background.run(int, lambda answer: None)
    assert not background.busy


def test_an_answer_to_one_that_is_gone_is_dropped(qtbot: QtBot, background: Background) -> None:
    listener = Listener()
    gate = Gate("late")
    background.run(gate, listener.hear)
    listener.deleteLater()
    qtbot.waitUntil(gate.entered.is_set)
    gate.go.set()
    idle(qtbot, background)
    assert listener.heard == []


def test_cancelled_work_gives_no_answer_even_when_done(qtbot: QtBot, background: Background) -> None:
    listener = Listener()
    gate = Gate("never")
    task = background.run(gate, listener.hear)
    qtbot.waitUntil(gate.entered.is_set)
    task.cancel()
    gate.go.set()
    idle(qtbot, background)
    assert listener.heard == []


def test_search_takes_one_at_a_time(qtbot: QtBot, background: Background) -> None:
    order: list[str] = []
    gate = Gate("first")
    background.run(gate, lane=Lane.SEARCH)
    background.run(lambda: order.append("second"), lane=Lane.SEARCH)
    qtbot.waitUntil(gate.entered.is_set)
    assert order == []
    gate.go.set()
    idle(qtbot, background)
    assert order == ["second"]


def test_closing_ends_what_runs_and_takes_no_more(qtbot: QtBot) -> None:
    background, listener = Background(), Listener()
    background.run(lambda: "x", listener.hear)
    background.close()
    background.run(lambda: "y", listener.hear)
    assert not background.busy
    background.deleteLater()


def test_only_the_newest_question_is_answered(qtbot: QtBot, background: Background) -> None:
    listener, parent = Listener(), QObject()
    latest = Latest(background, Lane.SEARCH, 0, parent)
    latest.answered.connect(listener.hear)
    slow = Gate("slow")
    latest.ask_now(slow)
    qtbot.waitUntil(slow.entered.is_set)
    latest.ask_now(lambda: "dropped")
    latest.ask_now(lambda: "newest")
    slow.go.set()
    qtbot.waitUntil(lambda: not latest.pending)
    assert listener.heard == ["newest"]


def test_keys_typed_in_one_breath_are_one_question(qtbot: QtBot, background: Background) -> None:
    asked: list[str] = []
    parent = QObject()
    latest = Latest(background, Lane.SEARCH, 20, parent)
    for words in ("v", "ve", "vel"):
        latest.ask(lambda words=words: asked.append(words))
    qtbot.waitUntil(lambda: not latest.pending)
    assert asked == ["vel"]


def test_a_forgotten_question_has_no_answer(qtbot: QtBot, background: Background) -> None:
    listener, parent = Listener(), QObject()
    latest = Latest(background, Lane.SEARCH, 0, parent)
    latest.answered.connect(listener.hear)
    gate = Gate("secret")
    latest.ask_now(gate)
    qtbot.waitUntil(gate.entered.is_set)
    latest.forget()
    gate.go.set()
    idle(qtbot, background)
    assert listener.heard == []
    latest.ask_now(lambda: "next visitor")
    qtbot.waitUntil(lambda: not latest.pending)
    assert listener.heard == ["next visitor"]


def spin(seconds: float) -> None:
    """Work of the UI thread itself."""
    end = perf_counter() + seconds
    while perf_counter() < end:
        pass


def three_long_pieces(told: list[object]) -> Iterator[None]:
    """Tells of each piece when it begins; every piece takes a whole turn."""
    for number in range(3):
        told.append(number)
        spin(1.5 * LONGEST_S)
        yield


def test_work_in_pieces_lets_the_window_have_its_turn(qtbot: QtBot, background: Background) -> None:
    told: list[object] = []
    pieces = background.in_pieces(three_long_pieces(told))
    pieces.done.connect(lambda: told.append("done"))
    QTimer.singleShot(0, lambda: told.append("a key"))
    pieces.begin()
    assert told == [0]
    assert background.busy
    idle(qtbot, background)
    assert told.index("a key") < told.index(2)
    assert told[-1] == "done"


def test_work_in_pieces_that_is_stopped_does_no_more(qtbot: QtBot, background: Background) -> None:
    told: list[object] = []
    pieces = background.in_pieces(three_long_pieces(told))
    pieces.done.connect(lambda: told.append("done"))
    pieces.begin()
    pieces.stop()
    assert not background.busy
    qtbot.waitUntil(lambda: not isValid(pieces))
    assert told == [0]
