"""Everything a face of the program asks of the exchange with a server; one at a time over all processes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

import filelock

from neuvola_core.errors import NeuvolaError, RecordKeyError, SyncUnderWayError
from neuvola_core.port import EnrolmentPort, ServerPort
from neuvola_core.roles import UNGUARDED, Act, Rights
from neuvola_core.versions import VERSION
from neuvola_core.wire import EnrolRequest
from neuvola_desk import keys
from neuvola_desk.config import load_settings, save_settings
from neuvola_desk.paths import DeskPaths
from neuvola_desk.record_port import ExchangeRecord
from neuvola_desk.sync import state
from neuvola_desk.sync.authorised import AuthorisedPort
from neuvola_desk.sync.client import HttpEnrolment, HttpPort, new_nonce
from neuvola_desk.sync.contacts import NO_OFFERS
from neuvola_desk.sync.credentials import (
    IDENTITY,
    TICKET,
    Identity,
    KeyringPlace,
    RecordPlace,
    TokenPlace,
    Tokens,
    enrolled_identity,
    identity_json,
    identity_of,
    read_identity,
)
from neuvola_desk.sync.cycle import Cycle, Means, told_cursor
from neuvola_desk.sync.disk import disk_faults
from neuvola_desk.sync.result import SyncResult, Watch
from neuvola_desk.sync.transport import Transport
from neuvola_search.catalogue import Catalogue

LEASE: Final = "sync.lock"


def is_same_server(former: Identity, identity: Identity) -> bool:
    """Whether two identities are of one server, by its address or by what it signs with."""
    keys_known = {former.verify_key, former.next_key}
    return former.url == identity.url or identity.verify_key in keys_known


def app_name() -> str:
    """The program's name and version, as the server sees it."""
    return f"neuvola-desk/{VERSION}"


@dataclass(frozen=True, slots=True)
class Line:
    """A way to a server: over HTTP, or in a test straight to one."""

    enrolment: EnrolmentPort
    port: Callable[[str], ServerPort]
    close: Callable[[], None]


def http_line(url: str, ca: str) -> Line:
    """The way over HTTP; raises ``ServerUnreachableError`` for an address that cannot be used."""
    transport = Transport(url, ca=ca, agent=app_name())
    return Line(HttpEnrolment(transport), lambda token: HttpPort(transport, token), transport.close)


class Exchange:
    """Enrolment and cycles of one desk."""

    def __init__(
        self,
        paths: DeskPaths,
        record: ExchangeRecord,
        catalogue: Callable[[], Catalogue],
        now: Callable[[], datetime],
        *,
        line: Callable[[str, str], Line] = http_line,
        rights: Rights = UNGUARDED,
    ) -> None:
        self._paths = paths
        self.record: Final = record
        self._catalogue = catalogue
        self.now: Final = now
        self._line = line
        self._rights = rights
        self.folder: Final = paths.data

    @property
    def identity(self) -> Identity | None:
        """Who the desk is to which server; None before enrolment."""
        return read_identity(self.record.settings)

    @property
    def catalogue(self) -> Catalogue:
        """The catalogue of this desk."""
        return self._catalogue()

    @property
    def app(self) -> str:
        """The program's name and version."""
        return app_name()

    def enrolled(self) -> Identity:
        """Who the desk is; raises ``NotEnrolledError``."""
        return enrolled_identity(self.record.settings)

    def tokens(self, identity: Identity) -> Tokens:
        """The tokens of an identity."""
        return Tokens(self._place(), identity.desk)

    def enrol(self, url: str, code: str, ca: str = "") -> Identity:
        """Turns a one-time code into this desk's identity; ``ca`` is PEM of a private authority.

        What waits and what was sent to a former server stays, and is offered to this one. Raises
        ``NotAllowedError``, ``EnrolmentRefusedError``, ``ServerUnreachableError``, ``RecordKeyError``.
        """
        self._rights.require(Act.MANAGE_DESK)
        with self.lease(), self._connected(url, ca) as line:
            former = self.identity
            self._place()  # where no token can be kept the code is not used up
            request = EnrolRequest(new_nonce(), code.strip(), keys.installation_id(self._paths), app_name())
            answer = line.enrolment.enrol(request)
            identity = identity_of(url, ca, answer)
            # The token first: without it the identity is of no use, while the code may be given again.
            self.tokens(identity).first(answer.token)
            offer_again = "1" if self.record.outbox.sent() else ""
            values = {IDENTITY: identity_json(identity), TICKET: "", state.NOTICES: "", state.REFUSED: ""}
            values |= {state.REOFFER: offer_again, **NO_OFFERS}
            elsewhere = former is None or not is_same_server(former, identity)
            self.record.start_over(values, identity.point, elsewhere=elsewhere)
            self._name_point(identity)
            if former is not None and former.desk != identity.desk:
                self.tokens(former).forget()
            return identity

    def sync(self, *, automatic: bool = False, watch: Watch | None = None) -> SyncResult:
        """One cycle now; a known fault is told in the result.

        The automatic one leaves at home what belongs to a part of day that is still open.
        """
        try:
            with self.lease():
                return self._sync(automatic, watch or Watch())
        except NeuvolaError as fault:
            return self._failed(fault)

    def _sync(self, automatic: bool, watch: Watch) -> SyncResult:
        identity = self.enrolled()
        self._name_point(identity)
        with self._connected(identity.url, identity.ca) as line:
            means = Means(
                record=self.record,
                catalogue=self.catalogue,
                port=AuthorisedPort(self.tokens(identity), line.port),
                identity=identity,
                folder=self.folder,
                now=self.now,
                app=self.app,
                automatic=automatic,
                watch=watch,
            )
            return Cycle(means).run()

    def _failed(self, fault: NeuvolaError) -> SyncResult:
        """A cycle that could not begin."""
        waiting = self.record.outbox.count()
        return SyncResult(state=fault.code, waiting=waiting, cursor=told_cursor(self._catalogue), fault=fault)

    def probe(self) -> None:
        """Asks the server for something small; raises what a cycle would meet on the way."""
        identity = self.enrolled()
        with self._connected(identity.url, identity.ca) as line:
            AuthorisedPort(self.tokens(identity), line.port).manifest()

    @contextmanager
    def _connected(self, url: str, ca: str) -> Iterator[Line]:
        line = self._line(url, ca)
        try:
            yield line
        finally:
            line.close()

    def _place(self) -> TokenPlace:
        """The keyring, or where there is none the record that a passphrase encrypts."""
        installation = keys.read_installation(self._paths)
        if installation is None:
            raise RecordKeyError(reason="lost")
        if installation.passphrase is not None:
            return RecordPlace(self.record.settings)
        return KeyringPlace(installation.id, lambda: keys.os_keyring())

    def _name_point(self, identity: Identity) -> None:
        """The settings name the point that visits are of; a crash may have kept them from it."""
        settings = load_settings(self._paths.config)
        if identity.point and settings.point.id != identity.point:
            point = replace(
                settings.point, id=identity.point, name=identity.point_name or settings.point.name
            )
            save_settings(self._paths.config, replace(settings, point=point))

    @contextmanager
    def lease(self) -> Iterator[None]:
        """Held by whoever exchanges data; raises ``SyncUnderWayError``. A process that dies lets go of it."""
        path = self.folder / LEASE
        lock = filelock.FileLock(path, timeout=0, thread_local=False)
        with disk_faults(path):
            try:
                lock.acquire()
            except filelock.Timeout:
                raise SyncUnderWayError from None
        try:
            yield
        finally:
            lock.release()
