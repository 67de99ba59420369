"""What the desks page says of each desk: figures into words, without reading or changing anything."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from neuvola_server.desks import Desk
from neuvola_server.web.words import Words

Gaps = Mapping[str, Sequence[tuple[int, int]]]
"""The numbers of a desk that never came, as closed ranges by kind."""
CLOCK_TOLERANCE: Final = timedelta(minutes=5)
_A_MOMENT: Final = timedelta(minutes=1)
SILENCE: Final = timedelta(days=7)
"""After so long without a word somebody should go and look."""


@dataclass(frozen=True, slots=True)
class DeskRow:
    """One desk in words; ``notices`` are what somebody should look at."""

    name: str
    point: str
    contact: str
    contact_at: str
    waiting: str
    oldest: str
    catalogue: str
    version: str
    notices: tuple[str, ...]
    copied: bool
    revoked: bool


def desk_row(desk: Desk, gaps: Gaps, head: int, now: datetime, words: Words) -> DeskRow:
    """The row of a desk; ``head`` is the number of the catalogue's newest change."""
    backlog, seen = desk.backlog, desk.last_contact
    return DeskRow(
        name=desk.name,
        point=desk.point_name or desk.point,
        contact=words.ago(max(_A_MOMENT, now - seen)) if seen else words("never"),
        contact_at=words.moment(seen) if seen else "",
        waiting=_waiting(desk, words),
        oldest=words("oldest", week=backlog.oldest_week) if backlog.waiting and backlog.oldest_week else "",
        catalogue=_catalogue(desk, head, words),
        version=desk.app or words("unknown"),
        notices=() if desk.revoked else tuple(_notices(desk, gaps, now, words)),
        copied=desk.copied,
        revoked=desk.revoked,
    )


def _waiting(desk: Desk, words: Words) -> str:
    if desk.last_contact is None:
        return words("unknown")
    return words.counted("records", desk.backlog.waiting) if desk.backlog.waiting else words("nothing-waits")


def _catalogue(desk: Desk, head: int, words: Words) -> str:
    if desk.last_contact is None:
        return words("unknown")
    if not desk.backlog.catalogue_seq:
        return words("no-catalogue") if head else words("up-to-date")
    behind = head - desk.backlog.catalogue_seq
    return words.counted("behind", behind) if behind > 0 else words("up-to-date")


def _notices(desk: Desk, gaps: Gaps, now: datetime, words: Words) -> Iterable[str]:
    if desk.copied:
        yield words("copied")
    seen = desk.last_contact
    if seen is not None and now - seen > SILENCE:
        yield words("silent", time=words.lasting(now - seen))
    if desk.backlog.quarantined:
        yield words.counted("quarantined", desk.backlog.quarantined)
    for kind, ranges in gaps.items():
        if ranges:
            named = words(f"kind.{kind}") if f"kind.{kind}" in words.texts else kind
            yield words("gap", kind=named, numbers=numbers(ranges))
    offset = timedelta(seconds=desk.backlog.clock_offset)
    if abs(offset) > CLOCK_TOLERANCE:
        yield words("ahead" if offset > timedelta() else "late", time=words.lasting(abs(offset)))


def numbers(ranges: Sequence[tuple[int, int]]) -> str:
    """Ranges as people write them: 5, 441–444."""
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in ranges)
