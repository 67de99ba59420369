"""The background work of a serving process: sources, ready-made catalogues, requests, what is kept too long.

Every host may run it: each piece of work is done by whoever has its lease.
"""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

import structlog

from neuvola_server.clock_watch import ClockWatch
from neuvola_server.contacts.handling import Handlings
from neuvola_server.harvest import Harvests
from neuvola_server.key_rotation import Rotation
from neuvola_server.leases import Leases
from neuvola_server.logs import where_it_arose
from neuvola_server.publication import Publication
from neuvola_server.retention import Retention
from neuvola_server.snapshots import Snapshots
from neuvola_server.storage.database import Database

_LOOK: Final = timedelta(minutes=1)
"""How often it looks whether something was published, here or on another host."""
_SWEEP: Final = timedelta(days=1)
_SWEEPING: Final = "sweep"
_BLEND: Final = timedelta(hours=1)
"""A dump that is made each night before the sweep would otherwise tell of each day what came together."""
_BLENDING: Final = "blend"
_log = structlog.get_logger("neuvola_server.keeper")


class _StoppedError(Exception):
    """The process is to end."""


class Keeper:
    """Does what is due, a round at a time."""

    def __init__(
        self,
        *,
        harvests: Harvests,
        snapshots: Snapshots,
        publication: Publication,
        retention: Retention,
        handlings: Handlings,
        rotation: Rotation,
        clock_watch: ClockWatch,
        database: Database,
        leases: Leases,
        clock: Callable[[], datetime],
    ) -> None:
        self._harvests = harvests
        self._snapshots = snapshots
        self._publication = publication
        self._retention = retention
        self._handlings = handlings
        self._rotation = rotation
        self._clock_watch = clock_watch
        self._database = database
        self._leases = leases
        self._clock = clock
        self._next_sweep: datetime | None = None
        self._next_blend = clock() + _BLEND
        self._stop = threading.Event()

    def round(self) -> datetime:
        """Does everything that is due and returns when to come again."""
        # Others doubt the clock by what a look has kept, so there is one before any long work.
        self._try("clock", self._clock_watch.is_believed)
        # What is promised comes first: a slow source then delays nothing but itself.
        self._try("snapshot", self._make_ready)
        self._try("scrub", self._scrub)
        self._try("age", self._see_to_age)
        self._try("harvest", self._harvest)
        return self._clock() + _LOOK

    def _harvest(self) -> None:
        if self._harvests.run_due(self._go_on):
            self._try("snapshot", self._make_ready)

    def keep(self, stop: threading.Event) -> None:
        """Goes round until it is stopped; the body of a serving process's one thread."""
        self._stop = stop
        while not stop.is_set():
            due = self.round()
            stop.wait(max(1.0, (due - self._clock()).total_seconds()))

    def _make_ready(self) -> None:
        self._snapshots.refresh_if_due(self._go_on)

    def _scrub(self) -> None:
        """After the start, and where a reader was in the way."""
        if not self._database.is_scrubbed:
            self._database.scrub()

    def _see_to_age(self) -> None:
        """What is due by the clock, if the clock may be believed; else it is looked at again next round."""
        if not self._clock_watch.is_believed():
            return
        now = self._clock()
        self._try("contacts", lambda: self._handlings.tend(now))
        if self._next_sweep is None or self._next_sweep <= now:
            self._try("sweep", self._sweep)
            self._next_sweep = now + _SWEEP
        if self._next_blend <= now:
            self._try("blend", self._blend)
            self._next_blend = now + _BLEND

    def _sweep(self) -> None:
        with self._leases.held(_SWEEPING) as held:
            if held is not None:
                if self._rotation.tend():
                    self._snapshots.refresh()
                self._publication.compact(self._clock().date())
                self._retention.sweep()

    def _blend(self) -> None:
        with self._leases.held(_BLENDING) as held:
            if held is not None:
                self._retention.blend()

    def _go_on(self, _done: int, _total: int | None) -> None:
        """Breaks long work off, so that its lease is given back."""
        if self._stop.is_set():
            raise _StoppedError

    def _try(self, name: str, work: Callable[[], object]) -> None:
        try:
            work()
        except _StoppedError:
            _log.info("keeper-stopped", work=name)
        except Exception as fault:  # noqa: BLE001 - the runner's edge: one work must not end the others
            _log.error("keeper-fault", work=name, kind=type(fault).__name__, where=where_it_arose(fault))
