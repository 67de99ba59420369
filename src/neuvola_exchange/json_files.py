"""JSON files as they come from elsewhere: found, decoded and taken apart without trusting their shape.

Nothing here knows a format. The helpers return empty values for anything of the wrong type, so that a reader
asks for what it expects and a mangled record costs its own fields only.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from neuvola_core.errors import UnreadableSourceError
from neuvola_exchange.report import Noted

Record = dict[str, Any]
Note = Callable[[str, str], None]
"""Takes the code and the detail of something odd in the record being read."""

_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Loaded:
    """A file's content, or the stable key of why it has none."""

    path: Path
    value: Any = None
    fault: str = ""


def json_files(path: Path) -> tuple[Path, ...]:
    """The file itself, or the JSON files of a folder and its subfolders, hidden ones left out, in order."""
    if path.is_file():
        return (path,)
    found = (p for p in path.rglob("*") if p.suffix.casefold() == ".json" and p.is_file())
    return tuple(sorted(p for p in found if not _is_hidden(p.relative_to(path))))


def _is_hidden(relative: Path) -> bool:
    return any(part.startswith((".", "__MACOSX")) for part in relative.parts)


def load(path: Path) -> Loaded:
    """Reads one file; a fault is one of: unreadable, empty-file, binary, encoding, not-json."""
    try:
        data = path.read_bytes()
    except OSError:
        return Loaded(path, fault="unreadable")
    if not data.strip():
        return Loaded(path, fault="empty-file")
    if b"\x00" in data and not data.startswith(_UTF16):
        return Loaded(path, fault="binary")
    try:
        text = data.decode("utf-16" if data.startswith(_UTF16) else "utf-8-sig")
    except UnicodeDecodeError:
        return Loaded(path, fault="encoding" if data.lstrip()[:1] in (b"{", b"[") else "binary")
    try:
        return Loaded(path, json.loads(text))
    except (ValueError, RecursionError):
        return Loaded(path, fault="not-json")


def head(path: Path, size: int = 65_536) -> str:
    """The beginning of a file as text, undecodable bytes replaced; empty where it cannot be read."""
    try:
        with path.open("rb") as file:
            data = file.read(size)
    except OSError:
        return ""
    if data.startswith(_UTF16):
        return data.decode("utf-16", "replace")
    return "" if b"\x00" in data else data.decode("utf-8-sig", "replace")


def require_readable(path: Path, loaded: tuple[Loaded, ...]) -> None:
    """Raises ``UnreadableSourceError`` when there is no file, or none of them could be read."""
    if not path.exists():
        raise UnreadableSourceError(path=str(path), reason="missing")
    if not loaded:
        raise UnreadableSourceError(path=str(path), reason="empty-folder")
    if all(one.fault for one in loaded):
        raise UnreadableSourceError(path=str(path), reason=loaded[0].fault)


def where(root: Path, path: Path, record_id: object = "") -> str:
    """ "services.json#2773", the file named relative to the folder that is read."""
    name = path.relative_to(root).as_posix() if path != root and path.is_relative_to(root) else path.name
    return f"{name}#{record_id}" if record_id != "" else name


def shortened(value: object, limit: int = 80) -> str:
    """A value for a report, on one line and not too long."""
    line = " ".join(as_str(str(value)).split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


def as_list(value: object) -> list[Any]:
    """The list, or an empty one."""
    return value if isinstance(value, list) else []


def as_dict(value: object) -> Record:
    """The object, or an empty one."""
    return value if isinstance(value, dict) else {}


def records(value: object) -> Iterator[Record]:
    """The objects of a list; anything else in it is passed over."""
    return (item for item in as_list(value) if isinstance(item, dict))


def as_str(value: object) -> str:
    """The text without blanks around it, or an empty one; a number is no text.

    Halves of characters, which JSON can hold and UTF-8 cannot, are left out.
    """
    if not isinstance(value, str):
        return ""
    if not value.isascii():
        value = value.encode("utf-8", "ignore").decode("utf-8")
    return value.replace("\x00", "").strip()


def strings(value: object) -> tuple[str, ...]:
    """The texts of a list that are not blank, each once."""
    return tuple(dict.fromkeys(text for text in map(as_str, as_list(value)) if text))


def identifier(value: object) -> str:
    """A source's id, be it text or a whole number; empty for anything else."""
    if isinstance(value, bool):
        return ""
    if isinstance(value, int):
        return str(value) if abs(value) < 10**18 else ""
    return "".join(filter(str.isprintable, as_str(value)))[:200]


class Notes:
    """Collects what is odd in one record after another; the reader puts it between its services."""

    def __init__(self) -> None:
        self._taken: list[Noted] = []

    def at(self, place: str) -> Note:
        """Notes about the record at ``place``."""
        return lambda code, detail: self._taken.append(Noted(place, code, shortened(detail)))

    def taken(self) -> tuple[Noted, ...]:
        """What came since the last call, each thing once."""
        taken, self._taken = tuple(dict.fromkeys(self._taken)), []
        return taken
