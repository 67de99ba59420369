"""Core values ↔ rows of the record."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import RowMapping

from neuvola_core.visit import (
    Entry,
    Interpreter,
    IsoWeek,
    Language,
    Length,
    Meeting,
    Outcome,
    PartOfDay,
    Target,
    Unmet,
    UnmetReason,
    Visit,
)
from neuvola_desk.record_port import Given, JoinedVisit


def _pairs(pairs: Iterable[tuple[str, str]]) -> str:
    return json.dumps(sorted(pairs), ensure_ascii=False, separators=(",", ":"))


def visit_row(visit: Visit) -> dict[str, str]:
    """A visit as a row."""
    return {
        "id": visit.id,
        "point": visit.point,
        "campaign": visit.campaign,
        "week": str(visit.week),
        "channel": visit.channel.value,
        "needs": json.dumps(visit.needs, ensure_ascii=False, separators=(",", ":")),
        "target": visit.target.value,
        "language": visit.language.value,
        "interpreter": visit.interpreter.value,
        "outcome": visit.outcome.value,
        "unmet": _pairs((unmet.need, unmet.reason.value) for unmet in visit.unmet),
        "length": visit.length.value,
        "entry": visit.entry.value,
    }


def visit_of(row: RowMapping) -> Visit:
    """The visit of a row."""
    return Visit(
        id=row["id"],
        point=row["point"],
        campaign=row["campaign"],
        week=IsoWeek.parse(row["week"]),
        channel=Meeting(row["channel"]),
        needs=tuple(json.loads(row["needs"])),
        target=Target(row["target"]),
        language=Language(row["language"]),
        interpreter=Interpreter(row["interpreter"]),
        outcome=Outcome(row["outcome"]),
        unmet=tuple(Unmet(need, UnmetReason(reason)) for need, reason in json.loads(row["unmet"])),
        length=Length(row["length"]),
        entry=Entry(row["entry"]),
    )


def given_json(given: Iterable[Given]) -> str:
    """Pairs of need and service as a column holds them."""
    return _pairs((pair.need, pair.service) for pair in given)


def given_of(column: str) -> tuple[Given, ...]:
    """The pairs of a column."""
    return tuple(Given(need, service) for need, service in json.loads(column))


def utc(moment: datetime) -> str:
    """A moment as text whose order is the order of time."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def joined_row(entry: JoinedVisit, *, latest: bool) -> dict[str, Any]:
    """What undoing a visit takes, as a row."""
    return {
        "id": entry.visit.id,
        "closes": utc(entry.closes),
        "latest": latest,
        "day": entry.day,
        "part": entry.part.value if entry.part else None,
        "month": entry.month,
        "given": given_json(entry.given),
        "note_id": entry.note_id,
    }


def joined_of(row: RowMapping, visit: Visit) -> JoinedVisit:
    """What undoing ``visit`` takes, from its row."""
    return JoinedVisit(
        visit=visit,
        closes=datetime.fromisoformat(row["closes"]),
        month=row["month"],
        day=row["day"],
        part=PartOfDay(row["part"]) if row["part"] else None,
        given=given_of(row["given"]),
        note_id=row["note_id"],
    )
