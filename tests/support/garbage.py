"""What a test of the window leaves as garbage goes with it, on the thread that Qt lives on."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from PySide6.QtCore import QCoreApplication, QEvent

from neuvola_desk.ui.garbage import Garbage


@contextmanager
def swept(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Afterwards the garbage of the block is gone, and ``gc.get_objects`` tells what is left of it alone.

    What was there before is spared: the heap of all tests before this one would be looked at every time.
    The window must not spare its own meanwhile, or nobody would see what it leaves.
    """
    monkeypatch.setattr(Garbage, "spare_what_is_loaded", lambda _garbage: None)
    gc.collect()
    gc.freeze()
    yield
    gc.collect()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    QCoreApplication.processEvents()
