"""What came of a cycle, and how a cycle is watched."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from neuvola_core.errors import NeuvolaError

DONE: Final = "done"
CANCELLED: Final = "cancelled"
USUAL_PAUSE: Final = 60


class SyncCancelledError(NeuvolaError):
    """A person stopped the cycle; everything up to there is kept."""

    code = CANCELLED


@dataclass(frozen=True, slots=True)
class SyncResult:
    """The figures of one cycle.

    ``state`` is "done" or the code of ``fault``. ``pushed`` counts the records that the server answered for:
    ``accepted`` are new to it, ``known`` it had already, ``refused`` a person must look at. ``pulled`` and
    ``withdrawn`` count services, ``waiting`` records that are not yet stored on the server. ``next_after``
    is in seconds.
    """

    state: str = DONE
    pushed: int = 0
    accepted: int = 0
    known: int = 0
    refused: int = 0
    pulled: int = 0
    withdrawn: int = 0
    waiting: int = 0
    cursor: str = ""
    next_after: int = USUAL_PAUSE
    fault: NeuvolaError | None = None


@dataclass(frozen=True, slots=True)
class Watch:
    """Who looks on: ``progress`` gets a stage ("push", "pull", "download") with what is done of how much.

    ``stopped`` is asked between requests and while a file comes.
    """

    progress: Callable[[str, int, int], None] = lambda _stage, _done, _total: None
    stopped: Callable[[], bool] = lambda: False

    def look(self, stage: str = "", done: int = 0, total: int = 0) -> None:
        """Tells of progress; raises ``SyncCancelledError`` if it is to stop."""
        if self.stopped():
            raise SyncCancelledError
        if stage:
            self.progress(stage, done, total)
