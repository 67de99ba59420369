"""Files that appear whole or not at all."""

import errno
import os
from contextlib import suppress
from pathlib import Path


def discard(leftover: Path) -> None:
    """Removes an unfinished file; one that cannot be removed must not hide why it was left unfinished."""
    with suppress(OSError):
        leftover.unlink(missing_ok=True)


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
