"""The ticket that goes back and forth with each sync: by it is told who has fallen behind, desk or server.

Each answer gives the next one, "<count>.<random>". A desk that comes with the last one, or with the one
before because an answer was lost, is who it was. One that comes with a higher count remembers an answer that
this server has forgotten: the server was restored, or a fail-over lost what was committed last. Any other is
a second copy of the same desk, or one whose own disk was restored.
"""

import secrets
from dataclasses import dataclass
from typing import Final

_RESTORED: Final = "restored"
_TELLS: Final = ".r"
"""The end of a ticket that is given with the notice that the server was restored."""


@dataclass(frozen=True, slots=True)
class Punched:
    """The ticket to give and the one that is still taken; ``notice`` is a key of ``SyncAnswer`` or empty."""

    ticket: str
    former: str
    notice: str = ""


def punch(given: str, ticket: str, former: str) -> Punched:
    """What becomes of the ticket ``given``, where ``ticket`` was the last to be handed out."""
    if given == ticket:
        return Punched(_after(ticket), ticket)
    if given == former:
        # The answer with this ticket was lost, and with it what it told.
        return Punched(ticket, former, _RESTORED if ticket.endswith(_TELLS) else "")
    if _count(given) > _count(ticket):
        return Punched(_after(given) + _TELLS, given, _RESTORED)
    return Punched(ticket, former, "copied")


def _after(ticket: str) -> str:
    return f"{_count(ticket) + 1}.{secrets.token_urlsafe(9)}"


def _count(ticket: str) -> int:
    number = ticket.partition(".")[0]
    return int(number) if number.isascii() and number.isdigit() and len(number) < 18 else 0
