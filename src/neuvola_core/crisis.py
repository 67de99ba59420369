"""Crisis lines and the words that call for them.

The lines are a table of their own with their own dates, there even with an empty catalogue. Which words
speak of acute danger is a list under ``data/danger_words.json`` in the stem language of ``stems``.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any, Final

from neuvola_core.stems import StemMatcher
from neuvola_core.text import EMPTY, Text

EMERGENCY: Final = "hata"
"""The line that stands first and beside every other: 112."""

HELPLINE: Final = "kriisipuhelin"
"""The line in Finnish that stands in for a language without its own."""

_STALE_AFTER_DAYS: Final = 90


@dataclass(frozen=True, slots=True)
class CrisisLine:
    """A number to call at once; ``number`` is empty for a chat, which has ``url``.

    ``checked_on`` is the day the number was last compared with what its keeper says; None where nobody has.
    """

    id: str
    name: Text
    number: str
    hours: Text = EMPTY
    for_whom: Text = EMPTY
    languages: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    url: str = ""
    source: str = ""
    checked_on: date | None = None


def _line(row: Mapping[str, Any]) -> CrisisLine:
    checked = row.get("checked_on")
    return CrisisLine(
        id=row["id"],
        name=Text(row["name"]),
        number=row["number"],
        hours=Text(row["hours"]),
        for_whom=Text(row["for_whom"]),
        languages=tuple(row["languages"]),
        needs=tuple(row["needs"]),
        url=row.get("url", ""),
        source=row.get("source", ""),
        checked_on=date.fromisoformat(checked) if checked else None,
    )


def _table(name: str) -> Any:
    return json.loads((files("neuvola_core") / "data" / name).read_text(encoding="utf-8"))


@cache
def lines() -> tuple[CrisisLine, ...]:
    """The lines in the order they are shown, danger to life first."""
    return tuple(_line(row) for row in _table("crisis_lines.json"))


def line(line_id: str) -> CrisisLine:
    """The line with that id; raises ``KeyError``, as ids come from the program only."""
    return {found.id: found for found in lines()}[line_id]


def line_for_language(language: str) -> CrisisLine:
    """The crisis helpline in a visitor's language, else the Finnish one."""
    helplines = (found for found in lines() if found.id.startswith(HELPLINE))
    return next((found for found in helplines if language in found.languages), line(HELPLINE))


def stale(crisis_line: CrisisLine, today: date, days: int = _STALE_AFTER_DAYS) -> bool:
    """Whether a line was checked more than ``days`` days ago, or never."""
    return crisis_line.checked_on is None or (today - crisis_line.checked_on).days > days


@cache
def _danger() -> StemMatcher[str]:
    return StemMatcher(_table("danger_words.json"))


def speaks_of_danger(text: str) -> bool:
    """Whether words speak of suicide, violence or danger to life, in Finnish, Swedish or English.

    Words that only name violence do not, where the text is of courses or research about it.
    """
    found = _danger().find(text)
    return "acute" in found or ("violence" in found and "harmless" not in found)
