"""Logging, undoing and counting visits."""

from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from neuvola_core import codec
from neuvola_core.errors import InvalidVisitError, RefusedContentError, UndoTooLateError, UnknownNeedError
from neuvola_core.visit import (
    Entry,
    Interpreter,
    IsoWeek,
    Language,
    Length,
    Meeting,
    Outcome,
    PartOfDay,
    Target,
    Unmet,
    UnmetReason,
    Visit,
)
from neuvola_desk.record_port import Footfall, Given, LanguageCount, NoteKind, OutboxKind
from neuvola_desk.storage import schema
from neuvola_desk.storage.record import Record
from neuvola_desk.usecases.clock import HELSINKI, FixedClock
from neuvola_desk.usecases.visit_draft import VisitDraft
from neuvola_desk.usecases.visits import VisitLog
from support.records import (
    DEBT,
    FOOD,
    POINT,
    SUNDAY_MORNING,
    expected_totals,
    full_draft,
    new_log,
    new_record,
    totals,
)

THIS_WEEK = IsoWeek(2026, 47)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(SUNDAY_MORNING)


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    record = new_record(tmp_path)
    yield record
    record.close()


@pytest.fixture
def log(record: Record, clock: FixedClock) -> VisitLog:
    return VisitLog(record, clock, POINT, "syyskokeilu")


def test_the_record_has_the_columns_of_the_closed_list_and_no_other() -> None:
    assert [column.name for column in schema.visit.columns] != []
    assert {column.name for column in schema.visit.columns} == {field.name for field in fields(Visit)}


def test_a_visit_is_logged_as_it_was_told(log: VisitLog) -> None:
    draft = VisitDraft(
        needs=("velat", "muu"),
        channel=Meeting.PHONE,
        target=Target.FAMILY,
        language=Language.AR,
        interpreter=Interpreter.PRESENT,
        outcome=Outcome.NOT_FOUND,
        unmet=(Unmet("velat", UnmetReason.FULL), Unmet("muu", UnmetReason.NO_RIDE)),
        length=Length.FROM_16,
    )
    logged = log.log(draft)
    assert log.unsent() == (
        Visit(
            id=logged.id,
            point=POINT,
            week=THIS_WEEK,
            needs=("muu", "velat"),
            campaign="syyskokeilu",
            channel=Meeting.PHONE,
            target=Target.FAMILY,
            language=Language.AR,
            interpreter=Interpreter.PRESENT,
            outcome=Outcome.NOT_FOUND,
            unmet=(Unmet("muu", UnmetReason.NO_RIDE), Unmet("velat", UnmetReason.FULL)),
            length=Length.FROM_16,
            entry=Entry.AT_ONCE,
        ),
    )


def test_an_untouched_draft_records_nothing_but_the_need(log: VisitLog) -> None:
    log.log(VisitDraft(needs=("muu",)))
    (visit,) = log.unsent()
    optional = (visit.target, visit.language, visit.interpreter, visit.outcome, visit.length)
    assert [field.value for field in optional] == ["ei_kirjattu"] * 5
    assert visit.unmet == ()


def test_the_outbox_holds_the_visit_itself(log: VisitLog, record: Record) -> None:
    log.log(full_draft())
    (waiting,) = record.outbox.waiting()
    assert waiting.kind == OutboxKind.VISIT
    assert waiting.tries == 0
    assert codec.from_json(waiting.payload, Visit) == log.unsent()[0]


def test_the_counters_move_with_the_visit(log: VisitLog, record: Record) -> None:
    drafts = [full_draft(), full_draft(language=Language.FI, given=()), VisitDraft(needs=("muu",))]
    for draft in drafts:
        log.log(draft)
    assert totals(record) == expected_totals(drafts)


def test_a_service_picked_twice_for_one_need_counts_once(log: VisitLog, record: Record) -> None:
    draft = full_draft(given=(Given("velat", DEBT), Given("velaneuvonta", DEBT)))
    with pytest.raises(UnknownNeedError):
        log.log(draft)
    log.log(full_draft(given=(Given("velat", DEBT), Given("velkaneuvonta", DEBT))))
    assert list(totals(record).values()) == [1, 1, 1]


@pytest.mark.parametrize(
    "draft",
    [
        VisitDraft(),
        VisitDraft(needs=("velat", "tyo", "elake", "muu")),
        VisitDraft(needs=("muu",), given=(Given("muu", "Matti Meikäläinen"),)),
        VisitDraft(needs=("muu",), note="a" * 141),
        VisitDraft(needs=("muu",), unmet=tuple(Unmet("muu", reason) for reason in list(UnmetReason)[:4])),
    ],
    ids=["no need", "four needs", "a name for a service", "a long note", "four reasons"],
)
def test_what_is_outside_the_closed_record_is_written_nowhere(
    log: VisitLog, record: Record, draft: VisitDraft
) -> None:
    with pytest.raises(InvalidVisitError):
        log.log(draft)
    assert log.unsent() == ()
    assert record.counters.totals() == ()
    assert record.outbox.count() == 0


def test_an_unknown_need_is_refused(log: VisitLog) -> None:
    with pytest.raises(UnknownNeedError):
        log.log(VisitDraft(needs=("raketti",)))


@pytest.mark.parametrize("campaign", ["131052-308T", "0401234567", "Matti Meikäläinen", "a" * 41])
def test_a_campaign_is_an_id_and_no_place_to_write_in(
    record: Record, clock: FixedClock, campaign: str
) -> None:
    with pytest.raises((RefusedContentError, InvalidVisitError)):
        VisitLog(record, clock, POINT, campaign).log(full_draft())
    assert record.outbox.count() == 0


@pytest.mark.parametrize(
    "campaign", ["", "kevätkokeilu-2026", "Kevään kokeilu 2026", "7d1f6f0e-5f0c-4c27-9d0e-2f7b8a6f3c11"]
)
def test_ids_of_campaigns_pass(record: Record, clock: FixedClock, campaign: str) -> None:
    log = VisitLog(record, clock, POINT, campaign)
    log.log(full_draft())
    assert log.unsent()[0].campaign == campaign


def test_a_note_that_identifies_stops_the_whole_visit(log: VisitLog, record: Record) -> None:
    with pytest.raises(RefusedContentError):
        log.log(full_draft(note="Soita takaisin 040 123 4567"))
    assert log.unsent() == ()
    assert record.counters.totals() == ()
    assert record.notes.of_kind(NoteKind.GAP, date(2026, 11, 22)) == ()


def test_a_note_stays_on_the_desk_and_is_not_tied_to_the_visit(log: VisitLog, record: Record) -> None:
    log.log(full_draft(note="  Ryhmään ei ollut   paikkoja "))
    (note,) = record.notes.of_kind(NoteKind.GAP, date(2026, 11, 22))
    assert note.text == "Ryhmään ei ollut paikkoja"
    assert note.erase_on == date(2026, 11, 29)
    assert b"paikkoja" not in record.outbox.waiting()[0].payload


def test_a_visit_of_an_earlier_week_moves_no_footfall(log: VisitLog, record: Record) -> None:
    log.log(full_draft(given=()), week=IsoWeek(2026, 44), entry=Entry.PAPER)
    assert log.unsent()[0].week == IsoWeek(2026, 44)
    assert log.unsent()[0].entry is Entry.PAPER
    assert totals(record) == {LanguageCount(POINT, "2026-10", Language.SO, 0): 1}


def test_a_week_to_come_is_refused(log: VisitLog) -> None:
    with pytest.raises(InvalidVisitError):
        log.log(full_draft(), week=IsoWeek(2026, 48))


def test_undo_takes_back_everything(log: VisitLog, record: Record) -> None:
    log.log(VisitDraft(needs=("muu",)))
    before = totals(record)
    logged = log.log(full_draft(note="Ei kyytiä"))
    log.undo(logged.id)
    assert totals(record) == before
    assert len(log.unsent()) == record.outbox.count() == 1
    assert record.notes.of_kind(NoteKind.GAP, date(2026, 11, 22)) == ()


@pytest.mark.parametrize(
    ("logged_at", "until"),
    [
        ((9, 30), (22, 12)),
        ((11, 59), (22, 12)),
        ((12, 0), (22, 16)),
        ((16, 0), (23, 0)),
        ((23, 59), (23, 0)),
    ],
)
def test_undo_ends_when_the_part_of_day_closes(
    log: VisitLog, clock: FixedClock, logged_at: tuple[int, int], until: tuple[int, int]
) -> None:
    clock.move(timedelta(hours=logged_at[0] - 9, minutes=logged_at[1] - 30))
    logged = log.log(full_draft())
    assert logged.undo_until == datetime(2026, 11, until[0], until[1], tzinfo=HELSINKI)
    clock.move(logged.undo_until - clock.now() - timedelta(seconds=1))
    assert log.last_undoable() == logged
    clock.move(timedelta(seconds=1))
    assert log.last_undoable() is None
    with pytest.raises(UndoTooLateError):
        log.undo(logged.id)
    assert len(log.unsent()) == 1


def test_a_clock_put_back_does_not_reopen_undo_for_longer_than_a_day(
    log: VisitLog, clock: FixedClock
) -> None:
    logged = log.log(full_draft())
    clock.move(-timedelta(days=2))
    with pytest.raises(UndoTooLateError):
        log.undo(logged.id)


def test_a_visit_is_undone_only_once(log: VisitLog) -> None:
    logged = log.log(full_draft())
    log.undo(logged.id)
    with pytest.raises(UndoTooLateError):
        log.undo(logged.id)


def test_the_last_visit_is_known_after_a_restart(tmp_path: Path, clock: FixedClock) -> None:
    record = new_record(tmp_path)
    new_log(record, clock).log(full_draft())
    last = new_log(record, clock).log(full_draft())
    record.close()
    record = new_record(tmp_path)
    log = new_log(record, clock)
    assert log.last_undoable() == last
    log.undo(last.id)
    assert last.id not in {visit.id for visit in log.unsent()}
    assert log.last_undoable() is None
    record.close()


def test_undoing_a_visit_that_may_have_left_is_told_to_the_server(log: VisitLog, record: Record) -> None:
    """The answer to the first try was lost: the server may have it."""
    logged = log.log(full_draft())
    (waiting,) = record.outbox.waiting()
    record.outbox.offer({waiting.id: waiting.payload})
    log.undo(logged.id)
    (event,) = record.outbox.waiting()
    assert event.kind == OutboxKind.UNDO
    assert event.payload == f'{{"undoes":"{logged.id}"}}'.encode()
    assert event.id != logged.id
    record.outbox.settle([logged.id], {}, THIS_WEEK)  # the answer comes after all
    assert record.outbox.sent() == ()
    assert log.unsent() == ()


def test_undoing_a_sent_visit_is_told_to_the_server(log: VisitLog, record: Record) -> None:
    logged = log.log(full_draft())
    record.outbox.offer({logged.id: record.outbox.waiting()[0].payload})
    record.outbox.settle([logged.id], {}, THIS_WEEK)
    assert log.unsent() == ()
    log.undo(logged.id)
    assert [item.kind for item in record.outbox.waiting()] == [OutboxKind.UNDO]


def test_a_plain_question_counts_as_footfall_only(log: VisitLog, record: Record) -> None:
    log.count_question()
    log.count_question(2)
    assert totals(record) == {Footfall(POINT, date(2026, 11, 22), PartOfDay.MORNING, 0): 3}
    assert log.unsent() == ()


def test_a_quick_visit_is_what_was_searched(log: VisitLog) -> None:
    log.quick(["velkaneuvonta", "velat", "tyo", "elake", "koulu"], leaflet_printed=True)
    (visit,) = log.unsent()
    assert visit.needs == ("elake", "tyo", "velat")
    assert visit.outcome is Outcome.LEAFLET
    assert visit.language is Language.UNRECORDED


def test_a_quick_visit_without_a_search_is_other(log: VisitLog) -> None:
    log.quick([])
    assert log.unsent()[0].needs == ("muu",)


def test_a_bundle_of_paper_sheets_is_keyed_in_whole(log: VisitLog, record: Record) -> None:
    sheets = [full_draft(), VisitDraft(needs=("muu",))]
    logged = log.paper(sheets, IsoWeek(2026, 46), date(2026, 11, 12), PartOfDay.LATE)
    assert {visit.entry for visit in log.unsent()} == {Entry.PAPER}
    assert {visit.week for visit in log.unsent()} == {IsoWeek(2026, 46)}
    assert totals(record)[Footfall(POINT, date(2026, 11, 12), PartOfDay.LATE, 0)] == 2
    for one in logged:
        log.undo(one.id)
    assert totals(record) == {}


def test_a_bundle_without_a_part_of_day_moves_no_footfall(log: VisitLog, record: Record) -> None:
    log.paper([VisitDraft(needs=("muu",))], IsoWeek(2026, 46), date(2026, 11, 12))
    assert totals(record) == {}


def test_one_bad_sheet_keeps_the_bundle_out(log: VisitLog, record: Record) -> None:
    with pytest.raises(InvalidVisitError):
        log.paper([full_draft(), VisitDraft()], IsoWeek(2026, 46), date(2026, 11, 12), PartOfDay.LATE)
    assert log.unsent() == ()
    assert record.counters.totals() == ()


@pytest.mark.parametrize(
    ("week", "day"),
    [(IsoWeek(2026, 47), date(2026, 11, 23)), (IsoWeek(2026, 47), date(2026, 11, 12))],
    ids=["a day to come", "a week after its bundle"],
)
def test_a_bundle_of_another_time_is_refused(log: VisitLog, week: IsoWeek, day: date) -> None:
    with pytest.raises(InvalidVisitError):
        log.paper([full_draft()], week, day)


def test_unsent_visits_are_those_of_the_own_point(log: VisitLog, record: Record, clock: FixedClock) -> None:
    new_log(record, clock, point="toinen").log(full_draft())
    assert log.unsent() == ()


def test_the_tally_of_a_volunteer_is_a_total(log: VisitLog) -> None:
    for _ in range(6):
        log.log(full_draft())
    log.count_question()
    tally = log.tally()
    assert (tally.today_total, dict(tally.by_part), tally.week_by_need) == (7, {}, ())


def test_the_tally_shows_needs_from_five_on(log: VisitLog, clock: FixedClock) -> None:
    for needs in (("velat", "tyo"), ("velat",), ("velat",), ("velat", "tyo")):
        log.log(VisitDraft(needs=needs))
    assert log.tally(full=True).week_by_need == ()
    clock.move(timedelta(hours=4))
    log.log(VisitDraft(needs=("velat", "tyo")))
    tally = log.tally(full=True)
    assert [(row.need, row.n) for row in tally.week_by_need] == [("velat", 5)]
    assert dict(tally.by_part) == {PartOfDay.MORNING: 4, PartOfDay.AFTERNOON: 1}
    assert (tally.day, tally.week) == (date(2026, 11, 22), THIS_WEEK)


def test_what_was_logged_before_enrolment_goes_to_the_point(
    log: VisitLog, record: Record, clock: FixedClock
) -> None:
    logged = log.log(full_draft())
    log.count_question()
    record.adopt_point("arabia")
    enrolled = VisitLog(record, clock, "arabia")
    (visit,) = enrolled.unsent()
    assert visit.point == "arabia"
    assert codec.from_json(record.outbox.waiting()[0].payload, Visit) == visit
    assert {count.point for count in record.counters.totals()} == {"arabia"}
    assert enrolled.tally().today_total == 2
    enrolled.undo(logged.id)
    assert [replace(count, n=0) for count in totals(record)] == [
        Footfall("arabia", date(2026, 11, 22), PartOfDay.MORNING, 0)
    ]
    assert FOOD not in str(totals(record))
