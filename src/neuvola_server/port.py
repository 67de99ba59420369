"""What a desk may ask of the server, over its services: the token is looked at in each call.

The HTTP routes call exactly this, and so do the contract tests; no rule of the protocol is in the routes.
"""

from pathlib import Path
from typing import Final, Protocol

from neuvola_core.errors import RequestRefusedError
from neuvola_core.port import Progress
from neuvola_core.wire import (
    LARGEST_PAGE,
    MOST_OFFERED,
    ChangePage,
    EnrolAnswer,
    EnrolRequest,
    ReofferAnswer,
    ReofferRequest,
    SignedManifest,
    SignedOffers,
    StatesAnswer,
    StatesRequest,
    SyncAnswer,
    SyncRequest,
    TokenAnswer,
)
from neuvola_server.bodies import is_record_id
from neuvola_server.contacts.handling import Handlings
from neuvola_server.desks import Desk, Desks
from neuvola_server.enrolment import Enrolment
from neuvola_server.intake import Intake, check_nonce
from neuvola_server.offering import Offering
from neuvola_server.records import Records

_PIECE: Final = 1 << 16


class Pages(Protocol):
    """The catalogue's change log, as a desk reads it."""

    def page(self, cursor: str, limit: int) -> ChangePage:
        """The changes after a cursor, its nonce left empty; raises ``CursorRefusedError``."""


class Shelf(Protocol):
    """The ready-made catalogues."""

    def newest(self) -> SignedManifest | None:
        """The manifest of the newest one; None where there is none."""

    def file(self, name: str) -> Path:
        """Its file; raises ``SnapshotGoneError``."""


class DeskPort:
    """The server as the desk with one token sees it."""

    def __init__(
        self,
        token: str,
        *,
        desks: Desks,
        intake: Intake,
        records: Records,
        publication: Pages,
        snapshots: Shelf,
        offering: Offering,
        handlings: Handlings,
    ) -> None:
        self._token = token
        self._desks = desks
        self._intake = intake
        self._records = records
        self._publication = publication
        self._snapshots = snapshots
        self._offering = offering
        self._handlings = handlings

    def authenticate(self) -> Desk:
        """The desk of the token; raises ``AccessRefusedError``."""
        return self._desks.authenticate(self._token)

    def sync(self, request: SyncRequest) -> SyncAnswer:
        """Stores what is sent and tells where the catalogue stands; raises ``RequestRefusedError``."""
        return self._intake.sync(self._token, request)

    def take_carried(self, request: SyncRequest) -> SyncAnswer:
        """The same for a request that a stick brought, some time after it was made."""
        return self._intake.sync(self._token, request, carried=True)

    def changes(self, cursor: str, limit: int) -> ChangePage:
        """The changes after a cursor, at most ``limit``; raises ``CursorRefusedError``."""
        self.authenticate()
        if not 1 <= limit <= LARGEST_PAGE:
            raise RequestRefusedError(status=422, reason="limit")
        return self._publication.page(cursor, limit)

    def manifest(self) -> SignedManifest | None:
        """The newest ready-made catalogue; None where there is none."""
        self.authenticate()
        return self._snapshots.newest()

    def snapshot_file(self, name: str) -> Path:
        """The file of a ready-made catalogue; raises ``SnapshotGoneError``."""
        self.authenticate()
        return self._snapshots.file(name)

    def fetch_snapshot(self, name: str, size: int, into: Path, progress: Progress | None = None) -> None:
        """Completes the file ``into`` to ``size`` bytes, going on from what it holds.

        Raises ``SnapshotGoneError`` if the server has a newer one instead.
        """
        source = self.snapshot_file(name)
        with source.open("rb") as whole, into.open("ab") as part:
            whole.seek(part.tell())
            while part.tell() < size and (piece := whole.read(min(_PIECE, size - part.tell()))):
                part.write(piece)
                if progress is not None:
                    progress(part.tell(), size)

    def reoffer(self, request: ReofferRequest) -> ReofferAnswer:
        """Which of these the server does not have."""
        check_nonce(request.nonce)
        self._desks.check_own(self.authenticate().id, request.desk)
        if len(request.offered) > MOST_OFFERED:
            raise RequestRefusedError(status=413, reason="too-many")
        return ReofferAnswer(nonce=request.nonce, missing=self._records.missing(request.offered))

    def rotate_token(self, nonce: str) -> TokenAnswer:
        """A new token."""
        check_nonce(nonce)
        return TokenAnswer(nonce=nonce, token=self._desks.rotate(self._token))

    def offers(self) -> SignedOffers:
        """Who takes contact requests now, and what they are sealed to."""
        self.authenticate()
        return self._offering.signed()

    def contact_states(self, request: StatesRequest) -> StatesAnswer:
        """What became of contact requests; at most ``MOST_OFFERED`` ids in one call."""
        check_nonce(request.nonce)
        self._desks.check_own(self.authenticate().id, request.desk)
        if len(request.ids) > MOST_OFFERED:
            raise RequestRefusedError(status=413, reason="too-many")
        states = self._handlings.states(filter(is_record_id, request.ids))
        return StatesAnswer(nonce=request.nonce, states=states)


class EnrolmentDoor:
    """The server as a desk without a token sees it from one network address."""

    def __init__(self, enrolment: Enrolment, address: str) -> None:
        self._enrolment = enrolment
        self._address = address

    def enrol(self, request: EnrolRequest) -> EnrolAnswer:
        """Turns a one-time code into an identity; raises ``EnrolmentRefusedError``."""
        check_nonce(request.nonce)
        return self._enrolment.redeem(request, self._address)
