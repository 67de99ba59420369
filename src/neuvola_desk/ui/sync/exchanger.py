"""The window's exchange with the server: by itself when it is due, at once when somebody asks; one at a time.

Nothing of the exchange is loaded before a desk is enrolled.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from threading import Event
from time import monotonic
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from neuvola_core.errors import NeuvolaError
from neuvola_desk.ui.background import Lane, Task
from neuvola_desk.ui.context import WindowContext

if TYPE_CHECKING:  # for their names only: these modules are loaded on a worker
    from neuvola_desk.desk import Desk
    from neuvola_desk.sync.backoff import Schedule
    from neuvola_desk.sync.credentials import Identity
    from neuvola_desk.sync.result import SyncResult
    from neuvola_desk.sync.status import SyncFacts

_LONGEST_TIMER_MS: Final = 60 * 60 * 1000


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a cycle has come; ``stage`` is "push", "pull" or "download"; ``total`` 0 is not known."""

    stage: str = ""
    done: int = 0
    total: int = 0


class Exchanger(QObject):
    """Knows how desk and server stand to each other and keeps them together."""

    changed = Signal()
    """``facts`` are new, or work has begun or ended."""
    moved = Signal(object)
    """A ``Progress``."""
    enrolled = Signal()
    """The desk belongs to a server now."""
    failed = Signal(object)
    """A ``NeuvolaError`` of something that a person had asked for."""
    _told = Signal(str, int, int)

    def __init__(self, context: WindowContext, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.facts: SyncFacts | None = None
        self.result: SyncResult | None = None
        self._ended: SyncResult | None = None
        self._task: Task | None = None
        self._stop = Event()
        self._schedule: Schedule | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._when_due)
        self._told.connect(self._move)
        context.signals.visit_logged.connect(self.look)
        context.signals.contact_changed.connect(self._send_soon)

    @property
    def is_running(self) -> bool:
        """Whether something is being exchanged."""
        return self._task is not None

    @property
    def is_planned(self) -> bool:
        """Whether the next cycle will come by itself."""
        return self._timer.isActive()

    def look(self) -> None:
        """Asks how things stand; once it is known that there is a server, cycles come by themselves."""
        self._context.door.ask(_facts, self._take_facts, self._no_record, Lane.RECORD)

    def sync(self, *, automatic: bool = False) -> None:
        """One cycle now; the automatic one leaves at home what belongs to an open part of day."""
        if self.is_running:
            return
        self._stop.clear()
        self._ended = None
        self._timer.stop()
        work = partial(_sync, automatic=automatic, told=self._told.emit, stopped=self._stop.is_set)
        self._set_to_work(self._context.door.ask(work, self._take_result, self._fail, Lane.GENERAL))

    def _send_soon(self) -> None:
        """What may not wait goes now, if there is a server."""
        if self._schedule is not None:
            self.sync(automatic=True)

    def stop(self) -> None:
        """Ends the cycle under way at its next step; what was done stays done."""
        self._stop.set()

    def enrol(self, url: str, code: str) -> None:
        """Makes this desk one of a server's, and fetches its catalogue."""
        if self.is_running:
            return
        work = partial(_enrol, url=url, code=code)
        self._set_to_work(self._context.door.ask(work, self._has_enrolled, self._fail, Lane.RECORD))

    def _set_to_work(self, task: Task) -> None:
        self._task = task
        task.ended.connect(self._rest)
        self.changed.emit()

    def _rest(self) -> None:
        if self.sender() is not self._task:
            return  # an enrolment: its first cycle began before it had ended
        self._task = None
        # However it ended, by a bug too: the next cycle comes.
        if self._schedule is not None and not self._timer.isActive():
            self._plan(self._schedule.after(self._outcome(), monotonic()))
        self.changed.emit()

    def _outcome(self) -> "SyncResult":
        """The result of the cycle that has just ended, or that it had none."""
        from neuvola_desk.sync.result import SyncResult

        if self._ended is not None:
            return self._ended
        fault = NeuvolaError()
        return SyncResult(state=fault.code, fault=fault)

    def _take_facts(self, facts: "SyncFacts | None") -> None:
        self.facts = facts
        if facts is not None and facts.is_enrolled and self._schedule is None:
            from neuvola_desk.sync.backoff import at_start

            self._plan(at_start(monotonic()))
        self.changed.emit()

    def _no_record(self, _fault: NeuvolaError) -> None:
        """A record that does not open says so where somebody needs it."""
        self._take_facts(None)

    def _plan(self, schedule: "Schedule") -> None:
        self._schedule = schedule
        pause = max(0.0, schedule.due - monotonic())
        self._timer.start(min(_LONGEST_TIMER_MS, round(pause * 1000)))

    def _when_due(self) -> None:
        if self._schedule is None:
            return
        if self._schedule.is_due(monotonic()):
            self.sync(automatic=True)
        else:
            self._plan(self._schedule)  # longer than a timer may run

    def _take_result(self, result: "SyncResult") -> None:
        self.result = self._ended = result
        if result.pulled or result.withdrawn:
            self._context.signals.catalogue_changed.emit()
        self.look()

    def _has_enrolled(self, identity: "Identity") -> None:
        before = self._context.preferences.value
        name = identity.point_name or before.point.name
        point = replace(before.point, id=identity.point, name=name)
        # The settings on the disk name the point already; the window's own would be written over them.
        self._context.signals.settings_changed.emit(replace(before, point=point))
        self._task = None
        self.enrolled.emit()
        self.sync()

    def _fail(self, fault: NeuvolaError) -> None:
        self.failed.emit(fault)

    def _move(self, stage: str, done: int, total: int) -> None:
        self.moved.emit(Progress(stage, done, total))


def _facts(desk: "Desk") -> "SyncFacts":
    return desk.sync_facts()


def _sync(
    desk: "Desk", automatic: bool, told: Callable[[str, int, int], None], stopped: Callable[[], bool]
) -> "SyncResult":
    from neuvola_desk.sync.result import Watch

    return desk.exchange.sync(automatic=automatic, watch=Watch(told, stopped))


def _enrol(desk: "Desk", url: str, code: str) -> "Identity":
    return desk.exchange.enrol(url, code)
