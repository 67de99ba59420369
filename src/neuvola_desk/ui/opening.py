"""Whether a service is open, in words. No Qt."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from neuvola_core.calendar import Holiday
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


@dataclass(frozen=True, slots=True)
class DayLine:
    """One or several days on end that tell the same, in words; today always stands alone."""

    dates: str
    words: str
    is_open: bool
    is_today: bool


def day_lines(days: tuple[DayHours, ...]) -> tuple[DayLine, ...]:
    """The coming days, the first being today, with runs of equal days made one line."""
    runs: list[list[DayHours]] = []
    for day in days:
        alike = runs and len(runs) > 1 and _tells(runs[-1][0]) == _tells(day)
        if alike:
            runs[-1].append(day)
        else:
            runs.append([day])
    return tuple(_day_line(run, is_today=run is runs[0]) for run in runs)


def _tells(day: DayHours) -> tuple[object, ...]:
    return (day.state, day.spans, day.holidays)


def _day_line(run: list[DayHours], *, is_today: bool) -> DayLine:
    first, last = run[0], run[-1]
    weekdays, dates = weekday_name(first.date.weekday()), f"{first.date.day}.{first.date.month}."
    if len(run) > 1:
        weekdays = f"{weekdays}–{weekday_name(last.date.weekday())}"
        start = f"{first.date.day}." if first.date.month == last.date.month else dates
        dates = f"{start}–{last.date.day}.{last.date.month}."
    words = day_words(first)
    names = ", ".join(holiday_name(holiday) for holiday in first.holidays)
    return DayLine(
        f"{weekdays} {dates}", f"{words} ({names})" if names else words, first.state is State.OPEN, is_today
    )


def holiday_name(holiday: Holiday) -> str:
    """The name of a public holiday or an eve."""
    names: Mapping[Holiday, str] = {
        Holiday.NEW_YEAR_DAY: _("uudenvuodenpäivä"),
        Holiday.EPIPHANY: _("loppiainen"),
        Holiday.MAUNDY_THURSDAY: _("kiirastorstai"),
        Holiday.GOOD_FRIDAY: _("pitkäperjantai"),
        Holiday.EASTER_SUNDAY: _("pääsiäispäivä"),
        Holiday.EASTER_MONDAY: _("2. pääsiäispäivä"),
        Holiday.MAY_DAY_EVE: _("vapunaatto"),
        Holiday.MAY_DAY: _("vappu"),
        Holiday.ASCENSION_DAY: _("helatorstai"),
        Holiday.WHIT_SUNDAY: _("helluntai"),
        Holiday.MIDSUMMER_EVE: _("juhannusaatto"),
        Holiday.MIDSUMMER_DAY: _("juhannus"),
        Holiday.ALL_SAINTS_DAY: _("pyhäinpäivä"),
        Holiday.INDEPENDENCE_DAY: _("itsenäisyyspäivä"),
        Holiday.CHRISTMAS_EVE: _("jouluaatto"),
        Holiday.CHRISTMAS_DAY: _("joulupäivä"),
        Holiday.SECOND_DAY_OF_CHRISTMAS: _("tapaninpäivä"),
        Holiday.NEW_YEAR_EVE: _("uudenvuodenaatto"),
    }
    return names[holiday]


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
