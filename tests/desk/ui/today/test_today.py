""" "Tänään": numbers that single nobody out, and notes that tell nothing of a visitor."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from neuvola_core import taxonomy
from neuvola_core.errors import RecordKeyError
from neuvola_core.visit import IsoWeek
from neuvola_desk.desk import Desk
from neuvola_desk.record_port import NoteKind
from neuvola_desk.ui.today.note_pane import NotePane
from neuvola_desk.ui.today.screen import TodayScreen
from neuvola_desk.usecases.visit_draft import VisitDraft
from support.real_room import OpenReal, RealRoom, unmarked
from support.small_desk import NOW

KEY = Qt.Key


def today(real: RealRoom) -> TodayScreen:
    return real.screen(TodayScreen)


def numbers(real: RealRoom) -> list[str]:
    return [
        label.accessibleName() for label in today(real).tally.findChildren(QLabel) if label.accessibleName()
    ]


def log(real: RealRoom, need: str, times: int) -> None:
    def many(desk: Desk) -> None:
        for _time in range(times):
            desk.visits.log(VisitDraft(needs=(need,)))

    real.ask(many)


def write(real: RealRoom, pane: NotePane, text: str) -> None:
    pane.line.field.setFocus()
    real.type(text)
    real.press(KEY.Key_Return)


def test_the_day_by_its_parts_and_no_need_under_five(real: RealRoom) -> None:
    log(real, "velat", 5)
    log(real, "yksinaisyys", 4)
    real.later(hours=2)
    log(real, "velat", 1)
    real.press(KEY.Key_F6)
    words = real.words(today(real))
    assert "Tänään 10 käyntiä" in words
    assert f"Viikko {IsoWeek.of(NOW.date()).week}" in words
    assert numbers(real) == [
        "Aamu (klo 12 asti): 9",
        "Iltapäivä (12–16): 1",
        "Myöhäinen (klo 16 jälkeen): 0",
        "Velat ja maksamattomat laskut: 6",
    ]
    assert "Yksinäisyys" not in words


def test_the_numbers_move_while_one_looks(real: RealRoom) -> None:
    real.press(KEY.Key_F6)
    assert "Tänään 0 käyntiä" in real.words(today(real))
    real.seem_to_need("velat")
    real.press(KEY.Key_F8)
    assert "Tänään 1 käynti" in real.words(today(real))


@pytest.mark.parametrize("kind", NoteKind)
def test_a_note_is_kept_shown_and_erased(real: RealRoom, kind: NoteKind) -> None:
    real.press(KEY.Key_F6)
    pane = today(real).handovers if kind is NoteKind.HANDOVER else today(real).gaps
    write(real, pane, "tulostimen paperi on loppu")
    assert pane.line.text == ""
    assert "tulostimen paperi on loppu" in real.words(pane)
    assert "Poistuu 25.11.2026" in real.words(pane)
    kept = real.ask(lambda desk: desk.notes.handovers() if kind is NoteKind.HANDOVER else desk.notes.gaps())
    assert [note.text for note in kept] == ["tulostimen paperi on loppu"]
    real.click("Poista: tulostimen paperi on loppu")
    assert "tulostimen paperi on loppu" not in real.words(pane)
    assert QApplication.focusWidget() is pane.line.field


def test_word_for_the_next_shift_is_there_after_a_restart(open_real: OpenReal) -> None:
    real = open_real()
    real.press(KEY.Key_F6)
    write(real, today(real).handovers, "avain on lokerossa")
    again = open_real()
    again.press(KEY.Key_F6)
    assert "avain on lokerossa" in again.words(today(again))


def test_a_phone_number_is_refused_and_stays_to_be_mended(real: RealRoom) -> None:
    real.press(KEY.Key_F6)
    pane = today(real).handovers
    write(real, pane, "soita 040 123 4567")
    assert "puhelinnumero" in pane.line.told.text()
    assert pane.line.text == "soita 040 123 4567"
    assert "040" not in real.words(pane)


def test_a_name_is_asked_about(real: RealRoom) -> None:
    real.press(KEY.Key_F6)
    pane = today(real).handovers
    write(real, pane, "Matti Virtanen tuo avaimen")
    assert pane.line.no_button.isVisible()
    real.press(KEY.Key_Return)
    assert "Matti Virtanen tuo avaimen" in real.words(pane)
    assert pane.line.text == ""


def test_what_is_half_typed_or_refused_goes_with_the_visitor(real: RealRoom) -> None:
    real.press(KEY.Key_F6)
    pane = today(real).handovers
    pane.line.field.setText("soita 040 123 4567")
    pane.write()
    real.window.next_visitor()
    real.settle()
    real.press(KEY.Key_F6)
    assert pane.line.text == ""
    assert not pane.line.told.isVisible()


def test_a_record_that_does_not_open_is_told_and_can_be_tried_again(
    open_real: OpenReal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lost(*_arguments: object, **_more: object) -> bytes:
        raise RecordKeyError(reason="lost")

    with monkeypatch.context() as broken:
        broken.setattr("neuvola_desk.desk.record_key", lost)
        real = open_real()
        real.press(KEY.Key_F6)
        assert "avain puuttuu" in real.words(today(real))
        pane = today(real).handovers
        write(real, pane, "avain on lokerossa")
        assert pane.line.text == "avain on lokerossa"
    real.click("Yritä uudelleen")
    assert "Tänään 0 käyntiä" in real.words(today(real))


def test_the_language_changes_every_text(real: RealRoom) -> None:
    log(real, "velat", 5)
    real.press(KEY.Key_F6)
    write(real, today(real).handovers, "avain")
    write(real, today(real).gaps, "Matti Virtanen")
    real.window.menu._change("language", "pseudo")
    real.settle()
    own = {"avain", *(term.name.best("fi") for term in taxonomy.needs().terms)}
    left = [text for text in unmarked(today(real)) if text.split(":")[0] not in own]
    assert left == []


def test_a_page_left_open_overnight_shows_the_new_day(real: RealRoom) -> None:
    log(real, "velat", 5)
    real.press(KEY.Key_F6)
    write(real, today(real).handovers, "avain on lokerossa")
    assert "Tänään 5 käyntiä" in real.words(today(real))
    real.later(days=7)
    today(real).look_at_clock()
    real.settle()
    words = real.words(today(real))
    assert "Tänään 0 käyntiä" in words
    assert "avain on lokerossa" not in words, "it has had its week"
    assert f"Viikko {IsoWeek.of(NOW.date()).week + 1}" in words


def test_a_page_that_comes_back_after_midnight_never_shows_yesterday(real: RealRoom) -> None:
    log(real, "velat", 5)
    real.press(KEY.Key_F6)
    real.window.show_desk()
    real.later(days=1)
    today(real).look_at_clock()
    assert today(real).tally.isHidden(), "nothing, until the record has told of today"
    real.settle()
    real.press(KEY.Key_F6)
    assert "Tänään 0 käyntiä" in real.words(today(real))


def test_within_the_day_the_clock_changes_nothing(real: RealRoom) -> None:
    real.press(KEY.Key_F6)
    real.later(hours=2)
    today(real).look_at_clock()
    assert not today(real).tally.isHidden()
    assert not real.house.background.busy


def test_somebody_who_only_asks_is_one_click_and_can_be_taken_back(real: RealRoom) -> None:
    real.press(KEY.Key_F6)
    real.click("+1 kysymys")
    assert "Tänään 1 käynti" in real.words(today(real))
    real.click("Peru kysymyksen laskeminen")
    assert "Tänään 0 käyntiä" in real.words(today(real))
    assert real.visits() == ()
