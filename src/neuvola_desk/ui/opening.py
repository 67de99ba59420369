"""Whether a service is open, in words. No Qt."""

from datetime import date, datetime
from typing import Final

from neuvola_core.catalogue import Service
from neuvola_core.opening import DayHours, DaySpan, OpenStatus, State, status
from neuvola_desk.i18n import _

MIDNIGHT: Final = 1440

_RANK: Final = {State.OPEN: 0, State.BY_APPOINTMENT: 1, State.CLOSED: 2, State.NOT_KNOWN: 3}


def service_status(service: Service, at: datetime) -> OpenStatus | None:
    """Open if any channel is, as the "auki nyt" filter says; else the one that opens first.

    None where no channel states its hours.
    """
    stated = dict.fromkeys(channel.hours for channel in service.channels if channel.hours.is_stated)
    found = [status(hours, at) for hours in stated]
    return min(found, key=_order, default=None)


def _order(found: OpenStatus) -> tuple[int, bool, float]:
    opens = found.opens_next
    return (_RANK[found.state], opens is None, opens.timestamp() if opens else 0.0)


def state_words(found: OpenStatus | None, at: datetime) -> str:
    """What one says of a place at a moment: open until when, or when it opens next."""
    if found is None or found.state is State.NOT_KNOWN:
        return _("Aukiolo ei tiedossa, soita ensin")
    if found.state is State.BY_APPOINTMENT:
        return _("Ajanvarauksella")
    if found.state is State.OPEN:
        if found.until is None:
            return _("Avoinna aina")
        return _("Avoinna klo {time} asti").format(time=clock_words(found.until))
    if found.opens_next is None:
        return _("Suljettu")
    opens = _moment_words(found.opens_next, at.date())
    if found.next_by_appointment:
        return _("Suljettu, ajanvarauksella {moment}").format(moment=opens)
    return _("Suljettu, avautuu {moment}").format(moment=opens)


def clock_words(moment: datetime) -> str:
    """ "16" or "16.30", as clock times are written in Finland; midnight at the end of a day is 24."""
    return minute_words(moment.hour * 60 + moment.minute or MIDNIGHT)


def minute_words(minute: int) -> str:
    """A minute of the day as a clock time; over midnight it is the next day's."""
    hour, rest = divmod(minute if minute <= MIDNIGHT else minute - MIDNIGHT, 60)
    return f"{hour}.{rest:02d}" if rest else str(hour)


def weekday_name(weekday: int) -> str:
    """The short name of a weekday, 0 being Monday."""
    return (_("ma"), _("ti"), _("ke"), _("to"), _("pe"), _("la"), _("su"))[weekday]


def day_words(day: DayHours) -> str:
    """When it is open on a day."""
    if day.state is State.CLOSED:
        return _("suljettu")
    if day.state is State.NOT_KNOWN:
        return _("ei tiedossa")
    return ", ".join(_span_words(span) for span in day.spans)


def _span_words(span: DaySpan) -> str:
    if (span.opens, span.closes) == (0, MIDNIGHT):
        return _("ajanvarauksella") if span.by_appointment else _("koko päivän")
    words = f"{minute_words(span.opens)}–{minute_words(span.closes)}"
    return _("{hours} ajanvarauksella").format(hours=words) if span.by_appointment else words


def _moment_words(moment: datetime, today: date) -> str:
    days = (moment.date() - today).days
    time = clock_words(moment) if moment.hour or moment.minute else "0"
    if days == 0:
        return _("tänään klo {time}").format(time=time)
    if days == 1:
        return _("huomenna klo {time}").format(time=time)
    weekday = weekday_name(moment.weekday())
    if days < 7:
        return _("{weekday} klo {time}").format(weekday=weekday, time=time)
    day = f"{moment.day}.{moment.month}."
    return _("{weekday} {day} klo {time}").format(weekday=weekday, day=day, time=time)
