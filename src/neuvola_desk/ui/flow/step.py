"""What comes next in a visit: one answer for every standing of the desk, and the key that does it. No Qt."""

from dataclasses import dataclass
from enum import Enum, auto

DESK = ""
"""The front of the window where no page covers search and side panel."""
LEAFLET = "leaflet"
VISIT = "visit"
KEY = "Ctrl+Enter"


class Step(Enum):
    """What the next-step button does."""

    ASK = auto()
    PICK = auto()
    TELL_UNMET = auto()
    MAKE_LEAFLET = auto()
    PRINT_AND_LOG = auto()
    PRINT = auto()
    SAVE = auto()
    LOG = auto()
    NEXT_VISITOR = auto()
    GO_BACK = auto()

    @property
    def key(self) -> str:
        """The key of the step, as Qt writes it; what clears everything has one that nobody presses twice."""
        return _OWN_KEYS.get(self, KEY)


_OWN_KEYS = {Step.ASK: "Ctrl+F", Step.SAVE: "Ctrl+S", Step.NEXT_VISITOR: "Ctrl+N", Step.GO_BACK: "Esc"}


@dataclass(frozen=True, slots=True)
class Standing:
    """``looking``: the person has searched or moved in the list since the last service was picked."""

    front: str = DESK
    side: str = "card"
    has_candidate: bool = False
    """A service that is not picked yet is the one the keys act on."""
    looking: bool = False
    found_nothing: bool = False
    picked: int = 0
    can_print: bool = False
    leaflet_made: bool = False
    is_logged: bool = False


def next_step(now: Standing) -> Step:
    """The one thing that is most likely to be done next; never one that logs without saying so."""
    if now.front == LEAFLET and now.picked:
        return _at_leaflet(now)
    if now.front != DESK:
        return Step.GO_BACK
    if now.is_logged and (now.leaflet_made or not now.picked):
        return Step.NEXT_VISITOR
    if now.side == VISIT and not now.is_logged:
        return Step.LOG
    if now.has_candidate and (now.looking or not now.picked):
        return Step.PICK
    if now.found_nothing and not now.picked:
        return Step.TELL_UNMET
    if now.leaflet_made:
        return Step.LOG
    if now.picked:
        return _printing(now) if now.can_print else Step.MAKE_LEAFLET
    return Step.ASK


def _at_leaflet(now: Standing) -> Step:
    if now.leaflet_made:
        return Step.NEXT_VISITOR if now.is_logged else Step.LOG
    return _printing(now) if now.can_print else Step.SAVE


def _printing(now: Standing) -> Step:
    return Step.PRINT if now.is_logged else Step.PRINT_AND_LOG
