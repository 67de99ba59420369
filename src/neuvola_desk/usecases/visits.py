"""Logging visits: the same path with a line and without, undone by a new event, no person in any of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from neuvola_core.errors import InvalidVisitError, UndoTooLateError
from neuvola_core.ids import new_record_id
from neuvola_core.roles import UNGUARDED, Act, Rights
from neuvola_core.visit import Entry, IsoWeek, PartOfDay, Visit
from neuvola_desk.record_port import Given, JoinedVisit, VisitRecord
from neuvola_desk.usecases import tally, visit_draft
from neuvola_desk.usecases.clock import HELSINKI, Clock, closing_time
from neuvola_desk.usecases.notes import gap_note
from neuvola_desk.usecases.quick_visit import quick_draft
from neuvola_desk.usecases.tally import Tally
from neuvola_desk.usecases.visit_draft import VisitDraft

LARGEST_BUNDLE: Final = 200


@dataclass(frozen=True, slots=True)
class LoggedVisit:
    """A visit that is safe on the disk; it can be undone until ``undo_until`` (Helsinki time)."""

    id: str
    undo_until: datetime


@dataclass(frozen=True, slots=True)
class CountedQuestion:
    """Somebody who only asked, in this part of this day; it can be taken back until ``undo_until``."""

    day: date
    part: PartOfDay
    undo_until: datetime


@dataclass(frozen=True, slots=True)
class _Occasion:
    """When a visit was: all that the counters need and the visit must not hold."""

    week: IsoWeek
    month: str
    day: date | None = None
    part: PartOfDay | None = None


class VisitLog:
    """The visits of one point; every call asks ``rights`` for what it is."""

    def __init__(
        self,
        record: VisitRecord,
        clock: Clock,
        point: str,
        campaign: str = "",
        *,
        rights: Rights = UNGUARDED,
    ) -> None:
        self._record = record
        self._clock = clock
        self._point = point
        self._campaign = campaign
        self._rights = rights

    def log(
        self,
        draft: VisitDraft,
        *,
        week: IsoWeek | None = None,
        entry: Entry = Entry.AT_ONCE,
        note_confirmed: bool = False,
    ) -> LoggedVisit:
        """Writes the visit with its outbox row and counters, or nothing at all.

        ``week`` is this one unless given; for an earlier one no footfall is counted, since its day is not
        known. Raises ``InvalidVisitError``, ``UnknownNeedError``, ``RefusedContentError``.
        """
        self._rights.require(Act.LOG_VISIT)
        now = self._clock.now()
        if week is None or week == IsoWeek.of(now.date()):
            occasion = _today(now)
        else:
            occasion = _some_day_of(week, now.date())
        return self._add([draft], occasion, entry, note_confirmed)[0]

    def quick(
        self, needs: Iterable[str], given: Iterable[Given] = (), *, leaflet_printed: bool = False
    ) -> LoggedVisit:
        """F8: a visit from what was searched, everything else unrecorded."""
        return self.log(quick_draft(needs, given, leaflet_printed=leaflet_printed))

    def paper(
        self,
        drafts: Iterable[VisitDraft],
        week: IsoWeek,
        bundle_date: date,
        part: PartOfDay | None = None,
    ) -> tuple[LoggedVisit, ...]:
        """Keys in a bundle of paper sheets, all or none; ``bundle_date`` is the day on its cover.

        Footfall is counted if that day lies in the week and the cover tells the part of day too.
        """
        self._rights.require(Act.LOG_VISIT)
        today = self._clock.now().date()
        sheets = tuple(drafts)
        if not 1 <= len(sheets) <= LARGEST_BUNDLE:
            raise InvalidVisitError(field="bundle", value=len(sheets))
        if bundle_date > today or week > IsoWeek.of(bundle_date):
            raise InvalidVisitError(field="bundle", value=bundle_date.isoformat())
        if week == IsoWeek.of(bundle_date):
            occasion = _Occasion(week, visit_draft.month_of(bundle_date), bundle_date, part)
        else:
            occasion = _some_day_of(week, today)
        return self._add(sheets, occasion, Entry.PAPER, note_confirmed=False)

    def undo(self, visit_id: str) -> None:
        """Takes a visit back with what it moved; ``UndoTooLateError`` once its part of day has closed."""
        self._rights.require(Act.LOG_VISIT)
        self._record.visits.undo(visit_id, new_record_id(), self._clock.now())

    def last_undoable(self) -> LoggedVisit | None:
        """The visit logged last, by whatever process, while it can be undone."""
        self._rights.require(Act.LOG_VISIT)
        latest = self._record.visits.latest(self._clock.now())
        return _logged(latest.id, latest.closes) if latest else None

    def count_question(self, n: int = 1) -> CountedQuestion:
        """ "Pelkkä kysymys": someone came and asked, and there is no visit to log."""
        self._rights.require(Act.LOG_VISIT)
        now = self._clock.now()
        counted = CountedQuestion(now.date(), PartOfDay.of(now.hour), closing_time(now))
        self._record.counters.count_footfall(self._point, counted.day, counted.part, n)
        return counted

    def undo_question(self, counted: CountedQuestion) -> None:
        """Takes one who only asked back; ``UndoTooLateError`` once the part of day has closed."""
        self._rights.require(Act.LOG_VISIT)
        if self._clock.now() >= counted.undo_until:
            raise UndoTooLateError
        self._record.counters.uncount_footfall(self._point, counted.day, counted.part)

    def unsent(self) -> tuple[Visit, ...]:
        """This point's visits that the server has not stored yet."""
        self._rights.require(Act.LIST_UNSENT_VISITS)
        return self._record.visits.unsent(self._point)

    def tally(self, *, full: bool = False) -> Tally:
        """Today's total; with ``full`` (counsellor, coordinator) also by part of day and the week by need."""
        self._rights.require(Act.WEEK_TALLY if full else Act.TODAY_TOTAL)
        today = self._clock.now().date()
        week = IsoWeek.of(today)
        by_part = self._record.counters.footfall(self._point, today)
        total = sum(by_part.values())
        if not full:
            return Tally(today, week, total)
        visits = self._record.visits.of_weeks(self._point, week, week)
        return Tally(today, week, total, by_part, tally.by_need(visits), is_full=True)

    def _add(
        self, drafts: Iterable[VisitDraft], occasion: _Occasion, entry: Entry, note_confirmed: bool
    ) -> tuple[LoggedVisit, ...]:
        """Everything is checked before anything is written."""
        now = self._clock.now()
        joined, notes = [], []
        for draft in drafts:
            note = gap_note(draft.note, now.date(), confirmed=note_confirmed)
            notes += [note] if note else []
            joined.append(self._join(draft, occasion, entry, closing_time(now), note.id if note else ""))
        self._record.visits.add(joined, notes)
        return tuple(_logged(one.visit.id, one.closes) for one in joined)

    def _join(
        self, draft: VisitDraft, occasion: _Occasion, entry: Entry, closes: datetime, note_id: str
    ) -> JoinedVisit:
        return JoinedVisit(
            visit=visit_draft.visit_of(
                draft, new_record_id(), self._point, self._campaign, occasion.week, entry
            ),
            closes=closes,
            month=occasion.month,
            day=occasion.day,
            part=occasion.part,
            given=visit_draft.given_of(draft),
            note_id=note_id,
        )


def _today(now: datetime) -> _Occasion:
    today = now.date()
    return _Occasion(IsoWeek.of(today), visit_draft.month_of(today), today, PartOfDay.of(now.hour))


def _some_day_of(week: IsoWeek, today: date) -> _Occasion:
    if week > IsoWeek.of(today):
        raise InvalidVisitError(field="week", value=str(week))
    return _Occasion(week, visit_draft.month_of(visit_draft.middle_of(week)))


def _logged(visit_id: str, closes: datetime) -> LoggedVisit:
    return LoggedVisit(visit_id, closes.astimezone(HELSINKI))
