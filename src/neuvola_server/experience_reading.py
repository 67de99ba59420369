"""The way of experiences to those who give the services: read by a coordinator first, then in batches.

What came in a week can be read when that week has ended, so that nobody learns the day by looking often. What
was read waits apart from its record, which keeps the coded answers alone; a batch has five answers, or is
what a quarter has left behind. No point, week or slip goes with it, and no order that could tell of one.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Final

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, delete, insert, select, update

from neuvola_core import codec
from neuvola_core.coarsening import ENOUGH
from neuvola_core.experience import Helped
from neuvola_core.text import EMPTY, Text
from neuvola_core.visit import IsoWeek, UnmetReason
from neuvola_core.wire import RecordKind
from neuvola_server.audit import record_act
from neuvola_server.records import NOT_COME, READ, STORED
from neuvola_server.slips import quarter_of
from neuvola_server.storage import schema
from neuvola_server.storage.database import EXPERIENCES, Database

MOST_SHOWN: Final = 50
WAITING_TEXT: Final = timedelta(days=30)
"""So long after the quarter in which it was read a text may wait to be handed on."""
_RECORD: Final = schema.record
_CONFLICT: Final = schema.conflict
_WAITING: Final = schema.experience_waiting
_HAS_TEXT: Final = _RECORD.c.body.contains('"text":')
_ORDER: Final = {helped: place for place, helped in enumerate(Helped)}


@dataclass(frozen=True, slots=True)
class Answer:
    """What one visitor told of a service; ``service`` is its name, empty where the catalogue has lost it."""

    service: Text
    helped: Helped
    obstacle: UnmetReason | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Unread:
    """A text to be read before it goes on; ``provider`` is a name too."""

    id: str
    provider: Text
    answer: Answer


@dataclass(frozen=True, slots=True)
class Batch:
    """What may be handed to a provider now; ``stamp`` tells this batch from what it may become."""

    provider: str
    name: Text
    answers: tuple[Answer, ...]
    stamp: str


@dataclass(frozen=True, slots=True)
class Pending:
    """All that lies before a coordinator; ``others`` are providers of whom too little was read yet."""

    unread: tuple[Unread, ...]
    left: int
    batches: tuple[Batch, ...]
    others: tuple[Text, ...]


class _Named(msgspec.Struct):
    """What is read of a service; the rest of its JSON is passed over."""

    id: str = ""
    name: dict[str, str] = field(default_factory=dict)


class _Service(_Named):
    organisation: _Named | None = None


class ExperienceReading:
    """Reads, passes on, hands over."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def all(self) -> Pending:
        """What is to be read, the oldest week first, and the batches."""
        return self._database.read(self._all)

    def batch(self, provider: str) -> Batch | None:
        """The batch of one provider; none while too little was read."""
        return next((one for one in self.all().batches if one.provider == provider), None)

    def pass_on(self, record: str, *, who: str) -> bool:
        """Lets a text go with its answers; False where it is not to be read any more."""
        return self._take(record, who, "experience-passed", with_text=True)

    def remove_text(self, record: str, *, who: str) -> bool:
        """Erases a text, so that the coded answers alone go on; False as above."""
        return self._take(record, who, "experience-text-removed", with_text=False)

    def hand_on(self, provider: str, stamp: str, *, who: str) -> bool:
        """Notes that a provider has got a batch, and erases its texts; False if it has changed."""

        def work(connection: Connection) -> bool:
            rows = _ready_rows(connection, self._quarter()).get(provider, [])
            if not rows or _stamp(rows) != stamp:
                return False
            connection.execute(delete(_WAITING).where(_WAITING.c.id.in_([row.id for row in rows])))
            record_act(connection, self._clock(), who=who, what="experiences-handed-on", of=provider)
            return True

        return self._write(work)

    def _take(self, record: str, who: str, what: str, *, with_text: bool) -> bool:
        def work(connection: Connection) -> bool:
            this = _of_ended_weeks(self._week()) & _HAS_TEXT & (_RECORD.c.id == record)
            written = connection.execute(select(_RECORD.c.body).where(this).with_for_update()).scalar()
            if written is None:
                return False
            body = msgspec.json.decode(written)
            text = body.pop("text")
            # The digest would let a guessed text be tried, and what stands beside has no reader any more.
            kept = {"body": codec.to_json(body).decode(), "digest": ""}
            connection.execute(update(_RECORD).where(_RECORD.c.id == record).values(kept))
            beside = (_CONFLICT.c.id == record) & (_CONFLICT.c.kind == RecordKind.EXPERIENCE)
            connection.execute(delete(_CONFLICT).where(beside))
            _add(connection, record, body, text if with_text else "", self._quarter())
            record_act(connection, self._clock(), who=who, what=what, of=str(body["service"]))
            return True

        return self._write(work)

    def _write(self, work: Callable[[Connection], bool]) -> bool:
        is_done = self._database.write(work)
        if is_done:
            self._database.scrub(EXPERIENCES)
        return is_done

    def _all(self, connection: Connection) -> Pending:
        wanted = select(_RECORD.c.id, _RECORD.c.body).where(_of_ended_weeks(self._week()), _HAS_TEXT)
        rows = connection.execute(wanted.order_by(_RECORD.c.week, _RECORD.c.id)).all()
        bodies = {row.id: msgspec.json.decode(row.body) for row in rows[:MOST_SHOWN]}
        waiting = connection.execute(select(_WAITING)).all()
        services = _services(connection, {*(body["service"] for body in bodies.values()), *_of(waiting)})
        unread = [
            Unread(record, _provider(services, body["service"])[1], _answer(services, body))
            for record, body in bodies.items()
        ]
        groups = _by_provider(waiting, services)
        batches = {key: ready(group, self._quarter()) for key, group in groups.items()}
        names = {key: _provider(services, group[0].service)[1] for key, group in groups.items()}
        return Pending(
            unread=tuple(unread),
            left=len(rows) - len(unread),
            batches=tuple(_batch(key, names[key], rows, services) for key, rows in batches.items() if rows),
            others=tuple(names[key] for key, rows in batches.items() if not rows),
        )

    def _week(self) -> str:
        return str(IsoWeek.of(self._clock().date()))

    def _quarter(self) -> str:
        return quarter_of(IsoWeek.of(self._clock().date()))


def ready(waiting: Sequence[Row[Any]], quarter: str) -> tuple[Row[Any], ...]:
    """Which of one provider's answers may go now: all of five or more, else those of former quarters."""
    if len(waiting) >= ENOUGH:
        return tuple(waiting)
    return tuple(row for row in waiting if row.quarter < quarter)


def take_up(connection: Connection, today: date) -> int:
    """Lets answers that have no text, or have lost it unread, wait with those that were read; how many."""
    week = IsoWeek.of(today)
    wanted = select(_RECORD.c.id, _RECORD.c.body).where(_of_ended_weeks(str(week)), ~_HAS_TEXT)
    rows = connection.execute(wanted.order_by(_RECORD.c.id).with_for_update()).all()
    for row in rows:
        _add(connection, row.id, msgspec.json.decode(row.body), "", quarter_of(week))
    return len(rows)


def forget_texts(connection: Connection, today: date) -> None:
    """Erases texts that have waited too long for somebody to hand them on."""
    old = _WAITING.c.quarter < quarter_of(IsoWeek.of(today - WAITING_TEXT))
    connection.execute(update(_WAITING).where(old, _WAITING.c.text != "").values(text=""))


def _of_ended_weeks(this_week: str) -> ColumnElement[bool]:
    """The experiences that came before this week and that nobody has taken up."""
    week = (_RECORD.c.week != NOT_COME) & (_RECORD.c.week < this_week)
    is_standing = (_RECORD.c.state == STORED) & _RECORD.c.body.is_not(None)
    return (_RECORD.c.kind == RecordKind.EXPERIENCE) & is_standing & week


def _add(connection: Connection, record: str, body: Mapping[str, Any], text: str, quarter: str) -> None:
    said = {name: str(body.get(name, "")) for name in ("service", "helped", "obstacle")}
    connection.execute(insert(_WAITING).values(id=record, **said, text=text, quarter=quarter))
    connection.execute(update(_RECORD).where(_RECORD.c.id == record).values(state=READ))


def _ready_rows(connection: Connection, quarter: str) -> Mapping[str, Sequence[Row[Any]]]:
    rows = connection.execute(select(_WAITING).with_for_update()).all()
    groups = _by_provider(rows, _services(connection, _of(rows)))
    return {key: ready(group, quarter) for key, group in groups.items()}


def _of(rows: Sequence[Row[Any]]) -> set[str]:
    return {row.service for row in rows}


def _services(connection: Connection, ids: Collection[str]) -> Mapping[str, _Service]:
    """Those that the catalogue still knows, be it as withdrawn."""
    service = schema.service
    wanted = select(service.c.id, service.c.canonical).where(service.c.id.in_(sorted(ids)))
    rows = connection.execute(wanted)
    return {row.id: msgspec.json.decode(bytes(row.canonical), type=_Service) for row in rows if row.canonical}


def _provider(services: Mapping[str, _Service], service: str) -> tuple[str, Text]:
    """Who gives a service; where nobody is named, the service stands for them."""
    known = services.get(service)
    if known is None:
        return service, EMPTY
    whose = known.organisation
    return (whose.id, Text(whose.name)) if whose and whose.id else (service, Text(known.name))


def _by_provider(
    rows: Sequence[Row[Any]], services: Mapping[str, _Service]
) -> Mapping[str, Sequence[Row[Any]]]:
    groups: defaultdict[str, list[Row[Any]]] = defaultdict(list)
    for row in rows:
        groups[_provider(services, row.service)[0]].append(row)
    return groups


def _answer(services: Mapping[str, _Service], said: Mapping[str, Any]) -> Answer:
    known = services.get(said["service"])
    obstacle = UnmetReason(said["obstacle"]) if said.get("obstacle") else None
    name = Text(known.name) if known else EMPTY
    return Answer(name, Helped(said["helped"]), obstacle, str(said.get("text", "")))


def _batch(provider: str, name: Text, rows: Sequence[Row[Any]], services: Mapping[str, _Service]) -> Batch:
    """Its answers stand in the order of what they say, which tells of nothing else."""
    answers = [_answer(services, row._asdict()) for row in rows]
    answers.sort(key=lambda one: (one.service.best(), _ORDER[one.helped], one.obstacle or "", one.text))
    return Batch(provider, name, tuple(answers), _stamp(rows))


def _stamp(rows: Sequence[Row[Any]]) -> str:
    return codec.digest(codec.to_json(sorted(row.id for row in rows)))
