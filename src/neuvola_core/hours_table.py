"""The words for opening hours in one language, and the pieces of text made of them.

A language is one entry in ``data/hours_words.json``; a new language is an entry there and no code.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final

from neuvola_core.calendar import Holiday
from neuvola_core.hours import Exceptional, HolidayHours, Opening, Regular, Season, Span, Weeks
from neuvola_core.hours_dates import MONTH_ENDS
from neuvola_core.opening import MIDNIGHT, DayHours, DaySpan, State
from neuvola_core.spans import joined

SMALL_HOURS: Final = 6
"""Closing before this hour is "at night", not "tomorrow"."""
SOON: Final = timedelta(days=300)
"""A date nearer than this needs no year."""


@cache
def tables() -> Mapping[str, Mapping[str, Any]]:
    """Language → its words."""
    text = (files("neuvola_core") / "data" / "hours_words.json").read_text(encoding="utf-8")
    return MappingProxyType(json.loads(text))


class Words:
    """The words of a language; Finnish where there is no table for it."""

    def __init__(self, language: str) -> None:
        self.language = language if language in tables() else "fi"
        self._table = tables()[self.language]

    def __getitem__(self, key: str) -> str:
        return str(self._table[key])

    def say(self, key: str, **facts: object) -> str:
        """A phrase with its facts filled in."""
        return self[key].format(**facts)

    def listed(self, texts: Iterable[str]) -> str:
        """One after another, as this language writes a list."""
        return self["comma"].join(texts)

    def holiday(self, holiday: str) -> str:
        """What a named day is called."""
        return str(self._table["holidays"].get(str(holiday), holiday))

    # Clock and calendar.

    def clock(self, minutes: int) -> str:
        """A time of day; after midnight with two digits, as in "20–02"."""
        is_night = minutes > MIDNIGHT
        hour, minute = divmod(minutes - MIDNIGHT if is_night else minutes, 60)
        day_key, night_key = ("clock", "clock_night_minutes") if minute else ("clock_whole", "clock_night")
        return self.say(night_key if is_night else day_key, h=hour, hh=f"{hour:02d}", mm=f"{minute:02d}")

    def spans(self, spans: Sequence[Span | DaySpan | Opening]) -> str:
        """ "8.15–12 ja 13–16"."""
        texts = [
            self["around"]
            if (span.opens, span.closes) == (0, MIDNIGHT)
            else f"{self.clock(span.opens)}–{self.clock(span.closes)}"
            for span in spans
        ]
        if len(texts) < 2:
            return "".join(texts)
        return self.say("and", first=self.listed(texts[:-1]), last=texts[-1])

    def _date(self, month: int, day: int, year: int = 0) -> str:
        name = self._table["months"][month - 1]
        return self.say("date_year" if year else "date", d=day, m=month, y=year, month=name)

    def dates(self, first: date, last: date, *, with_year: bool = False) -> str:
        """ "24.–26.12."."""
        if first == last:
            return self._date(first.month, first.day, first.year if with_year else 0)
        if (first.year, first.month) == (last.year, last.month):
            key = "dates_in_month_year" if with_year else "dates_in_month"
            month = self._table["months"][last.month - 1]
            return self.say(key, d=first.day, d2=last.day, m2=last.month, month2=month, y=last.year)
        first_year = first.year if with_year and first.year != last.year else 0
        start = self._date(first.month, first.day, first_year)
        end = self._date(last.month, last.day, last.year if with_year else 0)
        return self.say("dates", first=start, last=end)

    def day_date(self, day: date) -> str:
        """ "ma 23.11."."""
        return self.say(
            "day_date", day=self._table["days"][day.weekday()], date=self._date(day.month, day.day)
        )

    def day_dates(self, first: date, last: date) -> str:
        """ "to–pe 19.–20.11.", of days in a row."""
        if first == last:
            return self.day_date(first)
        names = self._table["days"]
        days = f"{names[first.weekday()]}–{names[last.weekday()]}"
        return self.say("day_dates", days=days, dates=self.dates(first, last))

    def moment(self, moment: datetime, now: datetime, *, closing: bool = False) -> str:
        """A time as one says it now; a closing at midnight is 24 of the day that ends."""
        day, minutes = _closing(moment) if closing else (moment.date(), _minutes(moment))
        time = self.clock(minutes)
        ahead = (day - now.date()).days
        if ahead == 0:
            return self.say("at" if closing else "at_today", time=time)
        if ahead == 1 and closing and minutes < SMALL_HOURS * 60:
            return self.say("at_night", time=time)
        if ahead == 1:
            return self.say("at_tomorrow", time=time)
        day_on = self._table["days_on"][day.weekday()]
        return self.say("at_day", day_on=day_on, date=self._date(day.month, day.day), time=time)

    def short_moment(self, moment: datetime, now: datetime) -> str:
        """As ``moment``, the weekday in its short form: "ma 23.11. klo 9"."""
        if (moment.date() - now.date()).days < 2:
            return self.moment(moment, now)
        return self.say("short_at_day", day=self.day_date(moment.date()), time=self.clock(_minutes(moment)))

    def short_closing(self, moment: datetime, now: datetime) -> str:
        """ "Auki klo 16 asti"; the day is named unless it is today or the coming night."""
        day, minutes = _closing(moment)
        ahead, time = (day - now.date()).days, self.clock(minutes)
        if ahead == 0 or (ahead == 1 and minutes < SMALL_HOURS * 60):
            return self.say("short_open_until", time=time)
        return self.say("short_open_until_day", day=self.day_date(day), time=time)

    # What is stated.

    def regular(self, regular: Regular, *, beside_others: bool = False) -> str:
        """A weekly timetable with its season and dates; empty if it says nothing.

        ``beside_others``: there are times to walk in as well, so an appointment is for the rest of the week.
        """
        if regular.closed:
            text = self._closed(regular.season)
        else:
            text = self._weekly(regular)
            if beside_others and text == self["by_appointment"]:
                text = self["otherwise_by_appointment"]
            if not text and (regular.season or regular.valid_to):
                text = self["not_known"]
            if text and regular.season:
                text = self.say("during", when=self._season(regular.season), text=text)
        if text:
            text = self._while_valid(regular, text)
        note = regular.note.best(self.language)
        return self.say("noted", text=text, note=note) if text and note else text or note

    def _closed(self, season: Season | None) -> str:
        if season is None:
            return self["closed_for_now"]
        if _is_whole_months(season):
            return self.say("closed_in_months", months=self._months(season, "months_in"))
        return self.say("closed_on", dates=self._season(season))

    def _weekly(self, regular: Regular) -> str:
        if regular.always_open:
            text = f"{self['every_day']} {self['around']}"
        elif any(opening.closes <= opening.opens for opening in regular.openings):
            return self["not_known"]
        elif regular.openings:
            text = self.listed(self._timetables(regular.openings))
        else:
            return self["by_appointment"] if regular.by_appointment else ""
        return self.say("with_appointment", text=text) if regular.by_appointment else text

    def _timetables(self, openings: Sequence[Opening]) -> Iterator[str]:
        for weeks, key in ((Weeks.ALL, ""), (Weeks.ODD, "odd"), (Weeks.EVEN, "even")):
            held = [opening for opening in openings if opening.weeks is weeks]
            if held:
                text = self.listed(self._days_and_spans(held))
                yield self.say(key, text=text) if key else text

    def _days_and_spans(self, openings: Iterable[Opening]) -> Iterator[str]:
        by_day: dict[int, list[Opening]] = {}
        for opening in sorted(openings, key=lambda o: (o.weekday, o.opens)):
            by_day.setdefault(opening.weekday, []).append(opening)
        by_spans: dict[str, list[int]] = {}
        for day, spans in by_day.items():
            by_spans.setdefault(self.spans(spans), []).append(day)
        for text, days in by_spans.items():
            yield f"{self._days(days)} {text}"

    def _days(self, days: Sequence[int]) -> str:
        if len(days) == 7:
            return self["every_day"]
        names = self._table["days"]
        runs: list[list[int]] = []
        for day in days:
            if runs and runs[-1][-1] + 1 == day:
                runs[-1].append(day)
            else:
                runs.append([day])
        return self.listed(names[r[0]] if len(r) == 1 else f"{names[r[0]]}–{names[r[-1]]}" for r in runs)

    def _season(self, season: Season) -> str:
        if _is_whole_months(season):
            return self._months(season, "months")
        return self.say("dates", first=self._date(*season.first), last=self._date(*season.last))

    def _months(self, season: Season, ending: str) -> str:
        first, last = season.first[0], season.last[0]
        name = str(self._table[ending][last - 1])
        return name if first == last else f"{self._table['months_first'][first - 1]}–{name}"

    def _while_valid(self, regular: Regular, text: str) -> str:
        first, last = regular.valid_from, regular.valid_to
        if first and last:
            return self.say("during", when=self.dates(first, last, with_year=True), text=text)
        if first:
            return self.say("from", date=self.dates(first, first, with_year=True), text=text)
        if last:
            return self.say("until", date=self.dates(last, last, with_year=True), text=text)
        return text

    def exceptional(self, exceptional: Exceptional, on: date | None) -> str:
        """ "24.–26.12. suljettu"; with the year, unless it is near to ``on``."""
        is_near = on is not None and exceptional.first - on < SOON
        dates = self.dates(exceptional.first, exceptional.last, with_year=not is_near)
        if exceptional.closed:
            text = self.say("closed_on", dates=dates)
        else:
            text = self.say("labelled", label=dates, text=self._exception_text(exceptional))
        note = exceptional.note.best(self.language)
        return self.say("noted", text=text, note=note) if note else text

    def _exception_text(self, exceptional: Exceptional) -> str:
        if exceptional.always_open:
            return self["around"]
        if exceptional.spans:
            text = self.spans(exceptional.spans)
            return self.say("with_appointment", text=text) if exceptional.by_appointment else text
        return self["by_appointment"] if exceptional.by_appointment else self["not_known"]

    def holidays(self, stated: Sequence[HolidayHours]) -> list[str]:
        """Lines of the named days, those with the same hours on one line."""
        closed = {h.holiday for h in stated if h.closed}
        public = {holiday.value for holiday in Holiday if holiday.is_public}
        all_closed = public <= closed
        by_text: dict[str, list[str]] = {}
        for one in stated:
            if all_closed and one.holiday in public and one.closed and not one.note:
                continue
            by_text.setdefault(self._holiday_text(one), []).append(self.holiday(one.holiday))
        found = [self["public_holidays_closed"]] if all_closed else []
        return found + [
            self.say("labelled", label=self.listed(names), text=text) for text, names in by_text.items()
        ]

    def _holiday_text(self, stated: HolidayHours) -> str:
        text = self["closed"] if stated.closed else self.spans(stated.spans) or self["not_known"]
        note = stated.note.best(self.language)
        return self.say("noted", text=text, note=note) if note else text

    def day_text(self, day: DayHours) -> str:
        """What holds on one day, in a word or its times."""
        if day.state is State.CLOSED:
            return self["closed"]
        if day.state is State.NOT_KNOWN:
            return self["not_known"]
        walk_in = [span for span in day.spans if not span.by_appointment]
        agreed = [span for span in day.spans if span.by_appointment]
        if not walk_in:
            return self._agreed(agreed)
        text = self.spans(walk_in)
        if not agreed:
            return text
        told_from, told_to = joined((span.opens, span.closes) for span in day.spans)[0]
        is_rest = told_from == 0 and told_to >= MIDNIGHT
        more = self["otherwise_by_appointment"] if is_rest else self._agreed(agreed)
        return self.say("and_also", text=text, more=more)

    def _agreed(self, spans: Sequence[DaySpan]) -> str:
        if [(span.opens, span.closes) for span in spans] == [(0, MIDNIGHT)]:
            return self["by_appointment"]
        return self.say("with_appointment", text=self.spans(spans))


def _minutes(moment: datetime) -> int:
    return moment.hour * 60 + moment.minute


def _closing(moment: datetime) -> tuple[date, int]:
    """The day and minute of a closing: midnight is 24 of the day that ends."""
    minutes = _minutes(moment)
    return (moment.date(), minutes) if minutes else (moment.date() - timedelta(days=1), MIDNIGHT)


def _is_whole_months(season: Season) -> bool:
    month, last = season.last
    return season.first[1] == 1 and last >= (28 if month == 2 else MONTH_ENDS[month - 1])
