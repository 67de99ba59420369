"""The visitor's papers: printed once, taken back with the visitor; what was made is sent at once."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import pytest

from neuvola_desk.printing import PLAIN, Paper, Printer
from neuvola_desk.sync.backoff import at_start
from neuvola_desk.ui.sync.exchanger import Exchanger
from support.contact_window import consent, contact_page, send
from support.real_window import RealWindow

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@dataclass
class Queue:
    """A printer that keeps what it is given."""

    sheets: list[bytes] = field(default_factory=list)
    cancelled: list[str] = field(default_factory=list)
    is_local: bool = True

    def printers(self) -> tuple[Printer, ...]:
        return (Printer("tiski", is_local=self.is_local),)

    def abilities(self, printer: str) -> Paper:
        return Paper(small_sheet=True)

    def submit(self, pdf: bytes, printer: str, copies: int, paper: Paper = PLAIN) -> str:
        assert paper.small_sheet
        self.sheets.append(pdf)
        return f"{printer}-{len(self.sheets)}"

    def cancel(self, jobs: Iterable[str]) -> None:
        self.cancelled += jobs


@pytest.fixture
def queue(monkeypatch: pytest.MonkeyPatch) -> Queue:
    made = Queue()
    monkeypatch.setattr("neuvola_desk.ui.leaflet.qt_printing.print_service", lambda: made)
    return made


def test_the_receipt_is_printed_once_and_taken_back_with_the_visitor(queue: Queue, real: RealWindow) -> None:
    page = contact_page(real)
    send(real, page)
    page.receipt.paper.print_button.click()
    page.receipt.paper.print_button.click()
    real.settle()
    assert len(queue.sheets) == 1
    assert page.receipt.paper.outcome.words
    real.next_visitor()
    real.settle()
    assert queue.cancelled == ["tiski-1"]


def test_the_consent_text_is_printed_before_anybody_agrees(queue: Queue, real: RealWindow) -> None:
    page = contact_page(real)
    view = consent(real, page)
    view.print_button.click()
    real.settle()
    assert len(queue.sheets) == 1
    assert view.note.text()
    view.reject()
    real.next_visitor()
    real.settle()
    assert queue.cancelled == ["tiski-1"]


def test_a_printer_in_another_room_is_warned_of(queue: Queue, real: RealWindow) -> None:
    queue.is_local = False
    page = contact_page(real)
    send(real, page)
    assert page.receipt.paper.notice.isVisible()


def test_a_request_goes_at_once_where_there_is_a_server(
    real: RealWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    exchanger = real.window.findChild(Exchanger)
    assert exchanger is not None
    cycles: list[bool] = []
    monkeypatch.setattr(exchanger, "sync", lambda *, automatic=False: cycles.append(automatic))
    page = contact_page(real)
    send(real, page)
    assert cycles == []
    monkeypatch.setattr(exchanger, "_schedule", at_start(0.0))
    real.context.signals.contact_changed.emit()
    assert cycles == [True]
