"""Municipalities, wellbeing services counties and postcodes of Finland.

A municipality is its three-digit code ("091"). The tables under ``data/`` are facts from the public code
registers; a merged municipality keeps its code and names its successor.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from neuvola_core.errors import UnknownMunicipalityError
from neuvola_core.text import Text


@dataclass(frozen=True, slots=True)
class Municipality:
    """A municipality; ``county`` is the two-digit code of its wellbeing services county ("" on Åland).

    ``valid_to`` (ISO date) and ``successor`` are set for one that has merged into another.
    """

    code: str
    name: Text
    county: str
    valid_to: str = ""
    successor: str = ""


@cache
def _rows() -> list[dict[str, Any]]:
    table = (files("neuvola_core") / "data" / "municipalities.json").read_text(encoding="utf-8")
    rows: list[dict[str, Any]] = json.loads(table)
    return rows


@cache
def municipalities() -> Mapping[str, Municipality]:
    """Code → municipality, merged ones included."""
    return {
        row["code"]: Municipality(
            row["code"], Text(row["name"]), row["county"], row.get("valid_to", ""), row.get("successor", "")
        )
        for row in _rows()
    }


@cache
def counties() -> Mapping[str, Text]:
    """Two-digit code → name of a wellbeing services county; Helsinki has its own row, "90"."""
    rows = json.loads((files("neuvola_core") / "data" / "counties.json").read_text(encoding="utf-8"))
    return {row["code"]: Text(row["name"]) for row in rows}


@cache
def _postcodes() -> Mapping[str, str]:
    table = (files("neuvola_core") / "data" / "postcodes.tsv").read_text(encoding="utf-8")
    return dict(line.split("\t") for line in table.splitlines() if line and not line.startswith("#"))


@cache
def _by_name() -> Mapping[str, str]:
    """Folded name → code; ``also`` are the forms in which the code registers write a name."""
    named = ((name, row["code"]) for row in _rows() for name in (*row["name"].values(), *row.get("also", ())))
    return {name.casefold(): code for name, code in named}


def current(code: str) -> str:
    """The code that stands today for ``code``: itself, or its successor after a merger."""
    found = municipalities().get(code)
    return current(found.successor) if found and found.successor else code


def municipality(code_or_name: str) -> Municipality:
    """By code ("91" and "091" alike) or by Finnish or Swedish name; raises ``UnknownMunicipalityError``."""
    wanted = code_or_name.strip()
    code = wanted.zfill(3) if wanted.isdigit() else _by_name().get(wanted.casefold(), "")
    found = municipalities().get(current(code))
    if found is None:
        raise UnknownMunicipalityError(value=code_or_name)
    return found


def municipality_name(code: str) -> Text:
    """The name of a municipality, or its code where the table does not have it."""
    try:
        return municipality(code).name
    except UnknownMunicipalityError:
        return Text(fi=code)


def municipality_of_postcode(postcode: str) -> str:
    """The code of the municipality a postcode belongs to; empty where it is not in the table."""
    return current(_postcodes().get(postcode.strip(), ""))


def municipalities_of_county(county: str) -> tuple[str, ...]:
    """Codes of the municipalities that a wellbeing services county serves today, sorted."""
    return tuple(sorted(m.code for m in municipalities().values() if m.county == county and not m.valid_to))
