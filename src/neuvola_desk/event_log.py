"""The desk's own log: that something happened, on which role's account; never a PIN, a name or a visitor.

A file a day, kept for thirty days. Who came in and when is not written: nobody's working hours are kept here.
"""

import contextlib
import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final

from neuvola_core.roles import Role
from neuvola_desk.usecases.clock import HELSINKI, Clock

LOG_DAYS: Final = 30
_NAME: Final = re.compile(r"desk-(\d{4}-\d{2}-\d{2})\.log")


class EventLog:
    """Events by their names; a disk that takes none stops nobody."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self._folder = folder
        self._clock = clock

    def note(self, event: str, role: Role | None = None, what: str = "") -> None:
        """Writes one line; ``what`` is a word of the program's own."""
        now = self._clock.now()
        words = (f"{now:%Y-%m-%dT%H:%M}", event, role.value if role else "", what)
        with contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            with (self._folder / f"desk-{now:%Y-%m-%d}.log").open("a", encoding="utf-8") as file:
                file.write(" ".join(word for word in words if word) + "\n")
        self.sweep()

    def sweep(self) -> None:
        """Erases the files of every log in the folder that have had their thirty days."""
        oldest = self._clock.now().date() - timedelta(days=LOG_DAYS)
        newest = self._clock.now().date() + timedelta(days=LOG_DAYS)  # the clock was wrong once
        for path in self._files():
            if not oldest <= _day_of(path) <= newest:
                with contextlib.suppress(OSError):
                    path.unlink()

    def _files(self) -> Iterator[Path]:
        with contextlib.suppress(OSError):
            yield from (path for path in self._folder.glob("*.log*") if path.is_file())


def _day_of(path: Path) -> date:
    """The day a file is about: its name's, else that of its last line."""
    named = _NAME.fullmatch(path.name)
    if named:
        with contextlib.suppress(ValueError):
            return date.fromisoformat(named[1])
    return datetime.fromtimestamp(path.stat().st_mtime, HELSINKI).date()
