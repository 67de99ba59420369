"""What the point may see of its own day and week: totals for all, needs only in numbers of five and over."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from neuvola_core.visit import IsoWeek, PartOfDay, Visit

SMALLEST_COUNT: Final = 5


@dataclass(frozen=True, slots=True)
class NeedCount:
    """A need and how many of the week's visits had it; never under five."""

    need: str
    n: int


@dataclass(frozen=True, slots=True)
class Tally:
    """Today's footfall, and where the role may see it, by part of day and the week by need.

    ``week_by_need`` is ordered by number and leaves out every need under five; since a visit may have
    several needs and no total stands beside them, what was left out cannot be computed.
    """

    day: date
    week: IsoWeek
    today_total: int
    by_part: Mapping[PartOfDay, int] = field(default_factory=dict)
    week_by_need: tuple[NeedCount, ...] = ()
    is_full: bool = False


def by_need(visits: Iterable[Visit]) -> tuple[NeedCount, ...]:
    """Needs that at least five of the visits had, the commonest first."""
    counted = Counter(need for visit in visits for need in visit.needs)
    kept = [NeedCount(need, n) for need, n in counted.items() if n >= SMALLEST_COUNT]
    return tuple(sorted(kept, key=lambda row: (-row.n, row.need)))
