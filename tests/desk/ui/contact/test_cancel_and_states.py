"""Taking a request back by its code, and how far requests are: the second is not for volunteers."""

import pytest

from neuvola_core.roles import Role
from neuvola_desk.contact_port import Stage
from neuvola_desk.ui.contact.requests_screen import RequestsScreen
from neuvola_desk.ui.contact.withdraw_card import WithdrawCard
from neuvola_desk.usecases.contact_requests import Receipt
from neuvola_desk.usecases.shift import ShiftState
from support.contact_window import contact_page, enter, send
from support.real_window import RealWindow, write
from support.visible_words import holding, undoable

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def made(real: RealWindow) -> Receipt:
    page = contact_page(real)
    send(real, page)
    receipt = page.receipt._receipt
    assert receipt is not None
    return receipt


def requests_page(real: RealWindow) -> RequestsScreen:
    page = real.go("requests")
    real.settle()
    assert isinstance(page, RequestsScreen)
    return page


def stages(real: RealWindow) -> list[Stage]:
    found = real.ask(lambda desk: [one.stage for one in desk.record.contacts.all()])
    assert isinstance(found, list)
    return found


def test_the_code_takes_the_request_back_however_it_is_typed(real: RealWindow) -> None:
    receipt = made(real)
    real.next_visitor()
    page = requests_page(real)
    assert real.window.focusWidget() is page.withdrawal.line
    write(page.withdrawal.line, receipt.code.replace("-", " ").lower())
    real.window.activateWindow()
    enter(page)  # type: ignore[arg-type]
    real.settle()
    assert stages(real) == [Stage.WITHDRAWN]
    assert page.withdrawal.outcome.words
    assert page.withdrawal.line.text() == ""
    assert undoable() == []


def test_the_page_of_a_request_has_the_same_field(real: RealWindow) -> None:
    receipt = made(real)
    real.next_visitor()
    page = contact_page(real)
    assert isinstance(page.withdrawal, WithdrawCard)
    assert page.withdrawal.isVisible()
    write(page.withdrawal.line, receipt.code)
    page.withdrawal.button.click()
    real.settle()
    assert stages(real) == [Stage.WITHDRAWN]


def test_what_is_no_code_is_said_at_its_field(real: RealWindow) -> None:
    page = requests_page(real)
    write(page.withdrawal.line, "3XK7-M9P2-QW8X")
    page.withdrawal.button.click()
    real.settle()
    assert page.withdrawal.field.is_faulty
    assert page.withdrawal.line.text() == "3XK7-M9P2-QW8X"


def test_a_code_half_typed_goes_with_the_page(real: RealWindow) -> None:
    page = requests_page(real)
    write(page.withdrawal.line, "3XK7")
    real.window.show_screen("help")
    assert [one for one in holding("3XK7") if "esimerkiksi" not in one] == []
    assert page.withdrawal.line.text() == ""


def test_states_are_found_by_reference(real: RealWindow) -> None:
    receipt = made(real)
    page = requests_page(real)
    assert holding(receipt.reference)
    write(page.states.line, "0000-0000")
    page.states.button.click()
    real.settle()
    rows = [one for one in holding(receipt.reference) if "StatesCard" in one]
    assert rows == []
    page.states.line.setText(receipt.reference.lower())
    page.states.button.click()
    real.settle()
    assert holding("Odottaa yhteyttä palvelimeen")


def test_a_volunteer_sees_no_list(real: RealWindow) -> None:
    made(real)
    real.context.shift._take(ShiftState(has_pins=True, role=Role.VOLUNTEER))
    page = requests_page(real)
    assert not page.states.line.isVisible()
    assert not page.states.button.isVisible()
    assert page.states.needed.isVisible()
    assert page.withdrawal.line.isVisible()
    assert not holding("Odottaa yhteyttä palvelimeen")


def test_another_shift_finds_no_list_and_no_receipt(real: RealWindow) -> None:
    receipt = made(real)
    page = requests_page(real)
    real.context.shift._take(ShiftState(has_pins=True, role=Role.VOLUNTEER))
    real.settle()
    assert holding(receipt.code, receipt.reference) == []
    assert page.states.isVisible()
