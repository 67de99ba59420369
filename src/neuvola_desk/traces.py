"""What the process leaves behind when it dies: no words of a bug, no half a file; no dump by ``dumps``."""

import os
import re
import sys
from contextlib import suppress
from pathlib import Path
from traceback import extract_tb
from types import TracebackType
from typing import Final

_UNFINISHED: Final = re.compile(r"\.[0-9a-f]{16}(\.[a-z]+)?")
"""The names that ``neuvola_core.files.whole_file`` gives to what it has not finished."""

_LIST: Final = "unfinished"


def bug_words(kind: type[BaseException], trace: TracebackType | None) -> str:
    """A bug without its own words, which may quote a visitor: what it was and where."""
    frames = " < ".join(
        f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in reversed(extract_tb(trace))
    )
    return f"{kind.__name__} in {frames or '?'}"


def tell_bugs_briefly() -> None:
    """A command that meets a bug prints what and where, never what it was working on."""
    sys.excepthook = _tell_bug


def _tell_bug(kind: type[BaseException], bug: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, bug, trace)
    else:
        sys.stderr.write(f"Jokin meni vikaan. {bug_words(kind, trace)}\n")


class UnfinishedFiles:
    """The folders in which a file is being written for somebody: the next start clears what a kill leaves.

    A line a folder, in the data folder; nothing of what is written.
    """

    def __init__(self, data: Path) -> None:
        self._list = data / _LIST

    def begin(self, folder: Path) -> None:
        """Remembers a folder until ``sweep``; one that cannot be remembered is no reason not to save."""
        with suppress(OSError), self._list.open("a", encoding="utf-8") as lines:
            self._list.chmod(0o600)
            lines.write(f"{folder}\n")
            lines.flush()
            os.fsync(lines.fileno())

    def sweep(self) -> None:
        """Removes what was left unfinished, and forgets the folders."""
        with suppress(OSError, UnicodeDecodeError):
            for folder in set(self._list.read_text(encoding="utf-8").splitlines()):
                with suppress(OSError):
                    _remove_unfinished(Path(folder))
            self._list.unlink()


def _remove_unfinished(folder: Path) -> None:
    for leftover in folder.iterdir():
        if _UNFINISHED.fullmatch(leftover.name) and leftover.is_file():
            with suppress(OSError):
                leftover.unlink()
