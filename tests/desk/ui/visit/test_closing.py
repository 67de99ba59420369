"""The window is closed while a visitor is there: what "Seuraava kävijä" would log is logged, and no more."""

from PySide6.QtCore import Qt

from neuvola_core.visit import Outcome
from neuvola_desk.ui.visit.screen import VisitScreen
from support.real_room import CTRL, OpenReal

KEY = Qt.Key


def test_a_visit_that_had_begun_is_logged_in_its_smallest_form(open_real: OpenReal) -> None:
    real = open_real()
    real.search("velkaneuvonta")
    real.press(KEY.Key_F4)
    real.press(KEY.Key_2)
    real.screen(VisitScreen).form.note.field.setFocus()
    real.type("ei aikoja")
    again = open_real()
    [visit] = again.visits()
    assert (visit.needs, visit.outcome) == (("velat",), Outcome.UNRECORDED)
    assert again.gaps() == ()


def test_a_window_that_is_closed_twice_logs_once(open_real: OpenReal) -> None:
    real = open_real()
    real.search("velkaneuvonta")
    real.window.close()
    real.settle()
    real.window.close()
    assert len(open_real().visits()) == 1


def test_a_visit_that_is_logged_or_was_taken_back_is_not_logged_again(open_real: OpenReal) -> None:
    real = open_real()
    real.search("velkaneuvonta")
    real.press(KEY.Key_F8)
    real = open_real()
    assert len(real.visits()) == 1
    real.search("velkaneuvonta")
    real.press(KEY.Key_F8)
    real.press(KEY.Key_Z, CTRL)
    assert len(open_real().visits()) == 1


def test_an_untouched_desk_logs_nothing(open_real: OpenReal) -> None:
    open_real()
    assert open_real().visits() == ()
