"""What is shown follows what the worker picks and opens, and goes with the visitor."""

from dataclasses import fields

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from neuvola_desk.ui.tray.tray import Picked
from neuvola_desk.ui.turned.reading import Fact, Reading, Shown, read
from neuvola_desk.ui.turned.turner import Turner
from neuvola_desk.ui.turned.view import TurnedView
from support.real_room import RealRoom
from support.small_desk import services

DEBT, SHELTER, FOOD = services()[:3]


def turned(real: RealRoom) -> TurnedView:
    found = real.window.findChild(Turner).view
    assert found is not None
    return found


def words(view: TurnedView) -> str:
    QApplication.processEvents()  # what was added to a layout is shown
    return "\n".join(label.text() for label in view.findChildren(QLabel) if label.isVisible())


def pick(real: RealRoom, *chosen: object) -> None:
    for service in chosen:
        real.house.context.tray.add(Picked(service.id, service.name))  # type: ignore[attr-defined]
    real.settle()


def turn(real: RealRoom) -> None:
    real.house.signals.turned_wanted.emit()
    real.settle()


def test_an_open_card_comes_first_whatever_is_picked(real: RealRoom) -> None:
    pick(real, DEBT)
    real.house.signals.service_opened.emit(FOOD.id)
    real.settle()
    turn(real)
    assert turned(real).shown is not None
    assert turned(real).shown.id == FOOD.id  # type: ignore[union-attr]
    assert "1 / 2" in words(turned(real))


def test_what_is_picked_meanwhile_is_shown_and_the_place_is_kept(real: RealRoom) -> None:
    pick(real, DEBT, FOOD)
    turn(real)
    turned(real).go_on()
    pick(real, SHELTER)
    assert turned(real).shown.id == FOOD.id  # type: ignore[union-attr]
    assert "2 / 3" in words(turned(real))
    real.house.context.tray.remove(FOOD.id)
    real.settle()
    assert "/ 2" in words(turned(real))


def test_a_hidden_address_stays_hidden(real: RealRoom) -> None:
    pick(real, SHELTER)
    turn(real)
    assert "Turvakoti" in words(turned(real))
    assert "Salainen kuja" not in words(turned(real))


def test_it_goes_with_the_visitor_and_with_the_last_service(real: RealRoom) -> None:
    pick(real, DEBT)
    turn(real)
    real.house.context.tray.clear()
    real.settle()
    assert real.window.findChild(Turner).view is None
    pick(real, DEBT)
    turn(real)
    real.window.next_visitor()
    real.settle()
    assert real.window.findChild(Turner).view is None


def test_practice_is_said_here_too(real: RealRoom) -> None:
    real.house.signals.practice_wanted.emit(True)
    real.settle()
    pick(real, DEBT)
    turn(real)
    assert "HARJOITUS" in words(turned(real))


@pytest.mark.parametrize("language", ["fi", "sv", "ar", "vi"])
def test_no_need_reason_or_note_has_a_place_in_what_is_shown(real: RealRoom, language: str) -> None:
    told = real.ask(lambda desk: read(desk, (DEBT.id, SHELTER.id), language))
    assert told.is_rtl is (language == "ar")
    assert [one.id for one in told.services] == [DEBT.id, SHELTER.id]
    names = {field.name for kind in (Reading, Shown, Fact) for field in fields(kind)}
    assert names == {
        *("language", "is_rtl", "services", "id", "name", "organiser", "lead", "facts", "badge"),
        *("heading", "lines"),
    }
