"""When an event is: the API's UTC times and bare dates as times in Finland.

An event of whole days comes as dates, or as midnights in Finland written in UTC (21:00Z or 22:00Z of the day
before); the end of its last day is then the following midnight. Both are read as whole days.
"""

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from neuvola_core.catalogue import Occurrence
from neuvola_core.opening import ZONE
from neuvola_exchange.json_files import Record, as_str

_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_LAST_MINUTE: Final = time(23, 59)


def occurrence(record: Record) -> Occurrence | None:
    """The time of an event; None where no beginning is told or it is no time."""
    starts = moment(record.get("start_time"))
    if starts is None:
        return None
    ends = moment(record.get("end_time"))
    if ends is not None and ends < starts:
        ends = None
    if _is_whole_day(record, starts, ends):
        return _whole_days(record, starts, ends)
    return Occurrence(starts, None if ends == starts else ends)


def moment(value: object) -> datetime | None:
    """A time or a bare date as an aware time in Finland."""
    text = as_str(value)
    try:
        if _DATE.fullmatch(text):
            return datetime.combine(date.fromisoformat(text), time(), ZONE)
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(ZONE)


def _is_whole_day(record: Record, starts: datetime, ends: datetime | None) -> bool:
    if _DATE.fullmatch(as_str(record.get("start_time"))) or record.get("has_start_time") is False:
        return True
    if record.get("has_start_time") is True or starts.time() != time():
        return False
    return (
        ends is None or ends.time() == time() or ends.time().replace(second=0, microsecond=0) == _LAST_MINUTE
    )


def _whole_days(record: Record, starts: datetime, ends: datetime | None) -> Occurrence:
    first = starts.date()
    if ends is None:
        last = first
    elif _DATE.fullmatch(as_str(record.get("end_time"))):
        last = ends.date()
    else:
        last = (ends - timedelta(microseconds=1)).date()
    return Occurrence(_midnight(first), _midnight(last) if last > first else None, whole_day=True)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), ZONE)
