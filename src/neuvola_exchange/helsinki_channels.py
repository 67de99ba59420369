"""The channels of the Helsinki register's errand services, merged over the languages by their id."""

from collections.abc import Iterable, Mapping
from typing import Final

from neuvola_core import hours_text
from neuvola_core.catalogue import Channel, ChannelKind, Known, Phone, Place
from neuvola_core.hours import NOT_KNOWN, Hours
from neuvola_core.text import Text
from neuvola_exchange import clean
from neuvola_exchange import helsinki_values as values
from neuvola_exchange.helsinki_values import Entry
from neuvola_exchange.json_files import Note, Record, as_str, identifier

_KINDS: Final[Mapping[str, ChannelKind]] = {
    "WEBPAGE": ChannelKind.WEB,
    "ESERVICE": ChannelKind.ESERVICE,
    "TELEPHONE": ChannelKind.PHONE,
    "EMAIL": ChannelKind.EMAIL,
    "PRINTABLE_FORM": ChannelKind.FORM,
    "CHAT": ChannelKind.CHAT,
    "LOCAL": ChannelKind.PLACE,
    "MAIL": ChannelKind.MAIL,
}
_DESCRIPTION: Final = ("information", "prerequisites", "process_description")


def hours(note: Text) -> Hours:
    """Opening hours from the register's words; words that are not understood, or not alike, stay words.

    The Finnish words are the ones that must be understood: the others are often left as they were.
    """
    readings = {language: hours_text.read(words, language) for language, words in note.items()}
    understood = [reading for reading in readings.values() if reading]
    finnish = readings.get("fi") if "fi" in note else next(iter(understood), None)
    if finnish and all(reading == finnish for reading in understood):
        return finnish
    return Hours(note=note) if note else NOT_KNOWN


def channels(entry: Entry, note: Note) -> tuple[Channel, ...]:
    """The entry's channels in the order of its first language."""
    merged: dict[str, dict[str, Record]] = {}
    for language, row in entry.rows("channels"):
        merged.setdefault(identifier(row.get("id")) or f"?{len(merged)}", {})[language] = row
    found = (_channel(Entry(key.lstrip("?"), rows), note) for key, rows in merged.items())
    return tuple(channel for channel in found if channel)


def _channel(entry: Entry, note: Note) -> Channel | None:
    name = as_str(next(iter(entry.values("type").values()), ""))
    kind = _KINDS.get(name)
    if kind is None:
        note("unknown-channel-type", name)
        return None
    channel = Channel(
        kind,
        shared_id=entry.id,
        name=entry.line("name"),
        description=clean.joined(entry.text(key) for key in _DESCRIPTION),
        place=_place(entry, kind),
        phones=_phones(entry),
        emails=_emails(entry),
        links=values.links(entry.rows("links"), note),
        hours=hours(entry.line("availability_summary")),
        languages=values.language_codes(entry),
        needs_identification=_identification(entry, kind),
    )
    return channel if _leads_somewhere(channel) else None


def _place(entry: Entry, kind: ChannelKind) -> Place | None:
    return values.place(entry.languages) if kind in (ChannelKind.PLACE, ChannelKind.MAIL) else None


def _phones(entry: Entry) -> tuple[Phone, ...]:
    numbers = {language: clean.phone_numbers(value) for language, value in entry.values("phone").items()}
    return values.phones(numbers, entry.line("call_charge_info"))


def _emails(entry: Entry) -> tuple[str, ...]:
    found = (address for value in entry.values("email").values() for address in clean.emails(value))
    return tuple(dict.fromkeys(found))


def _identification(entry: Entry, kind: ChannelKind) -> Known:
    answers = entry.values("requires_authentication").values()
    if any(answer is True for answer in answers):
        return Known.YES
    # Every other kind of channel says false, too, where the question has no meaning.
    return Known.NO if kind is ChannelKind.ESERVICE and False in answers else Known.UNKNOWN


def _leads_somewhere(channel: Channel) -> bool:
    return bool(
        channel.phones
        or channel.emails
        or channel.links
        or channel.place
        or channel.description
        or channel.hours.is_stated
    )


def without_doubles(found: Iterable[Channel]) -> tuple[Channel, ...]:
    """Channels that lead to the same numbers and addresses only once, the first one kept."""
    kept: dict[object, Channel] = {}
    for channel in found:
        target = (
            channel.kind,
            tuple(phone.number for phone in channel.phones),
            channel.emails,
            tuple(link.url for link in channel.links),
            channel.place,
            channel.description if not (channel.phones or channel.emails or channel.links) else None,
        )
        kept.setdefault(target, channel)
    return tuple(kept.values())
