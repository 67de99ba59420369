"""Which format a file or folder is in, and the reader for it.

A format is a module with ``recognises(path)`` and ``read(path)``; it is imported when it is first needed.
What a file is, is told from its contents. A folder must hold one format: files that are no data are passed
over, but two formats beside each other are refused rather than guessed at.
"""

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Final, Protocol, cast

from neuvola_core.errors import UnreadableSourceError
from neuvola_exchange.json_files import load
from neuvola_exchange.report import Reading

AUTO: Final = "auto"
FORMATS: Final = ("helsinki", "ptv", "linked-events", "lipas", "hsds", "sheet")
"""The order matters where a file could be taken for two: the stricter test comes first."""


class Format(Protocol):
    """What a format's module offers."""

    def recognises(self, path: Path) -> bool:
        """Whether the file or folder looks like this format; never raises."""

    def read(self, path: Path) -> Reading:
        """Reads it; raises ``UnreadableSourceError`` if nothing can be read."""


def open_source(path: str | Path, format: str = AUTO) -> Reading:  # noqa: A002 - the option's name
    """What ``path`` holds, being read by the given format or the one its content shows.

    Raises ``UnreadableSourceError`` with a ``reason``: url, missing, empty-folder, empty-file, unreadable,
    binary, encoding, not-json, other-format, unknown-format, mixed-formats, several-files,
    unsupported-format, not-a-file, too-large, damaged, and those of ``sheet_table``.
    """
    if str(path).casefold().startswith(("http://", "https://", "http:/", "https:/")):
        raise UnreadableSourceError(path=str(path), reason="url")
    found = _existing(path)
    if format != AUTO and (format not in FORMATS or not _is_there(format)):
        raise UnreadableSourceError(path=str(path), reason="unsupported-format", format=format)
    name = _told(found) if format == AUTO else format
    return _format(name).read(_only_table(found) if name == "sheet" else found)


def _existing(path: str | Path) -> Path:
    try:
        found = Path(path).expanduser()
        if str(path).strip() and found.exists():
            if not found.is_file() and not found.is_dir():
                raise UnreadableSourceError(path=str(path), reason="not-a-file")
            return found
    except (OSError, ValueError, RuntimeError) as error:
        # A name that no file can have, a folder that may not be entered, a home of nobody.
        raise UnreadableSourceError(path=str(path), reason="unreadable") from error
    raise UnreadableSourceError(path=str(path), reason="missing")


def _only_table(path: Path) -> Path:
    """A sheet is one file: the folder's only one."""
    if path.is_file():
        return path
    tables = [file for file in _files(path) if _format("sheet").recognises(file)]
    if len(tables) != 1:
        raise UnreadableSourceError(path=str(path), reason="several-files" if tables else "unknown-format")
    return tables[0]


def _module(name: str) -> str:
    return f"neuvola_exchange.{name.replace('-', '_')}"


def _is_there(name: str) -> bool:
    return find_spec(_module(name)) is not None


def _format(name: str) -> Format:
    return cast(Format, import_module(_module(name)))


def _told(path: Path) -> str:
    """The name of the format; raises where there is none, or more than one."""
    there = [name for name in FORMATS if _is_there(name)]
    if path.is_file():
        name = next((name for name in there if _format(name).recognises(path)), "")
        if not name:
            raise UnreadableSourceError(path=str(path), reason=_why_unknown((path,)))
        return name
    files = tuple(_files(path))
    if not files:
        raise UnreadableSourceError(path=str(path), reason="empty-folder")
    told = dict.fromkeys(name for file in files for name in there if _format(name).recognises(file))
    if not told:
        told = dict.fromkeys(name for name in there if _format(name).recognises(path))
    if len(told) > 1:
        raise UnreadableSourceError(path=str(path), reason="mixed-formats", formats=", ".join(told))
    if not told:
        raise UnreadableSourceError(path=str(path), reason=_why_unknown(files))
    return next(iter(told))


def _files(folder: Path) -> Iterator[Path]:
    for file in sorted(folder.rglob("*")):
        parts = file.relative_to(folder).parts
        if file.is_file() and not any(part.startswith((".", "__MACOSX")) for part in parts):
            yield file


def _why_unknown(files: tuple[Path, ...]) -> str:
    """What is wrong with the files where one of them is plainly damaged."""
    for file in files:
        if file.suffix.casefold() == ".json" or len(files) == 1:
            fault = load(file).fault
            # A table is no JSON and that is no fault.
            if fault and (fault != "not-json" or file.suffix.casefold() == ".json"):
                return fault
    return "unknown-format"
