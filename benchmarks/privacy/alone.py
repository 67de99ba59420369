"""How many visits are alone in their cell: at the desk, in what leaves it, and in what is published.

A year at a point with five visits a day: needs, languages and target groups are skewed as they are in life.
Each visit goes through the coarsening of the desk on its own day, by what the desk then still holds, and the
year is then published as reports publish it. Prints Markdown for ``docs/privacy.md``.

    .venv/bin/python benchmarks/privacy/alone.py [--seed N] [--visits-a-day N]
"""

import argparse
import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from neuvola_core.coarsening import coarsened, counts
from neuvola_core.reports.audit import THRESHOLD
from neuvola_core.reports.grid import Period
from neuvola_core.reports.suppression import Published, publish, publish_quarter
from neuvola_core.reports.tables import TableId, count
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

POINT = "kallio"
YEAR = 2025
HELD = timedelta(days=30)
PARTS = ("aamu", "ilta")
LANGUAGES = {
    Language.FI: 58, Language.UNRECORDED: 15, Language.EN: 7, Language.AR: 5, Language.SV: 4, Language.RU: 4,
    Language.SO: 3, Language.UK: 2, Language.FA: 1, Language.KU: 0.6, Language.VI: 0.4,
}  # fmt: skip
TARGETS = {
    Target.UNRECORDED: 34, Target.OLDER: 18, Target.WORKING_AGE: 15, Target.FAMILY: 12, Target.MOVED: 9,
    Target.YOUNG: 6, Target.DISABLED: 4, Target.CLOSE_ONE: 2,
}  # fmt: skip
OUTCOMES = {
    Outcome.ADVISED: 38, Outcome.LEAFLET: 30, Outcome.UNRECORDED: 14, Outcome.TALK: 8, Outcome.TOGETHER: 6,
    Outcome.NOT_FOUND: 3, Outcome.CRISIS: 1,
}  # fmt: skip
CHANNELS = {Meeting.ON_SITE: 88, Meeting.PHONE: 7, Meeting.OUTREACH: 3, Meeting.GROUP: 2}
INTERPRETERS = {
    Interpreter.UNRECORDED: 60, Interpreter.NOT_NEEDED: 34, Interpreter.PRESENT: 4, Interpreter.MISSING: 2,
}  # fmt: skip
LENGTHS = {
    Length.UNRECORDED: 30, Length.FROM_5: 36, Length.UNDER_5: 14, Length.FROM_16: 14, Length.OVER_30: 6,
}  # fmt: skip
UNMET = 0.12

Row = tuple[date, str, Visit]
"""The day and the part of it are known here alone: a visit has neither."""


class Year:
    """Twelve months of a point."""

    def __init__(self, dice: random.Random, a_day: int) -> None:
        self._dice = dice
        self._a_day = a_day
        self._needs = [term.id for term in needs().terms]
        dice.shuffle(self._needs)
        self._weights = [1 / (place + 1) ** 1.1 for place in range(len(self._needs))]

    def rows(self) -> Iterator[Row]:
        day = date.fromisocalendar(YEAR, 1, 1)
        while day < date.fromisocalendar(YEAR + 1, 1, 1):
            if day.isoweekday() <= 5:
                for _ in range(self._a_day):
                    yield day, self._dice.choice(PARTS), self._visit(day)
            day += timedelta(days=1)

    def _visit(self, day: date) -> Visit:
        dice = self._dice
        number = dice.choices((1, 2, 3), (70, 23, 7))[0]
        chosen = tuple(dice.choices(self._needs, self._weights, k=number))
        unmet = (Unmet(chosen[0], dice.choice(tuple(UnmetReason))),) if dice.random() < UNMET else ()
        return Visit(
            id=f"{dice.getrandbits(64):x}",
            point=POINT,
            week=IsoWeek.of(day),
            needs=chosen,
            unmet=unmet,
            channel=dice.choices(*zip(*CHANNELS.items(), strict=True))[0],
            target=dice.choices(*zip(*TARGETS.items(), strict=True))[0],
            language=dice.choices(*zip(*LANGUAGES.items(), strict=True))[0],
            interpreter=dice.choices(*zip(*INTERPRETERS.items(), strict=True))[0],
            outcome=dice.choices(*zip(*OUTCOMES.items(), strict=True))[0],
            length=dice.choices(*zip(*LENGTHS.items(), strict=True))[0],
        )


def sent(rows: Sequence[Row]) -> list[Visit]:
    """What leaves the desk, each visit on the evening of its day."""
    leaving = []
    for day in sorted({day for day, _part, _visit in rows}):
        held = [visit for then, _part, visit in rows if day - HELD <= then <= day]
        seen = counts(held, POINT, IsoWeek.of(day))
        leaving += [coarsened(visit, seen) for then, _part, visit in rows if then == day]
    return leaving


def alone(cells: Sequence[object]) -> int:
    """How many have a cell to themselves."""
    return sum(n == 1 for n in Counter(cells).values())


def published(visits: Sequence[Visit]) -> tuple[list[Published], list[Published]]:
    """The blocks and the quarters of the year."""
    blocks, quarters = [], []
    for number in range(1, 5):
        parts = []
        for block in Period(YEAR, number).blocks:
            counted = count(visit for visit in visits if block.first <= visit.week <= block.last)
            parts.append((counted, publish(counted)))
        blocks += [told for _counted, told in parts]
        quarters.append(publish_quarter(parts))
    return blocks, quarters


def small_cells(reports: Sequence[Published]) -> int:
    """Published figures of one to four."""
    figures = [
        n
        for report in reports
        for table in TableId
        for n in (
            *report.of(table).cells.values(),
            *report.of(table).at_least.values(),
            report.of(table).rest,
        )
    ]
    return sum(n is not None and 0 < n < THRESHOLD for n in figures)


def told_share(reports: Sequence[Published], visits: int, table: TableId) -> float:
    """How much of a table's visits the reports tell by category, its last row left out."""
    told = sum(sum((*one.of(table).cells.values(), *one.of(table).at_least.values())) for one in reports)
    return told / visits


def _without_id(visit: Visit) -> Visit:
    return replace(visit, id="", point="")


def _line(name: str, number: int, of: int) -> str:
    return f"| {name} | {number} | {100 * number / of:.1f} % |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--visits-a-day", type=int, default=5)
    options = parser.parse_args()
    rows = list(Year(random.Random(options.seed), options.visits_a_day).rows())
    leaving = sent(rows)
    blocks, quarters = published(leaving)
    size = len(rows)
    grains: dict[str, Callable[[Visit], object]] = {
        "week × every field of the record": _without_id,
        "week × needs × language × target group": lambda v: (v.week, v.needs, v.language, v.target),
        "week × language × target group": lambda v: (v.week, v.language, v.target),
        "week × language": lambda v: (v.week, v.language),
        "13 weeks × language": lambda v: (Period.of(v.week).whole_quarter, v.language),
        "13 weeks × target group": lambda v: (Period.of(v.week).whole_quarter, v.target),
    }
    by_day = [(day, part, v.needs, v.language, v.target) for day, part, v in rows]
    print(f"{size} visits in a year, {options.visits_a_day} a day (seed {options.seed}).\n")
    print("| alone in its cell of | visits | share |\n| --- | ---: | ---: |")
    print(
        _line(
            "day × half-day × needs × language × target group, which is never written down",
            alone(by_day),
            size,
        )
    )
    for name, cell in grains.items():
        print(_line(f"{name}, as it was told", alone([cell(visit) for _d, _p, visit in rows]), size))
        print(_line(f"{name}, as it leaves the desk", alone([cell(visit) for visit in leaving]), size))
    print(_line("any published table of 4–5 weeks", small_cells(blocks), size))
    print(_line("any published table of 13 weeks", small_cells(quarters), size))
    print("\n| told by category | 4–5 weeks | 13 weeks |\n| --- | ---: | ---: |")
    for table in (TableId.TARGET, TableId.LANGUAGE, TableId.OUTCOME, TableId.LENGTH):
        shares = (told_share(reports, size, table) for reports in (blocks, quarters))
        print(f"| {table.value} | " + " | ".join(f"{100 * share:.0f} %" for share in shares) + " |")


if __name__ == "__main__":
    main()
