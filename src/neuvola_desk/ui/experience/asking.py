"""What the page of experiences asks the desk, on a worker."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from neuvola_core.errors import NeuvolaError
from neuvola_core.experience import Helped
from neuvola_core.slip import slip_hash
from neuvola_core.visit import UnmetReason

if TYPE_CHECKING:  # for its name only
    from neuvola_desk.desk import Desk


@dataclass(frozen=True, slots=True)
class Told:
    """What the visitor tells of one service; ``confirmed``: somebody looked, the text names no visitor."""

    service: str
    helped: Helped
    obstacle: UnmetReason | None = None
    text: str = ""
    confirmed: bool = False


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of it: kept, or the fault that says why not."""

    service: str
    fault: NeuvolaError | None = None


def tell(told: Sequence[Told], code: str) -> "Callable[[Desk], tuple[Kept, ...]]":
    """Asks for experiences to be kept; with a wrong code none of them is."""
    return partial(_tell, told=tuple(told), code=code)


def _tell(desk: "Desk", told: Sequence[Told], code: str) -> tuple[Kept, ...]:
    if code:
        slip_hash(code)
    return tuple(_kept(desk, one, code) for one in told)


def _kept(desk: "Desk", one: Told, code: str) -> Kept:
    try:
        desk.feedback.tell(
            one.service,
            one.helped,
            obstacle=one.obstacle,
            text=one.text,
            code=code,
            confirmed=one.confirmed,
        )
    except NeuvolaError as fault:
        return Kept(one.service, fault)
    return Kept(one.service)
