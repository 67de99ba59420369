"""What makes this desk one of a server's: the identity with the record, the token as secrets are kept.

The identity is no secret and lies in the record's settings. The token lies in the keyring under the random
id of the installation, so a copied disk does not carry it; where there is no keyring it lies in the record
itself, which is then encrypted by a passphrase. It is in no file in plain text, ever.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, Protocol

import msgspec

from neuvola_core.errors import NotEnrolledError, RecordKeyError
from neuvola_core.wire import EnrolAnswer
from neuvola_desk.keys import SecretStore
from neuvola_desk.record_port import SettingStore

IDENTITY: Final = "identity"
TICKET: Final = "ticket"


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the desk is to which server. Keys are public and base64; ``ca`` is PEM, for a private authority.

    ``next_key`` is what the server will sign with after ``verify_key``, once a signed manifest has said so.
    """

    url: str
    desk: str
    name: str
    point: str
    point_name: str
    verify_key: str
    sealing_keys: Mapping[str, str] = field(default_factory=dict)
    ca: str = ""
    next_key: str = ""


def identity_of(url: str, ca: str, answer: EnrolAnswer) -> Identity:
    """The identity that an enrolment gives."""
    return Identity(
        url=url,
        desk=answer.desk,
        name=answer.name,
        point=answer.point,
        point_name=answer.point_name,
        verify_key=answer.verify_key,
        sealing_keys=dict(answer.sealing_keys),
        ca=ca,
    )


def identity_json(identity: Identity) -> str:
    """The identity as a setting."""
    return msgspec.json.encode(identity).decode()


def read_identity(settings: SettingStore) -> Identity | None:
    """The identity in the record; None before enrolment."""
    stored = settings.get(IDENTITY)
    return msgspec.json.decode(stored, type=Identity) if stored else None


def enrolled_identity(settings: SettingStore) -> Identity:
    """The identity in the record; raises ``NotEnrolledError``."""
    identity = read_identity(settings)
    if identity is None:
        raise NotEnrolledError
    return identity


class TokenPlace(Protocol):
    """Where a secret can lie."""

    def get(self, name: str) -> str:
        """The secret; empty if there is none."""

    def put(self, name: str, secret: str) -> None:
        """Keeps it; an empty one is none."""


class KeyringPlace:
    """The operating system's keyring, under the id of the installation."""

    def __init__(self, installation: str, keyring: Callable[[], SecretStore | None]) -> None:
        self._installation = installation
        self._keyring = keyring

    def get(self, name: str) -> str:
        """The secret; empty if there is none."""
        return self._opened().get(self._name(name)) or ""

    def put(self, name: str, secret: str) -> None:
        """Keeps it; raises ``RecordKeyError`` if the keyring forgets."""
        store = self._opened()
        store.put(self._name(name), secret)
        if (store.get(self._name(name)) or "") != secret:
            raise RecordKeyError(reason="no-keyring")

    def _name(self, name: str) -> str:
        return f"{name}/{self._installation}"

    def _opened(self) -> SecretStore:
        store = self._keyring()
        if store is None:
            raise RecordKeyError(reason="no-keyring")
        return store


class RecordPlace:
    """The record's own settings, where a passphrase encrypts it."""

    def __init__(self, settings: SettingStore) -> None:
        self._settings = settings

    def get(self, name: str) -> str:
        """The secret; empty if there is none."""
        return self._settings.get(name)

    def put(self, name: str, secret: str) -> None:
        """Keeps it."""
        self._settings.put_all({name: secret})


class Tokens:
    """The token of one identity and, for a while, the one that follows it.

    The new one is kept beside the old before it is first used, and the old one goes when the new one has
    worked: whatever is lost on the way, one of the two is good. No token is tried under another identity.
    """

    def __init__(self, place: TokenPlace, desk: str) -> None:
        self._place = place
        self._token = f"token/{desk}"
        self._next = f"next-token/{desk}"

    def first(self, token: str) -> None:
        """Keeps the token of an enrolment."""
        self._place.put(self._token, token)
        self._drop(self._next)

    def candidates(self) -> tuple[str, ...]:
        """The tokens to try, the newest first; raises ``NotEnrolledError`` where there is none."""
        found = tuple(token for name in (self._next, self._token) if (token := self._place.get(name)))
        if not found:
            raise NotEnrolledError
        return found

    def next(self, token: str) -> None:
        """Keeps a new token beside the present one."""
        self._place.put(self._next, token)

    def worked(self, token: str) -> None:
        """The server has taken this token: it is the only one from now on."""
        if self._place.get(self._token) != token:
            self._place.put(self._token, token)
        self._drop(self._next)

    def forget(self) -> None:
        """Drops both."""
        self._drop(self._next)
        self._drop(self._token)

    def _drop(self, name: str) -> None:
        if self._place.get(name):
            self._place.put(name, "")
