"""The desk's own vocabulary: needs, activities and target groups, with their lay words and their rules.

The tables are JSON under ``data/`` and are read once. ``aliases`` are older or foreign ids of the same term
and stay valid wherever an id may be given.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, Final

from neuvola_core.errors import UnknownNeedError
from neuvola_core.text import EMPTY, Text

OTHER_NEED: Final = "muu"
"""The need of whoever has none of the others, or cannot say."""


@dataclass(frozen=True, slots=True)
class Rule:
    """When an imported service has a term.

    ``classes`` and ``life_events`` are PTV codes (a class counts for its subclasses too), ``groups`` the
    target-group codes of PTV and the Helsinki register, ``stems`` beginnings of words or phrases to look for
    in name, keywords and summary (folded, see ``classify``), ``not_stems`` ones that speak against it.
    """

    classes: tuple[str, ...] = ()
    life_events: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    stems: tuple[str, ...] = ()
    not_stems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Term:
    """A need, an activity or a target group: its id, its name in lay words, and what else people call it."""

    id: str
    name: Text
    description: Text = EMPTY
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    aliases: tuple[str, ...] = ()
    sensitive: bool = False
    crisis: bool = False
    rule: Rule = Rule()


class Vocabulary:
    """The terms of one kind in the order they are shown, found by id or alias."""

    def __init__(self, kind: str, terms: Iterable[Term]) -> None:
        self.kind = kind
        self.terms = tuple(terms)
        self._by_id = {key: term for term in self.terms for key in (*term.aliases, term.id)}

    def __contains__(self, term_id: object) -> bool:
        return term_id in self._by_id

    def get(self, term_id: str) -> Term:
        """The term of an id or alias; raises ``UnknownNeedError``."""
        try:
            return self._by_id[term_id]
        except KeyError:
            raise UnknownNeedError(kind=self.kind, value=term_id) from None

    def name(self, term_id: str, language: str = "fi") -> str:
        """The term's name, or the id itself where the vocabulary does not have it (an older catalogue)."""
        term = self._by_id.get(term_id)
        return term.name.best(language) if term else term_id


def _term(row: Mapping[str, Any]) -> Term:
    rule = {key: tuple(values) for key, values in row.get("rule", {}).items()}
    words = {language: tuple(values) for language, values in row.get("words", {}).items()}
    return Term(
        id=row["id"],
        name=Text(row["name"]),
        description=Text(row.get("description", {})),
        words=words,
        aliases=tuple(row.get("aliases", ())),
        sensitive=row.get("sensitive", False),
        crisis=row.get("crisis", False),
        rule=Rule(**rule),
    )


def _read(kind: str, table: str) -> Vocabulary:
    rows = json.loads((files("neuvola_core") / "data" / table).read_text(encoding="utf-8"))
    return Vocabulary(kind, map(_term, rows))


@cache
def needs() -> Vocabulary:
    """What people need: the first click."""
    return _read("need", "needs.json")


@cache
def activities() -> Vocabulary:
    """What is done about it: the second click."""
    return _read("activity", "activities.json")


@cache
def target_groups() -> Vocabulary:
    """Whom a service is for; the values a visit may carry are the subset in ``visit.Target``."""
    return _read("target", "target_groups.json")
