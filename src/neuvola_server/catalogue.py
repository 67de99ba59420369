"""What the server publishes: sources brought in, corrections laid over them, and what became of a service.

A source is one publication: it comes in whole or not at all, and may be repeated. What did not come in a
complete reading is withdrawn and says since when it is missing. Corrections survive whatever comes next.
"""

import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Connection, delete, false, func, insert, select

from neuvola_core import codec
from neuvola_core.catalogue import Service
from neuvola_core.errors import UnknownServiceError
from neuvola_core.ids import new_record_id
from neuvola_exchange import registry
from neuvola_exchange.account import Account, ImportReport, Progress
from neuvola_exchange.report import Reading
from neuvola_server.amending import Amendment, amended
from neuvola_server.fetching import Fetcher, is_address
from neuvola_server.publication import Publication
from neuvola_server.raw_files import RawFiles
from neuvola_server.service_rows import Changes, Incoming, Published, corrections_of, republish
from neuvola_server.storage.database import Database
from neuvola_server.storage.schema import amendment, service

_PAGE = 500


@dataclass(frozen=True, slots=True)
class Entry:
    """A service as it is published and as its source says it, with what was corrected between the two.

    ``withdrawn_on`` is empty for one that is offered; ``missing_since`` says that its source stopped telling
    of it, without a word. Both are ISO dates.
    """

    service: Service
    of_source: Service
    origin: str
    amendments: tuple[Amendment, ...]
    withdrawn_on: str
    missing_since: str


class PublishedCatalogue:
    """Brings services in and corrects them."""

    def __init__(
        self,
        database: Database,
        publication: Publication,
        raw_files: RawFiles,
        fetcher: Fetcher,
        clock: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._publication = publication
        self._raw_files = raw_files
        self._fetcher = fetcher
        self._clock = clock

    # --- bringing in ---

    def import_(
        self, sources: Iterable[str | Path], source_format: str = "auto", progress: Progress | None = None
    ) -> ImportReport:
        """Imports files, folders and addresses in turn.

        Raises ``UnreadableSourceError`` or ``SourceUnreachableError`` if one cannot be read at all.
        """
        report = ImportReport()
        for source in sources:
            report = report.joined(self._import_one(source, source_format, progress))
        return report

    def _import_one(self, source: str | Path, source_format: str, progress: Progress | None) -> ImportReport:
        if not is_address(source):
            return self._import_path(Path(source).expanduser(), source_format, progress)
        with tempfile.TemporaryDirectory(prefix="neuvola-") as folder:
            self._fetcher.fetch((str(source),), Path(folder))
            return self._import_path(Path(folder), source_format, progress, address=str(source))

    def _import_path(
        self, path: Path, source_format: str, progress: Progress | None, address: str = ""
    ) -> ImportReport:
        reading = registry.open_source(path, source_format)
        if address and reading.format == "sheet":
            # A sheet is told from others by its file's name, and what was fetched has none of its own.
            reading = replace(reading, origin=f"sheet/{address}")
        report = self.bring_in(reading, progress)
        self._raw_files.keep(reading.origin, path)
        return report

    def bring_in(
        self, reading: Reading, progress: Progress | None = None, least_kept: float = 0
    ) -> ImportReport:
        """Publishes what a reading says; raises ``ShrunkSourceError`` if less would be left of its origin."""
        account = Account(reading, progress)
        incoming: list[Incoming] = []
        refused: list[str] = []
        today = self._today()
        for one in account.services():
            try:
                incoming.append(_incoming(one, today))
            except ValueError:
                refused.append(one.id)
        published = self._publication.publish(
            Changes(
                origin=reading.origin,
                day=today,
                services=incoming,
                complete=reading.complete,
                gone=account.gone,
                kept=refused,
                confirmed=sorted({one.source for one in incoming}) if reading.complete else (),
                least_kept=least_kept,
            )
        )
        return account.report(
            added=published.added,
            updated=published.updated,
            unchanged=published.unchanged,
            withdrawn=published.withdrawn,
            refused=tuple(refused),
        )

    def withdraw(self, origin: str) -> Published:
        """Withdraws everything of a source that is no longer followed."""
        return self._publication.publish(Changes(origin, self._today(), complete=True))

    # --- correcting ---

    def amend(self, service_id: str, field: str, value: Any, reason: str = "") -> Amendment:
        """Corrects a field of a service from now on; replaces a former correction of that field.

        Raises ``UnknownServiceError`` and ``AmendmentRefusedError``.
        """
        amended(self.entry(service_id).of_source, field, value)
        said = msgspec.json.encode(value).decode()
        made = Amendment(new_record_id(), service_id, field, said, reason, self._today())

        def write(connection: Connection) -> None:
            former = (amendment.c.service == service_id) & (amendment.c.field == field)
            connection.execute(delete(amendment).where(former))
            connection.execute(insert(amendment).values(**asdict(made)))
            self._renew(connection, service_id)

        self._database.write(write)
        return made

    def withdraw_amendment(self, amendment_id: str) -> None:
        """Lets the source's own word hold again; nothing happens if there is no such correction."""

        def write(connection: Connection) -> None:
            one = amendment.c.id == amendment_id
            found = connection.execute(select(amendment.c.service).where(one)).scalar_one_or_none()
            if found is not None:
                connection.execute(delete(amendment).where(one))
                self._renew(connection, str(found))

        self._database.write(write)

    def _renew(self, connection: Connection, service_id: str) -> None:
        digest = republish(connection, service_id)
        if digest:
            self._publication.number(connection, [(service_id, digest)], 0)

    # --- looking ---

    def entry(self, service_id: str) -> Entry:
        """A service, a withdrawn one too; raises ``UnknownServiceError``."""
        return self._database.read(lambda connection: _entry(connection, service_id))

    def sources(self) -> Mapping[str, date]:
        """The newest day on which anything of a source was found, by the source's name."""
        days = select(service.c.source, func.max(service.c.fetched_on)).where(service.c.gone == false())
        query = days.group_by(service.c.source).order_by(service.c.source)
        rows = self._database.read(lambda connection: connection.execute(query).all())
        return {source: date.fromisoformat(day) for source, day in rows}

    def services(self, source: str = "") -> Iterator[Service]:
        """Every service that is offered, of one source only if it is named; the log moves on meanwhile."""
        last = ""
        while rows := self._offered(source, last):
            yield from rows
            last = rows[-1].id

    def _offered(self, source: str, after: str) -> tuple[Service, ...]:
        query = (
            select(service.c.canonical, service.c.fetched_on)
            .where(service.c.gone == false(), service.c.id > after)
            .order_by(service.c.id)
            .limit(_PAGE)
        )
        if source:
            query = query.where(service.c.source == source)
        rows = self._database.read(lambda connection: connection.execute(query).all())
        return tuple(_service(canonical, fetched_on) for canonical, fetched_on in rows)

    def missing(self) -> tuple[Entry, ...]:
        """What sources stopped telling of, the newest loss first."""
        query = select(service.c.id).where(service.c.missing_since != "")
        query = query.order_by(service.c.missing_since.desc(), service.c.id)
        return self._database.read(
            lambda connection: tuple(_entry(connection, row[0]) for row in connection.execute(query).all())
        )

    def _today(self) -> str:
        return self._clock().date().isoformat()


def _incoming(one: Service, today: str) -> Incoming:
    source = one.source
    canonical = codec.to_json(replace(one, source=replace(source, fetched_on=None)))
    fetched_on = source.fetched_on.isoformat() if source.fetched_on else today
    return Incoming(
        one.id, source.name, source.kind, source.source_id, canonical, codec.digest(canonical), fetched_on
    )


def _service(canonical: bytes, fetched_on: str) -> Service:
    found = codec.from_json(canonical, Service)
    day = date.fromisoformat(fetched_on) if fetched_on else None
    return replace(found, source=replace(found.source, fetched_on=day))


def _entry(connection: Connection, service_id: str) -> Entry:
    row = connection.execute(select(service).where(service.c.id == service_id)).one_or_none()
    if row is None:
        raise UnknownServiceError(id=service_id)
    return Entry(
        service=_service(row.canonical, row.fetched_on),
        of_source=_service(row.imported or row.canonical, row.fetched_on),
        origin=row.origin,
        amendments=corrections_of(connection, service_id),
        withdrawn_on=row.withdrawn_on,
        missing_since=row.missing_since,
    )
