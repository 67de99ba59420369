""" "Yhteydenottopyyntö": from who is asked to the sheet that the visitor takes along, on one page.

What is typed lives in the fields alone, and goes when it is sent, when the page is left, when the window is
covered, with the visitor, and by itself after a quarter of an hour.
"""

from functools import partial
from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from neuvola_core.errors import NeuvolaError
from neuvola_desk.i18n import _
from neuvola_desk.messages import sentence
from neuvola_desk.printing import PrintService
from neuvola_desk.ui.background import Lane
from neuvola_desk.ui.contact import asking
from neuvola_desk.ui.contact.asking import Opening
from neuvola_desk.ui.contact.consenting import Consenting
from neuvola_desk.ui.contact.details import NO, YES, DetailsCard
from neuvola_desk.ui.contact.paper_out import PaperOut
from neuvola_desk.ui.contact.question import Question
from neuvola_desk.ui.contact.read_back import ReadBack
from neuvola_desk.ui.contact.receipt_card import ReceiptCard
from neuvola_desk.ui.contact.sight import bring
from neuvola_desk.ui.contact.steps import Step, seen
from neuvola_desk.ui.contact.together import Together
from neuvola_desk.ui.contact.who import WhoCard
from neuvola_desk.ui.contact.withdraw_card import WithdrawCard
from neuvola_desk.ui.contact.words import adult_words, in_their_words, safety_words, unsafe_words
from neuvola_desk.ui.context import WindowContext
from neuvola_desk.ui.offers import page_title
from neuvola_desk.ui.parts.areas import card, scroll_area
from neuvola_desk.ui.parts.buttons import Button
from neuvola_desk.ui.parts.flow import FlowLayout
from neuvola_desk.ui.parts.labels import Label
from neuvola_desk.ui.screen import Screen
from neuvola_desk.usecases.consent import Agreed, Proposal, words
from neuvola_desk.usecases.contact_requests import Receipt, Typed
from neuvola_desk.usecases.visit_draft import DRAFT_LIFE

_CALL, _MESSAGE = "soitto", "viesti"
_WIDTH: Final = 110
"""In steps of the grid: longer lines are not read."""


class ContactScreen(Screen):
    """Each answer brings the next question; an earlier one may be changed where it stands."""

    key = "contact"

    def __init__(self, context: WindowContext, service: PrintService) -> None:
        super().__init__(context)
        self._service = service
        self.step = Step.WHO
        self.opening = Opening()
        self._make_parts()
        self._lay_out()
        self._connect()
        self._life = QTimer(self)
        self._life.setSingleShot(True)
        self._life.setInterval(round(DRAFT_LIFE.total_seconds() * 1000))
        self._life.timeout.connect(self.forget)
        self._show(Step.WHO)
        self.retranslate()

    def _make_parts(self) -> None:
        context, theme = self.context, self.context.theme
        self.who = WhoCard(context)
        self.no_line = Together()
        self.together_button = Button(theme, "primary", "phone")
        self.anyway_button = Button(theme, "plain", "forward")
        for button in (self.together_button, self.anyway_button):
            button.setAutoDefault(True)
        self.safety = Question(theme, (_CALL, _MESSAGE, NO))
        self.unsafe = Together()
        self.slip = PaperOut(context, self._service)
        self.consenting = Consenting(context, self._service, self)
        self.adult = Question(theme, (YES, NO))
        self.minor, self.together = Together(), Together()
        self.details = DetailsCard(theme)
        self.not_own = Label("", "error")
        self.read_back = ReadBack(theme)
        self.receipt = ReceiptCard(context, self._service)
        self.withdrawal = WithdrawCard(context)

    def _lay_out(self) -> None:
        self._cards: dict[str, QFrame] = {
            "who": card(self.who),
            "no_line": card(self.no_line, self._line_answers()),
            "safety": card(self.safety),
            "unsafe": card(self.unsafe, self.slip),
            "adult": card(self.adult),
            "minor": card(self.minor),
            "details": card(self.details, self.not_own),
            "read_back": card(self.read_back),
            "receipt": card(self.receipt),
            "together": card(self.together),
            "withdrawal": card(self.withdrawal),
        }
        self._inside = QWidget()
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(24, 8, 24, 24)
        column.setSpacing(16)
        for one in self._cards.values():
            column.addWidget(one)
        column.addStretch(1)
        middle = QWidget()
        row = QHBoxLayout(middle)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._inside, 1)
        row.addStretch(0)
        self._area = scroll_area(middle)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._area)

    def _line_answers(self) -> QWidget:
        answers = QWidget()
        flow = FlowLayout(answers, spacing=8)
        flow.addWidget(self.together_button)
        flow.addWidget(self.anyway_button)
        return answers

    def _connect(self) -> None:
        signals = self.context.signals
        self.who.edited.connect(self._who_edited)
        self.who.language_chosen.connect(self._speak)
        self.who.wanted.connect(self._after_who)
        self.together_button.clicked.connect(self._call_together)
        self.anyway_button.clicked.connect(partial(self._go, Step.SAFETY))
        self.safety.answered.connect(self._after_safety)
        self.adult.answered.connect(self._after_adult)
        self.details.edited.connect(self._details_edited)
        self.details.wanted.connect(self._read_back)
        self.read_back.right.connect(self._ask_consent)
        self.read_back.wrong.connect(self._correct)
        self.consenting.declined.connect(self._call_together)
        self.consenting.refused.connect(self._refused)
        self.consenting.made.connect(self._made)
        self.receipt.again.connect(self._again)
        signals.covered.connect(self.forget)
        signals.tray_changed.connect(self._ask)
        signals.look_changed.connect(self._fit_width)
        self.context.shift.changed.connect(self.clear_visitor)

    # --- as a screen -----------------------------------------------------------------------------------

    def title(self) -> str:
        """The heading of the page."""
        return page_title(self.key)

    def arrive(self) -> None:
        """Looks who can be asked now; a page that is under way, or that shows a receipt, stays as it is."""
        if self.step is Step.WHO:
            self._ask()
        self._take_focus()

    def retranslate(self) -> None:
        """Sets the texts again."""
        self.who.retranslate()
        self.together_button.set_words(_("Soitetaan yhdessä"))
        self.anyway_button.set_words(_("Tee pyyntö silti: se lähtee, kun yhteys palaa"))
        self.slip.set_words(_("Tulosta pikkulappu"))
        self.not_own.setText(_("Kävijä voi antaa vain omat yhteystietonsa."))
        self.receipt.retranslate()
        self.withdrawal.retranslate()
        self._fit_width()
        self._speak()

    def clear_visitor(self) -> None:
        """The next visitor: the receipt goes too, and what still waits for the printer."""
        self.forget()
        self.receipt.clear()
        self.slip.clear()
        self.consenting.clear()
        self._show(Step.WHO)

    def hideEvent(self, event: QHideEvent) -> None:
        """Another page has come to the front."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.forget()

    def forget(self) -> None:
        """Nothing typed and nothing answered is left; a receipt stays until the next visitor."""
        self._life.stop()
        self.consenting.forget()
        self._forget_answers()
        self.withdrawal.clear()
        self._show(Step.RECEIPT if self.receipt.is_shown else Step.WHO)
        self._ask()

    # --- from question to question ---------------------------------------------------------------------

    def _ask(self) -> None:
        if self.isVisible() and self.step is Step.WHO:
            self.context.signals.record_wanted.emit()
            question = asking.opening(self.context.tray.ids)
            self.context.door.ask(question, self._take_opening, self._no_opening, Lane.RECORD)

    def _take_opening(self, opening: Opening) -> None:
        self.opening = opening
        self.who.show_offered(opening.offered, opening.obstacle)
        self._take_focus()

    def _no_opening(self, fault: NeuvolaError) -> None:
        self.who.show_offered((), fault)

    def _who_edited(self) -> None:
        if not self.who.go_button.isEnabled():
            self._show(Step.WHO)
        self._tell_together()

    def _after_who(self) -> None:
        self._tell_together()
        if self.step is Step.WHO:
            self._go(Step.NO_LINE if self.opening.is_line_old else Step.SAFETY)
        else:
            self._take_focus()

    def _after_safety(self) -> None:
        if self.safety.value == NO:
            self.details.clear()
            self._offer_slip()
            self._go(Step.UNSAFE)
            return
        self._speak()
        if self.step < Step.ADULT:
            self.adult.reset()
            self._go(Step.ADULT)
        else:
            self._details_edited()
            self._take_focus()

    def _after_adult(self) -> None:
        if self.adult.value == NO:
            self.details.clear()
            self._tell_together()
            self._go(Step.MINOR)
        elif self.step < Step.DETAILS:
            self._go(Step.DETAILS)
        else:
            self._take_focus()

    def _details_edited(self) -> None:
        self._life.start()
        self.not_own.setVisible(self.details.is_anothers)
        if self.step is Step.READ_BACK:
            self.read_back.clear()
            self._show(Step.DETAILS)

    def _read_back(self) -> None:
        try:
            typed = self.details.read()
        except NeuvolaError as fault:
            self.details.show_fault(fault)
            return
        self.read_back.show_typed(typed)
        self._go(Step.READ_BACK)

    def _correct(self) -> None:
        self.read_back.clear()
        self._show(Step.DETAILS)
        self.details.take_focus()

    # --- consent ---------------------------------------------------------------------------------------

    def _ask_consent(self) -> None:
        organisations = tuple(receiver.id for receiver in self.who.chosen)
        self.consenting.ask(organisations, self.who.visitor_language, self._agreed)

    def _agreed(self, proposal: Proposal) -> tuple[Agreed, Typed]:
        """What the visitor said yes to; raises as ``Agreed`` and ``DetailsCard.read`` do."""
        typed = self.details.read()
        agreed = Agreed(
            proposal=proposal,
            reach=typed.reach,
            is_adult=self.adult.value == YES,
            is_own=self.details.is_own,
            read_back=self.read_back.address,
            agrees=True,
        )
        return agreed, typed

    def _call_together(self) -> None:
        """No request: the numbers of those who would have been asked."""
        heading = _("Pyyntöä ei lähetetty, eikä mitään tallennettu. Kävijä ottaa itse yhteyttä.")
        if self.step is Step.NO_LINE:
            heading = _("Soittakaa järjestöön yhdessä. Pyyntöä ei tehdä.")
        self.together.tell(heading, "", self.who.chosen)
        self._forget_answers()
        self._go(Step.TOGETHER)

    def _made(self, receipt: Receipt) -> None:
        self._forget_answers()
        self.receipt.show_receipt(receipt)
        self._go(Step.RECEIPT)
        if self.isVisible():
            self.context.signals.contact_made.emit()
        else:  # the next visitor was asked for while it was being sealed: this one has yet to get the receipt
            self.context.signals.screen_wanted.emit(self.key)
        if not self.context.door.is_practice:
            self.context.signals.contact_changed.emit()

    def _refused(self, fault: NeuvolaError) -> None:
        self.read_back.outcome.tell(sentence(fault), "bad")

    def _again(self) -> None:
        self.receipt.clear()
        self._show(Step.WHO)
        self._ask()

    # --- words -----------------------------------------------------------------------------------------

    def _speak(self) -> None:
        """What is asked of the visitor, in their language under the worker's."""
        visitor = words(self.who.visitor_language)
        safety_told = in_their_words(visitor, "safety", "safety_call", "safety_message", "safety_no")
        for question, named, told in (
            (self.safety, safety_words(), safety_told),
            (self.adult, adult_words(), in_their_words(visitor, "adult", "yes", "no")),
        ):
            question.set_words(named[0], named[1:], told)
        self.unsafe.tell(unsafe_words(), in_their_words(visitor, "unsafe"), ())
        self.details.speak(visitor, calls=self.safety.value != _MESSAGE)
        self.read_back.set_words(visitor)
        self._tell_together()

    def _tell_together(self) -> None:
        """Whom to call, wherever calling is better than asking."""
        visitor, chosen = words(self.who.visitor_language), self.who.chosen
        for shown, key, told in (
            (self.no_line, "no_line", _("Yhteyttä ei nyt ole. Soitetaanko järjestöön yhdessä?")),
            (
                self.minor,
                "minor",
                _("Alle 18-vuotiaan pyyntöä ei lähetetä lomakkeella. Soitetaanko järjestöön yhdessä?"),
            ),
        ):
            shown.tell(told, in_their_words(visitor, key), chosen)

    def _offer_slip(self) -> None:
        self.slip.arrive()
        wanted = (self.context.tray.ids, self.who.visitor_language)
        self.slip.offer(lambda desk: desk.pocket_slips(*wanted))

    # --- what is seen ----------------------------------------------------------------------------------

    def _forget_answers(self) -> None:
        self._life.stop()
        self.details.clear()
        self.read_back.clear()
        self.safety.reset()
        self.adult.reset()
        self.who.reset()
        self.not_own.hide()
        self.opening = Opening()

    def _go(self, step: Step, _checked: bool = False) -> None:
        self._show(step)
        self._take_focus()

    def _show(self, step: Step) -> None:
        self.step = step
        if step < Step.ADULT or step is Step.MINOR:
            self.read_back.clear()
        for name, is_seen in seen(step, is_line_old=self.opening.is_line_old).items():
            self._cards[name].setVisible(is_seen)
        self.not_own.setVisible(self.details.is_anothers)

    def _take_focus(self) -> None:
        """The keyboard goes to what is to be answered next, and it is brought into sight."""
        if not self.isVisible():
            return
        name, take = {
            Step.WHO: ("who", self.who.take_focus),
            Step.NO_LINE: ("no_line", self.together_button.setFocus),
            Step.SAFETY: ("safety", self.safety.take_focus),
            Step.UNSAFE: ("unsafe", self.slip.take_focus),
            Step.ADULT: ("adult", self.adult.take_focus),
            Step.MINOR: ("minor", self.adult.take_focus),
            Step.DETAILS: ("details", self.details.take_focus),
            Step.READ_BACK: ("read_back", self.read_back.take_focus),
            Step.RECEIPT: ("receipt", self.receipt.take_focus),
            Step.TOGETHER: ("together", self.withdrawal.line.setFocus),
        }[self.step]
        take()
        # Only when the layout has made room is it known where the card stands.
        QTimer.singleShot(0, self, partial(self._bring, self._cards[name]))

    def _bring(self, shown: QWidget) -> None:
        bring(self._area, shown, self.focusWidget())

    def _fit_width(self) -> None:
        self._inside.setMaximumWidth(self.context.theme.look.px(_WIDTH))
