"""Changing the server's keys while desks go on: the old one serves for as long as anything needs it.

A new sealing key is used at once; the former one opens for a month more, and as long as anything that is
stored needs it. A new
signing key is first announced, signed by the old one, and takes over a month later: by then desks know it.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from nacl.public import PrivateKey
from nacl.signing import SigningKey

from neuvola_core.contact import LIFE
from neuvola_core.errors import NeuvolaError
from neuvola_server import key_files
from neuvola_server.key_files import key_id
from neuvola_server.key_register import KeyRegister
from neuvola_server.keys import FORMER_SEALING, NEXT, NEXT_SIGNING, SEALING, SIGNING, Keys

FORMER_KEPT: Final = timedelta(days=15) + LIFE
"""A desk without a line seals to it until it is told, and what it sealed lives as long again."""
ANNOUNCED: Final = timedelta(days=30)


class KeyNotDueError(NeuvolaError):
    """A signing key that is announced but not known long enough; facts: ``day`` (from when)."""

    code = "key-not-due"


@dataclass(frozen=True, slots=True)
class Rotated:
    """What was done: the id of the new key, and from which day it holds."""

    key: str
    holds_from: date


class Rotation:
    """Changes keys; every change is in the book."""

    def __init__(self, keys: Keys, register: KeyRegister, clock: Callable[[], datetime]) -> None:
        self._keys = keys
        self._register = register
        self._clock = clock

    def rotate_sealing(self, *, who: str) -> Rotated:
        """Seals to a new key from now on; the former one is kept beside it, for ``FORMER_KEPT`` at least."""
        self._keys.check()
        folder, today = self._keys.folder, self._clock().date()
        former = key_id(bytes(PrivateKey(key_files.read_secret(folder / SEALING)).public_key))
        secret = secrets.token_bytes(key_files.BYTES)
        fresh = key_id(bytes(PrivateKey(secret).public_key))
        key_files.keep_also(folder / SEALING, folder / f"sealing-{former}-{today}.former")
        self._register.expect(SEALING + NEXT, fresh)
        key_files.replace(folder / SEALING, secret)
        self._register.take_over(SEALING, fresh)
        self._register.tell(self._clock(), who=who, what="sealing-key-rotated", of=fresh)
        return Rotated(fresh, today)

    def rotate_signing(self, *, who: str, at_once: bool = False) -> Rotated:
        """Announces a new signing key; when that was done long enough ago, or ``at_once``, it takes over.

        Raises ``KeyNotDueError``.
        """
        self._keys.check()
        today = self._clock().date()
        coming = key_files.dated(self._keys.folder, NEXT_SIGNING)
        if not coming:
            return self._announce(today, who)
        due = coming[-1].day + ANNOUNCED
        if today < due and not at_once:
            raise KeyNotDueError(day=due.isoformat())
        return self._sign_with(coming[-1], who)

    def tend(self) -> bool:
        """Takes a signing key into use that is due, and erases former keys; whether anything was done."""
        today, folder = self._clock().date(), self._keys.folder
        aged = [one for one in key_files.dated(folder, FORMER_SEALING) if one.day + FORMER_KEPT <= today]
        old = [one for one in aged if not self._register.is_needed(one.id)]
        for former in old:
            key_files.destroy(former.path)
            self._register.tell(self._clock(), who="retention", what="sealing-key-erased", of=former.id)
        due = [one for one in key_files.dated(folder, NEXT_SIGNING) if one.day + ANNOUNCED <= today]
        if due:
            self._sign_with(due[-1], "retention")
        return bool(old or due)

    def _announce(self, today: date, who: str) -> Rotated:
        secret = secrets.token_bytes(key_files.BYTES)
        fresh = key_id(bytes(SigningKey(secret).verify_key))
        key_files.replace(self._keys.folder / f"signing-{fresh}-{today}.next", secret)
        self._register.tell(self._clock(), who=who, what="signing-key-announced", of=fresh)
        return Rotated(fresh, today + ANNOUNCED)

    def _sign_with(self, coming: key_files.DatedKey, who: str) -> Rotated:
        secret = key_files.read_secret(coming.path)
        self._register.expect(SIGNING + NEXT, coming.id)
        key_files.replace(self._keys.folder / SIGNING, secret)
        self._register.take_over(SIGNING, coming.id)
        for one in key_files.dated(self._keys.folder, NEXT_SIGNING):
            key_files.destroy(one.path)
        self._register.tell(self._clock(), who=who, what="signing-key-rotated", of=coming.id)
        return Rotated(coming.id, self._clock().date())
