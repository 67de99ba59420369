"""Watches the event loop of this thread: how long it did not come round, and what it did meanwhile.

A timer beats; the time between two beats beyond its interval is a block. The machine may be busy with
something else, so a block is told by how much of it this thread computed, and how much of it it was ready to
run and got no core. A helper thread looks where the thread stands when a beat is late. What Qt made in the
watched thread must go in it: so it is the beats that let go of the frames that were looked at.
"""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Lock, Thread, get_ident, get_native_id
from types import FrameType

from PySide6.QtCore import QObject, Qt, QTimer

_BEAT_MS = 4
_SHOWN_FRAMES = 16


@dataclass(frozen=True, slots=True)
class Block:
    """A time in which the loop did not come round; milliseconds."""

    wall: float
    cpu: float
    starved: float
    doing: str
    """What was going on, as the test calls it."""
    stack: str
    """Where the thread stood while a beat was late, the innermost call first."""

    def __str__(self) -> str:
        figures = f"{self.wall:.0f} ms, {self.cpu:.0f} computing, {self.starved:.0f} without a core"
        return f"{self.doing}: {figures}\n{self.stack}"


class Watchdog(QObject):
    """Begins to watch at once; ``stop`` ends that. ``doing`` names what is under way."""

    def __init__(self, least_ms: float = 20) -> None:
        super().__init__()
        self._least = least_ms
        self._watched = get_ident()
        self._figures = Path(f"/proc/self/task/{get_native_id()}/schedstat")
        self._stack = ""
        self._seen: list[FrameType] = []
        self._looking = Lock()
        self._stopped = Event()
        self.doing = ""
        self.blocks: list[Block] = []
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(_BEAT_MS)
        self._timer.timeout.connect(self._beat)
        self._before = self._now()
        self._timer.start()
        self._thread = Thread(target=self._look)
        self._thread.start()

    def stop(self) -> None:
        """Watches no longer."""
        self._timer.stop()
        self._stopped.set()
        self._thread.join()

    @contextmanager
    def during(self, doing: str) -> Iterator[None]:
        """What happens in here is called so."""
        before, self.doing = self.doing, doing
        yield
        self.doing = before

    def longer_than(self, cpu_ms: float) -> list[Block]:
        """The blocks in which the thread computed for longer, the longest first."""
        found = (block for block in self.blocks if block.cpu > cpu_ms)
        return sorted(found, key=lambda block: -block.cpu)

    def _beat(self) -> None:
        now = self._now()
        wall, cpu, starved = (1000 * (one - other) for one, other in zip(now, self._before, strict=True))
        wall = max(0.0, wall - _BEAT_MS)
        if max(wall - starved, cpu) >= self._least:
            self.blocks.append(Block(wall, cpu, starved, self.doing, self._stack))
        self._stack = ""
        if self._looking.acquire(blocking=False):
            self._seen.clear()
            self._looking.release()
        self._before = self._now()

    def _look(self) -> None:
        while not self._stopped.wait(_BEAT_MS / 1000):
            if time.monotonic() - self._before[0] > self._least / 1000:
                with self._looking:
                    self._note()

    def _note(self) -> None:
        frame = sys._current_frames().get(self._watched)
        lines: list[str] = []
        while frame is not None:
            self._seen.append(frame)
            code = frame.f_code
            lines.append(f"    {Path(code.co_filename).name}:{frame.f_lineno} {code.co_name}")
            frame = frame.f_back
        self._stack = "\n".join(lines[:_SHOWN_FRAMES])

    def _now(self) -> tuple[float, float, float]:
        try:
            starved = int(self._figures.read_text(encoding="ascii").split()[1]) / 1e9
        except OSError:
            starved = 0.0  # not every kernel tells
        return time.monotonic(), time.thread_time(), starved
