"""Who is at the desk: a role, held in memory from a PIN to the next lock, and written down nowhere.

A desk without PINs is its coordinator's, whoever sits there. With PINs it is locked until one is given, or on
the command line a volunteer's. The PINs are asked anew at each question, so one that was taken away, by
another process too, holds no longer.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from neuvola_core.errors import NotAllowedError, PinRefusedError
from neuvola_core.roles import Act, Right, Role, may, require, right
from neuvola_desk.event_log import EventLog
from neuvola_desk.pin_port import WAIT_SECONDS, Claim, PinStore, StoredPin
from neuvola_desk.usecases.clock import Clock
from neuvola_desk.usecases.pin_hash import digits_of, fits

_NEED_NO_RECORD: Final = frozenset({Act.MAKE_LEAFLET})
"""Done with a record that nobody has opened; once it is open its PINs hold for these too."""


@dataclass(frozen=True, slots=True)
class ShiftState:
    """How the desk stands; ``role`` is None while it is locked."""

    has_pins: bool = False
    role: Role | None = Role.COORDINATOR

    @property
    def is_locked(self) -> bool:
        """Whether a PIN is wanted before anything but search and crisis lines."""
        return self.role is None

    def may(self, act: Act) -> bool:
        """Whether a face may offer it outright."""
        if self.role is None:
            return act is Act.SEARCH
        return may(self.role, act)


@dataclass(frozen=True, slots=True)
class Entered:
    """A PIN that was right; ``same`` tells that it is whoever was here before the lock."""

    state: ShiftState
    same: bool


class Shift:
    """The rights of whoever is at the desk now (``neuvola_core.roles.Rights``)."""

    def __init__(
        self,
        pins: Callable[[], PinStore | None],
        clock: Clock,
        log: EventLog,
        *,
        is_open: Callable[[], bool] = lambda: True,
        unattended: Role | None = None,
    ) -> None:
        """``pins`` gives None where there is no record; ``unattended`` is the role without a PIN."""
        self._pins = pins
        self._clock = clock
        self._log = log
        self._is_open = is_open
        self._unattended = unattended
        self._present: StoredPin | None = None
        self._former: StoredPin | None = None

    @property
    def state(self) -> ShiftState:
        """How the desk stands now; opens the record where there is one."""
        store = self._pins()
        return self._state(store.all() if store else ())

    @property
    def role(self) -> Role:
        """The role that holds now; the least one while the desk is locked."""
        return self.state.role or Role.VOLUNTEER

    def require(self, act: Act) -> None:
        """Raises ``NotAllowedError``; asks no more of the record than the answer needs."""
        if act is Act.SEARCH or (self._unattended and right(self._unattended, act) is not Right.NO):
            return
        if act in _NEED_NO_RECORD and not self._is_open():
            return
        role = self.state.role
        if role is None:
            raise NotAllowedError(act=act.value, role="")
        require(role, act)

    def enter(self, typed: str) -> Entered:
        """Somebody gives a PIN; raises ``PinRefusedError``. Without PINs anything is right."""
        store = self._pins()
        pins = store.all() if store else ()
        if store is None or not pins:
            return Entered(self._state(()), same=True)
        found = self.check(store, pins, typed)
        same = found == (self._present or self._former)
        self.take(found)
        return Entered(self._state(pins), same)

    def check(self, store: PinStore, pins: tuple[StoredPin, ...], typed: str) -> StoredPin:
        """Whose PIN it is, a miss being counted; raises ``PinRefusedError``."""
        digits = digits_of(typed)
        claim = self.claim(store)
        found = [pin for pin in pins if fits(digits, pin.hash)]  # every one, so that time tells nothing
        if not found:
            raise self.missed(claim)
        store.forgive()
        return found[0]

    def claim(self, store: PinStore) -> Claim:
        """Counts a try that is about to be made; raises ``PinRefusedError`` while there is a wait."""
        claim = store.claim(self._clock.now())
        if claim.seconds:
            raise PinRefusedError(reason="wait", seconds=claim.seconds)
        return claim

    def missed(self, claim: Claim) -> PinRefusedError:
        """What to raise of a try that was not right; it is logged."""
        self._log.note("pin-missed")
        if claim.left:
            return PinRefusedError(reason="wrong", left=claim.left)
        self._log.note("pin-wait")
        return PinRefusedError(reason="wait", seconds=WAIT_SECONDS)

    def lock(self) -> None:
        """Nobody is at the desk any more."""
        if self._present is not None:
            self._former, self._present = self._present, None

    def take(self, pin: StoredPin) -> None:
        """Whoever this PIN belongs to is at the desk."""
        self._present, self._former = pin, None

    @property
    def present(self) -> StoredPin | None:
        """The PIN that was given; None while locked and on a desk without PINs."""
        return self._present

    def _state(self, pins: tuple[StoredPin, ...]) -> ShiftState:
        if not pins:
            return ShiftState()
        if self._present in pins:
            return ShiftState(has_pins=True, role=self._present.role)
        return ShiftState(has_pins=True, role=self._unattended)
