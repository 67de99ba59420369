"""The server's port behind whichever of the desk's tokens it takes."""

from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeVar

from neuvola_core.errors import AccessRefusedError
from neuvola_core.port import Progress, ServerPort
from neuvola_core.wire import (
    ChangePage,
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
from neuvola_desk.sync.credentials import Tokens

T = TypeVar("T")
REVOKED: Final = "revoked"


class AuthorisedPort:
    """Tries the newest token first; the first one that works is the only one from then on."""

    def __init__(self, tokens: Tokens, connect: Callable[[str], ServerPort]) -> None:
        self._tokens = tokens
        self._connect = connect
        self._candidates = list(tokens.candidates())
        self._port = connect(self._candidates[0])
        self._has_worked = False
        self._is_fresh = len(self._candidates) > 1

    def _call(self, ask: Callable[[ServerPort], T]) -> T:
        while True:
            try:
                answer = ask(self._port)
            except AccessRefusedError as refusal:
                is_final = refusal.facts.get("reason") == REVOKED  # of the desk, whichever of its tokens
                if is_final or self._has_worked or len(self._candidates) == 1:
                    raise
                self._candidates.pop(0)
                self._is_fresh = False
                self._port = self._connect(self._candidates[0])
                continue
            if not self._has_worked:
                self._tokens.worked(self._candidates[0])
                self._has_worked = True
            return answer

    def sync(self, request: SyncRequest) -> SyncAnswer:
        """See ``ServerPort``."""
        return self._call(lambda port: port.sync(request))

    def changes(self, cursor: str, limit: int) -> ChangePage:
        """See ``ServerPort``."""
        return self._call(lambda port: port.changes(cursor, limit))

    def manifest(self) -> SignedManifest | None:
        """See ``ServerPort``."""
        return self._call(lambda port: port.manifest())

    def fetch_snapshot(self, name: str, size: int, into: Path, progress: Progress | None = None) -> None:
        """See ``ServerPort``."""
        self._call(lambda port: port.fetch_snapshot(name, size, into, progress))

    def reoffer(self, request: ReofferRequest) -> ReofferAnswer:
        """See ``ServerPort``."""
        return self._call(lambda port: port.reoffer(request))

    def rotate_token(self, nonce: str) -> TokenAnswer:
        """See ``ServerPort``."""
        return self._call(lambda port: port.rotate_token(nonce))

    def offers(self) -> SignedOffers:
        """See ``ServerPort``."""
        return self._call(lambda port: port.offers())

    def contact_states(self, request: StatesRequest) -> StatesAnswer:
        """See ``ServerPort``."""
        return self._call(lambda port: port.contact_states(request))

    def renew(self, nonce: str) -> None:
        """Gets a new token, keeps it beside the present one, and uses it from now on.

        Not where this one is new itself: the answer that says it is due may not know of it yet.
        """
        if self._is_fresh:
            return
        token = self.rotate_token(nonce).token
        self._tokens.next(token)
        self._candidates = list(self._tokens.candidates())
        self._port = self._connect(self._candidates[0])
        self._has_worked = False
