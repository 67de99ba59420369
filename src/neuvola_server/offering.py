"""Who takes contact requests and what they are sealed to, as desks are told: signed, and by its name cheap.

Each sync tells the name, so what it is made of is remembered for a few seconds; a change made in this
process is told at once.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from neuvola_core import codec
from neuvola_core.contact import Offers, Receiver
from neuvola_core.wire import SignedOffers, offers_name
from neuvola_server.keys import Keys

REMEMBERED: Final = 5.0
"""Seconds after which what another process changed is seen."""


@dataclass(frozen=True, slots=True)
class _Made:
    at: float
    offers: Offers
    name: str


class Offering:
    """The present offers."""

    def __init__(
        self,
        keys: Keys,
        receivers: Callable[[], tuple[Receiver, ...]],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._keys = keys
        self._receivers = receivers
        self._clock = clock
        self._made: _Made | None = None

    def name(self) -> str:
        """The name of the present offers."""
        return self._present().name

    def signed(self) -> SignedOffers:
        """The present offers with their signature."""
        offers = self._present().offers
        return SignedOffers(offers, self._keys.sign(codec.to_json(offers)), self._keys.verify_key)

    def forget(self) -> None:
        """Something of it was changed in this process."""
        self._made = None

    def _present(self) -> _Made:
        made, now = self._made, self._clock()
        if made is None or now - made.at > REMEMBERED:
            offers = Offers(self._receivers(), self._keys.sealing_keys, self._keys.next_verify_key)
            made = self._made = _Made(now, offers, offers_name(offers))
        return made
