"""After sending: what the visitor takes along. The desk itself can show nothing of the details again."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from neuvola_desk.i18n import _, current_language
from neuvola_desk.printing import PrintService
from neuvola_desk.ui.contact.paper_out import SMALL, PaperOut
from neuvola_desk.ui.context import WindowContext
from neuvola_desk.ui.parts.buttons import Button
from neuvola_desk.ui.parts.flow import FlowLayout, clear_layout
from neuvola_desk.ui.parts.labels import Label
from neuvola_desk.usecases.consent import name_in
from neuvola_desk.usecases.contact_requests import Receipt

if TYPE_CHECKING:  # for its name only
    from neuvola_desk.desk import Desk


class ReceiptCard(QWidget):
    """Shown until the next visitor; ``again`` asks for another request of the same visitor."""

    again = Signal()

    def __init__(self, context: WindowContext, service: PrintService) -> None:
        super().__init__()
        self._door = context.door
        self._receipt: Receipt | None = None
        self._title, self._gone = Label("", "lead"), Label("", "muted")
        self._facts = QVBoxLayout()
        self._facts.setSpacing(4)
        self.paper = PaperOut(context, service)
        self.visit_button = Button(context.theme, "plain", "visit")
        self.again_button = Button(context.theme, "plain", "phone")
        self.visit_button.clicked.connect(context.signals.visit_wanted)
        self.again_button.clicked.connect(self.again)
        others = QWidget()
        flow = FlowLayout(others, spacing=8)
        for button in (self.visit_button, self.again_button):
            button.setAutoDefault(True)
            flow.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._title)
        column.addLayout(self._facts)
        for part in (self._gone, self.paper, others):
            column.addWidget(part)

    @property
    def is_shown(self) -> bool:
        """Whether there is a receipt."""
        return self._receipt is not None

    def show_receipt(self, receipt: Receipt) -> None:
        """Shows it, ready to be printed."""
        self._receipt = receipt
        self.paper.arrive()
        self.paper.offer(partial(_sheet, receipt=receipt), SMALL)
        self.retranslate()

    def clear(self) -> None:
        """Neither shown nor held nor on its way to the printer."""
        self._receipt = None
        self.paper.clear()
        clear_layout(self._facts)

    def take_focus(self) -> None:
        """The keyboard goes to the paper."""
        self.paper.take_focus()

    def retranslate(self) -> None:
        """Sets the texts again."""
        if self._door.is_practice:
            self._title.setText(_("HARJOITUS: pyyntöä ei tehty. Oikea kävijä saisi nyt tämän lapun."))
            self._gone.setText(_("Mitään ei lähetetty eikä jäänyt talteen."))
        else:
            self._title.setText(_("Pyyntö on tehty. Anna kävijälle tämä lappu."))
            self._gone.setText(_("Yhteystiedot on suljettu. Tämä työasema ei voi näyttää niitä uudelleen."))
        self.paper.set_words(_("Tulosta lappu"))
        self.visit_button.set_words(_("Merkitse käynti"))
        self.again_button.set_words(_("Uusi pyyntö"))
        clear_layout(self._facts)
        if self._receipt is not None:
            self._fill(self._receipt)

    def _fill(self, receipt: Receipt) -> None:
        for name, value in ((_("Perumiskoodi"), receipt.code), (_("Viite"), receipt.reference)):
            self._facts.addWidget(Label(name, "small"))
            self._facts.addWidget(Label(value, "display").let_copy())
        for receiver in receipt.receivers:
            self._facts.addWidget(Label(name_in(receiver.name, current_language()), "strong"))
            if receiver.phone:
                self._facts.addWidget(Label(receiver.phone))
        for words, day in (
            (_("Jos järjestö ei ota yhteyttä {date} mennessä, kävijä soittaa itse."), receipt.answer_by),
            (_("Yhteystiedot poistetaan viimeistään {date}."), receipt.erased_by),
        ):
            told = Label(words.format(date=f"{day.day}.{day.month}.{day.year}"))
            self._facts.addWidget(told)


def _sheet(desk: "Desk", receipt: Receipt) -> bytes:
    from neuvola_desk.usecases.contact_paper import receipt_sheet  # the PDF engine loads slowly

    return desk.as_printed(receipt_sheet(receipt, desk.slip_address))
