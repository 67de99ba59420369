"""Files that appear whole or not at all."""

import errno
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import time
from typing import Final

from neuvola_core.errors import CannotWriteError, DiskFullError, NeuvolaError

_STALE_SECONDS: Final = 3600


def discard(leftover: Path) -> None:
    """Removes an unfinished file; one that cannot be removed must not hide why it was left unfinished."""
    with suppress(OSError):
        leftover.unlink(missing_ok=True)


def discard_stale(folder: Path, pattern: str) -> None:
    """Removes what a crash left unfinished; a file younger than an hour may be another process's."""
    for leftover in folder.glob(pattern):
        with suppress(OSError):
            if time() - leftover.stat().st_mtime > _STALE_SECONDS:
                leftover.unlink()


def put_in_place(unfinished: Path, path: Path) -> None:
    """Gives a finished file its name, never over one that another process has put there meanwhile."""
    try:
        with suppress(FileExistsError):
            os.link(unfinished, path)
    except OSError as fault:
        if fault.errno not in (errno.EPERM, errno.ENOTSUP, errno.ENOSYS):
            raise
        if not path.exists():  # a file system without links
            unfinished.rename(path)


def settle(path: Path) -> None:
    """Waits until a file is on the disk, so that a name given to it afterwards never names half of it."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A place beside ``path`` to write to; it takes the name of ``path`` when the block has ended well.

    Until then a file that is there stays as it was. What is no file (a pipe, a terminal) is written to as it
    is. Raises ``DiskFullError`` and ``CannotWriteError``, of the block's writing too.
    """
    try:
        target = Path(os.path.realpath(path))  # the file behind a link is replaced, not the link
        if target.exists() and not target.is_file():
            yield target
            return
        # The ending is kept: it can tell the writer which format is wanted.
        unfinished = target.with_name(f".{secrets.token_hex(8)}{target.suffix}")
        try:
            yield unfinished
            if target.exists():
                shutil.copymode(target, unfinished)
            settle(unfinished)
            unfinished.replace(target)
        finally:
            discard(unfinished)
    except (OSError, CannotWriteError) as fault:
        raise _unwritten(path, fault) from fault


def _unwritten(path: Path, fault: BaseException) -> NeuvolaError:
    cause = fault if isinstance(fault, OSError) else fault.__cause__
    if isinstance(cause, OSError) and cause.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskFullError(path=path)
    return CannotWriteError(path=path)
