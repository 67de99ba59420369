"""What a server is to a desk. The server implements it over its database, the desk's client over HTTP.

Every method may raise ``ServerUnreachableError``, ``AccessRefusedError`` and ``ServerBusyError``; whatever is
raised, nothing of the call is to be taken as done or as not done: every call may be repeated.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from neuvola_core.wire import (
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

Progress = Callable[[int, int], None]
"""Called with bytes done and bytes in all; may raise to cancel."""


class EnrolmentPort(Protocol):
    """What a desk without a token may ask."""

    def enrol(self, request: EnrolRequest) -> EnrolAnswer:
        """Turns a one-time code into an identity; raises ``EnrolmentRefusedError``."""


class ServerPort(Protocol):
    """What an enrolled desk may ask."""

    def sync(self, request: SyncRequest) -> SyncAnswer:
        """Stores what is sent and tells where the catalogue stands; raises ``RequestRefusedError``."""

    def changes(self, cursor: str, limit: int) -> ChangePage:
        """The changes after a cursor, at most ``limit``; raises ``CursorRefusedError``."""

    def manifest(self) -> SignedManifest | None:
        """The newest ready-made catalogue; None where there is none."""

    def fetch_snapshot(self, name: str, size: int, into: Path, progress: Progress | None = None) -> None:
        """Completes the file ``into`` to ``size`` bytes, going on from what it holds.

        Raises ``SnapshotGoneError`` if the server has a newer one instead.
        """

    def reoffer(self, request: ReofferRequest) -> ReofferAnswer:
        """Which of these the server does not have."""

    def rotate_token(self, nonce: str) -> TokenAnswer:
        """A new token."""

    def offers(self) -> SignedOffers:
        """Who takes contact requests now, and what they are sealed to."""

    def contact_states(self, request: StatesRequest) -> StatesAnswer:
        """What became of contact requests; at most ``MOST_OFFERED`` ids in one call."""
