""" "Kokemus palvelusta": a visitor is back and tells whether what they were told of has helped."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from neuvola_core.errors import InvalidRecordError, NeuvolaError
from neuvola_desk.i18n import _
from neuvola_desk.messages import sentence
from neuvola_desk.ui.background import Lane
from neuvola_desk.ui.contact.private_line import PrivateLine, forget_lines
from neuvola_desk.ui.context import WindowContext
from neuvola_desk.ui.experience.answer_card import AnswerCard
from neuvola_desk.ui.experience.asking import Kept, tell
from neuvola_desk.ui.experience.service_picker import ServicePicker
from neuvola_desk.ui.leaflet.outcome import OutcomeLine
from neuvola_desk.ui.offers import page_title
from neuvola_desk.ui.parts.areas import card, fill_scrolling
from neuvola_desk.ui.parts.buttons import Button
from neuvola_desk.ui.parts.labels import Label
from neuvola_desk.ui.screen import Screen
from neuvola_desk.ui.settings.fields import Field


class ExperienceScreen(Screen):
    """The code of the leaflet, if there is one, the services, and the questions about each of them."""

    key = "experience"

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context)
        self.cards: dict[str, AnswerCard] = {}
        self._frames: list[QFrame] = []
        self._is_saving = False
        self._make_parts()
        self._lay_out()
        context.signals.covered.connect(self.clear_visitor)
        shortcut = QShortcut(QKeySequence("Ctrl+Return"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.save)
        self.retranslate()
        self._show_button()

    def _make_parts(self) -> None:
        theme = self.context.theme
        self._lead = Label("", "muted")
        self.line = PrivateLine()
        self.code = Field(self.line)
        self.picker = ServicePicker(self.context)
        self.outcome = OutcomeLine(theme)
        self.save_button = Button(theme, "primary", "check")
        self.save_button.setAutoDefault(True)
        self.line.textEdited.connect(self._edit_code)
        self.line.returnPressed.connect(self.picker.line.setFocus)
        self.picker.picked.connect(self.add)
        self.save_button.clicked.connect(self.save)

    def _lay_out(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(24, 8, 24, 24)
        column.setSpacing(16)
        column.addWidget(card(self._lead, self.code, self.picker))
        self._rows = QVBoxLayout()
        self._rows.setSpacing(16)
        column.addLayout(self._rows)
        column.addWidget(self.outcome)
        column.addWidget(self.save_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        fill_scrolling(self, inside)

    def title(self) -> str:
        """The heading of the page."""
        return page_title(self.key)

    def arrive(self) -> None:
        """The keyboard is at the code."""
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        """Sets the texts again."""
        self._lead.setText(
            _("Kirjaa vain, mitä kävijä itse kertoo. Kokemus ei liity käyntiin eikä kävijän nimeen.")
        )
        self.code.set_words(
            _("Kävijän palautekoodi"),
            _("12 merkkiä esitteen alareunassa, esimerkiksi 3XK7-M9P2-QW8R. Ilman koodia jätä tyhjäksi."),
        )
        self.picker.retranslate()
        self.save_button.set_words(_("Tallenna kokemus"), tip=_("Ctrl+Enter"))
        for one in self.cards.values():
            one.retranslate()

    def clear_visitor(self) -> None:
        """Neither code nor services nor answers stay."""
        forget_lines(self.line)
        self.code.show_fault("")
        self.picker.clear()
        self.outcome.clear()
        self.cards.clear()
        while self._frames:
            frame = self._frames.pop()
            frame.hide()
            frame.deleteLater()
        self._show_button()

    def add(self, service: str, name: str) -> None:
        """Asks about a service; about one that is there already no second time."""
        if service not in self.cards:
            made = AnswerCard(self.context.theme, service, name)
            made.answered.connect(self._show_button)
            made.confirmed.connect(self._confirm)
            self.cards[service] = made
            self._frames.append(card(made))
            self._rows.addWidget(self._frames[-1])
        self._show_button()
        if not self.cards[service].is_kept:
            self.cards[service].helped.take_focus()

    def save(self) -> None:
        """Saves every answer that has not been saved."""
        self._save([one for one in self.cards.values() if one.is_answered])

    def _save(self, cards: list[AnswerCard], *, confirmed: bool = False) -> None:
        if not cards or self._is_saving:
            return
        self._is_saving = True
        self._show_button()
        self.outcome.clear()
        self.context.signals.record_wanted.emit()
        told = [one.told(confirmed=confirmed) for one in cards]
        self.context.door.ask(tell(told, self.line.text()), self._saved, self._refused, Lane.RECORD)

    def _saved(self, kept: tuple[Kept, ...]) -> None:
        self._is_saving = False
        for one in kept:
            shown = self.cards.get(one.service)
            if shown is None or not shown.is_answered:  # another visitor is here by now
                continue
            if one.fault is None:
                shown.show_kept()
            else:
                shown.show_fault(one.fault)
        self._show_button()
        if not any(one.is_answered for one in self.cards.values()):
            self.picker.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _refused(self, fault: NeuvolaError) -> None:
        self._is_saving = False
        self._show_button()
        if not self.cards:  # another visitor is here by now
            return
        if isinstance(fault, InvalidRecordError):
            self.code.show_fault(sentence(fault))
            self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.outcome.tell(sentence(fault), "bad")

    def _confirm(self) -> None:
        sender = self.sender()
        self._save([one for one in self.cards.values() if one is sender], confirmed=True)

    def _show_button(self) -> None:
        answered = any(one.is_answered for one in self.cards.values())
        self.save_button.setVisible(bool(self.cards))
        self.save_button.setEnabled(answered and not self._is_saving)

    def _edit_code(self, _text: str) -> None:
        self.code.show_fault("")
        self.outcome.clear()
