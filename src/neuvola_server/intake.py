"""One sync: everything a desk sends, in one transaction, answered after its commit.

Private kinds travel alone, so that nothing joins a contact request to a visit.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import astuple, replace
from datetime import datetime
from functools import partial
from typing import Final, Protocol

from sqlalchemy import Connection
from sqlalchemy.exc import DataError, IntegrityError

from neuvola_core.errors import RequestRefusedError
from neuvola_core.wire import (
    MOST_OFFERED,
    MOST_RECORDS,
    OLDEST_PROTOCOL,
    PRIVATE_KINDS,
    STORED,
    Head,
    RecordKind,
    Status,
    SyncAnswer,
    SyncRequest,
    Verdict,
)
from neuvola_server import numbering, totals
from neuvola_server.bodies import SEALED, Reading, Refusal, is_name, is_record_id, read
from neuvola_server.desks import Desks
from neuvola_server.durability import Durability
from neuvola_server.records import Records
from neuvola_server.storage.database import REQUESTS, Database

_LONGEST_WEEK: Final = len("2026-W47")


class HeadKeeper(Protocol):
    """Where the catalogue stands."""

    def head(self, connection: Connection) -> Head:
        """The head as the transaction at hand sees it."""


class AgeJudge(Protocol):
    """Tells the contact requests that come too late."""

    def judged(self, connection: Connection, readings: Sequence[Reading]) -> tuple[Reading, ...]:
        """The readings, those of requests that are too old refused."""


class OfferNamer(Protocol):
    """Who takes contact requests."""

    def name(self) -> str:
        """The name of the present offers."""


class Intake:
    """Takes what desks send."""

    def __init__(
        self,
        database: Database,
        *,
        desks: Desks,
        records: Records,
        arrivals: AgeJudge,
        opening: Callable[[], AbstractSet[str]],
        is_clock_doubted: Callable[[], bool],
        durability: Durability,
        publication: HeadKeeper,
        offering: OfferNamer,
        sync_seconds: int,
        desk_version: str,
        clock: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._desks = desks
        self._records = records
        self._arrivals = arrivals
        self._opening = opening
        self._is_clock_doubted = is_clock_doubted
        self._durability = durability
        self._publication = publication
        self._offering = offering
        self._sync_seconds = sync_seconds
        self._desk_version = desk_version
        self._clock = clock

    def sync(self, token: str, request: SyncRequest, *, carried: bool = False) -> SyncAnswer:
        """Stores what is sent and tells where the catalogue stands.

        A ``carried`` request was made long ago: it is no contact, and its ticket, old by now, tells nothing.
        """
        _check(request)
        readings = self._openable(tuple(map(read, request.records)))
        # A request's days are counted: by a clock that has leapt it would be erased, so it comes again later.
        later = frozenset(one.id for one in request.records if one.kind == RecordKind.CONTACT)
        later = later if later and self._is_clock_doubted() else frozenset()
        offers = self._offering.name()  # it may have to be read first, and a transaction reads nothing else
        told = partial(self._take, token=token, request=request, readings=readings, offers=offers)
        take = partial(told, later=later, carried=carried)
        try:
            answer = self._database.write(take)
        except (IntegrityError, DataError):
            # Something in it is not what the database takes: each record for itself, so that it is found.
            answer = self._database.write(partial(take, singly=True))
        if any(record.kind in PRIVATE_KINDS for record in request.records):
            self._database.scrub(REQUESTS)
        return answer

    def _openable(self, readings: tuple[Reading, ...]) -> tuple[Reading, ...]:
        """The readings; a request that no key here opens is refused, so that it lies in sight at its desk."""
        sealed = [one for one in readings if one.record.kind == RecordKind.CONTACT and one.body]
        sealed = [one for one in sealed if not one.held]
        if not sealed:
            return readings
        ours = self._opening()
        closed = {one.record.id for one in sealed if ours.isdisjoint(one.record.body[SEALED]["keys"])}
        refused = Refusal("invalid", SEALED)
        return tuple(replace(one, refusal=refused) if one.record.id in closed else one for one in readings)

    def _take(
        self,
        connection: Connection,
        token: str,
        request: SyncRequest,
        readings: Sequence[Reading],
        offers: str,
        later: AbstractSet[str],
        *,
        carried: bool,
        singly: bool = False,
    ) -> SyncAnswer:
        admitted = self._desks.admit(connection, token)
        self._desks.check_own(admitted.desk, request.desk)
        taken = [reading for reading in readings if reading.record.id not in later]
        judged = self._arrivals.judged(connection, taken)
        verdicts = self._records.store(connection, judged, singly=singly)
        verdicts |= {record_id: Verdict(Status.RETRY) for record_id in later}
        created = {one for one, verdict in verdicts.items() if verdict.status == Status.CREATED}
        before = {one for one, verdict in verdicts.items() if verdict.status in STORED} - created
        seen, series = _seen(request, verdicts), request.series
        gaps = numbering.see(connection, admitted.desk, series, seen) if series else {}
        kept = totals.store(connection, request.totals, request.counter_series, request.serial)
        awaited = set(filter(is_record_id, request.await_durable))
        durable = self._durability.durable(connection, created, before | awaited)
        ticket, notices = ("", ()) if carried else self._desks.note_contact(connection, admitted, request)
        return SyncAnswer(
            nonce=request.nonce,
            head=self._publication.head(connection),
            server_time=self._clock().isoformat(timespec="seconds"),
            ticket=ticket,
            verdicts=verdicts,
            stored_totals=kept,
            durable=durable,
            gaps=gaps,
            next_sync_after=self._sync_seconds,
            offers=offers,
            desk_version=self._desk_version,
            notices=notices if request.protocol >= OLDEST_PROTOCOL else (*notices, "update-needed"),
        )


def check_nonce(nonce: str) -> None:
    """Refuses a request that an answer could not be matched with."""
    if not is_name(nonce):
        raise RequestRefusedError(status=422, reason="nonce")


def _check(request: SyncRequest) -> None:
    check_nonce(request.nonce)
    voided = [number for numbers in request.void.values() for number in numbers]
    if (
        len(request.records) > MOST_RECORDS
        or len(request.await_durable) > MOST_OFFERED
        or len(voided) > MOST_OFFERED
    ):
        raise RequestRefusedError(status=413, reason="too-many")
    private = sum(record.kind in PRIVATE_KINDS for record in request.records)
    if private and (private < len(request.records) or request.totals):
        raise RequestRefusedError(status=422, reason="mixed")
    if len({record.id for record in request.records}) < len(request.records):
        raise RequestRefusedError(status=422, reason="twice")
    _check_names(request)
    numbering.check_numbers((*(record.number for record in request.records if record.number), *voided))
    totals.check_totals(request.totals, request.counter_series)


def _check_names(request: SyncRequest) -> None:
    optional = {"series": request.series, "ticket": request.ticket, "app": request.app}
    for reason, text in optional.items():
        if text and not is_name(text):
            raise RequestRefusedError(status=422, reason=reason)
    if not all(map(is_name, request.void)):
        raise RequestRefusedError(status=422, reason="void")
    if not 0 <= request.protocol <= numbering.LARGEST or not 0 <= request.serial <= numbering.LARGEST:
        raise RequestRefusedError(status=422, reason="protocol")
    figures = (n for n in astuple(request.backlog) if isinstance(n, int))
    if any(abs(n) > numbering.LARGEST for n in figures) or len(request.backlog.oldest_week) > _LONGEST_WEEK:
        raise RequestRefusedError(status=422, reason="backlog")


def _seen(request: SyncRequest, verdicts: dict[str, Verdict]) -> dict[str, set[int]]:
    """The numbers that are settled: of records with a verdict, and those that will never come.

    Private kinds are not counted: how many a desk has sent, and when the last one, is nobody's to know.
    """
    seen: dict[str, set[int]] = defaultdict(set)
    for record in request.records:
        if record.number and is_name(record.kind) and verdicts[record.id].status != Status.RETRY:
            seen[record.kind].add(record.number)
    for kind, numbers in request.void.items():
        seen[kind].update(numbers)
    return {kind: numbers for kind, numbers in seen.items() if kind not in PRIVATE_KINDS}
