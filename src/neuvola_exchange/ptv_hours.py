"""Service hours of the Finnish Service Catalogue, as hours.

One entry opens one weekday (a range of days where ``dayTo`` is given) or a span over midnight; an exceptional
entry beats the ordinary ones on its dates. An ordinary entry without opening hours is *not known*, never
closed.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Final

from neuvola_core.hours import Exceptional, Hours, Opening, Regular, Span
from neuvola_core.text import Text
from neuvola_exchange import clean
from neuvola_exchange.json_files import Record, as_str, records
from neuvola_exchange.ptv_values import day, modern, text

_WEEKDAYS: Final[Mapping[str, int]] = {
    name: number
    for number, name in enumerate(
        ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    )
}
_DAY: Final = 1440
_LONGEST_EXCEPTION: Final = 62
"""Days of an exceptional entry that are told apart by weekday; a longer one keeps its words only."""


def hours(value: object) -> Hours:
    """Everything that an array of service hours says; the order of its entries does not matter."""
    regular: list[Regular] = []
    exceptional: list[Exceptional] = []
    notes: list[Text] = []
    for entry in records(value):
        note = text(entry.get("additionalInformation"))
        first, last = day(entry.get("validFrom")), day(entry.get("validTo"))
        if modern(entry.get("serviceHourType")) == "Exceptional":
            found = tuple(_exceptions(entry, first, last, note))
            exceptional.extend(found)
            if not found and note:
                notes.append(note)
        elif entry.get("isClosed") is True:
            if first and last:
                exceptional.append(Exceptional(first, last, closed=True, note=note))
            else:
                regular.append(Regular((), first, last, note=note, closed=True))
        else:
            regular.extend(_regular(entry, first, last, note))
    regular.sort(key=_regular_order)
    exceptional.sort(key=lambda e: (e.first, e.last, e.spans, repr(e.note)))
    notes.sort(key=repr)
    return Hours(tuple(dict.fromkeys(regular)), tuple(dict.fromkeys(exceptional)), note=clean.joined(notes))


def _regular_order(entry: Regular) -> tuple[str, str, str]:
    return str(entry.valid_from or ""), str(entry.valid_to or ""), repr(entry)


def _regular(entry: Record, first: date | None, last: date | None, note: Text) -> Iterator[Regular]:
    always_open = entry.get("isAlwaysOpen") is True
    by_appointment = entry.get("isReservation") is True
    openings = () if always_open else tuple(sorted(set(_openings(entry)), key=_opening_order))
    if not (openings or always_open or by_appointment or note):
        return
    if first and last and last < first:
        last = None
    yield Regular(
        openings=openings,
        valid_from=first,
        valid_to=None if entry.get("validForNow") is True and not last else last,
        always_open=always_open,
        by_appointment=by_appointment,
        note=note,
    )


def _opening_order(opening: Opening) -> tuple[int, int, int]:
    return opening.weekday, opening.opens, opening.closes


def _minutes(value: object) -> int | None:
    parts = as_str(value).split(":")
    if len(parts) < 2 or not all(part.isascii() and part[:2].isdigit() for part in parts[:2]):
        return None
    minutes = int(parts[0][:2]) * 60 + int(parts[1][:2])
    return minutes if 0 <= minutes <= _DAY and int(parts[1][:2]) < 60 else None


def _openings(entry: Record) -> Iterator[Opening]:
    over_midnight = modern(entry.get("serviceHourType")) == "OverMidnight"
    for row in records(entry.get("openingHour")):
        first = _WEEKDAYS.get(as_str(row.get("dayFrom")))
        last = _WEEKDAYS.get(as_str(row.get("dayTo")), first)
        opens, closes = _minutes(row.get("from")), _minutes(row.get("to"))
        if first is None or last is None or opens is None or closes is None or opens == _DAY:
            continue
        days = (last - first) % 7
        if over_midnight:
            yield from _long_opening(first, opens, days, closes)
        else:
            end = closes if closes > opens else closes + _DAY
            yield from (Opening((first + n) % 7, opens, end) for n in range(days + 1))


def _long_opening(first: int, opens: int, days: int, closes: int) -> Iterator[Opening]:
    """From one weekday's time to another's, in pieces that begin on each day."""
    if days == 0:
        yield Opening(first, opens, closes if closes > opens else closes + _DAY)
    elif days == 1:
        yield Opening(first, opens, _DAY + closes)
    else:
        yield Opening(first, opens, _DAY)
        yield from (Opening((first + n) % 7, 0, _DAY) for n in range(1, days))
        if closes:
            yield Opening((first + days) % 7, 0, closes)


def _exceptions(entry: Record, first: date | None, last: date | None, note: Text) -> Iterator[Exceptional]:
    if first is None:
        return
    last = last if last and last >= first else first
    closed = entry.get("isClosed") is True
    always_open = entry.get("isAlwaysOpen") is True and not closed
    by_appointment = entry.get("isReservation") is True
    openings = tuple(sorted(set(_openings(entry)), key=_opening_order))
    if openings and not closed and (last - first).days < _LONGEST_EXCEPTION:
        for n in range((last - first).days + 1):
            date_ = first + timedelta(days=n)
            spans = tuple(Span(o.opens, o.closes) for o in openings if o.weekday == date_.weekday())
            if spans:
                yield Exceptional(date_, date_, spans, by_appointment=by_appointment, note=note)
        return
    spans = () if closed or always_open or openings else tuple(_spans(entry))
    yield Exceptional(first, last, spans, closed, always_open, by_appointment, note)


def _spans(entry: Record) -> Iterator[Span]:
    """Openings of exceptional days, which name no weekday."""
    for row in records(entry.get("openingHour")):
        opens, closes = _minutes(row.get("from")), _minutes(row.get("to"))
        if opens is not None and closes is not None and opens < _DAY:
            yield Span(opens, closes if closes > opens else closes + _DAY)
