"""Secrets come by file descriptors: arguments and variables can be read by others on the machine."""

import os
from contextlib import closing
from typing import Final

_LONGEST: Final = 4096


def first_line(number: int) -> str:
    """The first line of a file descriptor, which stays open; raises ``ValueError`` or ``OSError``."""
    with closing(os.fdopen(number, "rb", buffering=0, closefd=False)) as file:
        read = b""
        while b"\n" not in read and len(read) < _LONGEST and (more := file.read(1024)):
            read += more
    return read.split(b"\n", 1)[0].rstrip(b"\r").decode()
