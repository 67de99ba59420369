"""When the next automatic cycle is due, by a clock that nobody can set.

Jitter is full and drawn after the cap, so that desks which failed together do not come back together.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from neuvola_core.errors import AccessRefusedError, NeuvolaError, NotEnrolledError, ServerBusyError
from neuvola_desk.sync.result import SyncResult

FIRST_PAUSE: Final = 15.0
LONGEST_PAUSE: Final = 15 * 60.0
REFUSED_PAUSE: Final = 60 * 60.0
"""A desk that is not let in asks again after an hour: a person may have changed their mind."""
START_DELAY: Final = 30.0
SPREAD: Final = 0.1
SHORTEST_PAUSE: Final = 5.0

Uniform = Callable[[float, float], float]


def _uniform(low: float, high: float) -> float:
    return random.uniform(low, high)  # noqa: S311 - no secret


@dataclass(frozen=True, slots=True)
class Schedule:
    """When to go next, in seconds of a monotonic clock, and how many times in a row it has failed."""

    due: float
    failures: int = 0

    def is_due(self, now: float) -> bool:
        """Whether an automatic cycle may begin."""
        return now >= self.due

    def after(self, result: SyncResult, now: float, uniform: Uniform = _uniform) -> "Schedule":
        """The schedule after a cycle that ended at ``now``."""
        if result.fault is None:
            pause = max(SHORTEST_PAUSE, float(result.next_after))
            return Schedule(now + pause + uniform(0, pause * SPREAD))
        failures = self.failures + 1
        return replace(self, due=now + pause_after(result.fault, failures, uniform), failures=failures)


def at_start(now: float, uniform: Uniform = _uniform) -> Schedule:
    """The schedule of a program that has just started: not all desks at eight o'clock sharp."""
    return Schedule(now + uniform(0, START_DELAY))


def pause_after(fault: NeuvolaError, failures: int, uniform: Uniform = _uniform) -> float:
    """How long to wait after so many failures in a row."""
    cap = min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** min(failures - 1, 16))
    if isinstance(fault, AccessRefusedError | NotEnrolledError):
        return REFUSED_PAUSE + uniform(0, REFUSED_PAUSE * SPREAD)
    if isinstance(fault, ServerBusyError):
        return float(str(fault.facts.get("retry_after", 0))) + uniform(0, cap)
    return max(SHORTEST_PAUSE, uniform(0, cap))
