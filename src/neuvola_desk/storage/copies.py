"""Copies of the record: before a migration, every day, and what is set aside for one that is restored.

A copy is as encrypted as the record. Visits that may be undone and notes are not copied: they live for
hours or days, a copy for a month. Neither is what was sealed of contact requests: out of a copy none could
be sent again that was withdrawn meanwhile, and none is kept beyond its time.
"""

import os
import secrets
import shutil
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final

from neuvola_core.files import discard, discard_stale, settle
from neuvola_core.wire import RecordKind
from neuvola_desk.storage import cipher
from neuvola_desk.storage.database import translated

COPY_DAYS: Final = 30
SHORT_LIVED: Final = ("joined_visit", "note")
_SEALED: Final = ("outbox", "sent")
_BACKUP = "desk-"
_UNFINISHED = ".part-"
_ASIDE: Final = ".aside-"


def copy_record(source: Path, key: bytes, target: Path) -> None:
    """Writes a consistent copy while others may be writing; ``target`` appears whole or not at all."""
    discard_stale(target.parent, f"*{_UNFINISHED}*")
    # A name of its own: another process may be making the same copy.
    unfinished = target.with_name(f"{target.name}{_UNFINISHED}{secrets.token_hex(4)}")
    try:
        with translated(target):
            os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            with closing(cipher.connect(source, key)) as reading:
                reading.execute("VACUUM INTO ?", (str(unfinished),))
            with closing(cipher.connect(unfinished, key)) as copy:
                for table in SHORT_LIVED:
                    copy.execute(f"DELETE FROM {table}")  # noqa: S608 - the names stand above
                for table in _SEALED:
                    copy.execute(f"DELETE FROM {table} WHERE kind = ?", (RecordKind.CONTACT.value,))  # noqa: S608
            settle(unfinished)
            unfinished.replace(target)
    finally:
        for leftover in (unfinished, *companions(unfinished)):
            discard(leftover)


def companions(path: Path) -> tuple[Path, Path]:
    """The write-ahead log and its index."""
    return path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")


def before_migration(record: Path, key: bytes, revision: str) -> Path:
    """The copy that a migration can be taken back to."""
    target = record.with_name(f"{record.name}.before-{revision}")
    copy_record(record, key, target)
    return target


def backup_folder(record: Path) -> Path:
    """Where the daily copies lie."""
    return record.with_name("backups")


def back_up(record: Path, key: bytes, today: date) -> Path:
    """The copy of the day; made once, later calls give the one that is there."""
    folder = backup_folder(record)
    with translated(folder):
        folder.mkdir(mode=0o700, exist_ok=True)
    target = folder / f"{_BACKUP}{today:%Y-%m-%d}.db"
    if not target.exists():
        copy_record(record, key, target)
    return target


def backups(record: Path) -> tuple[Path, ...]:
    """The daily copies, newest first."""
    return tuple(sorted(backup_folder(record).glob(f"{_BACKUP}*.db"), reverse=True))


def day_of(backup: Path) -> date | None:
    """The day of a daily copy; None for a file that somebody else has put there."""
    try:
        return date.fromisoformat(backup.name.removeprefix(_BACKUP).removesuffix(".db"))
    except ValueError:
        return None


def drop_old_copies(record: Path, now: datetime) -> None:
    """Erases copies that are over a month old, and what was set aside as long ago."""
    oldest = now - timedelta(days=COPY_DAYS)
    for path in (*backups(record), *record.parent.glob(f"{record.name}.before-*")):
        if path.stat().st_mtime < oldest.timestamp():
            path.unlink(missing_ok=True)
    for path in record.parent.glob(f"*{_ASIDE}????-??-??-*"):
        if path.name.rsplit(_ASIDE, 1)[1][:10] < f"{oldest:%Y-%m-%d}":
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)


def set_aside(record: Path, today: date) -> Path:
    """Moves a record and its log out of the way, never over another one; where it lies now."""
    target = aside_of(record, today)
    move(record, target)
    return target


def move(record: Path, target: Path) -> None:
    """Gives a record and its log another name."""
    pairs = zip((record, *companions(record)), (target, *companions(target)), strict=True)
    for path, place in pairs:
        if path.exists():
            path.rename(place)


def aside_of(path: Path, today: date) -> Path:
    """A name that is free, for what is set aside."""
    number = 1
    while (target := path.with_name(f"{path.name}{_ASIDE}{today:%Y-%m-%d}-{number}")).exists():
        number += 1
    return target


def restore(record: Path, key: bytes, backup: Path) -> None:
    """Puts a copy in the place of a record that was set aside; never over one that is there."""
    if record.exists():
        raise FileExistsError(record)
    copy_record(backup, key, record)
