"""What a visitor typed is in no widget, undo, clipboard or log once it is sent, left, covered or given up."""

import gc
from collections.abc import Callable
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from neuvola_desk.contact_port import Withdrawn
from neuvola_desk.ui.background import Lane
from neuvola_desk.ui.contact.screen import ContactScreen
from neuvola_desk.ui.contact.steps import Step
from neuvola_desk.usecases.consent import Agreed
from neuvola_desk.usecases.contact_requests import ContactRequests, Receipt, Typed
from support.contact_desk import decrypted, on_disk, traces
from support.contact_window import KNOWN, consent, contact_page, read_back, send
from support.needles import found
from support.real_window import RealWindow, press
from support.visible_words import holding, undoable

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

Leave = Callable[[RealWindow, ContactScreen], object]

WAYS: dict[str, Leave] = {
    "next visitor": lambda real, _page: real.next_visitor(),
    "curtain": lambda real, _page: real.window.curtain.draw(),
    "idle": lambda real, _page: real.window.curtain._idle.timeout.emit(),
    "another page": lambda real, _page: real.window.show_screen("help"),
    "crisis": lambda real, _page: real.context.signals.crisis_wanted.emit(),
    "back": lambda real, _page: real.window.show_desk(),
    "a quarter of an hour": lambda _real, page: page._life.timeout.emit(),
    "unsafe": lambda _real, page: page.safety.buttons["ei"].click(),
    "a minor": lambda _real, page: page.adult.buttons["ei"].click(),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("by_email", [False, True], ids=["phone", "email"])
def test_leaving_clears_it(real: RealWindow, way: str, by_email: bool) -> None:
    page = contact_page(real)
    read_back(real, page, by_email=by_email)
    assert len(holding(*KNOWN)) >= 3, "the words are there to be cleared"
    QGuiApplication.clipboard().setText(page.details.sentence.text)
    WAYS[way](real, page)
    real.settle()
    assert holding(*KNOWN) == []
    assert undoable() == []


@pytest.mark.parametrize("by_email", [False, True], ids=["phone", "email"])
def test_sending_clears_it_everywhere(real: RealWindow, by_email: bool) -> None:
    page = contact_page(real)
    send(real, page, by_email=by_email)
    assert page.step is Step.RECEIPT
    assert holding(*KNOWN) == []
    assert undoable() == []
    assert traces(on_disk(real.paths.data)) == []
    assert real.ask(lambda desk: traces(decrypted(desk.record))) == []


def test_no_object_keeps_what_was_sent(real: RealWindow) -> None:
    send(real, contact_page(real))
    gc.collect()
    assert [one for one in gc.get_objects() if isinstance(one, Typed)] == []


@pytest.mark.parametrize(
    "leave",
    [
        pytest.param(lambda view, _real: press(view, Qt.Key.Key_Escape), id="escape"),
        pytest.param(lambda view, _real: view.no_button.click(), id="no"),
        pytest.param(lambda _view, real: real.window.curtain.draw(), id="curtain"),
        pytest.param(lambda _view, real: real.next_visitor(), id="next visitor"),
    ],
)
def test_a_no_clears_it_and_keeps_nothing(
    real: RealWindow, leave: Callable[[object, RealWindow], object]
) -> None:
    page = contact_page(real)
    view = consent(real, page)
    leave(view, real)
    real.settle()
    assert page.consenting.view is None
    assert holding(*KNOWN) == []
    assert undoable() == []
    assert real.ask(lambda desk: len(desk.record.contacts.all())) == 0


def test_the_other_way_to_be_reached_goes_when_one_is_chosen(real: RealWindow) -> None:
    page = contact_page(real)
    read_back(real, page)
    page.details.way.buttons["sahkoposti"].click()
    assert holding("765 4321", "7654321") == []
    assert page.details.own.value == ""


def test_nothing_is_copied_out_of_the_fields(real: RealWindow) -> None:
    page = contact_page(real)
    read_back(real, page)
    QGuiApplication.clipboard().clear()
    for line in (page.details.phone, page.details.name):
        line.selectAll()
        line.setFocus()
        for key in (Qt.Key.Key_C, Qt.Key.Key_X):
            press(line, key, control=True)
    assert QGuiApplication.clipboard().text() == ""
    assert page.details.phone.text()


def test_a_bug_while_sealing_tells_the_log_nothing(real: RealWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down(_requests: object, _agreed: object, typed: Typed) -> None:
        raise RuntimeError(f"{typed.phone} {typed.first_name} {typed.sentence}")

    monkeypatch.setattr(ContactRequests, "create", break_down)
    page = contact_page(real)
    send(real, page)
    assert real.bugs, "the bug was noticed"
    real.bugs.clear()
    logs = b"".join(path.read_bytes() for path in real.paths.logs.rglob("*") if path.is_file())
    assert b"RuntimeError" in logs
    assert found(KNOWN, logs) == []
    assert page.step is Step.READ_BACK


def test_the_receipt_is_gone_with_the_visitor(real: RealWindow) -> None:
    page = contact_page(real)
    send(real, page)
    receipt = page.receipt._receipt
    assert receipt is not None
    assert holding(receipt.code, receipt.reference)
    real.next_visitor()
    real.settle()
    assert holding(receipt.code, receipt.reference) == []


def test_the_curtain_leaves_the_receipt_for_the_visitor_who_is_still_here(real: RealWindow) -> None:
    page = contact_page(real)
    send(real, page)
    real.window.curtain.draw()
    real.window.curtain.lift()
    real.settle()
    assert page.step is Step.RECEIPT


def test_a_request_that_is_being_sealed_when_the_next_visitor_is_asked_for_gives_its_receipt(
    real: RealWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on, create = Event(), Event(), ContactRequests.create

    def slowly(requests: ContactRequests, agreed: Agreed, typed: Typed) -> Receipt:
        begun.set()
        assert go_on.wait(20)
        return create(requests, agreed, typed)

    monkeypatch.setattr(ContactRequests, "create", slowly)
    page = contact_page(real)
    consent(real, page).yes_button.click()
    real.until(begun.is_set)
    real.next_visitor()
    real.window.curtain.draw()
    assert not page.isVisible()
    go_on.set()
    real.settle()
    receipt = page.receipt._receipt
    assert receipt is not None
    assert (page.isVisible(), page.step) == (True, Step.RECEIPT)
    assert holding(*KNOWN) == []
    assert real.ask(lambda desk: desk.contact_requests.withdraw(receipt.code)) is Withdrawn.DESTROYED
    real.window.curtain.lift()
    real.next_visitor()
    assert holding(receipt.code, receipt.reference) == []


def test_a_request_whose_turn_has_not_come_is_not_made(real: RealWindow) -> None:
    busy, go_on = Event(), Event()

    def other_work(_desk: object) -> bool:
        busy.set()
        return go_on.wait(20)

    page = contact_page(real)
    view = consent(real, page)
    real.house.door.ask(other_work, lane=Lane.RECORD)
    real.until(busy.is_set)
    view.yes_button.click()
    real.next_visitor()
    go_on.set()
    real.settle()
    assert page.receipt._receipt is None
    assert real.ask(lambda desk: len(desk.record.contacts.all())) == 0
