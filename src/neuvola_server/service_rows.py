"""The rows of what is published: which of them a source's news changes, and writing those.

A row keeps what the source said and what is published, which differ where a correction is laid over it.
Rows that are going to change are locked in the order of their ids; the others are read only.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    bindparam,
    delete,
    false,
    func,
    insert,
    or_,
    select,
    update,
)

from neuvola_core import codec
from neuvola_core.errors import NeuvolaError
from neuvola_core.wire import GONE_DIGEST
from neuvola_server.amending import Amendment, laid_over
from neuvola_server.storage.inserts import insert_into
from neuvola_server.storage.schema import amendment, change, freshness, service

_CHUNK: Final = 500


@dataclass(frozen=True, slots=True)
class Incoming:
    """A service as its source says it now; ``canonical`` leaves the day of fetching out."""

    id: str
    source: str
    kind: str
    source_id: str
    canonical: bytes
    digest: str
    fetched_on: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What a source says, of which that is published which is news.

    ``origin`` names the set of services that the source answers for; if ``complete``, those of it that are
    neither in ``services`` nor in ``kept`` are withdrawn, unless fewer than ``least_kept`` (0 to 1) of it
    would be left. ``gone`` are withdrawn in any case. ``day`` is today. ``confirmed`` are the sources, by
    name, that were read whole.
    """

    origin: str
    day: str
    services: Sequence[Incoming] = ()
    complete: bool = False
    gone: Collection[str] = ()
    kept: Collection[str] = ()
    confirmed: Collection[str] = ()
    least_kept: float = 0


class ShrunkSourceError(NeuvolaError):
    """A source that lost too much at once to be believed; facts: ``origin``, ``missing``, ``of``."""

    code = "shrunk-source"


@dataclass(frozen=True, slots=True)
class Published:
    """How many services a publication added, changed, found as they were, and withdrew."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    withdrawn: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """How a service stands before a publication."""

    origin: str
    digest: str
    imported_digest: str
    fetched_on: str
    gone: bool


@dataclass(slots=True)
class Plan:
    """What is to be written: rows by id, and the changes to be numbered (id, digest) in their order."""

    new: dict[str, dict[str, Any]] = field(default_factory=dict)
    changed: dict[str, dict[str, Any]] = field(default_factory=dict)
    seen_again: dict[str, str] = field(default_factory=dict)
    withdrawn: dict[str, bool] = field(default_factory=dict)
    numbered: list[tuple[str, str]] = field(default_factory=list)
    growth: int = 0
    unchanged: int = 0

    @property
    def touched(self) -> set[str]:
        """The rows that exist and will not stay as they are."""
        return {*self.changed, *self.withdrawn}

    @property
    def result(self) -> Published:
        """The plan in figures."""
        return Published(len(self.new), len(self.changed), self.unchanged, len(self.withdrawn))


def plan(connection: Connection, changes: Changes) -> Plan:
    """Compares what is said with what stands; the rows that will change are locked on return."""
    incoming: dict[str, Incoming] = {}
    for one in changes.services:
        incoming.setdefault(one.id, one)  # an identity that comes again: the first holds
    known = _standing(connection, {*incoming, *changes.gone})
    if changes.complete:
        known.update(_rows(connection.execute(_read().where(in_scope(changes.origin)))))
    first = _compare(changes, incoming, known, _corrections(connection))
    _check_shrinking(changes, known, first)
    if not first.touched or connection.dialect.name == "sqlite":
        return first  # SQLite's one writer has the whole file
    locked = _standing(connection, first.touched, lock=True)
    # A withdrawn one may have been forgotten meanwhile.
    known = {key: one for key, one in known.items() if key not in first.touched} | locked
    return _compare(changes, incoming, known, _corrections(connection))


def _compare(
    changes: Changes,
    incoming: Mapping[str, Incoming],
    known: Mapping[str, Standing],
    corrections: Mapping[str, tuple[Amendment, ...]],
) -> Plan:
    made = Plan()
    for one in incoming.values():
        _place(made, changes, one, known.get(one.id), corrections.get(one.id, ()))
    for service_id, stands in known.items():
        if stands.gone or service_id in incoming or service_id in changes.kept:
            continue
        missing = changes.complete and is_of(changes.origin, stands.origin)
        if missing or service_id in changes.gone:
            made.withdrawn[service_id] = missing and service_id not in changes.gone
            made.numbered.append((service_id, GONE_DIGEST))
            made.growth -= 1
    return made


def _check_shrinking(changes: Changes, known: Mapping[str, Standing], made: Plan) -> None:
    living = sum(not one.gone and is_of(changes.origin, one.origin) for one in known.values())
    missing = sum(made.withdrawn.values())
    if living - missing < changes.least_kept * living:
        raise ShrunkSourceError(origin=changes.origin, missing=missing, of=living)


def _place(
    made: Plan,
    changes: Changes,
    one: Incoming,
    stands: Standing | None,
    corrections: tuple[Amendment, ...],
) -> None:
    if stands and not stands.gone and stands.imported_digest == one.digest:
        made.unchanged += 1
        if (stands.fetched_on, stands.origin) != (one.fetched_on, changes.origin):
            made.seen_again[one.id] = one.fetched_on
        return
    canonical = laid_over(one.canonical, corrections)
    digest = codec.digest(canonical) if corrections else one.digest
    row = {
        "source": one.source,
        "kind": one.kind,
        "source_id": one.source_id,
        "origin": changes.origin,
        "digest": digest,
        "canonical": canonical,
        "imported_digest": one.digest,
        "imported": b"" if canonical == one.canonical else one.canonical,
        "gone": False,
        "fetched_on": one.fetched_on,
        "withdrawn_on": "",
        "missing_since": "",
    }
    (made.changed if stands else made.new)[one.id] = row
    if stands and not stands.gone and stands.digest == digest:
        return  # what changed at the source is hidden by a correction
    made.numbered.append((one.id, digest))
    made.growth += 0 if stands and not stands.gone else 1


def write(connection: Connection, changes: Changes, made: Plan) -> None:
    """Writes a plan's rows; their numbers come later (``set_numbers``)."""
    for rows in _chunks(({"id": key, "seq": 0, **row} for key, row in made.new.items())):
        connection.execute(insert(service), rows)
    for rows in _chunks(({"key": key, **row} for key, row in made.changed.items())):
        connection.execute(update(service).where(service.c.id == bindparam("key")), rows)
    for rows in _chunks({"key": key, "day": day} for key, day in sorted(made.seen_again.items())):
        seen = update(service).where(service.c.id == bindparam("key"))
        connection.execute(seen.values(fetched_on=bindparam("day"), origin=changes.origin), rows)
    withdrawn = update(service).where(service.c.id == bindparam("key"))
    withdrawn = withdrawn.values(gone=True, withdrawn_on=changes.day, missing_since=bindparam("missing"))
    for rows in _chunks(
        {"key": key, "missing": changes.day if missing else ""} for key, missing in made.withdrawn.items()
    ):
        connection.execute(withdrawn, rows)


def set_numbers(connection: Connection, after: int) -> None:
    """Tells every row the number of its newest change, for the changes numbered above ``after``."""
    connection.execute(
        update(service)
        .where(service.c.id == change.c.id, change.c.seq > after)
        .values(seq=change.c.seq)
        .execution_options(synchronize_session=False)
    )


def confirm(connection: Connection, source: str, day: str) -> None:
    """Notes that a source was found whole, unless services of it come from elsewhere and were not."""
    stale = select(service.c.id).where(
        service.c.source == source, service.c.gone == false(), service.c.fetched_on < day
    )
    if connection.execute(stale.limit(1)).one_or_none() is None:
        connection.execute(delete(freshness).where(freshness.c.source == source, freshness.c.day < day))
        noted = insert_into(connection, freshness).values(source=source, day=day)
        connection.execute(noted.on_conflict_do_nothing())


def is_of(scope: str, origin: str) -> bool:
    """Whether a source that answers for ``scope``, as "helsinki", answers for "helsinki/errand" too."""
    return origin == scope or origin.startswith(f"{scope}/")


def in_scope(scope: str) -> ColumnElement[bool]:
    """The same as a condition on living rows."""
    inside = func.substr(service.c.origin, 1, len(scope) + 1) == f"{scope}/"
    return or_(service.c.origin == scope, inside) & (service.c.gone == false())


def republish(connection: Connection, service_id: str) -> str:
    """Lays a service's corrections over it anew; the new digest if a desk is to hear of it, else nothing."""
    query = select(service).where(service.c.id == service_id).with_for_update()
    row = connection.execute(query).one()
    imported = row.imported or row.canonical
    canonical = laid_over(imported, corrections_of(connection, service_id))
    digest = codec.digest(canonical)
    if digest == row.digest:
        return ""
    connection.execute(
        update(service)
        .where(service.c.id == service_id)
        .values(digest=digest, canonical=canonical, imported=b"" if canonical == imported else imported)
    )
    return "" if row.gone else digest


def corrections_of(connection: Connection, service_id: str) -> tuple[Amendment, ...]:
    """The corrections of one service, the oldest first."""
    rows = connection.execute(select(amendment).where(amendment.c.service == service_id))
    return _ordered(Amendment(**row._mapping) for row in rows)


def _corrections(connection: Connection) -> Mapping[str, tuple[Amendment, ...]]:
    found: dict[str, list[Amendment]] = {}
    for row in connection.execute(select(amendment)):
        found.setdefault(row.service, []).append(Amendment(**row._mapping))
    return {key: _ordered(some) for key, some in found.items()}


def _ordered(some: Iterable[Amendment]) -> tuple[Amendment, ...]:
    return tuple(sorted(some, key=lambda one: (one.day, one.id)))


def _read() -> Any:
    return select(
        *(service.c[name] for name in ("id", "origin", "digest", "imported_digest", "fetched_on", "gone"))
    )


def _standing(connection: Connection, ids: Collection[str], *, lock: bool = False) -> dict[str, Standing]:
    found: dict[str, Standing] = {}
    for some in _chunks(sorted(ids)):
        query = _read().where(service.c.id.in_(some)).order_by(service.c.id)
        found.update(_rows(connection.execute(query.with_for_update() if lock else query)))
    return found


def _rows(rows: Iterable[Row[Any]]) -> dict[str, Standing]:
    return {row.id: Standing(*tuple(row)[1:]) for row in rows}


def _chunks(items: Iterable[Any]) -> Iterator[list[Any]]:
    rest = iter(items)
    while some := list(islice(rest, _CHUNK)):
        yield some
