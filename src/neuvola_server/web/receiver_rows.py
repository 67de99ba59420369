"""What the page of receivers says of each: its state in words, or what it lacks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from neuvola_server.contacts.values import Party
from neuvola_server.web.words import Words


@dataclass(frozen=True, slots=True)
class ReceiverRow:
    """One receiver in words; ``notices`` are what somebody should see to."""

    id: str
    name: str
    people: tuple[str, ...]
    state: str
    offered: bool
    closed: tuple[str, ...]
    answers: str
    notices: tuple[str, ...]


def receiver_row(party: Party, today: date, words: Words) -> ReceiverRow:
    """The row of a receiver."""
    receiver, lacks = party.receiver, party.missing
    to_come = tuple(period for period in receiver.closed if period.last >= today)
    offered = party.is_offered and not receiver.is_closed(today)
    days = receiver.answer_days
    missing = field_names(lacks, words)
    return ReceiverRow(
        id=receiver.id,
        name=words.best(receiver.name) or receiver.id,
        people=tuple(name for name in (party.person, party.deputy) if name),
        state=words("receiver.offered" if offered else _why_not(party)),
        offered=offered,
        closed=tuple(
            words("closed.days", first=words.day(one.first), last=words.day(one.last)) for one in to_come
        ),
        answers=words("answers.too-few") if days is None else words.counted("days", days),
        notices=(words("lacks", fields=missing),) if lacks else (),
    )


def field_names(fields: Iterable[str], words: Words) -> str:
    """Fields of the form inside a sentence."""
    names = [words(f"field.{field}") for field in fields]
    return ", ".join(name[:1].lower() + name[1:] for name in names)


def _why_not(party: Party) -> str:
    return "receiver.closed" if party.is_offered else "receiver.off"
