"""What a report counts: one-way tables over the visits of one population in one period, and the counters.

A visit is of its campaign's population where it has a campaign and of the point's own where it has none, so
that the two are disjoint.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import Final

from neuvola_core.coarsening import coarsened, counts
from neuvola_core.taxonomy import needs
from neuvola_core.visit import (
    Interpreter,
    Language,
    Length,
    Meeting,
    Outcome,
    Target,
    UnmetReason,
    Visit,
)


class TableId(StrEnum):
    """The tables, in the order they are shown."""

    NEED = "need"
    CHANNEL = "channel"
    TARGET = "target"
    LANGUAGE = "language"
    INTERPRETER = "interpreter"
    OUTCOME = "outcome"
    UNMET_NEED = "unmet_need"
    UNMET_REASON = "unmet_reason"
    LENGTH = "length"


@dataclass(frozen=True, slots=True)
class Form:
    """The shape of a table.

    A visit has one value of ``categories`` or of ``merged``, which are only told together, in the last row
    with everything that is hidden. Where ``merged`` is empty, a visit has up to three values and there is
    no such row. ``rare`` is told in thirteen weeks at the least; ``bound`` means that a visit of a sensitive
    need is always in ``merged``.
    """

    categories: tuple[str, ...]
    merged: tuple[str, ...] = ()
    rare: frozenset[str] = frozenset()
    bound: bool = False


@dataclass(frozen=True, slots=True)
class Counted:
    """The figures as they are, before anything is hidden; never shown and never sent."""

    visits: int = 0
    tables: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    footfall: int = 0
    given: Mapping[str, int] = field(default_factory=dict)

    def of(self, table: TableId, category: str) -> int:
        """How many visits have a value."""
        return self.tables.get(table, {}).get(category, 0)


_MERGED: Final[Mapping[TableId, frozenset[str]]] = {
    TableId.CHANNEL: frozenset({Meeting.ON_SITE}),
    TableId.TARGET: frozenset({Target.UNRECORDED}),
    TableId.LANGUAGE: frozenset({Language.UNRECORDED, Language.OTHER}),
    TableId.INTERPRETER: frozenset({Interpreter.UNRECORDED, Interpreter.NOT_NEEDED}),
    TableId.OUTCOME: frozenset({Outcome.UNRECORDED}),
    TableId.LENGTH: frozenset({Length.UNRECORDED}),
}
_VALUES: Final[Mapping[TableId, type[StrEnum]]] = {
    TableId.CHANNEL: Meeting,
    TableId.TARGET: Target,
    TableId.LANGUAGE: Language,
    TableId.INTERPRETER: Interpreter,
    TableId.OUTCOME: Outcome,
    TableId.UNMET_REASON: UnmetReason,
    TableId.LENGTH: Length,
}
_OF_VISIT: Final[Mapping[TableId, Callable[[Visit], Iterable[str]]]] = {
    TableId.NEED: lambda visit: visit.needs,
    TableId.CHANNEL: lambda visit: (visit.channel,),
    TableId.TARGET: lambda visit: (visit.target,),
    TableId.LANGUAGE: lambda visit: (visit.language,),
    TableId.INTERPRETER: lambda visit: (visit.interpreter,),
    TableId.OUTCOME: lambda visit: (visit.outcome,),
    TableId.UNMET_NEED: lambda visit: {unmet.need for unmet in visit.unmet},
    TableId.UNMET_REASON: lambda visit: {unmet.reason.value for unmet in visit.unmet},
    TableId.LENGTH: lambda visit: (visit.length,),
}


@cache
def forms() -> Mapping[TableId, Form]:
    """Every table's form, in the order they are shown."""
    return {table: _form(table) for table in TableId}


def _form(table: TableId) -> Form:
    if table not in _VALUES:
        return Form(tuple(term.id for term in needs().terms))
    together = _MERGED.get(table, frozenset())
    values = [value.value for value in _VALUES[table]]
    return Form(
        categories=tuple(value for value in values if value not in together),
        merged=tuple(value for value in values if value in together),
        rare=frozenset({Outcome.CRISIS.value}) if table is TableId.OUTCOME else frozenset(),
        bound=table in (TableId.TARGET, TableId.LANGUAGE),
    )


@cache
def sensitive_needs() -> frozenset[str]:
    """Needs whose visits are recorded with neither target group nor language."""
    return frozenset(term.id for term in needs().terms if term.sensitive)


def count(visits: Iterable[Visit], footfall: int = 0, given: Mapping[str, int] | None = None) -> Counted:
    """The figures of these visits."""
    counted = {table: Counter[str]() for table in TableId}
    number = 0
    for visit in visits:
        number += 1
        for table, values in _OF_VISIT.items():
            counted[table].update(str(value) for value in values(visit))
    tables = {table.value: dict(sorted(cells.items())) for table, cells in counted.items() if cells}
    return Counted(number, tables, footfall, dict(given or {}))


def as_they_leave(visits: Iterable[Visit], held: Iterable[Visit]) -> tuple[Visit, ...]:
    """Visits that were never sent, as coarse as sending would make them by what the desk holds."""
    known, told = tuple(held), {}
    for visit in visits:
        place = (visit.point, visit.week)
        if place not in told:
            told[place] = counts(known, *place)
    return tuple(coarsened(visit, told[visit.point, visit.week]) for visit in visits)
