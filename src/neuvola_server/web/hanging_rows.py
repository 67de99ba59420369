"""What hangs at organisations, in words for coordinators and in figures for operators."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from neuvola_core.contact import Handling
from neuvola_server.contacts.values import Hanging
from neuvola_server.web.words import Words

LATE: Final = 4
"""Working days unread after which somebody should call the organisation."""


@dataclass(frozen=True, slots=True)
class HangingRow:
    """One organisation's part in a request, in words."""

    reference: str
    organisation: str
    name: str
    state: str
    days: str
    created: str
    notices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """How many requests are in a state."""

    state: str
    n: int


def hanging_row(one: Hanging, words: Words, *, unreached: bool = False) -> HangingRow:
    """The row of a request that an organisation is not done with; ``unreached`` where no mail got there."""
    late = not one.opened and one.days >= LATE
    notices = ((words("unreached"),) if unreached else ()) + ((words("unread", n=one.days),) if late else ())
    return HangingRow(
        reference=one.reference,
        organisation=one.organisation,
        name=words.best(one.name) or one.organisation,
        state=words(_state(one)),
        days=words.counted("days", one.days),
        created=words.day(one.created),
        notices=notices,
    )


def figures(hanging: Iterable[Hanging], words: Words) -> tuple[Figure, ...]:
    """All states in their order."""
    counted = Counter(_state(one) for one in hanging)
    states = ("hangs.unread", "hangs.uusi", "hangs.vastaanotettu", "hangs.tavoitettu")
    return tuple(Figure(words(state), counted[state]) for state in states)


def _state(one: Hanging) -> str:
    if one.state is Handling.NEW and not one.opened:
        return "hangs.unread"
    return f"hangs.{one.state}"
