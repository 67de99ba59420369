"""From what was read back to the receipt: the consent view, its answer, and the request itself."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QWidget

from neuvola_core.errors import NeuvolaError
from neuvola_desk.printing import PrintService
from neuvola_desk.ui.background import Lane, Task
from neuvola_desk.ui.contact import asking
from neuvola_desk.ui.contact.consent_view import ConsentView
from neuvola_desk.ui.contact.paper_out import SMALL, PaperOut
from neuvola_desk.ui.context import WindowContext
from neuvola_desk.usecases.consent import Agreed, Proposal
from neuvola_desk.usecases.contact_requests import Receipt, Typed

if TYPE_CHECKING:  # for its name only
    from neuvola_desk.desk import Desk

Tell = Callable[[Proposal], tuple[Agreed, Typed]]
"""Gives what was agreed to and typed when it is wanted, so that it lives nowhere meanwhile."""


class Consenting(QObject):
    """One at a time; ``made`` carries the ``Receipt``, ``refused`` a ``NeuvolaError``."""

    made = Signal(object)
    refused = Signal(object)
    declined = Signal()

    def __init__(self, context: WindowContext, service: PrintService, screen: QWidget) -> None:
        super().__init__(screen)
        self._context = context
        self._screen = screen
        self._tell: Tell | None = None
        self._task: Task | None = None
        self._making: asking.Making | None = None
        self.view: ConsentView | None = None
        self.paper = PaperOut(context, service)
        self.paper.setParent(screen)  # never seen: the view tells what comes of it
        self.paper.save_button.hide()
        self.paper.hide()

    def ask(self, organisations: Sequence[str], language: str, tell: Tell) -> None:
        """Shows the visitor what they would agree to; nothing is written before they have."""
        if self._task is None and self.view is None:
            self._tell = tell
            question = asking.propose(organisations, language)
            self._task = self._context.door.ask(question, self._show, self._refuse, Lane.RECORD)

    def forget(self) -> None:
        """The view goes, and a request that has not begun to be made is not made.

        One that has is on its way to the organisations: its receipt comes, for nothing else takes it back.
        """
        if self._task is not None and (self._making is None or self._making.give_up()):
            self._task.cancel()
            self._task = self._making = None
        self._tell = None
        if self.view is not None:
            view, self.view = self.view, None
            view.reject()

    def clear(self) -> None:
        """The next visitor: what still waits for the printer goes too."""
        self.forget()
        self.paper.clear()

    def _show(self, proposal: Proposal) -> None:
        self._task = None
        view = ConsentView(self._context, proposal, self._screen.window())
        view.agreed.connect(partial(self._create, proposal))
        view.finished.connect(self._closed)
        view.print_button.clicked.connect(partial(self._print, proposal))
        self.paper.told.connect(view.note.setText)
        self.paper.arrive()
        self.view = view
        view.open()

    def _closed(self, result: int) -> None:
        """Whatever closed the view but the yes was a no."""
        if self.view is not None:
            self.view = None
            if result != QDialog.DialogCode.Accepted:
                self.declined.emit()

    def _print(self, proposal: Proposal, _checked: bool = False) -> None:
        self.paper.offer(partial(_sheet, proposal=proposal), SMALL)
        self.paper.print_out()

    def _create(self, proposal: Proposal) -> None:
        if self._tell is None:
            return
        try:
            making = asking.Making(*self._tell(proposal))
        except NeuvolaError as fault:
            self._refuse(fault)
            return
        self._making = making
        self._task = self._context.door.ask(making, self._take_receipt, self._refuse, Lane.RECORD)

    def _take_receipt(self, receipt: Receipt) -> None:
        self._task = self._tell = self._making = None
        self.made.emit(receipt)

    def _refuse(self, fault: NeuvolaError) -> None:
        self._task = self._tell = self._making = None
        self.refused.emit(fault)


def _sheet(desk: "Desk", proposal: Proposal) -> bytes:
    from neuvola_desk.usecases.contact_paper import consent_sheet  # the PDF engine loads slowly

    return desk.as_printed(consent_sheet(proposal))
