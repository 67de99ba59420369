"""What has been picked: an order without repeats, at most a leaflet's worth, gone with the visitor."""

import pytest

from neuvola_core.text import Text
from neuvola_desk.ui.signals import DeskSignals
from neuvola_desk.ui.tray.tray import LARGEST, Picked, Tray


@pytest.fixture
def signals() -> DeskSignals:
    return DeskSignals()


@pytest.fixture
def tray(signals: DeskSignals) -> Tray:
    return Tray(signals)


def pick(number: int) -> Picked:
    return Picked(str(number), Text(fi=f"Palvelu {number}"))


def test_a_service_is_in_it_once(tray: Tray) -> None:
    assert tray.add(pick(1))
    assert not tray.add(pick(1))
    assert tray.ids == ("1",)


def test_it_holds_no_more_than_a_leaflet(tray: Tray) -> None:
    assert all(tray.add(pick(n)) for n in range(LARGEST))
    assert tray.is_full
    assert not tray.add(pick(99))


def test_the_order_can_be_changed_within_its_ends(tray: Tray) -> None:
    for number in (1, 2, 3):
        tray.add(pick(number))
    tray.move("3", -1)
    assert tray.ids == ("1", "3", "2")
    tray.move("1", -1)
    tray.move("2", 1)
    tray.move("unknown", 1)
    assert tray.ids == ("1", "3", "2")


def test_changes_are_told_and_only_changes(tray: Tray, signals: DeskSignals) -> None:
    told: list[int] = []
    signals.tray_changed.connect(lambda: told.append(len(tray)))
    tray.add(pick(1))
    tray.remove("unknown")
    tray.remove("1")
    tray.clear()
    assert told == [1, 0]


def test_the_next_visitor_finds_it_empty(tray: Tray, signals: DeskSignals) -> None:
    tray.add(pick(1))
    signals.next_visitor.emit()
    assert not tray
