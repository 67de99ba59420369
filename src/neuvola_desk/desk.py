"""The objects of one desk without a window: built on first use, closed together.

The window and the command line both stand on this; neither opens a database by itself.
"""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from neuvola_core.errors import AccessRefusedError, CatalogueDamagedError, NeuvolaError
from neuvola_desk.config import Settings, load_settings
from neuvola_desk.i18n import _
from neuvola_desk.keys import AskPassphrase, passphrase_from_environment, record_key
from neuvola_desk.messages import sentence
from neuvola_desk.paths import DeskPaths
from neuvola_desk.resources import resource_path
from neuvola_desk.usecases.clock import Clock, SystemClock
from neuvola_desk.usecases.feedback import Feedback
from neuvola_desk.usecases.health import Finding, State, examine, independent
from neuvola_desk.usecases.imports import CatalogueImport, ImportReport
from neuvola_desk.usecases.notes import NoteBook, ServiceNotes
from neuvola_desk.usecases.visits import VisitLog
from neuvola_search.catalogue import Catalogue, open_catalogue, set_aside

if TYPE_CHECKING:  # for its name only: what reads the catalogue need not load SQLAlchemy
    from neuvola_desk.storage.record import Record
    from neuvola_desk.sync.exchange import Exchange


class Desk:
    """Everything a face of the program needs, lazily; the record is opened only by what touches it."""

    def __init__(
        self,
        paths: DeskPaths,
        *,
        clock: Clock | None = None,
        ask_passphrase: AskPassphrase = passphrase_from_environment,
    ) -> None:
        self.paths = paths
        self.clock = clock or SystemClock()
        self._ask_passphrase = ask_passphrase
        self._closers: list[Callable[[], None]] = []
        self.catalogue_fault: CatalogueDamagedError | None = None
        self.backup_fault: NeuvolaError | None = None

    @cached_property
    def catalogue(self) -> Catalogue:
        """The catalogue of this desk, made when there is none.

        A damaged one is only a cache: it is set aside and made anew, and ``catalogue_fault`` tells of it.
        """
        try:
            catalogue = self._open_catalogue()
        except CatalogueDamagedError as fault:
            self.catalogue_fault = fault
            set_aside(self.paths.catalogue)
            catalogue = self._open_catalogue()
        self._closers.append(catalogue.close)
        return catalogue

    def _open_catalogue(self) -> Catalogue:
        catalogue = open_catalogue(self.paths.catalogue)
        try:
            catalogue.info()
        except CatalogueDamagedError:
            catalogue.close()
            raise
        return catalogue

    @cached_property
    def imports(self) -> CatalogueImport:
        """Importing into this desk's catalogue."""
        return CatalogueImport(self.catalogue, lambda: self.clock.now().date())

    @cached_property
    def record(self) -> "Record":
        """The record of this desk; raises ``RecordKeyError``, ``RecordDamagedError`` and their like.

        What has had its time is erased and the copy of the day made; visits do not wait for a copy that
        cannot be made, and ``backup_fault`` tells of it.
        """
        from neuvola_desk.storage.record import open_record  # SQLAlchemy takes half a second to load

        key = record_key(self.paths, ask_passphrase=self._ask_passphrase)
        record = open_record(self.paths.record, key)
        self._closers.append(record.close)
        record.purge(self.clock.now())
        try:
            record.back_up(self.clock.now().date())
        except NeuvolaError as fault:
            self.backup_fault = fault
        return record

    @cached_property
    def exchange(self) -> "Exchange":
        """Enrolment and sync; nothing of them is loaded before they are wanted."""
        from neuvola_desk.sync.exchange import Exchange

        return Exchange(self.paths, self.record, lambda: self.catalogue, self.clock.now)

    @property
    def is_enrolled(self) -> bool:
        """Whether this desk is one of a server's; a desk without a record is not, and none is made."""
        return self.paths.record.exists() and self.exchange.identity is not None

    def tend(self) -> None:
        """What opening the record does once, for a desk that stays open for days; one that is shut stays so.

        Raises ``DiskFullError``, ``CannotWriteError``, ``BusyError``, ``RecordDamagedError``.
        """
        if "record" in vars(self):
            self.record.purge(self.clock.now())
            self.record.back_up(self.clock.now().date())

    @cached_property
    def notes(self) -> NoteBook:
        """Notes on gaps and for the next shift."""
        return NoteBook(self.record.notes, self.clock)

    @cached_property
    def service_notes(self) -> ServiceNotes:
        """What the point itself knows of services."""
        return ServiceNotes(self.record.service_notes, self.clock)

    @cached_property
    def feedback(self) -> Feedback:
        """Experiences of services and corrections to the catalogue."""
        return Feedback(self.catalogue, self.record.outbox, self.clock)

    @property
    def visits(self) -> VisitLog:
        """The visit log of the point that the settings name."""
        point = self.settings.point
        return VisitLog(self.record, self.clock, point.id, point.campaign)

    def leaflet(self, service_ids: Sequence[str], language: str, *, large: bool) -> bytes:
        """The PDF of a leaflet; raises ``UnknownServiceError``."""
        from neuvola_desk.usecases.leaflets.leaflet import make  # the PDF engine loads slowly
        from neuvola_desk.usecases.leaflets.values import PointCard

        point = self.settings.point
        card = PointCard(name=point.name, address=point.address, phone=point.phone, hours=point.hours)
        services = [self.catalogue.service(service_id) for service_id in service_ids]
        return make(services, language, large=large, point=card, today=self.clock.now().date())

    @property
    def settings(self) -> Settings:
        """The settings as they are on the disk."""
        return load_settings(self.paths.config)

    def load_demo(self) -> ImportReport:
        """Fills an empty catalogue with the demo catalogue (the window's first start)."""
        return self.imports.load_demo(resource_path("demo", "catalogue.csv"))

    def examine(self) -> tuple[Finding, ...]:
        """What works on this machine and what does not."""
        return tuple(examine(self.paths, self._catalogue_words, self._record_words, self._server_finding))

    def _catalogue_words(self) -> str:
        return _("Palveluluettelossa on {n} palvelua.").format(n=self.catalogue.info().services)

    def _record_words(self) -> str:
        told = _("Käyntitiedot avautuvat ja ne on salattu. Lähettämättä {n} käyntiä.")
        return told.format(n=len(self.visits.unsent()))

    def _server_finding(self) -> Finding:
        if not self.is_enrolled:
            return independent()
        from neuvola_desk.sync.status import facts, words

        told = " ".join(line.text for line in words(facts(self.record), self.clock.now()))
        try:
            self.exchange.probe()
        except AccessRefusedError as fault:
            return Finding("server", State.FAULT, f"{sentence(fault)} {told}")
        except NeuvolaError as fault:
            return Finding("server", State.WARNING, f"{sentence(fault)} {told}")
        reached = _("Yhteys palvelimeen {url} toimii.").format(url=facts(self.record).server)
        return Finding("server", State.OK, f"{reached} {told}")

    def close(self) -> None:
        """Closes what was opened, the last first."""
        while self._closers:
            self._closers.pop()()
