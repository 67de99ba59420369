"""Random visits of a small point, and what an outsider can work out from published tables."""

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from neuvola_core.reports.suppression import Published
from neuvola_core.reports.tables import TableId, as_they_leave, count, forms, sensitive_needs
from neuvola_core.taxonomy import needs
from neuvola_core.visit import (
    Interpreter,
    IsoWeek,
    Language,
    Length,
    Meeting,
    Outcome,
    Target,
    Unmet,
    UnmetReason,
    Visit,
)

WEEK = IsoWeek(2026, 1)
_NEEDS = tuple(term.id for term in needs().terms)


def skewed(values: Sequence[object], dice: random.Random, steep: float) -> list[float]:
    """Weights that fall off, the order of the values shuffled."""
    weights = [1 / (place + 1) ** steep for place in range(len(values))]
    dice.shuffle(weights)
    return weights


class RandomPoint:
    """A point with habits of its own: some values are common, most are rare."""

    def __init__(self, dice: random.Random) -> None:
        self._dice = dice
        self._weights = {
            kind: skewed(tuple(kind), dice, dice.uniform(0.3, 3.5))
            for kind in (Meeting, Target, Language, Interpreter, Outcome, Length, UnmetReason)
        }
        self._needs = skewed(_NEEDS, dice, dice.uniform(0.5, 2.5))
        self._unmet = dice.choice([0.0, 0.1, 0.5, 1.0])
        self._many = dice.choice([[1, 0, 0], [5, 2, 1], [0, 0, 1]])

    def visits(self, number: int) -> tuple[Visit, ...]:
        """So many visits as they leave the desk."""
        made = [self._visit(n) for n in range(number)]
        return as_they_leave(made, made)

    def _visit(self, number: int) -> Visit:
        dice = self._dice
        pick = {kind: dice.choices(tuple(kind), weights)[0] for kind, weights in self._weights.items()}
        wanted = dice.choices((1, 2, 3), self._many)[0]
        unmet = ()
        if dice.random() < self._unmet:
            pairs = range(dice.randint(1, 3))
            reasons = dice.choices(tuple(UnmetReason), self._weights[UnmetReason], k=len(pairs))
            unmet = tuple(
                Unmet(need, reason) for need, reason in zip(self._some(len(pairs)), reasons, strict=True)
            )
        return Visit(
            id=str(number),
            point="kallio",
            week=WEEK,
            needs=tuple(self._some(wanted)),
            channel=pick[Meeting],
            target=pick[Target],
            language=pick[Language],
            interpreter=pick[Interpreter],
            outcome=pick[Outcome],
            length=pick[Length],
            unmet=unmet,
        )

    def _some(self, number: int) -> list[str]:
        return self._dice.choices(_NEEDS, self._needs, k=number)


@dataclass
class Outsider:
    """Everything published of a quarter and its blocks as one system over whole numbers.

    Unknown are how many visits of each block have each value. What anybody knows of the record itself is in
    it too: one value a visit or up to three, no more visits of a need than visits, and that a visit of a
    sensitive need has neither target group nor language.
    """

    names: dict[tuple[int, TableId, str], int] = field(default_factory=dict)
    rows: list[tuple[Mapping[int, float], float, float]] = field(default_factory=list)
    most: list[float] = field(default_factory=list)
    known: LinearConstraint | None = None

    def unknown(self, block: int, table: TableId, value: str, most: float) -> int:
        place = (block, table, value)
        if place not in self.names:
            self.names[place] = len(self.most)
            self.most.append(most)
        return self.names[place]

    def learn(self, terms: Mapping[int, float], low: float, high: float) -> None:
        self.rows.append((terms, low, high))

    def all_of_it(self) -> LinearConstraint:
        """What was learnt, put together once nothing more is to come."""
        if self.known is None:
            cells = [
                (row, place, n) for row, (terms, _l, _h) in enumerate(self.rows) for place, n in terms.items()
            ]
            rows, places, factors = zip(*cells, strict=True)
            matrix = csr_array((factors, (rows, places)), shape=(len(self.rows), len(self.most)))
            self.known = LinearConstraint(
                matrix, [row[1] for row in self.rows], [row[2] for row in self.rows]
            )
        return self.known

    def bounds(self, column: int) -> tuple[int, int]:
        """The least and the most that an unknown can be."""
        known = self.all_of_it()
        found = []
        for sign in (1, -1):
            goal = np.zeros(len(self.most))
            goal[column] = sign
            ends = Bounds(np.zeros(len(self.most)), self.most)
            answer = milp(goal, constraints=known, bounds=ends, integrality=np.ones(len(self.most)))
            assert answer.success, answer.message
            found.append(round(answer.x[column]))
        return found[0], found[1]


def all_values(table: TableId) -> tuple[str, ...]:
    form = forms()[table]
    return (*form.categories, *form.merged)


def outsider(blocks: Iterable[Published], quarter: Published | None) -> Outsider:
    """Somebody who has read these reports and lets nothing of them go."""
    one = Outsider()
    read = [(number, block) for number, block in enumerate(blocks) if block.visits]
    for number, block in read:
        visits = float(block.visits or 0)
        for table in TableId:
            _read_block(one, number, table, block, visits)
        _read_rules(one, number, visits)
    if quarter is not None and quarter.visits:
        for table in TableId:
            _read_quarter(one, [number for number, _block in read], table, quarter)
    return one


def _read_block(one: Outsider, number: int, table: TableId, block: Published, visits: float) -> None:
    form, shown = forms()[table], block.of(table)
    places = {value: one.unknown(number, table, value, visits) for value in all_values(table)}
    for value, n in shown.cells.items():
        one.learn({places[value]: 1}, n, n)
    everything = dict.fromkeys(places.values(), 1.0)
    if form.merged:
        one.learn(everything, visits, visits)
    else:
        one.learn(everything, visits if table is TableId.NEED else 0, 3 * visits)
    if shown.rest is not None:
        left = {place: 1.0 for value, place in places.items() if value not in shown.cells}
        if left:
            one.learn(left, shown.rest, shown.rest)


def _read_rules(one: Outsider, number: int, visits: float) -> None:
    for table in (TableId.TARGET, TableId.LANGUAGE):
        unrecorded = one.unknown(number, table, "ei_kirjattu", visits)
        for of_need in (TableId.NEED, TableId.UNMET_NEED):
            for need in sensitive_needs():
                one.learn({unrecorded: 1, one.unknown(number, of_need, need, visits): -1}, 0, visits)
    needs_unmet = {one.unknown(number, TableId.UNMET_NEED, v, visits): 1.0 for v in _NEEDS}
    reasons = {one.unknown(number, TableId.UNMET_REASON, v.value, visits): 1.0 for v in UnmetReason}
    # A visit with either has both, and of neither more than three.
    one.learn({**needs_unmet, **dict.fromkeys(reasons, -3.0)}, -np.inf, 0)
    one.learn({**reasons, **dict.fromkeys(needs_unmet, -3.0)}, -np.inf, 0)
    for place in reasons:
        one.learn({**needs_unmet, place: -1.0}, 0, np.inf)
    for place in needs_unmet:
        one.learn({**reasons, place: -1.0}, 0, np.inf)


def _read_quarter(one: Outsider, numbers: Sequence[int], table: TableId, quarter: Published) -> None:
    shown = quarter.of(table)
    for value in all_values(table):
        column = {one.names[number, table, value]: 1.0 for number in numbers}
        if value in shown.cells:
            one.learn(column, shown.cells[value], shown.cells[value])
        elif value in shown.at_least:
            one.learn(column, shown.at_least[value], np.inf)
    if shown.rest is not None:
        left = {
            one.names[number, table, value]: 1.0
            for number in numbers
            for value in all_values(table)
            if value not in shown.cells
        }
        known = sum(shown.at_least.values())
        if left:
            one.learn(left, shown.rest + known, shown.rest + known)


def figures_of(point: RandomPoint, number: int, dice: random.Random):
    return count(point.visits(number), number + dice.randint(0, 9))
