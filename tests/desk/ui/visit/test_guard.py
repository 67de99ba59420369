"""The note of a visit tells nothing of a visitor: refused or asked about in place, and never lost unasked."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from neuvola_desk.ui.visit.screen import VisitScreen
from support.real_room import CTRL, RealRoom

KEY = Qt.Key


def write_note(real: RealRoom, text: str) -> VisitScreen:
    real.seem_to_need("velat")
    real.press(KEY.Key_F4)
    screen = real.screen(VisitScreen)
    screen.form.note.field.setFocus()
    real.type(text)
    return screen


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("Tarkista 131052-308T", "henkilötunnus"),
        ("Soita 040 123 4567", "puhelinnumero"),
        ("matti@example.org", "sähköpostiosoite"),
    ],
)
def test_what_tells_who_it_was_is_refused_where_it_was_typed(real: RealRoom, text: str, finding: str) -> None:
    screen = write_note(real, text)
    real.press(KEY.Key_Return, CTRL)
    assert finding in screen.form.note.told.text()
    assert screen.form.note.told.isVisible()
    assert screen.form.note.text == text, "nothing typed is lost"
    assert not screen.form.note.no_button.isVisible(), "this is no question"
    assert QApplication.focusWidget() is screen.form.note.field
    assert real.visits() == ()
    assert real.gaps() == ()
    screen.form.note.field.clear()
    real.type("jono on pitkä")
    assert not screen.form.note.told.isVisible()
    real.press(KEY.Key_Return, CTRL)
    assert len(real.visits()) == 1
    assert [note.text for note in real.gaps()] == ["jono on pitkä"]


def test_a_name_is_asked_about_and_the_answer_is_one_key(real: RealRoom) -> None:
    screen = write_note(real, "Matti Virtanen vastaa palvelusta")
    real.press(KEY.Key_Return, CTRL)
    assert "Onko tämä kävijän tieto?" in real.words(screen)
    assert QApplication.focusWidget() is screen.form.note.no_button
    assert real.visits() == ()
    real.press(KEY.Key_Return)
    assert len(real.visits()) == 1
    assert [note.text for note in real.gaps()] == ["Matti Virtanen vastaa palvelusta"]


def test_a_visitors_name_is_taken_out_by_the_other_answer(real: RealRoom) -> None:
    screen = write_note(real, "Matti Virtanen ei saanut aikaa")
    real.press(KEY.Key_Return, CTRL)
    real.click("On kävijän tieto, poista teksti")
    assert screen.form.note.text == ""
    assert not screen.form.note.field.isUndoAvailable()
    real.press(KEY.Key_Return, CTRL)
    assert len(real.visits()) == 1
    assert real.gaps() == ()


def test_the_hard_stop_cannot_be_answered_away(real: RealRoom) -> None:
    screen = write_note(real, "Soita 040 123 4567")
    screen.form.note.confirmed.emit()
    real.settle()
    assert "puhelinnumero" in screen.form.note.told.text()
    assert real.visits() == ()


def test_the_visit_of_one_who_has_left_counts_without_the_refused_note(real: RealRoom) -> None:
    screen = write_note(real, "Soita 040 123 4567")
    real.press_at_once(KEY.Key_Return, CTRL)
    real.window.next_visitor()
    real.settle()
    assert len(real.visits()) == 1
    assert real.gaps() == ()
    assert "ilman muistiinpanoa" in real.words(real.window.status)
    assert not screen.form.note.told.isVisible(), "the next visitor sees nothing of it"


def test_an_undone_visit_takes_its_note_along(real: RealRoom) -> None:
    write_note(real, "jono on pitkä")
    real.press(KEY.Key_Return, CTRL)
    real.click("Peru käynnin merkintä")
    assert real.gaps() == ()
