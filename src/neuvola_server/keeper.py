"""The background work of a serving process: followed sources, ready-made catalogues, what is kept too long.

Every host may run it: each piece of work is done by whoever has its lease.
"""

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy.exc import SQLAlchemyError

from neuvola_core.errors import NeuvolaError

if TYPE_CHECKING:
    from neuvola_server.house import House

_LOOK: Final = timedelta(minutes=1)
"""How often it looks whether something was published, here or on another host."""
_SWEEP: Final = timedelta(days=1)
_SWEEPING: Final = "sweep"
_log = logging.getLogger(__name__)


class Keeper:
    """Does what is due, a round at a time."""

    def __init__(self, house: "House") -> None:
        self._house = house
        self._next_sweep: datetime | None = None

    def round(self) -> datetime:
        """Does everything that is due and returns when to come again."""
        house = self._house
        self._try("harvest", house.harvests.run_due)
        self._try("snapshot", house.snapshots.refresh_if_due)
        now = house.clock()
        if self._next_sweep is None or self._next_sweep <= now:
            self._try("sweep", self._sweep)
            self._next_sweep = now + _SWEEP
        return now + _LOOK

    def keep(self, stop: threading.Event) -> None:
        """Goes round until it is stopped; the body of a serving process's one thread."""
        while not stop.is_set():
            due = self.round()
            stop.wait(max(1.0, (due - self._house.clock()).total_seconds()))

    def _sweep(self) -> None:
        house = self._house
        with house.leases.held(_SWEEPING) as held:
            if held is not None:
                house.publication.compact(house.clock().date())
                house.retention.sweep()

    def _try(self, name: str, work: Callable[[], object]) -> None:
        """One piece of work that fails must not keep the others from being done."""
        try:
            work()
        except (NeuvolaError, SQLAlchemyError, OSError) as fault:
            _log.warning("keeper-fault", extra={"work": name, "fault": type(fault).__name__})
