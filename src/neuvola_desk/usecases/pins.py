"""The PINs of the point: set, changed and taken away by the coordinator, without any line."""

from dataclasses import dataclass, replace
from typing import Final, Protocol

from neuvola_core import privacy
from neuvola_core.errors import PinRefusedError
from neuvola_core.roles import Act, Role
from neuvola_desk.event_log import EventLog
from neuvola_desk.pin_port import PinStore, StoredPin
from neuvola_desk.role_words import DESK_ROLES
from neuvola_desk.usecases.pin_hash import digits_of, fits, hash_of
from neuvola_desk.usecases.shift import Shift

MOST_PINS: Final = 12
"""Each try looks at every one of them."""
LONGEST_NAME: Final = 24


@dataclass(frozen=True, slots=True)
class PinEntry:
    """A PIN in a list: whose it is, never what it is."""

    role: Role
    number: int
    name: str = ""


class KeyKeeper(Protocol):
    """The open record, as far as its key goes."""

    @property
    def pins(self) -> PinStore:
        """Its PINs."""

    def is_key(self, key: bytes) -> bool:
        """Whether this is the record's key."""


class Pins:
    """Who may come in. The first PIN is a coordinator's, and the coordinators' last one stays."""

    def __init__(self, record: KeyKeeper, shift: Shift, log: EventLog) -> None:
        self._record = record
        self._store = record.pins
        self._shift = shift
        self._log = log

    def all(self) -> tuple[PinEntry, ...]:
        """Every PIN, the coordinators' first."""
        self._shift.require(Act.MANAGE_PINS)
        order = {role: place for place, role in enumerate(reversed(DESK_ROLES))}
        pins = sorted(self._store.all(), key=lambda pin: (order[pin.role], pin.number))
        return tuple(PinEntry(pin.role, pin.number, pin.name) for pin in pins)

    def add(self, role: Role, typed: str, name: str = "") -> PinEntry:
        """A new PIN; whoever sets the very first one is at the desk as its coordinator.

        Raises ``PinRefusedError``, ``RefusedContentError`` for a name that says more than it should.
        """
        self._shift.require(Act.MANAGE_PINS)
        pins = self._store.all()
        if not pins and role is not Role.COORDINATOR:
            raise PinRefusedError(reason="first")
        if len(pins) >= MOST_PINS:
            raise PinRefusedError(reason="full", most=MOST_PINS)
        taken = {pin.number for pin in pins if pin.role is role}
        number = next(number for number in range(1, MOST_PINS + 1) if number not in taken)
        new = StoredPin(role, number, hash_of(self._free(typed)), _name(role, name))
        self._store.replace((), (new,))
        self._log.note("pin-added", role)
        if not pins:
            self._shift.take(new)
        return PinEntry(role, number, new.name)

    def change(self, role: Role, number: int, typed: str) -> None:
        """Another PIN in the place of one that was forgotten."""
        self._shift.require(Act.MANAGE_PINS)
        old = self._find(role, number)
        self._put_anew(old, self._free(typed, old))

    def change_own(self, old: str, new: str) -> None:
        """Whoever is at the desk changes their own, giving the old one; misses are counted as at the lock."""
        self._shift.require(Act.CHANGE_OWN_PIN)
        present = self._shift.present
        if present is None:
            raise PinRefusedError(reason="unknown")
        given, wanted = digits_of(old), digits_of(new)
        claim = self._shift.claim(self._store)
        if not fits(given, present.hash):
            raise self._shift.missed(claim)
        if self._is_taken(wanted, present):
            self._shift.missed(claim)  # to ask for others' PINs this way costs as much as to guess them
            raise PinRefusedError(reason="taken")
        self._store.forgive()
        self._put_anew(present, wanted)

    def remove(self, role: Role, number: int) -> None:
        """Takes a PIN away; whoever came in by it is locked out at the next thing they do."""
        self._shift.require(Act.MANAGE_PINS)
        gone = self._find(role, number)
        coordinators = [pin for pin in self._store.all() if pin.role is Role.COORDINATOR]
        if coordinators == [gone]:
            raise PinRefusedError(reason="last")
        self._store.replace((gone,))
        self._log.note("pin-removed", role)

    def reset(self, key: bytes, typed: str = "") -> None:
        """A new coordinator's PIN in the place of all the coordinators' ones, for who holds the record's key.

        Without a new one every PIN goes, and the desk is again its coordinator's, whoever sits there.
        The key is that of the recovery sheet, typed in: the one in the keyring opens for everybody.
        """
        if not self._record.is_key(key):
            self._log.note("pin-reset-refused")
            raise PinRefusedError(reason="recovery")
        pins = self._store.all()
        gone = tuple(pin for pin in pins if pin.role is Role.COORDINATOR) if typed else pins
        new = (StoredPin(Role.COORDINATOR, 1, hash_of(self._free(typed, *gone))),) if typed else ()
        self._store.replace(gone, new)
        self._store.forgive()
        self._log.note("pin-reset" if new else "pins-off", Role.COORDINATOR)

    def _put_anew(self, old: StoredPin, digits: str) -> None:
        new = replace(old, hash=hash_of(digits))
        self._store.replace((old,), (new,))
        self._log.note("pin-changed", old.role)
        if self._shift.present == old:
            self._shift.take(new)

    def _free(self, typed: str, *besides: StoredPin) -> str:
        """The digits of a new PIN; two alike would be one person."""
        digits = digits_of(typed)
        if self._is_taken(digits, *besides):
            raise PinRefusedError(reason="taken")
        return digits

    def _is_taken(self, digits: str, *besides: StoredPin) -> bool:
        return any(fits(digits, pin.hash) for pin in self._store.all() if pin not in besides)

    def _find(self, role: Role, number: int) -> StoredPin:
        for pin in self._store.all():
            if (pin.role, pin.number) == (role, number):
                return pin
        raise PinRefusedError(reason="unknown")


def _name(role: Role, name: str) -> str:
    """A short name of staff; volunteers are a number, for the list of them is nobody's business."""
    told = " ".join(name.split())
    if len(told) > LONGEST_NAME or (told and role is Role.VOLUNTEER):
        raise PinRefusedError(reason="name", most=LONGEST_NAME)
    privacy.check_free_text(told, "pin-name")
    return told
