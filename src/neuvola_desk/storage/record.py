"""Opens desk.db, the record: encrypted, migrated, and never overwritten.

Imported after the first paint: SQLAlchemy takes half a second to load.
"""

import hmac
import os
import secrets
from collections.abc import Mapping
from contextlib import closing
from datetime import date, datetime
from pathlib import Path
from typing import Final

from neuvola_core.errors import RecordDamagedError, RecordKeyError
from neuvola_core.files import discard, discard_stale, put_in_place
from neuvola_core.ids import new_record_id
from neuvola_desk.record_port import LOCAL_POINT, RECORD_ID
from neuvola_desk.storage import cipher, copies
from neuvola_desk.storage.contacts import ContactTable, leave_server
from neuvola_desk.storage.counters import CounterTable, count_anew, tell_again, tell_elsewhere
from neuvola_desk.storage.database import Database, translated
from neuvola_desk.storage.migrate import migrate
from neuvola_desk.storage.notes import NoteTable, ServiceNoteTable
from neuvola_desk.storage.outbox import Outbox, start_series
from neuvola_desk.storage.pins import PinTable
from neuvola_desk.storage.purge import purge
from neuvola_desk.storage.settings import SettingTable, put_settings
from neuvola_desk.storage.visits import VisitTable, adopt_point

_NEW: Final = ".new-"


class Record:
    """The open record; every table takes and gives core values."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.path: Final = database.path
        self.visits: Final = VisitTable(database)
        self.counters: Final = CounterTable(database)
        self.outbox: Final = Outbox(database)
        self.contacts: Final = ContactTable(database)
        self.notes: Final = NoteTable(database)
        self.service_notes: Final = ServiceNoteTable(database)
        self.settings: Final = SettingTable(database)
        self.pins: Final = PinTable(database)

    def is_key(self, key: bytes) -> bool:
        """Whether this is the key that the record was opened with."""
        return hmac.compare_digest(key, self._database.key)

    def adopt_point(self, point: str) -> None:
        """Enrolment: what was logged before the desk belonged to any point belongs to this one."""
        if point not in ("", LOCAL_POINT):
            with self._database.write() as connection:
                adopt_point(connection, LOCAL_POINT, point)

    def start_over(self, values: Mapping[str, str], point: str = "", *, elsewhere: bool = False) -> None:
        """The same server restored, or (``elsewhere``) another one: everything is to be told to it again.

        Records get numbers of a new series, and these settings hold. With ``point`` it is an enrolment too,
        as ``adopt_point`` says.
        """
        with self._database.write() as connection:
            start_series(connection)
            if elsewhere:
                tell_elsewhere(connection)
                leave_server(connection)
            else:
                tell_again(connection)
            put_settings(connection, values)
            if point not in ("", LOCAL_POINT):
                adopt_point(connection, LOCAL_POINT, point)

    def count_anew(self) -> None:
        """Another copy tells totals in this series: a new one begins, of what is not confirmed yet."""
        with self._database.write() as connection:
            count_anew(connection)

    def become_another(self) -> None:
        """A copy is taken into use: numbers and totals of what it was a copy of are not its own."""
        with self._database.write() as connection:
            start_series(connection)
            count_anew(connection)

    def purge(self, now: datetime) -> int:
        """Erases what has had its time, copies of the file too; how many rows that was."""
        with self._database.write() as connection:
            erased = purge(connection, now)
        if erased:
            self._database.forget()
        copies.drop_old_copies(self.path, now)
        return erased

    def back_up(self, today: date) -> Path:
        """The copy of the day, made if it is not there yet."""
        return copies.back_up(self.path, self._database.key, today)

    def problems(self) -> tuple[str, ...]:
        """What a full check of the file finds; empty when it is sound."""
        return self._database.problems()

    def close(self) -> None:
        """Closes the record; it cannot be used after."""
        self._database.close()


def open_record(path: Path, key: bytes) -> Record:
    """Opens the record, making it if there is none and migrating it if it is old.

    Raises ``RecordKeyError`` for a wrong key, ``RecordDamagedError``, ``RecordNewerError``, ``BusyError``,
    ``DiskFullError``; in none of these cases is the file touched.
    """
    if not path.exists():
        _create(path, key)
    _verify(path, key)
    migrate(path, key)
    return Record(Database(path, key))


def restore_backup(path: Path, key: bytes, backup: Path) -> Record:
    """Takes a copy into use where the damaged record has been set aside."""
    copies.restore(path, key, backup)
    record = open_record(path, key)
    record.become_another()
    return record


def _verify(path: Path, key: bytes) -> None:
    """Reads the first pages; a file that no program of ours leaves behind is damaged."""
    if path.stat().st_size == 0:
        raise RecordDamagedError(path=path)
    if path.stat().st_mode & 0o077:
        path.chmod(0o600)
    try:
        with translated(path), closing(cipher.connect(path, key)) as connection:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchall()
    except RecordDamagedError as damaged:
        if cipher.key_fits(path, key) or not cipher.is_encrypted(path):
            raise
        raise RecordKeyError(reason="wrong") from damaged


def _create(path: Path, key: bytes) -> None:
    """Makes the record under another name and moves it into place: it is there whole or not at all."""
    log, index = copies.companions(path)
    if log.exists() and log.stat().st_size:
        raise RecordDamagedError(path=path)  # a log without its file: the file was lost, not never made
    discard(log)
    discard(index)
    discard_stale(path.parent, f"{path.name}{_NEW}*")
    unfinished = path.with_name(f"{path.name}{_NEW}{secrets.token_hex(4)}")
    try:
        with translated(path):
            os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            migrate(unfinished, key)
            first = Database(unfinished, key)
            SettingTable(first).put(RECORD_ID, new_record_id())
            first.close()
            put_in_place(unfinished, path)
    finally:
        for leftover in (unfinished, *copies.companions(unfinished)):
            discard(leftover)
