"""The ten-minute introduction: a part a minute, on paper and on the screen; its words are data.

A file a language in ``resources/introduction``; a language without one is told in Finnish.
"""

import json
from dataclasses import dataclass
from functools import cache
from typing import Final

from neuvola_desk.resources import resource_path

FINNISH: Final = "fi"


@dataclass(frozen=True, slots=True)
class Part:
    """A minute: what it is called and what is told in it."""

    minute: str
    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Introduction:
    """The whole of it, every string final; ``keys`` is the line to keep at hand."""

    language: str
    title: str
    lead: str
    parts: tuple[Part, ...]
    keys: str


@cache
def languages() -> tuple[str, ...]:
    """The languages that it is written in."""
    return tuple(sorted(path.stem for path in resource_path("introduction").glob("*.json")))


@cache
def introduction(language: str) -> Introduction:
    """The introduction in a language."""
    chosen = language if language in languages() else FINNISH
    told = json.loads(resource_path("introduction", f"{chosen}.json").read_text(encoding="utf-8"))
    parts = (
        Part(told["minute"].format(n=number), heading, tuple(lines))
        for number, (heading, lines) in enumerate(told["parts"], start=1)
    )
    return Introduction(chosen, told["title"], told["lead"], tuple(parts), told["keys"])


def introduction_sheet(language: str) -> bytes:
    """The introduction as a PDF, to be read beside the desk."""
    from neuvola_desk.usecases.introduction_paper import sheet  # the PDF engine loads slowly

    return sheet(introduction(language))
