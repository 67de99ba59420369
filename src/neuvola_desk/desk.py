"""The objects of one desk without a window: built on first use, closed together.

The window and the command line both stand on this; neither opens a database by itself.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cache, cached_property, partial
from typing import TYPE_CHECKING

from neuvola_core.errors import (
    AccessRefusedError,
    CatalogueDamagedError,
    NeuvolaError,
)
from neuvola_core.roles import Act, Role, may
from neuvola_core.slip import new_slip
from neuvola_desk.config import Settings, binding_changes, load_settings, save_settings
from neuvola_desk.event_log import EventLog
from neuvola_desk.i18n import _
from neuvola_desk.keys import AskPassphrase, passphrase_from_environment, record_key
from neuvola_desk.messages import sentence
from neuvola_desk.paths import DeskPaths
from neuvola_desk.resources import resource_path
from neuvola_desk.traces import UnfinishedFiles
from neuvola_desk.usecases.clock import Clock, SystemClock
from neuvola_desk.usecases.feedback import Feedback
from neuvola_desk.usecases.health import Finding, State, examine, independent
from neuvola_desk.usecases.imports import CatalogueImport, ImportReport
from neuvola_desk.usecases.notes import NoteBook, ServiceNotes
from neuvola_desk.usecases.profiles import ProfileBook
from neuvola_desk.usecases.shift import Shift
from neuvola_desk.usecases.visits import VisitLog
from neuvola_search.catalogue import Catalogue, open_catalogue, set_aside, stored

if TYPE_CHECKING:  # for its name only: what reads the catalogue need not load SQLAlchemy
    from neuvola_desk.pin_port import PinStore
    from neuvola_desk.storage.record import Record
    from neuvola_desk.sync.exchange import Exchange
    from neuvola_desk.sync.status import SyncFacts
    from neuvola_desk.usecases.contact_requests import ContactRequests
    from neuvola_desk.usecases.leaflets.values import Form
    from neuvola_desk.usecases.pins import Pins
    from neuvola_desk.usecases.recovery import Recovery
    from neuvola_desk.usecases.reports import Reports


class Desk:
    """Everything a face of the program needs, lazily; the record is opened only by what touches it."""

    def __init__(
        self,
        paths: DeskPaths,
        *,
        clock: Clock | None = None,
        ask_passphrase: AskPassphrase = passphrase_from_environment,
        unattended: Role | None = None,
        on_indexing: Callable[[int, int], None] | None = None,
    ) -> None:
        """``unattended`` is the role of whoever gives no PIN where there are PINs; None is a locked desk.

        ``on_indexing`` hears how many services of how many are in an index that is made anew, or filled for
        the first time.
        """
        self.paths = paths
        self.clock = clock or SystemClock()
        self.log = EventLog(paths.logs, self.clock)
        self.rights = Shift(
            self._pin_store, self.clock, self.log, is_open=self._is_open, unattended=unattended
        )
        self._ask_passphrase = ask_passphrase
        self._on_indexing = on_indexing
        self._closers: list[Callable[[], None]] = []
        UnfinishedFiles(paths.data).sweep()
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
        catalogue = open_catalogue(self.paths.catalogue, progress=self._indexing())
        try:
            catalogue.info()
        except CatalogueDamagedError:
            catalogue.close()
            raise
        return catalogue

    def _indexing(self) -> Callable[[int], None] | None:
        tell = self._on_indexing
        if tell is None:
            return None
        count = cache(partial(stored, self.paths.catalogue))  # counted only where something is made anew
        return lambda done: tell(done, count())

    @cached_property
    def imports(self) -> CatalogueImport:
        """Importing into this desk's catalogue."""
        return CatalogueImport(self.catalogue, lambda: self.clock.now().date())

    @cached_property
    def key(self) -> bytes:
        """The key of the record, asked for once; raises ``RecordKeyError``."""
        return record_key(self.paths, ask_passphrase=self._ask_passphrase)

    @cached_property
    def record(self) -> "Record":
        """The record of this desk; raises ``RecordKeyError``, ``RecordDamagedError`` and their like.

        What has had its time is erased and the copy of the day made; visits do not wait for a copy that
        cannot be made, and ``backup_fault`` tells of it.
        """
        from neuvola_desk.storage.record import open_record  # SQLAlchemy takes half a second to load

        record = open_record(self.paths.record, self.key)
        self._closers.append(record.close)
        record.purge(self.clock.now())
        self.log.sweep()
        try:
            record.back_up(self.clock.now().date())
        except NeuvolaError as fault:
            self.backup_fault = fault
        return record

    def release_record(self) -> None:
        """Closes the record and forgets what stands on it: the next question opens it anew."""
        record = vars(self).get("record")
        if record is not None:
            self._closers.remove(record.close)
            record.close()
        for name, made in vars(Desk).items():
            if isinstance(made, cached_property) and name not in ("catalogue", "imports"):
                vars(self).pop(name, None)

    @cached_property
    def recovery(self) -> "Recovery":
        """Mending the record and its key."""
        from neuvola_desk.storage.shelf import CopyShelf
        from neuvola_desk.usecases.recovery import RecordDoor, Recovery

        door = RecordDoor(lambda: self.record, self.release_record, lambda: self.key)
        return Recovery(self.paths, CopyShelf(self.paths.record), self.clock, door, self.rights.require)

    @cached_property
    def exchange(self) -> "Exchange":
        """Enrolment and sync; nothing of them is loaded before they are wanted."""
        from neuvola_desk.sync.exchange import Exchange

        return Exchange(self.paths, self.record, lambda: self.catalogue, self.clock.now, rights=self.rights)

    @property
    def is_enrolled(self) -> bool:
        """Whether this desk is one of a server's; a desk without a record is not, and none is made."""
        return self.paths.record.exists() and self.exchange.identity is not None

    def tend(self) -> None:
        """What opening the record does once, for a desk that stays open for days; one that is shut stays so.

        Raises ``DiskFullError``, ``CannotWriteError``, ``BusyError``, ``RecordDamagedError``.
        """
        self.log.sweep()
        if self._is_open():
            self.record.purge(self.clock.now())
            self.record.back_up(self.clock.now().date())

    @cached_property
    def notes(self) -> NoteBook:
        """Notes on gaps and for the next shift."""
        return NoteBook(self.record.notes, self.clock, rights=self.rights)

    @cached_property
    def service_notes(self) -> ServiceNotes:
        """What the point itself knows of services."""
        return ServiceNotes(self.record.service_notes, self.clock, rights=self.rights)

    @cached_property
    def feedback(self) -> Feedback:
        """Experiences of services and corrections to the catalogue."""
        return Feedback(self.catalogue, self.record.outbox, self.clock, rights=self.rights)

    @property
    def visits(self) -> VisitLog:
        """The visit log of the point that the settings name."""
        return self.visits_of()

    def visits_of(self, point: str = "", campaign: str = "") -> VisitLog:
        """The visit log of another point or campaign than the settings name, where one is given."""
        own = self.settings.point
        return VisitLog(
            self.record, self.clock, point or own.id, campaign or own.campaign, rights=self.rights
        )

    def as_printed(self, sheet: bytes) -> bytes:
        """A sheet that is no leaflet, as it leaves the desk."""
        return sheet

    @property
    def contact_requests(self) -> "ContactRequests":
        """Contact requests, in the register of the controller that the settings name."""
        from neuvola_desk.usecases.consent import Controller
        from neuvola_desk.usecases.contact_requests import ContactRequests

        settings = self.settings
        controller = Controller(settings.controller, settings.controller_contact)
        return ContactRequests(self.record, self.clock, self.rights, controller)

    @property
    def reports(self) -> "Reports":
        """The figures of the point, which a desk without a server publishes itself."""
        from neuvola_desk.usecases.reports import Reports

        point = self.settings.point.id
        return Reports(self.record, self.clock, point, publishes=not self.is_enrolled, rights=self.rights)

    @property
    def profiles(self) -> ProfileBook:
        """The ways into the catalogue that are offered at this desk."""
        return ProfileBook(self.paths.profiles, self.rights, self.log)

    @cached_property
    def pins(self) -> "Pins":
        """Who may come in."""
        from neuvola_desk.usecases.pins import Pins

        return Pins(self.record, self.rights, self.log)

    def _pin_store(self) -> "PinStore | None":
        """Nobody has set a PIN where there is no record, and none is made to ask."""
        return self.record.pins if self._is_open() or self.paths.record.exists() else None

    def _is_open(self) -> bool:
        return "record" in vars(self)

    def sync_facts(self) -> "SyncFacts":
        """How desk and server stand to each other; which records were refused is not for everybody."""
        from neuvola_desk.sync.status import facts

        told, state = facts(self.record), self.rights.state
        is_seen = state.role is not None and may(state.role, Act.SEE_REFUSED)
        return told if is_seen else replace(told, refused=())

    def leaflet(
        self,
        service_ids: Sequence[str],
        language: str,
        *,
        large: bool,
        small_sheet: bool = False,
        form: "Form" = "sheet",
        slip: bool = False,
    ) -> bytes:
        """The PDF of a leaflet, see ``LeafletRequest``; raises ``UnknownServiceError``.

        With ``slip`` it carries a code, which is kept nowhere, unless it is one that never may.
        """
        from neuvola_desk.usecases.leaflets.leaflet import make  # the PDF engine loads slowly
        from neuvola_desk.usecases.leaflets.values import PointCard, SlipRequest
        from neuvola_desk.usecases.slips import may_carry_slip

        self.rights.require(Act.MAKE_LEAFLET)
        point = self.settings.point
        card = PointCard(name=point.name, address=point.address, phone=point.phone, hours=point.hours)
        services = [self.catalogue.service(service_id) for service_id in service_ids]
        today = self.clock.now().date()
        code = None
        if slip and may_carry_slip(services, form):
            code = SlipRequest(new_slip(), self.slip_address)
        return make(
            services,
            language,
            large=large,
            small_sheet=small_sheet,
            point=card,
            today=today,
            form=form,
            slip=code,
        )

    @property
    def slip_address(self) -> str:
        """Where a phone finds the page behind a slip; a record that does not open keeps no leaflet back."""
        from neuvola_desk.usecases.slips import public_address

        chosen, enrolled_with = self.settings.slip_address, ""
        if not chosen:
            with suppress(NeuvolaError):
                identity = self.exchange.identity if self.paths.record.exists() else None
                enrolled_with = identity.url if identity else ""
        return public_address(chosen, enrolled_with)

    def pocket_slips(self, service_ids: Sequence[str], language: str) -> bytes:
        """The PDF of pocket slips; raises ``UnknownServiceError`` and ``NoPhoneError``."""
        from neuvola_desk.usecases.leaflets.leaflet import make_pocket  # the PDF engine loads slowly

        self.rights.require(Act.MAKE_LEAFLET)
        services = [self.catalogue.service(service_id) for service_id in service_ids]
        return make_pocket(services, language, today=self.clock.now().date())

    @property
    def settings(self) -> Settings:
        """The settings as they are on the disk."""
        return load_settings(self.paths.config)

    def keep_settings(self, settings: Settings) -> None:
        """Keeps settings; raises ``NotAllowedError`` if they bind others than whoever changes them."""
        changed = binding_changes(self.settings, settings)
        if changed:
            self.rights.require(Act.MANAGE_DESK)
        save_settings(self.paths.config, settings)
        if changed:
            self.log.note("settings-changed", self.rights.role, ",".join(changed))

    def load_demo(self) -> ImportReport:
        """Fills an empty catalogue with the demo catalogue (the window's first start)."""
        tell = self._on_indexing
        progress = (lambda done, total: tell(done, total or done)) if tell else None
        return self.imports.load_demo(resource_path("demo", "catalogue.csv"), progress)

    def examine(self) -> tuple[Finding, ...]:
        """What works on this machine and what does not."""
        return tuple(examine(self.paths, self._catalogue_words, self._record_words, self._server_finding))

    def _catalogue_words(self) -> str:
        return _("Palveluluettelossa on {n} palvelua.").format(n=self.catalogue.info().services)

    def _record_words(self) -> str:
        told = _("Käyntitiedot avautuvat ja ne on salattu. Lähettämättä {n} käyntiä.")
        return told.format(n=len(self.record.visits.unsent(self.settings.point.id)))

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
