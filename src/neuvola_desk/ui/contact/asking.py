"""What the window asks the desk about contact requests, on a worker.

Nothing here keeps what it was given; what a visitor typed comes here once, on its way to be sealed.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING

from neuvola_desk.usecases.contact_requests import NoOfferError

if TYPE_CHECKING:  # for their names only
    from neuvola_desk.contact_port import Withdrawn
    from neuvola_desk.desk import Desk
    from neuvola_desk.usecases.consent import Agreed, Proposal
    from neuvola_desk.usecases.contact_requests import Offered, Receipt, RequestState, Typed


@dataclass(frozen=True, slots=True)
class Opening:
    """Who may be asked for what the tray holds, and whether there is a line."""

    offered: "tuple[Offered, ...]" = ()
    obstacle: NoOfferError | None = None
    is_line_old: bool = False


@dataclass(frozen=True, slots=True)
class States:
    """The requests of this desk that were asked for; ``lost`` never reached the server."""

    found: "tuple[RequestState, ...]" = ()
    lost: int = 0


def opening(services: Sequence[str]) -> "Callable[[Desk], Opening]":
    """Asks for what a request begins with."""
    return partial(_opening, services=services)


def _opening(desk: "Desk", services: Sequence[str]) -> Opening:
    requests, now = desk.contact_requests, desk.clock.now()
    obstacle = requests.obstacle()
    if obstacle is not None:
        return Opening(obstacle=obstacle)
    offered = requests.offered([desk.catalogue.service(one) for one in services], requests.today())
    return Opening(offered, None, requests.is_line_old(now))


def propose(organisations: Sequence[str], language: str) -> "Callable[[Desk], Proposal]":
    """Asks for a request that nobody has agreed to yet."""
    return lambda desk: desk.contact_requests.propose(organisations, language)


class Making:
    """Asks for a request to be sealed and kept; what was typed goes with the asking."""

    def __init__(self, agreed: "Agreed", typed: "Typed") -> None:
        self._asked: tuple[Agreed, Typed] | None = (agreed, typed)
        self._lock = Lock()

    def __call__(self, desk: "Desk") -> "Receipt | None":
        """None where it was given up before."""
        asked = self._take()
        return desk.contact_requests.create(*asked) if asked else None

    def give_up(self) -> bool:
        """False where it is too late: the request is made, and its visitor is to get the receipt."""
        return self._take() is not None

    def _take(self) -> "tuple[Agreed, Typed] | None":
        with self._lock:
            asked, self._asked = self._asked, None
        return asked


def withdraw(code: str) -> "Callable[[Desk], Withdrawn]":
    """Asks for a request to be taken back."""
    return lambda desk: desk.contact_requests.withdraw(code)


def states(reference: str) -> "Callable[[Desk], States]":
    """Asks for the requests with a reference, for all of this desk where it is empty."""
    return partial(_states, reference=reference)


def _states(desk: "Desk", reference: str) -> States:
    requests = desk.contact_requests
    found = requests.by_reference(reference) if reference.strip() else requests.states()
    lost = requests.lost()
    if lost:
        requests.note_lost_seen()
    return States(found, lost)
