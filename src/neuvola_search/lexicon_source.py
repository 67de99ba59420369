"""The lay lexicon as people write it: one text file a need, read and checked line by line.

A file holds topics, each one kind of service within the need; its first topic stands for the whole need.
``topic ID`` begins one; ``services fi: a; b`` lists what services of the topic call themselves, best first;
``otherwise fi: a; b`` lists who helps where nobody offers one of its own; ``fi``, ``sv`` or ``en`` on a line
begins the expressions of that language, one a line. ``~`` before an expression says that it points only
weakly to the need, for it is at home in others too. Lines that begin with ``#`` are comments.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Final

from neuvola_core.taxonomy import needs

LANGUAGES: Final = ("fi", "sv", "en")
_TOPIC: Final = re.compile(r"topic ([a-z][a-z0-9_]*)")
_SERVICES: Final = re.compile(r"(services|otherwise) (fi|sv|en): (.+)")


class LexiconLineError(ValueError):
    """A line that is no part of the lexicon's format; the message says where and why."""


@dataclass(frozen=True, slots=True)
class Expression:
    """What somebody says; ``is_weak`` where it says as much of other needs."""

    text: str
    language: str
    is_weak: bool = False


@dataclass(slots=True)
class Topic:
    """One kind of service within a need: its names, and what people say who look for it."""

    need: str
    name: str
    services: list[tuple[str, str]] = field(default_factory=list)
    otherwise: list[tuple[str, str]] = field(default_factory=list)
    expressions: list[Expression] = field(default_factory=list)

    @property
    def id(self) -> str:
        """The topic's name within its need."""
        return f"{self.need}/{self.name}"


def read_topics(need: str, text: str) -> list[Topic]:
    """The topics of one file; raises ``LexiconLineError``."""
    topics: list[Topic] = []
    language = ""
    for number, line in enumerate(map(str.strip, text.splitlines()), 1):
        if not line or line.startswith("#"):
            continue
        if found := _TOPIC.fullmatch(line):
            topics.append(Topic(need, found[1]))
            language = ""
        elif not topics:
            raise LexiconLineError(f"{need}:{number}: before the first topic: {line}")
        elif found := _SERVICES.fullmatch(line):
            names = topics[-1].services if found[1] == "services" else topics[-1].otherwise
            names += [(found[2], name.strip()) for name in found[3].split(";") if name.strip()]
        elif line in LANGUAGES:
            language = line
        elif not language:
            raise LexiconLineError(f"{need}:{number}: before a language: {line}")
        else:
            topics[-1].expressions.append(
                Expression(line.removeprefix("~").strip(), language, line.startswith("~"))
            )
    return topics


def topics() -> Iterator[Topic]:
    """Every topic of the lexicon, need by need; a need without a file has none."""
    folder = files("neuvola_search") / "data" / "lexicon"
    for term in needs().terms:
        file = folder / f"{term.id}.txt"
        if file.is_file():
            yield from read_topics(term.id, file.read_text(encoding="utf-8"))
