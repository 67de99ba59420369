"""The files of an HSDS source: one file, a folder or a zip of them, as JSON values and as tables.

JSON may be one value, a value a line, or values one after another with nothing between them; a broken one
costs itself only. Nothing here knows what a service is.
"""

import csv
import io
import json
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, Final

from neuvola_core.errors import UnreadableSourceError
from neuvola_exchange.json_files import Record

_JSON: Final = {".json", ".ndjson", ".jsonl"}
_CSV: Final = {".csv"}
_LARGEST: Final = 1_000_000_000
"""The most that a zip may unpack into."""
_BEGINNING: Final = 65_536
_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")
_DAMAGED: Final = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)


@dataclass(frozen=True, slots=True)
class Fault:
    """A file, or a line of one, that cannot be read, and why."""

    where: str
    reason: str


@dataclass(frozen=True, slots=True)
class Document:
    """A JSON value; ``where`` names the file, and the line where a file has many values."""

    where: str
    value: Any


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a CSV file: column → cell, empty cells left out; and where each of them is."""

    name: str
    rows: tuple[tuple[str, Record], ...]


@dataclass(slots=True)
class Content:
    """Everything that could be read, and what could not."""

    documents: list[Document] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    files: int = 0


def content(path: Path) -> Content:
    """Reads all files; raises ``UnreadableSourceError`` where there is none, or none could be read."""
    found = Content()
    for name, data in _parts(path, found):
        found.files += 1
        _read(name, data, found)
    if not found.files and not found.faults:
        raise UnreadableSourceError(
            path=str(path), reason="empty-folder" if path.is_dir() else "other-format"
        )
    if not (found.documents or found.tables):
        raise UnreadableSourceError(path=str(path), reason=found.faults[0].reason)
    return found


def beginnings(path: Path) -> Iterator[tuple[str, str]]:
    """The files of a zip with how each begins; nothing where it is no zip that can be read."""
    try:
        with zipfile.ZipFile(path) as packed:
            for info in packed.infolist():
                if _is_wanted(info.filename):
                    with packed.open(info) as file:
                        yield info.filename, file.read(_BEGINNING).decode("utf-8-sig", "replace")
    except (OSError, *_DAMAGED):
        return


def _parts(path: Path, found: Content) -> Iterator[tuple[str, bytes]]:
    if path.is_file() and path.suffix.casefold() == ".zip":
        yield from _unpacked(path, found)
        return
    files = (path,) if path.is_file() else sorted(file for file in path.rglob("*") if file.is_file())
    for file in files:
        name = file.name if file == path else file.relative_to(path).as_posix()
        if file == path or _is_wanted(name):
            try:
                yield name, file.read_bytes()
            except OSError:
                found.faults.append(Fault(name, "unreadable"))


def _unpacked(path: Path, found: Content) -> Iterator[tuple[str, bytes]]:
    try:
        with zipfile.ZipFile(path) as packed:
            inside = [info for info in packed.infolist() if _is_wanted(info.filename)]
            if sum(info.file_size for info in inside) > _LARGEST:
                raise UnreadableSourceError(path=str(path), reason="too-large")
            for info in inside:
                yield info.filename, packed.read(info)
    except (OSError, *_DAMAGED):
        found.faults.append(Fault(path.name, "damaged"))


def _is_wanted(name: str) -> bool:
    parts = PurePosixPath(name).parts
    hidden = any(part.startswith((".", "__MACOSX")) for part in parts)
    return not hidden and PurePosixPath(name).suffix.casefold() in _JSON | _CSV


def _read(name: str, data: bytes, found: Content) -> None:
    if not data.strip():
        found.faults.append(Fault(name, "empty-file"))
        return
    is_table = PurePosixPath(name).suffix.casefold() in _CSV
    written = _decoded(data, is_table=is_table)
    if written is None:
        found.faults.append(Fault(name, "binary" if b"\x00" in data else "encoding"))
    elif is_table:
        found.tables.append(Table(PurePosixPath(name).stem.casefold(), tuple(_rows(name, written, found))))
    else:
        for document in _documents(name, written, found):
            found.documents.append(document)


def _decoded(data: bytes, *, is_table: bool) -> str | None:
    if data.startswith(_UTF16):
        encodings = ["utf-16"]
    elif b"\x00" in data:
        return None
    else:
        encodings = ["utf-8-sig", "cp1252"] if is_table else ["utf-8-sig"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


# --- JSON ---


def _documents(name: str, written: str, found: Content) -> Iterator[Document]:
    try:
        yield Document(name, json.loads(written))
    except (ValueError, RecursionError):
        yield from _stream(name, written, found)


def _stream(name: str, written: str, found: Content) -> Iterator[Document]:
    """Values one after another; after a broken one, reading goes on at the next line that begins one."""
    decoder = json.JSONDecoder()
    at, count, line, counted = _value_from(written, 0), 0, 1, 0
    while at < len(written):
        line, counted = line + written.count("\n", counted, at), at
        where = f"{name}, rivi {line}"
        try:
            value, at = decoder.raw_decode(written, at)
            count += 1
            yield Document(where, value)
            at = _value_from(written, at)
        except (ValueError, RecursionError):
            # A single value that is cut short is a damaged file, not a stream with no good line in it.
            found.faults.append(Fault(where if count else name, "not-json"))
            line_end = written.find("\n", at)
            at = _object_line(written, line_end) if line_end >= 0 else len(written)


def _value_from(written: str, at: int) -> int:
    while at < len(written) and written[at] in " \t\r\n,\x1e":
        at += 1
    return at


def _object_line(written: str, at: int) -> int:
    """The next line that begins with an object at its very start."""
    following = written.find("\n{", at)
    return following + 1 if following >= 0 else len(written)


# --- tables ---


def _rows(name: str, written: str, found: Content) -> Iterator[tuple[str, Record]]:
    lines = io.StringIO(written, newline="")
    header = written[: max(0, written.find("\n"))] or written
    reader = csv.reader(lines, delimiter=";" if header.count(";") > header.count(",") else ",")
    columns: list[str] = []
    try:
        for cells in reader:
            if not columns:
                columns = [cell.strip().casefold() for cell in cells]
            elif any(cells):
                yield f"{name}, rivi {reader.line_num}", _row(columns, cells)
    except csv.Error:
        found.faults.append(Fault(f"{name}, rivi {reader.line_num}", "too-long"))


def _row(columns: list[str], cells: list[str]) -> Record:
    told = ((column, cell.strip()) for column, cell in zip(columns, cells, strict=False) if column)
    return {column: cell for column, cell in told if cell and cell.casefold() != "null"}
