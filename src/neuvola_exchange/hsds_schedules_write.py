"""Hours → HSDS schedules: what the standard can say as rules, the rest in words.

Seasons, holidays and agreed times are no rules of the standard: they go out as a sentence, and the hours as
they are beside them (see ``exactly``).
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Final

from neuvola_core.hours import NOT_KNOWN, Exceptional, Hours, Opening, Regular, Weeks
from neuvola_core.opening import MIDNIGHT
from neuvola_exchange import hsds_extras, hsds_schedules, sheet_hours
from neuvola_exchange.hsds_times import DAYS, clock
from neuvola_exchange.json_files import Record

_WEEK_NUMBERS: Final = {Weeks.ODD: range(1, 54, 2), Weeks.EVEN: range(2, 53, 2)}
_ANY_DAY: Final = date(2000, 1, 1)
"""Nothing that is written here is read by the day it is read on."""


def schedules(hours: Hours, owner: str) -> list[Record]:
    """The schedules of hours; ``owner`` is the id of what they belong to."""
    rows = [row for regular in hours.regular for row in _regular(regular)]
    rows += [row for told in hours.exceptional for row in _exceptional(told)]
    rows += [_words(sheet_hours.cell(Hours(holidays=hours.holidays)))] if hours.holidays else []
    if hours.note:
        rows.append({})
    for number, row in enumerate(rows):
        row["id"] = hsds_extras.own_id(owner, "schedule", number)
    if hours.note:
        hsds_extras.put_text(rows[-1], "description", hours.note)
    return [{"id": row.pop("id"), **row} for row in rows]


def exactly(hours: Hours, rows: list[Record]) -> Hours:
    """What must be kept beside the schedules so that they are read back as these hours.

    Nothing where the schedules say all; only the day they were told on where they say all but that.
    """
    if replace(hours, as_of=None) != _read(rows):
        return hours
    return Hours(as_of=hours.as_of) if hours.as_of else NOT_KNOWN


def restored(hours: Hours, kept: Hours) -> Hours:
    """The hours that ``exactly`` was asked about, from what the schedules say and what was kept.

    What was kept holds for the schedules it was kept beside: those that somebody has changed since prevail.
    """
    if kept.is_stated:
        return kept if _read(schedules(kept, "")) == hours else hours
    return replace(hours, as_of=kept.as_of) if kept.as_of else hours


def _read(rows: list[Record]) -> Hours:
    return hsds_schedules.hours(rows, lambda *_: None, "fi", _ANY_DAY)


def _regular(regular: Regular) -> Iterator[Record]:
    if regular.season or regular.closed or not (regular.openings or regular.always_open):
        yield _words(sheet_hours.cell(Hours(regular=(regular,))))
        return
    frame: Record = {"freq": "WEEKLY"}
    if regular.valid_from:
        frame["valid_from"] = regular.valid_from.isoformat()
    if regular.valid_to:
        frame["valid_to"] = regular.valid_to.isoformat()
    if regular.by_appointment:
        frame["attending_type"] = hsds_schedules.APPOINTMENT
    if regular.note:
        frame["description"] = regular.note.best()
    if regular.always_open:
        yield {**frame, "byday": ",".join(DAYS), **_times(0, MIDNIGHT)}
        return
    for (opens, closes, weeks), openings in _alike(regular.openings).items():
        days = ",".join(DAYS[number] for number in sorted({o.weekday for o in openings}))
        row = {**frame, "byday": days, **_times(opens, closes)}
        if weeks in _WEEK_NUMBERS:
            row["byweekno"] = ",".join(map(str, _WEEK_NUMBERS[weeks]))
        yield row


def _alike(openings: tuple[Opening, ...]) -> dict[tuple[int, int, Weeks], list[Opening]]:
    found: dict[tuple[int, int, Weeks], list[Opening]] = {}
    for opening in openings:
        found.setdefault((opening.opens, opening.closes, opening.weeks), []).append(opening)
    return found


def _exceptional(told: Exceptional) -> Iterator[Record]:
    dates: Record = {"valid_from": told.first.isoformat(), "valid_to": told.last.isoformat()}
    if told.closed:
        yield {**dates, "description": hsds_schedules.CLOSED}
    elif told.spans and told.first == told.last:
        yield from ({**dates, **_times(span.opens, span.closes)} for span in told.spans)
    else:
        yield {**dates, **_words(sheet_hours.cell(Hours(exceptional=(told,))))}


def _times(opens: int, closes: int) -> Record:
    return {"opens_at": clock(opens), "closes_at": clock(closes, closing=True)}


def _words(told: str) -> Record:
    return {"description": told}
