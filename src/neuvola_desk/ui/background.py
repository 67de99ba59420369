"""The one place where work leaves the UI thread, and where its answer comes back.

Work is a callable that knows no widget; the answer object is made on the UI thread, and only bound methods of
QObjects are called back, so an answer to a widget that is gone is dropped by Qt itself.
"""

from collections import deque
from collections.abc import Callable, Iterator
from enum import Enum
from typing import Any

from PySide6.QtCore import QObject, QThreadPool, QTimer, Signal

from neuvola_core.errors import NeuvolaError
from neuvola_desk.ui.pieces import Pieces

Work = Callable[[], Any]
Chore = Callable[[], object]
Then = Callable[[Any], Any]


class Lane(Enum):
    """Which queue work waits in, and how many may run at once in it."""

    SEARCH = 1
    GENERAL = 2
    RECORD = 3

    @property
    def width(self) -> int:
        """Search and the record take one at a time; files, printing and imports two."""
        return 2 if self is Lane.GENERAL else 1


class Task(QObject):
    """One piece of work under way; its signals are sent on the UI thread."""

    done = Signal(object)
    failed = Signal(object)
    crashed = Signal(object)
    ended = Signal()
    _came = Signal(object, object)

    def __init__(self, work: Work, parent: QObject) -> None:
        super().__init__(parent)
        self._work = work
        self.lane = Lane.GENERAL
        self.cancelled = False
        self.has_left = False
        """The worker is done with this object; deleting it before would pull the ground from under it."""
        self._came.connect(self._deliver)

    def cancel(self) -> None:
        """Forgets the answer, even one that is on its way; work that has not begun will not begin."""
        self.cancelled = True

    def run(self) -> None:
        """Called on the worker: does the work and sends its answer home."""
        try:
            self._run()
        finally:
            self.has_left = True

    def _run(self) -> None:
        if self.cancelled:
            self._came.emit(None, None)
            return
        try:
            answer = self._work()
        except Exception as fault:  # noqa: BLE001 - the runner's edge: faults are told on the UI thread
            self._came.emit(None, fault)
        else:
            self._came.emit(answer, None)

    def _deliver(self, answer: object, fault: Exception | None) -> None:
        if not self.cancelled:
            if fault is None:
                self.done.emit(answer)
            elif isinstance(fault, NeuvolaError):
                self.failed.emit(fault)
            else:
                self.crashed.emit(fault)
        self.ended.emit()


def _check_receiver(receiver: Then | None) -> None:
    if receiver is not None and not isinstance(getattr(receiver, "__self__", None), QObject):
        raise TypeError("answers go to bound methods of QObjects only")


class Background(QObject):
    """Runs work on thread pools; ``unhandled`` gets known faults that nobody asked for, ``crashed`` bugs."""

    unhandled = Signal(object)
    crashed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks: set[Task] = set()
        self._leaving: list[Task] = []
        self._pieces: set[Pieces] = set()
        self._chores: deque[Chore] = deque()
        self._has_chores = False
        self._closed = False
        self._pools: dict[Lane, QThreadPool] = {}
        for lane in Lane:
            pool = QThreadPool(self)
            pool.setMaxThreadCount(lane.width)
            pool.setExpiryTimeout(-1)  # a database connection may belong to its thread
            self._pools[lane] = pool

    def run(
        self, work: Work, then: Then | None = None, failed: Then | None = None, lane: Lane = Lane.GENERAL
    ) -> Task:
        """Starts ``work``; ``then`` gets its answer, ``failed`` a ``NeuvolaError``, both on the UI thread."""
        _check_receiver(then)
        _check_receiver(failed)
        task = Task(work, self)
        task.lane = lane
        if then is not None:
            task.done.connect(then)
        task.failed.connect(failed if failed is not None else self.unhandled)
        task.crashed.connect(self.crashed)
        task.ended.connect(self._forget_ended)
        if not self._closed:
            self._tasks.add(task)
            self._pools[lane].start(task.run)
        return task

    def in_pieces(self, work: Iterator[object]) -> Pieces:
        """Work for the UI thread itself, which begins when it is told to; for what lives with the window."""
        pieces = Pieces(work, self)
        self._pieces.add(pieces)
        pieces.ended.connect(self._forget_pieces)
        return pieces

    def soon(self, chore: Chore) -> None:
        """What nobody sees is done one after another, when the window has nothing else to do."""
        self._chores.append(chore)
        if not self._has_chores and not self._closed:
            self._has_chores = True
            self.in_pieces(self._do_chores()).begin_soon()

    def _do_chores(self) -> Iterator[None]:
        try:
            while self._chores:
                self._chores.popleft()()
                yield
        finally:
            self._has_chores = False

    @property
    def busy(self) -> bool:
        """Whether anything is under way."""
        return bool(self._tasks or self._pieces)

    def close(self) -> None:
        """Takes no more work: drops what waits, except for the record, and lets the rest end."""
        self._closed = True
        for pieces in tuple(self._pieces):
            pieces.stop()
        for task in self._tasks:
            if task.lane is not Lane.RECORD:
                task.cancel()
        for lane, pool in self._pools.items():
            if lane is not Lane.RECORD:
                pool.clear()
            pool.waitForDone()
        self._tasks.clear()

    def _forget_ended(self) -> None:
        task = self.sender()
        if isinstance(task, Task):
            self._tasks.discard(task)
            self._leaving.append(task)
            self._let_go()

    def _forget_pieces(self) -> None:
        pieces = self.sender()
        if isinstance(pieces, Pieces):
            self._pieces.discard(pieces)

    def _let_go(self) -> None:
        """Deletes what has ended; its answer may be here before its worker has come out of sending it."""
        for task in [task for task in self._leaving if task.has_left]:
            self._leaving.remove(task)
            task.deleteLater()
        if self._leaving:
            QTimer.singleShot(1, self._let_go)


class Latest(QObject):
    """Asks only the newest question: earlier ones that wait are dropped, and their late answers too."""

    answered = Signal(object)
    failed = Signal(object)

    def __init__(self, background: Background, lane: Lane, delay_ms: int, parent: QObject) -> None:
        super().__init__(parent)
        self._background = background
        self._lane = lane
        self._waiting: Work | None = None
        self._running: Task | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(delay_ms)
        self._timer.timeout.connect(self._start)

    def ask(self, work: Work) -> None:
        """Asks after the delay, unless asked again before."""
        self._waiting = work
        self._timer.start()

    def ask_now(self, work: Work) -> None:
        """Asks without the delay."""
        self._waiting = work
        self._timer.stop()
        self._start()

    def forget(self) -> None:
        """Drops the question that waits and the answer that is on its way."""
        self._timer.stop()
        self._waiting = None
        if self._running is not None:
            self._running.cancel()

    @property
    def pending(self) -> bool:
        """Whether an answer is still to come."""
        return self._waiting is not None or self._running is not None

    def _start(self) -> None:
        if self._running is not None or self._waiting is None:
            return
        work, self._waiting = self._waiting, None
        self._running = self._background.run(work, self._settle, self._fail, self._lane)
        self._running.ended.connect(self._next)

    def _settle(self, answer: object) -> None:
        if self._is_current():
            self.answered.emit(answer)

    def _fail(self, fault: NeuvolaError) -> None:
        if self._is_current():
            self.failed.emit(fault)

    def _is_current(self) -> bool:
        return self._waiting is None

    def _next(self) -> None:
        self._running = None
        if self._waiting is not None and not self._timer.isActive():
            self._start()
