"""Who may do what: the table of the privacy notice, asked by the use cases and by the server.

A right of ``OWN`` covers what is the person's own (an organisation's requests, one's own PIN), ``SUGGEST``
lets somebody propose what another approves.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final, Protocol

from neuvola_core.errors import NotAllowedError


class Role(StrEnum):
    """What a person is here; the last two are met only on the server."""

    VOLUNTEER = "vapaaehtoinen"
    COUNSELLOR = "neuvoja"
    COORDINATOR = "koordinaattori"
    ORGANISATION = "jarjesto"
    OPERATOR = "yllapitaja"


class Right(StrEnum):
    """How far a right goes."""

    NO = "no"
    SUGGEST = "suggest"
    OWN = "own"
    YES = "yes"


class Act(StrEnum):
    """What may be done."""

    SEARCH = "search"
    """Search, card, crisis lines: the only ones that a locked desk does."""
    MAKE_LEAFLET = "make-leaflet"
    LOG_VISIT = "log-visit"
    TODAY_TOTAL = "today-total"
    WEEK_TALLY = "week-tally"
    LIST_UNSENT_VISITS = "list-unsent-visits"
    CREATE_REQUEST = "create-request"
    CANCEL_REQUEST = "cancel-request"
    REQUEST_STATES = "request-states"
    HANGING_REQUESTS = "hanging-requests"
    REQUEST_FIGURES = "request-figures"
    """How many requests are in which state, none of them by name."""
    OPEN_DETAILS = "open-details"
    NOTE_SERVICE = "note-service"
    CORRECT_SERVICE = "correct-service"
    RECORD_EXPERIENCE = "record-experience"
    READ_EXPERIENCES = "read-experiences"
    REPORT = "report"
    EDIT_LISTS = "edit-lists"
    SEE_REFUSED = "see-refused"
    RESEND_REFUSED = "resend-refused"
    DISCARD_REFUSED = "discard-refused"
    CHANGE_OWN_PIN = "change-own-pin"
    MANAGE_PINS = "manage-pins"
    MANAGE_DESK = "manage-desk"
    """Enrolment, settings that bind everybody, restoring a back-up."""


_POINT: Final = (Role.VOLUNTEER, Role.COUNSELLOR, Role.COORDINATOR)
_STAFF: Final = (Role.COUNSELLOR, Role.COORDINATOR)
_COORDINATOR: Final = (Role.COORDINATOR,)


def _yes(*roles: Role, **others: Right) -> Mapping[Role, Right]:
    rights = {Role[name.upper()]: right for name, right in others.items()}
    return MappingProxyType({**dict.fromkeys(roles, Right.YES), **rights})


TABLE: Final[Mapping[Act, Mapping[Role, Right]]] = MappingProxyType(
    {
        Act.SEARCH: _yes(*_POINT, Role.ORGANISATION),
        Act.MAKE_LEAFLET: _yes(*_POINT),
        Act.LOG_VISIT: _yes(*_POINT),
        Act.TODAY_TOTAL: _yes(*_POINT),
        Act.WEEK_TALLY: _yes(*_STAFF),
        Act.LIST_UNSENT_VISITS: _yes(*_STAFF),
        Act.CREATE_REQUEST: _yes(*_POINT),
        Act.CANCEL_REQUEST: _yes(*_POINT),
        Act.REQUEST_STATES: _yes(*_STAFF, organisation=Right.OWN),
        Act.HANGING_REQUESTS: _yes(*_COORDINATOR),
        Act.REQUEST_FIGURES: _yes(*_COORDINATOR, Role.OPERATOR),
        Act.OPEN_DETAILS: _yes(organisation=Right.OWN),
        Act.NOTE_SERVICE: _yes(*_STAFF, volunteer=Right.SUGGEST),
        Act.CORRECT_SERVICE: _yes(*_COORDINATOR, volunteer=Right.SUGGEST, counsellor=Right.SUGGEST),
        Act.RECORD_EXPERIENCE: _yes(*_POINT),
        Act.READ_EXPERIENCES: _yes(*_COORDINATOR, organisation=Right.OWN),
        Act.REPORT: _yes(*_COORDINATOR, organisation=Right.OWN),
        Act.EDIT_LISTS: _yes(*_COORDINATOR, counsellor=Right.SUGGEST),
        Act.SEE_REFUSED: _yes(*_POINT),
        Act.RESEND_REFUSED: _yes(*_STAFF),
        Act.DISCARD_REFUSED: _yes(*_COORDINATOR),
        Act.CHANGE_OWN_PIN: _yes(*_COORDINATOR, counsellor=Right.OWN),
        Act.MANAGE_PINS: _yes(*_COORDINATOR, Role.OPERATOR),
        Act.MANAGE_DESK: _yes(*_COORDINATOR, Role.OPERATOR),
    }
)


def right(role: Role, act: Act) -> Right:
    """How far a role's right to do something goes."""
    return TABLE[act].get(role, Right.NO)


def may(role: Role, act: Act) -> bool:
    """Whether a role may do it outright, be it to what is its own; a suggestion is not that."""
    return right(role, act) in (Right.YES, Right.OWN)


def require(role: Role, act: Act) -> None:
    """Raises ``NotAllowedError`` unless the role may do it or suggest it."""
    if right(role, act) is Right.NO:
        raise NotAllowedError(act=act.value, role=role.value)


class Rights(Protocol):
    """Whoever is at the desk now, as the use cases ask for their rights."""

    @property
    def role(self) -> Role:
        """The role that holds now; the least one while the desk is locked."""

    def require(self, act: Act) -> None:
        """Raises ``NotAllowedError``."""


def require_outright(rights: Rights, act: Act) -> None:
    """Raises ``NotAllowedError`` also for a right that goes no further than a suggestion."""
    rights.require(act)
    if not may(rights.role, act):
        raise NotAllowedError(act=act.value, role=rights.role.value)


@dataclass(frozen=True, slots=True)
class Standing:
    """The rights of a role that does not change while somebody is at work."""

    role: Role = Role.COORDINATOR

    def require(self, act: Act) -> None:
        """Raises ``NotAllowedError``."""
        require(self.role, act)


UNGUARDED: Final = Standing()
"""Where nobody has set a PIN, whoever sits there is the coordinator."""
