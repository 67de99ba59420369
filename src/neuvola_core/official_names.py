"""What offices and benefits are called today, and what people still call them.

A former name is a synonym in search ("oli TE-toimisto, nykyisin kunnan työllisyyspalvelut"). ``verified``
says whether the date was compared with a source; an unverified date is not shown.
"""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from neuvola_core.text import EMPTY, Text


@dataclass(frozen=True, slots=True)
class OfficialName:
    """A name in use, the names before it in any language, and since when ("2025-01-01" or a year)."""

    current: Text
    former: tuple[str, ...]
    since: str = ""
    note: Text = EMPTY
    source: str = ""
    verified: bool = False


@cache
def official_names() -> tuple[OfficialName, ...]:
    """All of them, in the order of the table."""
    rows = json.loads((files("neuvola_core") / "data" / "official_names.json").read_text(encoding="utf-8"))
    return tuple(
        OfficialName(
            current=Text(row["current"]),
            former=tuple(row["former"]),
            since=row["since"],
            note=Text(row["note"]),
            source=row["source"],
            verified=row["verified"],
        )
        for row in rows
    )
