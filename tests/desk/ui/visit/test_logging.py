"""Quick visits, the smallest visit at "Seuraava kävijä", undoing, and what happens when the record fails."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from neuvola_core.errors import DiskFullError, NeuvolaError, RecordKeyError
from neuvola_core.visit import Outcome, PartOfDay
from neuvola_desk.config import Point, Settings
from neuvola_desk.record_port import Footfall, GivenCount
from neuvola_desk.ui.flow.notice import TOLD_SECONDS, UndoNotice
from neuvola_desk.ui.tray.tray import Picked
from neuvola_desk.ui.visit.encounter import Encounter
from neuvola_desk.ui.visit.screen import VisitScreen
from neuvola_desk.usecases.visits import LoggedVisit, VisitLog
from support.real_room import CTRL, OpenReal, RealRoom
from support.small_desk import NOW, services

KEY = Qt.Key
LOG = VisitLog.log
DEBT = services()[0]


def bar(real: RealRoom) -> UndoNotice:
    return real.screen(UndoNotice)


def tick(real: RealRoom, seconds: int) -> None:
    for _second in range(seconds):
        bar(real).second.timeout.emit()


def encounter(real: RealRoom) -> Encounter:
    [found] = real.window.findChildren(Encounter)
    return found


def fails(monkeypatch: pytest.MonkeyPatch, fault: Exception, times: int) -> None:
    """The record refuses the first visits."""
    left = [fault] * times

    def log(self: VisitLog, *arguments: object, **more: object) -> LoggedVisit:
        if left:
            raise left.pop()
        return LOG(self, *arguments, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(VisitLog, "log", log)


def test_f8_logs_what_was_searched(real: RealRoom) -> None:
    real.search("velkaneuvonta")
    real.press(KEY.Key_F8)
    [visit] = real.visits()
    assert visit.needs == ("velat",)
    assert visit.outcome is Outcome.UNRECORDED
    assert "Pikakäynti merkitty." in real.words(bar(real))
    assert "Tänään 1 käynti" in real.words(real.window.status)


def test_f8_on_an_untouched_desk_says_so_and_logs_nothing(real: RealRoom) -> None:
    real.press(KEY.Key_F8)
    assert real.visits() == ()
    assert "F4" in real.words(real.window.status)


def test_f8_twice_logs_once_and_says_so(real: RealRoom) -> None:
    real.search("velkaneuvonta")
    real.press(KEY.Key_F8)
    real.press(KEY.Key_F8)
    assert len(real.visits()) == 1
    assert "on jo merkitty" in real.words(real.window.status)


def test_f8_logs_a_form_that_has_been_touched_as_it_stands(real: RealRoom) -> None:
    real.search("velkaneuvonta")
    real.press(KEY.Key_F4)
    real.press(KEY.Key_2)
    real.window.show_desk()
    real.press(KEY.Key_F8)
    [visit] = real.visits()
    assert visit.outcome is Outcome.ADVISED


def test_f8_with_a_refused_note_brings_the_form_to_the_front(real: RealRoom) -> None:
    real.search("velkaneuvonta")
    real.press(KEY.Key_F4)
    screen = real.screen(VisitScreen)
    screen.form.note.field.setFocus()
    real.type("040 123 4567")
    real.press(KEY.Key_F2)
    assert not screen.isVisible()
    real.press(KEY.Key_F8)
    assert real.visits() == ()
    assert screen.form.note.told.isVisible()


def test_the_next_visitor_logs_the_smallest_visit_and_offers_to_undo_it(real: RealRoom) -> None:
    real.search("velkaneuvonta")
    real.press(KEY.Key_F4)
    real.press(KEY.Key_2)
    real.next_visitor()
    [visit] = real.visits()
    assert (visit.needs, visit.outcome) == (("velat",), Outcome.UNRECORDED)
    words = real.words(bar(real))
    assert "Edellisen kävijän käynti merkittiin." in words
    assert "Velat" not in words
    assert "velat" not in words
    assert real.button("Peru (10 s)").isVisible()


def test_the_offer_counts_down_and_goes(real: RealRoom) -> None:
    real.search("velkaneuvonta")
    real.next_visitor()
    tick(real, TOLD_SECONDS - 1)
    assert real.button("Peru (1 s)").isVisible()
    tick(real, 1)
    assert not bar(real).isVisible()
    assert not bar(real).second.isActive()
    assert len(real.visits()) == 1


def test_ctrl_z_undoes_from_the_search_field(real: RealRoom) -> None:
    real.search("velkaneuvonta")
    real.next_visitor()
    assert real.window.search.field.hasFocus()
    real.press(KEY.Key_Z, CTRL)
    assert real.visits() == ()
    assert real.visitors_today() == 0
    assert not bar(real).isVisible()
    assert "Tänään 0 käyntiä" in real.words(real.window.status)


def test_ctrl_z_belongs_to_the_words_when_there_are_words_to_undo(real: RealRoom) -> None:
    real.search("velkaneuvonta")
    real.next_visitor()
    real.type("vuokra")
    real.press(KEY.Key_Z, CTRL)
    assert real.window.search.field.text() == ""
    assert len(real.visits()) == 1


def test_a_visit_that_was_taken_back_is_not_logged_again_unasked(real: RealRoom) -> None:
    real.search("velkaneuvonta")
    real.press(KEY.Key_F8)
    real.click("Peru käynnin merkintä")
    real.next_visitor()
    assert real.visits() == ()


def test_after_undoing_whoever_goes_on_is_logged(real: RealRoom) -> None:
    real.search("velkaneuvonta")
    real.press(KEY.Key_F8)
    real.click("Peru käynnin merkintä")
    real.seem_to_need("yksinaisyys")
    real.next_visitor()
    assert real.visits()[0].needs == ("yksinaisyys",)


def test_the_last_visit_can_be_undone_from_the_form_until_the_part_of_day_closes(real: RealRoom) -> None:
    real.search("velkaneuvonta")
    real.next_visitor()
    tick(real, TOLD_SECONDS)
    real.later(hours=1, minutes=29)  # 11.59
    real.press(KEY.Key_F4)
    real.click("Peru viimeksi merkitty käynti")
    assert real.visits() == ()
    assert not real.screen(VisitScreen).undo_button.isVisible()


def test_at_noon_the_undo_of_the_morning_is_gone(real: RealRoom) -> None:
    real.search("velkaneuvonta")
    real.next_visitor()
    real.press(KEY.Key_F4)
    screen = real.screen(VisitScreen)
    assert screen.undo_button.isVisible()
    real.later(hours=1, minutes=30)
    screen._look.timeout.emit()
    assert not screen.undo_button.isVisible()
    real.press(KEY.Key_F3)
    real.press(KEY.Key_F4)
    assert not screen.undo_button.isVisible()


def test_an_offer_that_came_too_late_is_told_in_words(real: RealRoom) -> None:
    real.search("velkaneuvonta")
    real.next_visitor()
    real.later(hours=3)
    real.click("Peru käynnin merkintä")
    assert "ei voi enää perua" in real.words(real.window.status)
    assert not bar(real).isVisible()
    assert len(real.visits()) == 1


def test_an_impatient_undo_undoes_once(real: RealRoom) -> None:
    real.search("velkaneuvonta")
    real.next_visitor()
    undo = real.button("Peru käynnin merkintä")
    undo.click()
    undo.click()
    real.settle()
    assert "ei voi enää" not in real.words(real.window.status)
    assert real.visits() == ()


def test_undoing_the_visit_of_one_who_left_leaves_the_next_one_alone(real: RealRoom) -> None:
    real.search("velkaneuvonta")
    real.next_visitor()
    real.click("Peru käynnin merkintä")
    real.search("vertaisryhmä")
    real.next_visitor()
    assert len(real.visits()) == 1


def test_a_late_answer_is_not_taken_for_the_next_visitors(real: RealRoom) -> None:
    real.seem_to_need("velat")
    real.press(KEY.Key_F4)
    real.press_at_once(KEY.Key_Return, CTRL)
    real.window.next_visitor()
    real.house.context.tray.add(Picked(DEBT.id, DEBT.name))
    real.settle()
    assert not encounter(real).is_logged
    assert real.screen(VisitScreen).log_button.isVisibleTo(real.screen(VisitScreen))
    real.next_visitor()
    assert sorted(visit.needs for visit in real.visits()) == [("muu",), ("velat",)]


def test_visitors_in_quick_succession_are_each_logged_once(real: RealRoom) -> None:
    for picked in services()[:4]:
        real.house.context.tray.add(Picked(picked.id, picked.name))
        real.window.next_visitor()
    real.settle()
    assert len(real.visits()) == 4
    given = [count.service for count in real.counters() if isinstance(count, GivenCount)]
    assert sorted(given) == sorted(picked.id for picked in services()[:4])


def test_a_question_moves_the_tally_and_no_visit(real: RealRoom) -> None:
    real.press(KEY.Key_F4)
    real.click("Laske pelkkä kysymys")
    real.click("Laske pelkkä kysymys")
    assert real.visits() == ()
    assert real.counters() == (Footfall("paikallinen", NOW.date(), PartOfDay.MORNING, 2),)
    assert "Tänään 2 käyntiä" in real.words(real.window.status)


def test_a_full_disk_is_told_and_the_form_stays(real: RealRoom, monkeypatch: pytest.MonkeyPatch) -> None:
    real.press(KEY.Key_F4)
    real.type("velat")
    real.press(KEY.Key_Return)
    screen = real.screen(VisitScreen)
    screen.form.note.field.setFocus()
    real.type("ei aikoja")
    fails(monkeypatch, DiskFullError(path="x"), times=1)
    real.press(KEY.Key_Return, CTRL)
    assert "Levy on täynnä" in real.words(screen)
    assert screen.form.note.text == "ei aikoja"
    assert screen.form.needs.needs == ("velat",)
    assert screen.form.needs.field.isEnabled()
    real.press(KEY.Key_Return, CTRL)
    assert "Levy on täynnä" not in real.words(screen)
    assert len(real.visits()) == 1


@pytest.mark.parametrize("fault", [DiskFullError(path="x"), ValueError("a bug")])
def test_a_visit_whose_visitor_has_left_waits_and_is_logged_once(
    real: RealRoom, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    fails(monkeypatch, fault, times=1)
    real.search("velkaneuvonta")
    real.next_visitor()
    assert real.visits() == ()
    assert "1 käynti odottaa" in real.words(bar(real))
    real.click("Yritä uudelleen")
    assert len(real.visits()) == 1
    assert "odottaa" not in real.words(bar(real))


def test_what_waits_goes_with_the_next_one(real: RealRoom, monkeypatch: pytest.MonkeyPatch) -> None:
    fails(monkeypatch, DiskFullError(path="x"), times=1)
    real.seem_to_need("velat")
    real.next_visitor()
    real.seem_to_need("yksinaisyys")
    real.next_visitor()
    assert sorted(visit.needs for visit in real.visits()) == [("velat",), ("yksinaisyys",)]
    assert "odottaa" not in real.words(bar(real))


def test_a_bug_leaves_the_form_as_it_was(real: RealRoom, monkeypatch: pytest.MonkeyPatch) -> None:
    fails(monkeypatch, ValueError("a bug"), times=1)
    real.seem_to_need("velat")
    real.press(KEY.Key_F4)
    real.press(KEY.Key_Return, CTRL)
    assert real.screen(VisitScreen).form.needs.needs == ("velat",)
    real.press(KEY.Key_Return, CTRL)
    assert len(real.visits()) == 1


def test_a_missing_key_is_told_and_nothing_typed_is_lost(
    open_real: OpenReal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lost(*_arguments: object, **_more: object) -> bytes:
        raise RecordKeyError(reason="lost")

    with monkeypatch.context() as broken:
        broken.setattr("neuvola_desk.desk.record_key", lost)
        real = open_real()
        real.seem_to_need("velat")
        real.press(KEY.Key_F4)
        real.press(KEY.Key_2)
        real.press(KEY.Key_Return, CTRL)
        screen = real.screen(VisitScreen)
        assert "avain puuttuu" in real.words(screen)
        assert screen.form.outcome.value is Outcome.ADVISED
    real.press(KEY.Key_Return, CTRL)
    assert real.visits()[0].outcome is Outcome.ADVISED


def test_a_bad_campaign_in_the_settings_is_named_as_the_fault(open_real: OpenReal) -> None:
    real = open_real(replace(Settings(theme="light"), point=Point(campaign="Matti Virtanen")))
    real.seem_to_need("velat")
    real.press(KEY.Key_F4)
    real.press(KEY.Key_Return, CTRL)
    screen = real.screen(VisitScreen)
    assert "kokeilun tunnus ei käy" in real.words(screen)
    assert not screen.form.note.told.isVisible()


def test_a_refusal_under_the_curtain_does_not_lift_it(
    real: RealRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    fault: NeuvolaError = DiskFullError(path="x")
    fails(monkeypatch, fault, times=1)
    real.seem_to_need("velat")
    real.press(KEY.Key_F4)
    real.press_at_once(KEY.Key_Return, CTRL)
    real.window.curtain.draw()
    real.settle()
    assert real.window.curtain.isVisible()
    assert real.window.curtain.isAncestorOf(real.window.focusWidget())


def test_a_question_is_one_key_and_another_takes_it_back(real: RealRoom) -> None:
    real.press(KEY.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    real.press(KEY.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    assert real.visitors_today() == 2
    assert "Kysymys laskettu" in real.words(bar(real))
    real.press(KEY.Key_Z, CTRL)
    assert real.visitors_today() == 1
    assert not bar(real).isVisible()
    real.press(KEY.Key_Z, CTRL)
    assert real.visitors_today() == 1, "only what is offered is taken back"
    assert real.visits() == ()


def test_a_question_of_a_part_of_day_that_has_closed_stays_counted(real: RealRoom) -> None:
    real.press(KEY.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    real.later(hours=2)
    real.press(KEY.Key_Z, CTRL)
    assert real.visitors_today() == 1
    assert "vuorokaudenaika on päättynyt" in real.words(real.window.status)
