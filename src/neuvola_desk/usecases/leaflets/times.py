"""The single times of an event that are still to come."""

from collections.abc import Iterator
from datetime import datetime

from neuvola_core.catalogue import Occurrence
from neuvola_core.opening import ZONE
from neuvola_desk.usecases.leaflets.saying import Saying
from neuvola_desk.usecases.leaflets.texts import Texts
from neuvola_desk.usecases.leaflets.values import Line
from neuvola_desk.usecases.leaflets.words import NBSP


def times(saying: Saying) -> Iterator[Line]:
    """The next single times, a line each."""
    for occurrence in coming_occurrences(saying)[: saying.limits.times]:
        yield Line((saying.fixed(occurrence_words(occurrence, saying.texts)),))


def coming_occurrences(saying: Saying) -> list[Occurrence]:
    """The single times that are not over, the next one first."""
    coming = [o for o in saying.service.occurrences if local(o.ends or o.starts).date() >= saying.made_on]
    return sorted(coming, key=lambda o: o.starts)


def local(moment: datetime) -> datetime:
    """As the clock shows it in Finland."""
    return moment.astimezone(ZONE)


def occurrence_words(occurrence: Occurrence, texts: Texts) -> str:
    """ "ma 23.11.2026 klo 17–19"."""
    starts = local(occurrence.starts)
    ends = local(occurrence.ends) if occurrence.ends else None
    first = f"{texts.weekday(starts.weekday())}{NBSP}{texts.day(starts.date())}"
    last = ""
    if ends and ends.date() != starts.date():
        last = f"{texts.weekday(ends.weekday())}{NBSP}{texts.day(ends.date())}"
    if occurrence.whole_day:
        return f"{first} – {last}" if last else f"{first}, {texts.word('whole_day')}"
    begin = texts.clock(starts.hour * 60 + starts.minute)
    if ends is None:
        return f"{first} {texts.word('clock', time=begin)}"
    end = texts.clock(ends.hour * 60 + ends.minute)
    return (
        f"{first} {begin} – {last} {end}" if last else f"{first} {texts.word('clock', time=f'{begin}–{end}')}"
    )
