"""What the program says of itself: its version, whose work it carries, and who has read its translations."""

import json
import platform
import sys
from dataclasses import dataclass
from datetime import date
from typing import Final

from neuvola_core import crisis
from neuvola_core.official_names import official_names
from neuvola_core.versions import VERSION
from neuvola_desk.i18n import LANGUAGES
from neuvola_desk.resources import resource_path
from neuvola_desk.usecases import consent
from neuvola_desk.usecases.leaflets import texts

NAME: Final = "Neuvola Desk"
LICENCE: Final = "GPL-3.0-or-later"


@dataclass(frozen=True, slots=True)
class Notice:
    """A part that others made; ``texts`` are its licences word by word."""

    name: str
    version: str
    licence: str
    home: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unread:
    """Languages, by codes, whose fixed texts no native speaker has read."""

    leaflet: tuple[str, ...]
    consent: tuple[str, ...]
    notice: tuple[str, ...]

    @property
    def any(self) -> bool:
        """Whether something is still to be read."""
        return bool(self.leaflet or self.consent or self.notice)


@dataclass(frozen=True, slots=True)
class Sources:
    """Who says what the program's own tables say; ``checked_on`` is the oldest check of a crisis line."""

    crisis_lines: tuple[str, ...]
    checked_on: date | None
    official_names: tuple[str, ...]


def machine() -> str:
    """What it runs on, as somebody who helps asks for it."""
    system = "macOS" if sys.platform == "darwin" else platform.system()
    return f"Python {platform.python_version()} · {system} {platform.release()} {platform.machine()}"


def unread() -> Unread:
    """Translations that wait for a native reader."""
    leaflets = (code for code in texts.available() if not texts.texts(code).is_read_by_a_native)
    return Unread(tuple(leaflets), consent.unchecked_languages(), tuple(filter(_is_unread_notice, LANGUAGES)))


def _is_unread_notice(language: str) -> bool:
    told = json.loads(resource_path("notice", f"{language}.json").read_text(encoding="utf-8"))
    return not told.get("read_by_a_native", False)


def sources() -> Sources:
    """Where the tables come from that no import brings."""
    lines = crisis.lines()
    checked = [line.checked_on for line in lines if line.checked_on]
    names = (part.strip() for row in official_names() for part in row.source.split(";"))
    return Sources(
        tuple(dict.fromkeys(line.source for line in lines if line.source)),
        min(checked, default=None),
        tuple(dict.fromkeys(name for name in names if name)),
    )


def notices() -> tuple[Notice, ...]:
    """The program itself, then everything it carries; empty where nothing was collected."""
    path = resource_path("licences", "notices.json")
    if not path.is_file():
        return ()
    told = json.loads(path.read_text(encoding="utf-8"))
    own = Notice(NAME, VERSION, LICENCE, "", (told["texts"][0],))
    return (
        own,
        *(
            Notice(
                one["name"],
                one["version"],
                one["licence"],
                one["home"],
                tuple(told["texts"][number] for number in one["texts"]),
            )
            for one in told["notices"]
        ),
    )
