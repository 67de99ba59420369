"""Faults of the disk, named."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from neuvola_core.errors import CannotWriteError, DiskFullError


@contextmanager
def disk_faults(path: Path) -> Iterator[None]:
    """Turns what the disk raises into ``DiskFullError`` or ``CannotWriteError``."""
    try:
        yield
    except OSError as fault:
        full = fault.errno in (errno.ENOSPC, errno.EDQUOT)
        raise (DiskFullError if full else CannotWriteError)(path=path) from fault
