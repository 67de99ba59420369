"""Paper sheets: keyed in without the mouse, saved all or none, undone together, and never lost."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QDateEdit, QLineEdit, QPushButton, QWidget

from neuvola_core.visit import (
    Entry,
    IsoWeek,
    Language,
    Length,
    Outcome,
    PartOfDay,
    Target,
    Unmet,
    UnmetReason,
)
from neuvola_desk.config import Settings
from neuvola_desk.i18n import _
from neuvola_desk.usecases.visit_draft import VisitDraft
from support.real_window import PASSPHRASE, press, write

from .conftest import OpenRoom, Room

DEBT = VisitDraft(needs=("velat",), target=Target.WORKING_AGE, language=Language.SO, length=Length.FROM_5)
LONELY = VisitDraft(
    needs=("yksinaisyys", "uupumus"),
    outcome=Outcome.NOT_FOUND,
    unmet=(Unmet("yksinaisyys", UnmetReason.FAR),),
)


def type_need(room: Room, words: str) -> None:
    write(room.page.form.needs.field, words)
    press(room.page.form.needs.field, Qt.Key.Key_Return)


def save(room: Room) -> None:
    room.page.save_button.click()
    room.real.until(lambda: bool(room.page.outcome.words))
    room.real.settle()


def test_a_sheet_is_keyed_in_without_the_mouse(room: Room) -> None:
    form = room.page.form
    room.real.until(form.needs.field.hasFocus)
    type_need(room, "velat")
    QTest.keyClick(form.needs.field, Qt.Key.Key_Tab)
    form.target.setFocus()
    QTest.keyClick(form.target, Qt.Key.Key_Down)
    form.length.setFocus()
    QTest.keyClick(form.length, Qt.Key.Key_Return)
    assert room.page.model.sheets == (VisitDraft(needs=("velat",), target=Target.FAMILY),)
    assert form.sheet() == VisitDraft()
    room.real.until(form.needs.field.hasFocus)


def test_enter_in_the_empty_field_takes_the_sheet(room: Room) -> None:
    type_need(room, "yksin")
    press(room.page.form.needs.field, Qt.Key.Key_Return)
    type_need(room, "velat")
    press(room.page.form.needs.field, Qt.Key.Key_Return)
    assert [sheet.needs for sheet in room.page.model.sheets] == [("yksinaisyys",), ("velat",)]


def test_the_third_need_leads_on_and_takes_nothing(room: Room) -> None:
    for words in ("yksin", "velat", "uupumus"):
        type_need(room, words)
    assert len(room.page.form.needs.needs) == 3
    assert room.page.model.sheets == ()
    room.real.until(room.page.form.target.hasFocus)
    QTest.keyClick(room.page.form.target, Qt.Key.Key_Return)
    assert len(room.page.model.sheets) == 1


def test_a_sheet_without_a_need_is_not_taken_and_that_is_told(room: Room) -> None:
    room.page.form.add_button.click()
    assert room.page.model.sheets == ()
    assert room.page.form.told.isVisible()
    type_need(room, "velat")
    assert not room.page.form.told.isVisible()


def test_unmet_needs_belong_to_sheets_where_help_was_not_found(room: Room) -> None:
    form = room.page.form
    type_need(room, "velat")
    form.outcome.choose(Outcome.NOT_FOUND)
    assert form.unmet.isVisible()
    need, reason = form.unmet.findChildren(QComboBox)[:2]
    assert need.currentData() == "velat"
    reason.setCurrentIndex(reason.findData(UnmetReason.FULL.value))
    assert form.sheet().unmet == (Unmet("velat", UnmetReason.FULL),)
    form.outcome.choose(Outcome.ADVISED)
    assert not form.unmet.isVisible()
    assert form.sheet().unmet == ()


def test_the_week_follows_from_the_day_and_no_day_to_come_can_be_chosen(room: Room) -> None:
    cover = room.page.cover
    assert (cover.day, cover.week_words) == (date(2026, 11, 18), "Viikko 47/2026")
    cover.date.setDate(QDate(2026, 1, 1))
    assert cover.week_words == "Viikko 1/2026"
    cover.date.setDate(QDate(2026, 12, 24))
    assert cover.day == date(2026, 11, 18)


def test_a_chosen_day_stays_and_an_untouched_one_follows_the_calendar(room: Room) -> None:
    room.real.clock.move(timedelta(days=1))
    room.real.go("paper")
    assert room.page.cover.day == date(2026, 11, 19)
    room.page.cover.date.setDate(QDate(2026, 11, 9))
    room.real.clock.move(timedelta(days=1))
    room.real.go("paper")
    assert room.page.cover.day == date(2026, 11, 9)


def test_a_bundle_is_saved_with_the_week_of_its_cover(room: Room) -> None:
    room.page.cover.date.setDate(QDate(2026, 11, 9))
    room.key_in(DEBT, LONELY)
    save(room)
    assert room.page.outcome.words == "Nippu tallennettu: 2 käyntiä."
    assert room.page.model.sheets == ()
    visits = sorted(room.visits(), key=lambda visit: visit.needs)
    assert [visit.needs for visit in visits] == [("uupumus", "yksinaisyys"), ("velat",)]
    assert {visit.week for visit in visits} == {IsoWeek(2026, 46)}
    assert {visit.entry for visit in visits} == {Entry.PAPER}
    assert visits[0].unmet == LONELY.unmet
    assert (visits[1].target, visits[1].language, visits[1].length) == (
        Target.WORKING_AGE,
        Language.SO,
        Length.FROM_5,
    )


@pytest.mark.parametrize(("part", "counted"), [(None, 0), (PartOfDay.MORNING, 2)])
def test_people_are_counted_where_the_cover_tells_the_part_of_day(
    room: Room, part: PartOfDay | None, counted: int
) -> None:
    moved: list[bool] = []
    room.real.context.signals.visit_logged.connect(lambda: moved.append(True))
    box = room.page.cover.part
    box.setCurrentIndex(max(0, box.findData(part.value if part else None)))
    room.key_in(DEBT, LONELY)
    save(room)
    assert moved
    assert room.real.ask(lambda desk: desk.visits.tally().today_total) == counted


def test_nothing_is_lost_when_the_record_does_not_open(open_room: OpenRoom) -> None:
    room = open_room(answer=None)
    room.key_in(DEBT, LONELY)
    save(room)
    assert "Salalausetta ei annettu" in room.page.outcome.words
    assert room.page.model.sheets == (DEBT, LONELY)
    assert room.page.save_button.isEnabled()
    room.person.answer = PASSPHRASE
    room.page.save()
    room.real.until(lambda: room.page.model.sheets == ())
    room.real.settle()
    assert len(room.visits()) == 2


def test_all_or_none_are_saved(room: Room) -> None:
    room.key_in(DEBT, VisitDraft(needs=()))
    save(room)
    assert "1–3 tarvetta" in room.page.outcome.words
    assert len(room.page.model.sheets) == 2
    assert room.visits() == []


def test_ctrl_enter_saves_once_however_often_it_is_pressed(room: Room) -> None:
    room.key_in(DEBT)
    for _press in range(3):
        QTest.keyClick(room.page.form.needs.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    room.real.until(lambda: bool(room.page.outcome.words))
    room.real.settle()
    assert len(room.visits()) == 1


def test_a_bundle_is_undone_together_and_its_sheets_come_back(room: Room) -> None:
    room.key_in(DEBT, LONELY)
    save(room)
    assert room.page.undo_button.isVisible()
    room.page.undo_button.click()
    room.real.until(lambda: room.page.outcome.words == "Nippu peruttu: 2 käyntiä.")
    room.real.settle()
    assert room.visits() == []
    assert room.page.model.sheets == (DEBT, LONELY)
    assert not room.page.undo_button.isVisible()


def test_a_visit_that_was_undone_by_itself_does_not_stop_the_rest(room: Room) -> None:
    room.key_in(DEBT, LONELY)
    save(room)
    [lonely] = [visit.id for visit in room.visits() if len(visit.needs) == 2]
    room.real.ask(lambda desk: desk.visits.undo(lonely))
    room.page.undo_button.click()
    room.real.until(lambda: room.page.outcome.words == "Nippu peruttu: 1 käynti.")
    assert room.page.model.sheets == (DEBT,)


def test_undoing_is_offered_until_the_part_of_day_closes(room: Room) -> None:
    room.key_in(DEBT)
    save(room)
    room.real.clock.move(timedelta(hours=2))
    room.page.undo_button.click()
    room.real.until(lambda: "ei voi enää perua" in room.page.outcome.words)
    room.real.settle()
    room.page.look_at_age()
    assert not room.page.undo_button.isVisible()
    assert len(room.visits()) == 1


def test_the_next_visitor_leaves_nothing_unsaved_and_nothing_half_done(room: Room) -> None:
    room.key_in(DEBT, LONELY)
    type_need(room, "uupumus")
    room.real.next_visitor()
    room.real.until(lambda: room.page.model.sheets == ())
    room.real.settle()
    assert len(room.visits()) == 2
    assert room.page.form.sheet() == VisitDraft()
    undoable = room.page.keeper.undoable(room.real.clock.now())
    assert undoable is not None
    assert undoable.sheets == ()


def test_a_bundle_is_saved_when_the_window_is_closed(room: Room) -> None:
    room.key_in(DEBT, LONELY)
    type_need(room, "uupumus")
    room.real.window.close()
    room.real.settle()
    assert len(room.visits()) == 2


def test_what_the_record_refuses_stays_even_when_the_visitor_leaves(open_room: OpenRoom) -> None:
    room = open_room(answer=None)
    faults: list[object] = []
    room.key_in(DEBT)
    room.real.context.signals.fault.connect(faults.append)
    room.real.next_visitor()
    room.real.until(lambda: bool(faults))
    assert room.page.model.sheets == (DEBT,)


def test_sheets_that_nobody_touches_for_a_quarter_of_an_hour_are_saved(room: Room) -> None:
    room.key_in(DEBT)
    type_need(room, "uupumus")
    room.real.clock.move(timedelta(minutes=14))
    room.page.look_at_age()
    assert room.page.model.sheets == (DEBT,)
    room.real.clock.move(timedelta(minutes=1))
    room.page.look_at_age()
    room.real.until(lambda: room.page.model.sheets == ())
    room.real.settle()
    assert len(room.visits()) == 1
    assert room.page.form.sheet() == VisitDraft()


def test_a_row_is_taken_out_with_delete_or_the_button(room: Room) -> None:
    room.key_in(DEBT, LONELY, DEBT)
    table = room.page.table
    assert not room.page.remove_button.isVisible()
    table.selectRow(1)
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Delete)
    assert room.page.model.sheets == (DEBT, DEBT)
    assert table.chosen == 1
    room.page.remove_button.click()
    room.page.remove_button.click()
    assert room.page.model.sheets == ()
    assert not room.page.save_button.isEnabled()


def test_a_full_bundle_is_told_and_takes_no_more(room: Room) -> None:
    for _number in range(200):
        room.page.model.add(DEBT)
    room.real.go("paper")
    assert not room.page.form.isEnabled()
    assert room.page.count_words.startswith("Nippu on täynnä (200)")


def test_the_table_tells_a_sheet_in_words(room: Room) -> None:
    room.key_in(LONELY)
    model = room.page.model
    told = [model.index(0, column).data() for column in range(model.columnCount())]
    assert told[0].startswith("Yksinäisyys, Uupumus")
    assert told[1] == "Ei kirjattu"
    assert told[3] == "Apua ei löytynyt – Yksinäisyys: Liian kaukana"
    spoken = model.index(0, 3).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith("Lopputulos: Apua ei löytynyt")


def test_every_control_has_a_name(room: Room) -> None:
    room.page.form.outcome.choose(Outcome.NOT_FOUND)
    controls: list[QWidget] = [
        *room.page.findChildren(QComboBox),
        *room.page.findChildren(QPushButton),
        room.page.form.needs.field,
        *room.page.findChildren(QDateEdit),
        room.page.table,
    ]
    nameless = [control for control in controls if not control.accessibleName()]
    assert not nameless


def test_tab_goes_through_the_sheet_before_the_rest(room: Room) -> None:
    form = room.page.form
    boxes = (form.target, form.language, form.interpreter, form.outcome, form.length)
    for here in (form.needs.field, *boxes, form.add_button):
        room.real.until(lambda here=here: QApplication.focusWidget() is here)  # type: ignore[misc]
        QTest.keyClick(here, Qt.Key.Key_Tab)
    focused = QApplication.focusWidget()
    assert isinstance(focused, QDateEdit | QLineEdit)
    assert room.page.cover.isAncestorOf(focused)


def test_the_texts_change_with_the_language_of_the_window(open_room: OpenRoom) -> None:
    room = open_room(Settings(theme="light", language="pseudo"))
    assert room.page.save_button.text() == _("Tallenna nippu")
    assert room.page.cover.week_words == _("Viikko {week}/{year}").format(week=47, year=2026)
