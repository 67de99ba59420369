"""The copies of the record as a person chooses among them: what each holds, and putting one in its place."""

from contextlib import closing, suppress
from datetime import date
from pathlib import Path

from sqlcipher3 import dbapi2

from neuvola_core.errors import BusyError, NeuvolaError, NoBackupError, RecordDamagedError, RecordKeyError
from neuvola_desk.recovery_port import Backup
from neuvola_desk.storage import cipher, copies
from neuvola_desk.storage.database import translated
from neuvola_desk.storage.record import open_record


class CopyShelf:
    """Over the files of one data folder; the record itself is closed while any of this runs."""

    def __init__(self, record: Path) -> None:
        self._record = record

    def fits(self, key: bytes) -> bool:
        """Whether the key is that of the record, or of a copy where the record is gone or past telling."""
        files = (self._record, *copies.backups(self._record))
        return any(path.exists() and cipher.key_fits(path, key) for path in files)

    def become_another(self, key: bytes) -> None:
        """Begins new series of numbers in a record that may have a twin on the machine it came from."""
        if self._record.exists():
            record = open_record(self._record, key)
            record.become_another()
            record.close()

    def backups(self, key: bytes) -> tuple[Backup, ...]:
        """What copies there are, newest first."""
        named = ((copies.day_of(path), path) for path in copies.backups(self._record))
        return tuple(Backup(day, _visits_in(path, key)) for day, path in named if day is not None)

    def restore(self, key: bytes, day: date, today: date) -> Path | None:
        """Puts the copy of a day in the record's place; where the present record lies now, if there was one.

        Raises ``NoBackupError`` for a copy that is missing or cannot be read, before anything is moved, and
        ``BusyError`` while another program has the record open.
        """
        found = (path for path in copies.backups(self._record) if copies.day_of(path) == day)
        backup = next(found, None)
        if backup is None or _visits_in(backup, key) is None:
            raise NoBackupError(day=day.isoformat())
        aside = self._move_away(key, today)
        try:
            copies.restore(self._record, key, backup)
        except NeuvolaError:
            if aside is not None and not self._record.exists():
                copies.move(aside, self._record)
            raise
        self.become_another(key)
        return aside

    def set_all_aside(self, today: date) -> tuple[Path, ...]:
        """Clears the place for a new record: nothing of what no key opens is erased before its time."""
        moved = []
        if self._record.exists():
            moved.append(copies.set_aside(self._record, today))
        folder = copies.backup_folder(self._record)
        if folder.exists():
            moved.append(copies.aside_of(folder, today))
            folder.rename(moved[-1])
        return tuple(moved)

    def _move_away(self, key: bytes, today: date) -> Path | None:
        if not self._record.exists():
            for leftover in copies.companions(self._record):
                leftover.unlink(missing_ok=True)
            return None
        with suppress(RecordDamagedError, RecordKeyError):
            _fold_up(self._record, key)
        return copies.set_aside(self._record, today)


def _visits_in(path: Path, key: bytes) -> int | None:
    """How many visits a copy holds; None for one that cannot be read to its end."""
    try:
        with closing(cipher.look_into(path, key)) as connection:
            if connection.execute("PRAGMA cipher_integrity_check").fetchall():
                return None
            return int(connection.execute("SELECT count(*) FROM visit").fetchone()[0])
    except dbapi2.Error:
        return None


def _fold_up(path: Path, key: bytes) -> None:
    """Folds the log into a record that is to be moved; raises ``BusyError`` while another has it open."""
    with translated(path), closing(cipher.connect(path, key)) as connection:
        try:
            connection.execute("PRAGMA journal_mode = DELETE").fetchall()
        except dbapi2.OperationalError as fault:
            raise BusyError(path=path) from fault
