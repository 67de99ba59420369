"""What is said of contact requests: parties, cases and figures; of the visitor only in ``Opened``."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from neuvola_core.contact import ContactDetails, DeclineReason, Handling, Receiver
from neuvola_core.errors import NeuvolaError

LANGUAGES: Final = ("fi", "sv", "en")
"""In which organisations are written to."""
MARKS: Final = (Handling.RECEIVED, Handling.REACHED, Handling.DONE, Handling.DECLINED, Handling.CANCELLED)
"""What an organisation may say of a request."""
LINKS_A_DAY: Final = 3
"""New links for one organisation's request, at most."""


class LinkRefusedError(NeuvolaError):
    """A link that opens nothing; facts: ``reason``, one of these keys.

    "unknown" (none, or a newer one has taken its place), "over" (handled, withdrawn or 14 days old),
    "unconfirmed" (nobody has confirmed it yet), "elsewhere" (another browser has), "often" (no more new
    links today), "sealed" (none of the server's keys opens it).
    """

    code = "link-refused"


class MarkRefusedError(NeuvolaError):
    """Something that cannot be said of a request; facts: ``field`` ("state", "reason"), ``value``."""

    code = "mark-refused"


class ReceiverRefusedError(NeuvolaError):
    """A receiver that cannot be kept so; facts: ``field`` (of ``Party`` or ``Receiver``), ``value``."""

    code = "receiver-refused"


class UnknownReceiverError(NeuvolaError):
    """No such receiver; facts: ``id``."""

    code = "unknown-receiver"


@dataclass(frozen=True, slots=True)
class Party:
    """An organisation that takes requests and who answers there.

    Only with somebody to write to, a deputy and a word on how it makes contact may it be active.
    """

    receiver: Receiver
    language: str = "fi"
    person: str = ""
    email: str = ""
    deputy: str = ""
    deputy_email: str = ""
    active: bool = True

    @property
    def missing(self) -> tuple[str, ...]:
        """The fields without which it may not be active."""
        named = {
            "person": self.person,
            "email": self.email,
            "deputy": self.deputy,
            "deputy_email": self.deputy_email,
            "method": any(self.receiver.method.values()),
        }
        return tuple(field for field, value in named.items() if not value)

    @property
    def is_offered(self) -> bool:
        """Whether desks may offer it."""
        return self.active and not self.missing


@dataclass(frozen=True, slots=True)
class Case:
    """One organisation's part in a request, as its page may show it before anything is opened.

    ``name`` is the organisation's by language, ``language`` the one it is written to in. ``bound`` says that
    some browser has confirmed the newest link, ``mine`` that it was this one.
    """

    request: str
    reference: str
    organisation: str
    name: Mapping[str, str]
    language: str
    state: Handling
    created: date
    erased_by: date
    reason: DeclineReason = DeclineReason.NONE
    changed: str = ""
    bound: bool = False
    mine: bool = False


@dataclass(frozen=True, slots=True)
class Opened:
    """What only the organisation sees."""

    details: ContactDetails
    case: Case


@dataclass(frozen=True, slots=True)
class Hanging:
    """A request that an organisation is not done with, as coordinators see it; nothing of the visitor.

    ``days`` are working days since it was made, ``opened`` whether anybody there has confirmed a link.
    """

    reference: str
    organisation: str
    name: Mapping[str, str]
    state: Handling
    created: date
    days: int
    opened: bool
    escalated: bool


class Withdrawn(StrEnum):
    """What came of a withdrawal: its request was erased, was over before, or has not come yet."""

    NOW = "now"
    BEFORE = "before"
    WAITING = "waiting"
