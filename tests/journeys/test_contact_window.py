"""A visitor wants to be called, by keyboard alone: with a line, without one, and changing their mind."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from neuvola_core.contact import Offers, Receiver
from neuvola_core.visit import Outcome
from neuvola_desk.contact_port import KeptRequest, Stage
from neuvola_desk.desk import Desk
from neuvola_desk.ui.background import Lane
from neuvola_desk.ui.contact.screen import ContactScreen
from neuvola_desk.ui.contact.steps import Step
from support.contact_desk import NAME, SEALING_KEYS, SENTENCE
from support.contact_window import KNOWN, SETTINGS, tell_offers
from support.journeys import Hands
from support.visible_words import holding, undoable

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

KEY = Qt.Key
Open = Callable[..., Hands]


def begin(hands: Hands, *, hours: float) -> ContactScreen:
    """Search, pick, F11; every organisation behind the tray takes requests."""
    hands.type_words("velkaa")
    hands.press(KEY.Key_Down)
    hands.press(KEY.Key_Space)
    picked, now = hands.house.context.tray.ids, hands.house.context.now()

    def tell(desk: Desk) -> None:
        found = [desk.catalogue.service(one).organisation for one in picked]
        receivers = tuple(
            Receiver(one.id, {"fi": one.name.best("fi")}, {"fi": "Soitamme."}, "017 555 1234")
            for one in found
            if one is not None
        )
        tell_offers(desk, Offers(receivers, SEALING_KEYS), now - timedelta(hours=hours))

    hands.house.door.ask(tell, lane=Lane.RECORD)
    hands.settle()
    hands.press(KEY.Key_F11)
    page = hands.window.page("contact")
    assert page is not None
    assert isinstance(page.content, ContactScreen)
    return page.content


def tell_everything(hands: Hands) -> None:
    """From the fixed line to the consent view: figures and Enter."""
    hands.press(KEY.Key_1)
    hands.press(KEY.Key_1)
    hands.type_words("040 765 4321")
    hands.press(KEY.Key_Return)
    hands.press(KEY.Key_1)
    hands.press(KEY.Key_Return)
    hands.type_words(NAME)
    hands.press(KEY.Key_Return)
    hands.type_words(SENTENCE)
    hands.press(KEY.Key_Return)
    hands.press(KEY.Key_Return)


def agree(hands: Hands) -> None:
    hands.press(KEY.Key_Tab)
    hands.press(KEY.Key_Return)
    hands.window.activateWindow()
    hands.settle()


def kept(hands: Hands) -> list[KeptRequest]:
    found: list[KeptRequest] = []
    hands.house.door.ask(lambda desk: found.extend(desk.record.contacts.all()), lane=Lane.RECORD)
    hands.settle()
    return found


def test_with_a_line_and_the_keyboard_only(open_desk: Open, tmp_path: Path) -> None:
    hands = open_desk(SETTINGS)
    page = begin(hands, hours=1)
    hands.press(KEY.Key_Space)
    hands.press(KEY.Key_Return)
    tell_everything(hands)
    assert page.consenting.view is not None
    agree(hands)
    assert page.step is Step.RECEIPT
    [request] = kept(hands)
    assert request.stage is Stage.WAITING
    assert holding(*KNOWN) == []
    assert [one for one in undoable() if "SearchField" not in one] == []
    path = tmp_path / "palveluesite.pdf"
    hands.press(KEY.Key_Return)
    hands.save_leaflet(path)
    with pypdfium2.PdfDocument(path) as document:
        told = " ".join(sheet.get_textpage().get_text_range() for sheet in document)
    assert page.receipt.is_shown
    assert "Perumiskoodi" in told
    assert NAME not in told
    hands.press(KEY.Key_F4)
    hands.press(KEY.Key_Return, Qt.KeyboardModifier.ControlModifier)
    [visit] = hands.visits()
    assert visit.outcome is Outcome.TOGETHER
    hands.press(KEY.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert not page.receipt.is_shown
    assert hands.clicks == 0


def test_without_a_line_one_may_still_ask(open_desk: Open) -> None:
    hands = open_desk(SETTINGS)
    page = begin(hands, hours=72)
    hands.press(KEY.Key_Space)
    hands.press(KEY.Key_Return)
    assert page.step is Step.NO_LINE
    hands.press(KEY.Key_Tab)
    hands.press(KEY.Key_Return)
    tell_everything(hands)
    agree(hands)
    [request] = kept(hands)
    assert request.stage is Stage.WAITING
    assert holding(*KNOWN) == []


def test_without_a_line_calling_together_makes_no_request(open_desk: Open) -> None:
    hands = open_desk(SETTINGS)
    page = begin(hands, hours=72)
    hands.press(KEY.Key_Space)
    hands.press(KEY.Key_Return)
    hands.press(KEY.Key_Return)
    assert page.step is Step.TOGETHER
    assert holding("017 555 1234")
    assert kept(hands) == []


def test_escape_is_a_no_and_the_code_takes_a_yes_back(open_desk: Open) -> None:
    hands = open_desk(SETTINGS)
    page = begin(hands, hours=1)
    hands.press(KEY.Key_Space)
    hands.press(KEY.Key_Return)
    tell_everything(hands)
    hands.press(KEY.Key_Escape)
    hands.window.activateWindow()
    hands.settle()
    assert page.step is Step.TOGETHER
    assert kept(hands) == []
    assert holding(*KNOWN) == []
    hands.press(KEY.Key_Escape)
    hands.press(KEY.Key_F11)
    hands.press(KEY.Key_Space)
    hands.press(KEY.Key_Return)
    tell_everything(hands)
    agree(hands)
    receipt = page.receipt._receipt
    assert receipt is not None
    hands.window.show_screen("requests")
    hands.settle()
    assert QApplication.focusWidget() is not None
    hands.type_words(receipt.code)
    hands.press(KEY.Key_Return)
    [request] = kept(hands)
    assert request.stage is Stage.WITHDRAWN
