"""What a command reads and writes: UTF-8 whatever the locale, and nothing lost without a word."""

import os
import sys
from contextlib import suppress
from typing import TextIO

from neuvola_core.errors import CannotWriteError, UnreadableSourceError


def speak_utf8() -> None:
    """Makes both streams UTF-8, with "?" for bytes of an argument that are no character."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:  # closed by whoever started the command
            stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]


def printable(text: str) -> str:
    """The text without control characters, which a file's name or a record could steer a terminal with."""
    return "".join(c if c.isprintable() or c in "\n\t" else "�" for c in text)


def say(text: str) -> None:
    """Prose for a person, to stderr; nobody need be listening."""
    with suppress(OSError):
        print(printable(text), file=sys.stderr)


def write_out(line: str) -> None:
    """One line of the result; raises ``CannotWriteError`` or ``BrokenPipeError``."""
    try:
        print(line)
    except BrokenPipeError:
        raise
    except OSError as fault:
        raise _unwritten() from fault


def finish() -> None:
    """Writes what still waits for stdout, as ``write_out`` does."""
    if sys.stdout is None:
        return
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as fault:
        raise _unwritten() from fault


def _unwritten() -> CannotWriteError:
    give_up(sys.stdout)
    return CannotWriteError(path="stdout")


def give_up(stream: TextIO) -> None:
    """Sends what is left in a stream nowhere, so that nothing is said of it when the program ends."""
    with suppress(OSError, ValueError):  # a stream of a test has no descriptor
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


def read_in() -> bytes:
    """All of stdin; raises ``UnreadableSourceError`` where it is closed."""
    if sys.stdin is None:
        raise UnreadableSourceError(path="stdin", reason="unreadable")
    try:
        return sys.stdin.buffer.read()
    except OSError as fault:
        raise UnreadableSourceError(path="stdin", reason="unreadable") from fault
