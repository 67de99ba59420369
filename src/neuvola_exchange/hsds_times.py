"""The small words of HSDS schedules: clock times, days of the week, dates."""

import re
from datetime import date
from typing import Final

from neuvola_core.opening import MIDNIGHT
from neuvola_exchange.json_files import as_str

DAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")

_CLOCK: Final = re.compile(
    r"T?(\d{1,2})(?:[.:](\d{2})|(?<=\d)(\d{2}))?(?:[.:]\d{2}(?:[.,]\d+)?)?\s*(a\.?m\.?|p\.?m\.?)?"
    r"\s*(?:z|utc|[+-]\d{2}:?\d{2})?",
    re.IGNORECASE,
)
_BYDAY: Final = re.compile(r"([+-]?\d{1,2})?([A-Z]{2})[A-Z]*")
_LAST_MINUTE: Final = MIDNIGHT - 1


def minutes(value: object) -> int | None:
    """Minutes from midnight; None where it is no time. An offset is passed by: times are on the wall."""
    match = _CLOCK.fullmatch(as_str(value))
    if not match:
        return None
    hour, minute, half = int(match[1]), int(match[2] or match[3] or 0), (match[4] or "").casefold()[:1]
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    total = hour * 60 + minute
    return total if minute < 60 and total <= MIDNIGHT else None


def span(opens_at: object, closes_at: object) -> tuple[int, int] | None:
    """Opening and closing as the core has them: a closing time that is not later lies on the next day.

    00:00–23:59 is the standard's way to say the whole day.
    """
    opens, closes = minutes(opens_at), minutes(closes_at)
    if opens is None or closes is None or opens == MIDNIGHT:
        return None
    if closes == _LAST_MINUTE:
        return opens, MIDNIGHT
    if opens == closes:
        return (0, MIDNIGHT) if opens == 0 else None
    return opens, closes if closes > opens else closes + MIDNIGHT


def clock(minute: int, *, closing: bool = False) -> str:
    """ "09:30"; the end of a day is its last minute."""
    if closing and minute == MIDNIGHT:
        minute = _LAST_MINUTE
    return f"{minute % MIDNIGHT // 60:02}:{minute % 60:02}"


def by_day(value: object) -> tuple[tuple[int, int], ...] | None:
    """The days of a rule, each with its ordinal in the month (0: every one); None where one is no day."""
    found = []
    for part in re.split(r"[,;\s]+", as_str(value).upper()):
        match = _BYDAY.fullmatch(part)
        if part and (not match or match[2] not in DAYS):
            return None
        if match:
            found.append((int(match[1] or 0), DAYS.index(match[2])))
    return tuple(dict.fromkeys(found))


def numbers(value: object) -> tuple[int, ...] | None:
    """A list of whole numbers ("1,3,-1"); None where one is none."""
    written = str(value) if isinstance(value, int) and not isinstance(value, bool) else as_str(value)
    parts = [part for part in re.split(r"[,;\s]+", written) if part]
    if not all(re.fullmatch(r"[+-]?\d{1,3}", part) for part in parts):
        return None
    return tuple(dict.fromkeys(int(part) for part in parts))


def day(value: object) -> date | None:
    """A date; of a moment its date."""
    match = re.match(r"(\d{4}-\d{2}-\d{2})(?:$|[T ])", as_str(value))
    try:
        return date.fromisoformat(match[1]) if match else None
    except ValueError:
        return None
