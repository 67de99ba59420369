"""Until the first answer: a shape where it will stand, and the time left where the index is made anew."""

import pytest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from neuvola_desk.ui.search import waiting_view
from neuvola_desk.ui.search.waiting_view import WaitingView
from neuvola_desk.ui.signals import DeskSignals
from neuvola_desk.ui.theme import Theme


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Seconds that go by when a test says so."""
    clock = [0.0]
    monkeypatch.setattr(waiting_view, "monotonic", lambda: clock[0])
    return clock


@pytest.fixture
def view(qtbot: QtBot, qapp: QApplication) -> WaitingView:
    signals = DeskSignals(qapp)
    made = WaitingView(Theme(qapp, signals, signals))
    qtbot.addWidget(made)
    made.show()
    return made


def test_a_long_wait_tells_how_far_it_is_and_what_is_left(view: WaitingView, now: list[float]) -> None:
    assert not view.bar.isVisible()
    for done in (50, 100):
        now[0] += 1.0
        view.show_indexing(done, 1_050)
    assert (view.bar.value(), view.bar.maximum()) == (100, 1_050)
    assert view.bar.isVisible()
    told = [label.text() for label in view.findChildren(QLabel) if label.isVisible()]
    assert "100 / 1050 palvelua, aikaa jäljellä noin 19 s" in told


def test_a_short_wait_tells_nothing(view: WaitingView, now: list[float]) -> None:
    for done in (50, 100):
        now[0] += 0.05
        view.show_indexing(done, 129)
    assert not view.bar.isVisible()
