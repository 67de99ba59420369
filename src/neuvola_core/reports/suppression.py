"""What may be published of the figures, so that nothing hidden can be told closer than "one to four".

A figure is shown from five on; 0–4 are hidden alike. Hidden categories of a table are told together with
"not recorded", in one row that is itself five or more. A quarter tells the sums of what its blocks show, and
totals of categories too rare for any block where ``audit`` finds that they give nothing away. Where a
quarter has only a part of a category's visits from its blocks, it tells that part as "at least".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from neuvola_core.reports.audit import LARGEST_HIDDEN, THRESHOLD, Audit, Row
from neuvola_core.reports.flows import Span
from neuvola_core.reports.tables import Counted, Form, TableId, forms, sensitive_needs

_MOST_VALUES: Final = 3
"""Needs of one visit, and needs that were not met, at most."""
_UNMET: Final = (TableId.UNMET_NEED, TableId.UNMET_REASON)
_OF_NEEDS: Final = (TableId.NEED, TableId.UNMET_NEED)


@dataclass(frozen=True, slots=True)
class Shown:
    """A published table: exact ``cells``, and in quarters and sums what is at least known.

    ``rest`` is everything else together, None where a table has no such row.
    """

    cells: Mapping[str, int] = field(default_factory=dict)
    at_least: Mapping[str, int] = field(default_factory=dict)
    rest: int | None = None


@dataclass(frozen=True, slots=True)
class Published:
    """What is published of one period; with ``visits`` None, nothing.

    ``least`` names the single figures ("visits", "footfall") that are only known from below.
    """

    visits: int | None = None
    tables: Mapping[TableId, Shown] = field(default_factory=dict)
    footfall: int | None = None
    given: Shown = Shown()
    least: tuple[str, ...] = ()

    def of(self, table: TableId) -> Shown:
        """A table of it."""
        return self.tables.get(table, Shown())


NOTHING: Final = Published()


def publish(counted: Counted, *, rare_too: bool = False) -> Published:
    """A block or a campaign, looked at by itself; ``rare_too`` where it is thirteen weeks or longer."""
    if 0 < counted.visits < THRESHOLD:
        return NOTHING
    footfall = counted.footfall if counted.footfall >= THRESHOLD else None
    made = Published(counted.visits, {}, footfall)
    if not counted.visits:
        return made
    enough = {table: _enough(counted, table, rare_too) for table in TableId}
    made = _without_sensitive(replace(made, tables={table: Shown(cells) for table, cells in enough.items()}))
    while (table := _told_too_much(made)) is not None:
        made = _with(made, table, Shown())
    for table, form in forms().items():
        if form.merged:
            made = _with(made, table, _single(table, form, made))
    needs = made.of(TableId.NEED).cells
    given = {need: n for need, n in counted.given.items() if need in needs and n >= THRESHOLD}
    return replace(made, given=Shown(given))


def publish_quarter(blocks: Sequence[tuple[Counted, Published]]) -> Published:
    """A quarter beside its blocks, which are published as they are."""
    if any(block.visits is None for _counted, block in blocks):
        return NOTHING
    made = summed([block for _counted, block in blocks])
    active = [(counted, block) for counted, block in blocks if block.visits]
    for table, shown in made.tables.items():
        made = _with(made, table, _with_rare(table, shown, active))
    return made


def summed(parts: Sequence[Published]) -> Published:
    """What several published periods tell together, and nothing more."""
    told = [part for part in parts if part.visits is not None]
    active = [part for part in told if part.visits]
    least = [] if len(told) == len(parts) and not any("visits" in one.least for one in told) else ["visits"]
    counted = [part for part in told if part.footfall is not None]
    if len(counted) < len(parts) or any("footfall" in one.least for one in counted):
        least.append("footfall")
    return Published(
        visits=sum(part.visits or 0 for part in told) if told else None,
        tables={
            table: _together([part.of(table) for part in active], whole=len(told) == len(parts))
            for table in (TableId if active else ())
        },
        footfall=sum(part.footfall or 0 for part in counted) if counted else None,
        given=_together([part.given for part in active], whole=len(told) == len(parts)),
        least=tuple(least),
    )


def rounded_needs(counted: Counted) -> dict[str, int]:
    """For a period that is still open: needs from five on, rounded down to fives, with no total beside."""
    needs = counted.tables.get(TableId.NEED, {})
    return {need: n - n % THRESHOLD for need, n in needs.items() if n >= THRESHOLD}


def _without_sensitive(made: Published) -> Published:
    """Hides sensitive needs where so many visits have one that of the others too much would be known."""
    if (made.visits or 0) - _sensitive_visits(made) >= LARGEST_HIDDEN:
        return made
    for table in _OF_NEEDS:
        cells = {need: n for need, n in made.of(table).cells.items() if need not in sensitive_needs()}
        made = _with(made, table, Shown(cells))
    return made


def _told_too_much(made: Published) -> TableId | None:
    """A table of several values a visit whose figures cannot stand beside the others."""
    told = (table for table in (TableId.NEED, *_UNMET) if made.of(table).cells)
    return next((table for table in told if not _audit(table, [made]).passes({})), None)


def _enough(counted: Counted, table: TableId, rare_too: bool) -> dict[str, int]:
    form = forms()[table]
    told = (category for category in form.categories if rare_too or category not in form.rare)
    return {category: n for category in told if (n := counted.of(table, category)) >= THRESHOLD}


def _with(made: Published, table: TableId, shown: Shown) -> Published:
    return replace(made, tables={**made.tables, table: shown})


def _single(table: TableId, form: Form, made: Published) -> Shown:
    """A table of one value a visit: what is not shown is told in one row.

    Where that gives something away, everything is in that row, as if every category were small.
    """
    cells = made.of(table).cells
    rest = (made.visits or 0) - sum(cells.values())
    shown = Shown(cells, rest=rest)
    if rest == 0 and not form.bound and not form.rare:
        return Shown({category: cells.get(category, 0) for category in form.categories}, rest=0)
    fits = rest >= THRESHOLD and _audit(table, [_with(made, table, shown)]).passes({})
    return shown if fits else Shown(rest=made.visits)


def _with_rare(table: TableId, shown: Shown, active: Sequence[tuple[Counted, Published]]) -> Shown:
    """Adds totals of categories that no block shows, as far as nothing is given away by them."""
    form = forms()[table]
    tables = [block.of(table) for _counted, block in active]
    never = [c for c in form.categories if not any(c in one.cells for one in tables)]
    most = {c: LARGEST_HIDDEN * len(active) if c not in form.rare else None for c in never}
    candidates = {}
    for category in never:
        total = sum(counted.of(table, category) for counted, _block in active)
        limit = most[category]
        is_fit = table not in _OF_NEEDS or category not in sensitive_needs()
        if is_fit and total >= THRESHOLD and (limit is None or total <= limit):
            candidates[category] = total
    told = _audit(table, [block for _counted, block in active]).totals(candidates)
    cells = {c: {**shown.cells, **told}[c] for c in form.categories if c in shown.cells or c in told}
    rest = None
    if form.merged:
        visits = sum(block.visits or 0 for _counted, block in active)
        rest = visits - sum(cells.values()) - sum(shown.at_least.values())
    return replace(shown, cells=cells, rest=rest)


def _together(parts: Sequence[Shown], *, whole: bool) -> Shown:
    """The sums of what every part shows; of what only some show, their sum as the least it can be."""
    known: dict[str, int] = {}
    for part in parts:
        for category, n in (*part.cells.items(), *part.at_least.items()):
            known[category] = known.get(category, 0) + n
    exact = {c for c in known if whole and all(c in part.cells for part in parts)}
    rests = [part.rest for part in parts if part.rest is not None]
    return Shown(
        cells={c: n for c, n in known.items() if c in exact},
        at_least={c: n for c, n in known.items() if c not in exact and n},
        rest=sum(rests) if whole and parts and len(rests) == len(parts) else None,
    )


def _audit(table: TableId, blocks: Sequence[Published]) -> Audit:
    form = forms()[table]
    silent = sensitive_needs() if table in _OF_NEEDS else frozenset[str]()
    return Audit([_row(table, form, block) for block in blocks], silent, form.rare)


def _row(table: TableId, form: Form, block: Published) -> Row:
    shown, visits = block.of(table), block.visits or 0
    hidden = frozenset(form.categories) - shown.cells.keys()
    if form.merged:
        rest = shown.rest or 0
        if not form.bound:
            return Row(Span(rest, rest), hidden, merged=0)
        return Row(Span(rest, rest), hidden, merged=_sensitive_visits(block), spare=LARGEST_HIDDEN)
    known = sum(shown.cells.values())
    most = visits if table is TableId.NEED else _unmet_visits(block)
    return Row(Span(max(0, most - known), _MOST_VALUES * most - known), hidden)


def _sensitive_visits(block: Published) -> int:
    """No more visits than these have a sensitive need among those that are shown."""
    shown = (block.of(table).cells for table in _OF_NEEDS)
    return sum(n for cells in shown for need, n in cells.items() if need in sensitive_needs())


def _unmet_visits(block: Published) -> int:
    """A number of visits with an unmet need that fits what both tables of them show, with room to spare."""
    least = 0
    for table in _UNMET:
        shown = block.of(table).cells.values()
        least = max(least, *shown, -(-sum(shown) // _MOST_VALUES)) if shown else least
    return min(block.visits or 0, least + LARGEST_HIDDEN)
