"""What Qt made goes in the thread that made it, whoever allocates."""

import gc
from collections.abc import Iterator
from threading import Thread, current_thread
from weakref import finalize

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from neuvola_desk.ui.garbage import Garbage


@pytest.fixture
def garbage() -> Iterator[Garbage]:
    before = gc.get_threshold()
    gc.set_threshold(700)  # as Python itself comes
    made = Garbage()
    yield made
    made.stop()
    gc.set_threshold(*before)


SPARE = Garbage.spare_what_is_loaded
"""As the window does it; where tests open windows, it does not."""


class Ring(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.itself = self


def make_garbage() -> None:
    """Enough for Python to collect several times over."""
    for _number in range(20_000):
        ring: list[object] = []
        ring.append(ring)


def test_a_worker_does_not_delete_what_the_window_made(garbage: Garbage, qtbot: QtBot) -> None:
    gone_in: list[object] = []
    finalize(Ring(), lambda: gone_in.append(current_thread()))
    worker = Thread(target=make_garbage)
    worker.start()
    worker.join()
    assert gone_in == []
    qtbot.waitUntil(lambda: bool(gone_in), timeout=20_000)
    assert gone_in == [current_thread()]


def test_nothing_is_collected_while_there_is_little(garbage: Garbage) -> None:
    gc.collect()
    done: list[object] = []
    note = lambda phase, _told: done.append(phase)  # noqa: E731
    gc.callbacks.append(note)
    garbage.collect()
    gc.callbacks.remove(note)
    assert done == []


def test_python_collects_again_afterwards() -> None:
    garbage = Garbage()
    assert not gc.isenabled()
    garbage.stop()
    assert gc.isenabled()


def test_what_is_loaded_is_not_looked_at_again(garbage: Garbage) -> None:
    loaded = Ring()
    SPARE()
    assert not any(one is loaded for one in gc.get_objects())
