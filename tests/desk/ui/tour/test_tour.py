"""The tour keeps step with the person, and never leaves the desk in practice by mistake."""

import pytest
from PySide6.QtCore import Qt

from neuvola_core.errors import DiskFullError
from neuvola_desk.ui.tour.guide import Guide
from neuvola_desk.ui.tour.steps import STEPS, Deed
from neuvola_desk.ui.tour.tour import Tour
from neuvola_desk.ui.tray.tray import Picked
from support.real_room import CTRL, RealRoom
from support.small_desk import services

KEY = Qt.Key
DEBT = services()[0]


def begin(real: RealRoom) -> Tour:
    real.house.signals.tour_wanted.emit()
    real.settle()
    tour = real.window.findChild(Guide).tour
    assert tour is not None
    return tour


def practise(real: RealRoom, wanted: bool) -> None:
    real.house.signals.practice_wanted.emit(wanted)
    real.settle()


def test_on_a_desk_with_a_catalogue_of_its_own_it_shows_the_examples(real: RealRoom) -> None:
    tour = begin(real)
    assert tour.deed is Deed.SEARCHED
    assert real.ask(lambda desk: desk.catalogue.info().is_demo)
    tour.stop()
    real.settle()
    assert not real.ask(lambda desk: desk.catalogue.info().is_demo)
    assert "Esimerkkiluettelo" not in real.words(real.window.status)


def test_who_does_the_next_thing_at_once_is_not_held_up(real: RealRoom) -> None:
    practise(real, True)
    tour = begin(real)
    tour.bubble.went_on.emit()
    assert tour.deed is Deed.OPENED
    real.house.context.tray.add(Picked(DEBT.id, DEBT.name))
    assert tour.deed is Deed.LEAFLET_SEEN


def test_a_visitor_sent_off_half_way_begins_it_anew(real: RealRoom) -> None:
    practise(real, True)
    tour = begin(real)
    for _step in range(3):
        tour.bubble.went_on.emit()
    real.press(KEY.Key_N, CTRL)
    assert tour.deed is Deed.SEARCHED


def test_whoever_practised_before_goes_on_practising(real: RealRoom) -> None:
    practise(real, True)
    tour = begin(real)
    real.press(KEY.Key_Escape)
    assert not tour.is_on
    assert real.house.door.is_practice
    practise(real, False)


def test_where_practice_cannot_begin_there_is_no_tour_later_either(real: RealRoom) -> None:
    def full(*_arguments: object, **_more: object) -> None:
        raise DiskFullError

    with pytest.MonkeyPatch.context() as broken:
        broken.setattr("neuvola_desk.ui.practice.desk.PracticeDesk.__init__", full)
        tour = begin(real)
    assert not tour.is_on
    assert "Levy on täynnä" in real.words(real.window.status)
    practise(real, True)
    assert not tour.is_on
    practise(real, False)


def test_the_words_follow_the_window_and_every_step_has_some(real: RealRoom) -> None:
    practise(real, True)
    tour = begin(real)
    real.window.menu._change("language", "sv")
    assert tour.bubble.leave_button.text() == "Avsluta rundturen"
    said = set()
    for _step in STEPS:
        said.add(tour.bubble.accessibleName())
        tour.bubble.went_on.emit()
    assert len(said) == len(STEPS)
    assert not tour.is_on
    practise(real, False)
