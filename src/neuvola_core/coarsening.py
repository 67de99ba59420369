"""What is made coarser in a visit before it leaves the desk, so that no visit is alone in its cell.

The rules are a promise to the visitor (the privacy notice). Counts are of one point over thirteen weeks, the
visit itself among them.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from neuvola_core.taxonomy import needs
from neuvola_core.visit import IsoWeek, Language, Target, Visit

WEEKS: Final = 13
ENOUGH: Final = 5
"""This many alike in the weeks looked at, and one of them can be told apart no more."""
ALWAYS_SENT: Final = frozenset({Language.UNRECORDED, Language.FI, Language.SV, Language.EN, Language.OTHER})


@dataclass(frozen=True, slots=True)
class Counts:
    """How many visits a point has had in thirteen weeks, by language and by target group."""

    languages: Mapping[Language, int] = field(default_factory=dict)
    targets: Mapping[Target, int] = field(default_factory=dict)


def is_sensitive(visit: Visit) -> bool:
    """Whether a need of the visit, met or not, is one that singles out by itself."""
    named = (*visit.needs, *(unmet.need for unmet in visit.unmet))
    return any(needs().get(need).sensitive for need in named)


def counts(visits: Iterable[Visit], point: str, last: IsoWeek) -> Counts:
    """Counts over the thirteen weeks that end with ``last``.

    Visits of a sensitive need are left out: they are sent with neither fact, so they hide nobody.
    """
    counted = [v for v in visits if v.point == point and _is_within(v.week, last) and not is_sensitive(v)]
    return Counts(Counter(v.language for v in counted), Counter(v.target for v in counted))


def coarsened(visit: Visit, seen: Counts) -> Visit:
    """The visit as it may leave the desk; doing it twice changes nothing more."""
    if is_sensitive(visit):
        return replace(visit, language=Language.UNRECORDED, target=Target.UNRECORDED)
    language, target = visit.language, visit.target
    if language not in ALWAYS_SENT and seen.languages.get(language, 0) < ENOUGH:
        language = Language.OTHER
    if seen.targets.get(target, 0) < ENOUGH:
        target = Target.UNRECORDED
    return replace(visit, language=language, target=target)


def _is_within(week: IsoWeek, last: IsoWeek) -> bool:
    ahead = (_monday(last) - _monday(week)).days // 7
    return 0 <= ahead < WEEKS


def _monday(week: IsoWeek) -> date:
    return date.fromisocalendar(week.year, week.week, 1)
