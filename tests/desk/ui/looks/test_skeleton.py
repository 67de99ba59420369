"""A card that takes its time shows its shape; one that comes at once shows nothing between."""

from threading import Event

from neuvola_desk.ui.background import Lane
from neuvola_desk.ui.card.screen import CardScreen
from neuvola_desk.ui.parts.skeleton import Skeleton
from support.real_room import RealRoom
from support.small_desk import services


def skeleton_of(card: CardScreen) -> Skeleton:
    [found] = card.findChildren(Skeleton)
    return found


def test_a_card_that_takes_its_time_shows_its_shape(real: RealRoom) -> None:
    card, gate = real.screen(CardScreen), Event()
    real.house.background.run(gate.wait, lane=Lane.SEARCH)
    real.house.signals.service_opened.emit(services()[0].id)
    skeleton = skeleton_of(card)
    real.qtbot.waitUntil(skeleton.isVisible, timeout=10_000)
    gate.set()
    real.settle()
    assert not skeleton.isVisible()
    assert card.service is not None
    assert card.service.id == services()[0].id


def test_a_visitor_who_leaves_meanwhile_leaves_no_shape(real: RealRoom) -> None:
    gate = Event()
    real.house.background.run(gate.wait, lane=Lane.SEARCH)
    real.house.signals.service_opened.emit(services()[0].id)
    skeleton = skeleton_of(real.screen(CardScreen))
    real.qtbot.waitUntil(skeleton.isVisible, timeout=10_000)
    real.house.signals.next_visitor_requested.emit()
    gate.set()
    real.settle()
    assert not skeleton.isVisible()
    assert real.screen(CardScreen).service is None
