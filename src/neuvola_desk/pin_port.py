"""What the use cases ask of the record about PINs, and the values that go to and fro."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Protocol

from neuvola_core.roles import Role

TRIES: Final = 5
"""Misses in a row before a wait."""
WAIT_SECONDS: Final = 60


@dataclass(frozen=True, slots=True)
class StoredPin:
    """A PIN as it is kept; ``name`` is a short one of staff, and stands in no record of visits."""

    role: Role
    number: int
    hash: str = field(repr=False)
    name: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """A try that has been counted: it may be made now, or after a wait."""

    seconds: int = 0
    """How long to wait; 0 where the try may be made."""
    left: int = TRIES - 1
    """How many tries are left before a wait, should this one miss."""


class PinStore(Protocol):
    """The PINs of one desk and the tries at them."""

    def all(self) -> tuple[StoredPin, ...]:
        """Every PIN, by role and number."""

    def replace(self, gone: Iterable[StoredPin], new: Iterable[StoredPin] = ()) -> None:
        """Takes PINs away and keeps others in their stead, all or none."""

    def claim(self, now: datetime) -> Claim:
        """Counts a try before it is made: whoever kills the program has had it."""

    def forgive(self) -> None:
        """The try was right: nothing is counted against anybody any more."""
