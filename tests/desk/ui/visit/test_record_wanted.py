"""Whoever does something that needs the record may be asked for a declined passphrase again; nobody else."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt

from neuvola_core.errors import DiskFullError
from neuvola_desk.usecases.visits import LoggedVisit, VisitLog
from support.real_room import CTRL, RealRoom

KEY = Qt.Key
LOG = VisitLog.log


def wanted(real: RealRoom, act: Callable[[], object]) -> int:
    """How often the record is wanted while something is done."""
    heard: list[bool] = []
    note = real.house.signals.record_wanted.connect(lambda: heard.append(True))
    act()
    real.settle()
    real.house.signals.record_wanted.disconnect(note)
    return len(heard)


def test_the_form_wants_the_record(real: RealRoom) -> None:
    real.seem_to_need("velat")
    real.press(KEY.Key_F4)
    assert wanted(real, lambda: real.press(KEY.Key_Return, CTRL)) == 1
    assert len(real.visits()) == 1


def test_a_quick_visit_and_taking_it_back_want_the_record(real: RealRoom) -> None:
    real.search("velkaneuvonta")
    assert wanted(real, lambda: real.press(KEY.Key_F8)) == 1
    assert wanted(real, lambda: real.click("Peru käynnin merkintä")) == 1


def test_a_question_wants_the_record(real: RealRoom) -> None:
    real.press(KEY.Key_F4)
    assert wanted(real, lambda: real.click("Laske pelkkä kysymys")) == 1


def test_the_next_visitor_asks_for_nothing_and_trying_again_does(
    real: RealRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    faults = [DiskFullError(path="x")]

    def log(self: VisitLog, *arguments: object, **more: object) -> LoggedVisit:
        if faults:
            raise faults.pop()
        return LOG(self, *arguments, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(VisitLog, "log", log)
    real.search("velkaneuvonta")
    assert wanted(real, real.next_visitor) == 0
    assert wanted(real, lambda: real.click("Yritä uudelleen")) == 1
    assert len(real.visits()) == 1


def test_what_logs_nothing_wants_nothing(real: RealRoom) -> None:
    assert wanted(real, lambda: real.press(KEY.Key_F8)) == 0
    real.search("velkaneuvonta")
    real.press(KEY.Key_F8)
    assert wanted(real, lambda: real.press(KEY.Key_F8)) == 0
