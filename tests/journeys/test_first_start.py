"""The first day at the desk: the tour is offered, walked through in practice, and nothing of it is kept."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from neuvola_desk.config import Settings, load_settings
from neuvola_desk.ui.crisis.screen import CrisisScreen
from neuvola_desk.ui.practice.band import PracticeBand
from neuvola_desk.ui.tour.guide import Guide
from neuvola_desk.ui.tour.offer import TourOffer
from neuvola_desk.ui.tour.steps import STEPS, Deed
from neuvola_desk.ui.tour.tour import Tour
from support.journeys import Hands

Open = Callable[..., Hands]
CTRL = Qt.KeyboardModifier.ControlModifier
KEY = Qt.Key


@pytest.fixture
def hands(open_desk: Open) -> Hands:
    return open_desk(Settings(theme="light", tour_offered=False))


def tour_of(hands: Hands) -> Tour:
    tour = hands.window.findChild(Guide).tour
    assert tour is not None
    return tour


def begin(hands: Hands) -> Tour:
    hands.click(hands.button("Aloita kierros"))
    tour = tour_of(hands)
    assert tour.deed is Deed.SEARCHED
    return tour


def reaches(hands: Hands, deed: Deed) -> None:
    hands._qtbot.waitUntil(lambda: tour_of(hands).deed is deed, timeout=30_000)
    hands._qtbot.waitUntil(tour_of(hands).bubble.isVisible, timeout=5_000)


def test_the_tour_is_walked_through_by_keys_and_leaves_nothing(hands: Hands) -> None:
    tour = begin(hands)
    assert hands.window.findChild(PracticeBand).isVisible()
    hands.type_words("vuokra maksamatta")
    reaches(hands, Deed.OPENED)
    assert tour.ring.isVisible()
    hands.press(KEY.Key_Down)
    hands.press(KEY.Key_Return)
    reaches(hands, Deed.PICKED)
    hands.click(hands.button("Lisää valittuihin", hands.window.side))
    reaches(hands, Deed.LEAFLET_SEEN)
    hands.press(KEY.Key_P, CTRL)
    reaches(hands, Deed.FORM_SEEN)
    hands.press(KEY.Key_F4)
    reaches(hands, Deed.LOGGED)
    hands.press(KEY.Key_Return, CTRL)
    reaches(hands, Deed.SEEN_OFF)
    hands.press(KEY.Key_N, CTRL)
    reaches(hands, Deed.READ)
    hands.click(tour.bubble.next_button)
    assert not tour.is_on
    assert not hands.house.door.is_practice
    assert hands.visits() == ()


def test_esc_ends_it_at_any_step_and_the_desk_is_at_work_again(hands: Hands) -> None:
    tour = begin(hands)
    for _step in range(3):
        hands.click(tour.bubble.next_button)
    hands.press(KEY.Key_Escape)
    assert not tour.is_on
    assert not tour.bubble.isVisible()
    assert not tour.ring.isVisible()
    assert not hands.house.door.is_practice
    hands.type_words("velka")
    hands.press(KEY.Key_F8)
    assert len(hands.visits()) == 1, "what is done now is real"


def test_the_crisis_lines_come_at_once_and_the_tour_waits(hands: Hands) -> None:
    tour = begin(hands)
    hands.press(KEY.Key_F12)
    assert hands.window.findChild(CrisisScreen).isVisible()
    hands._qtbot.waitUntil(lambda: not tour.bubble.isVisible(), timeout=5_000)
    hands.press(KEY.Key_Escape)
    assert tour.is_on, "Esc went back from the crisis lines"
    reaches(hands, Deed.SEARCHED)


def test_the_bubble_never_takes_the_keyboard(hands: Hands) -> None:
    tour = begin(hands)
    for _step in STEPS[1:]:
        assert not tour.bubble.isAncestorOf(QApplication.focusWidget())
        tour.bubble.went_on.emit()
    hands.settle()
    assert tour.deed is Deed.READ


def test_ending_practice_ends_the_tour(hands: Hands) -> None:
    tour = begin(hands)
    hands.click(hands.button("Lopeta harjoittelu"))
    assert not tour.is_on


def test_it_is_offered_once_and_found_again_in_the_help(open_desk: Open) -> None:
    first = open_desk(Settings(theme="light", tour_offered=False))
    assert first.window.findChild(TourOffer).isVisible()
    first.click(first.button("Ei nyt"))
    assert not first.window.findChild(TourOffer).isVisible()
    kept = load_settings(first.paths.config)
    assert kept.tour_offered
    again = open_desk(kept)
    assert again.window.findChild(TourOffer) is None
    again.press(KEY.Key_F1)
    again.click(again.button("Opastettu kierros (2\u00a0min)"))
    assert tour_of(again).deed is Deed.SEARCHED
