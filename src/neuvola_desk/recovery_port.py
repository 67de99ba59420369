"""What mending asks of storage, and the values that go to and fro; neither floor imports the other."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Backup:
    """A daily copy of the record; ``visits`` is None for one that cannot be read."""

    day: date
    visits: int | None


class Shelf(Protocol):
    """The record's file and its copies, while nobody has the record open."""

    def fits(self, key: bytes) -> bool:
        """Whether the key is that of the record, or of a copy where the record is gone or past telling."""

    def become_another(self, key: bytes) -> None:
        """Begins new series of numbers in a record that may have a twin on the machine it came from."""

    def backups(self, key: bytes) -> tuple[Backup, ...]:
        """What copies there are, newest first."""

    def restore(self, key: bytes, day: date, today: date) -> Path | None:
        """Puts the copy of a day in the record's place; where the present record lies now, if there was one.

        Raises ``NoBackupError`` before anything is moved, and ``BusyError``.
        """

    def set_all_aside(self, today: date) -> tuple[Path, ...]:
        """Clears the place for a new record; where everything lies now."""
