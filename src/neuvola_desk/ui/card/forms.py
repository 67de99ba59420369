"""The two small forms of a card: the point's own note, and a correction for the coordinator."""

from PySide6.QtCore import QEvent, Qt, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from neuvola_core.correction import LONGEST_TEXT, Part
from neuvola_core.errors import NeuvolaError
from neuvola_desk.i18n import _
from neuvola_desk.messages import sentence
from neuvola_desk.ui.card.text_box import RETURN, TextBox
from neuvola_desk.ui.card.words import part_words
from neuvola_desk.ui.parts.buttons import Button
from neuvola_desk.ui.parts.labels import Label
from neuvola_desk.ui.theme import Theme
from neuvola_desk.usecases.notes import LONGEST_SERVICE_NOTE


class CardForm(QFrame):
    """A text with the two ways out of it; what is typed stays when it is refused, and the fault is said."""

    kept = Signal()
    left = Signal()

    def __init__(self, theme: Theme, longest: int) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._fault: NeuvolaError | None = None
        self._title = Label("", "strong")
        self._hint = Label("", "small")
        self._name = Label("", "strong")
        self.box = TextBox(theme, longest)
        self._name.setBuddy(self.box)
        self.box.kept.connect(self.kept)
        self.box.textChanged.connect(self._forget_fault)
        self.told = Label("", "error")
        self.keep_button = Button(theme, "plain", "check")
        self.keep_button.setAutoDefault(True)
        self.keep_button.clicked.connect(self.kept)
        self.leave_button = Button(theme, "quiet")
        self.leave_button.setAutoDefault(True)
        self.leave_button.clicked.connect(self.left)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 12, 16, 12)
        self._column.setSpacing(8)
        for part in (self._title, self._name, self.box, self._hint, self.told):
            self._column.addWidget(part)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.keep_button)
        buttons.addWidget(self.leave_button)
        buttons.addStretch(1)
        self._column.addLayout(buttons)
        self._show_fault("")

    def event(self, event: QEvent) -> bool:
        """Esc and Ctrl+Enter are the form's own while somebody is in it, and not the window's."""
        kind = event.type()
        is_key = kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)
        signal = self._end_of(event) if is_key and isinstance(event, QKeyEvent) else None
        if signal is None:
            return super().event(event)
        event.accept()
        if kind == QEvent.Type.KeyPress:
            signal.emit()
        return True

    def _end_of(self, event: QKeyEvent) -> SignalInstance | None:
        """The way out that a key is."""
        if event.key() == Qt.Key.Key_Escape:
            return self.left
        with_control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        return self.kept if with_control and event.key() in RETURN else None

    def show_fault(self, fault: NeuvolaError) -> None:
        """Says why it was not taken; what was typed stays."""
        self._fault = fault
        self._show_fault(sentence(fault))
        self.box.setFocus(Qt.FocusReason.OtherFocusReason)

    def first_field(self) -> QWidget:
        """Where the keyboard goes when the form opens."""
        return self.box

    def name_buttons(self, keep: str) -> None:
        """What the ways out are called."""
        self.keep_button.set_words(keep, tip=_("Ctrl+Enter"))
        self.leave_button.set_words(_("Peruuta"), tip=_("Esc"))
        if self._fault is not None:
            self._show_fault(sentence(self._fault))

    def name_text(self, name: str, hint: str) -> None:
        """What the text is, and what belongs in it."""
        self._name.setText(name)
        self._hint.setText(hint)
        self.box.setAccessibleName(name)
        self.box.setAccessibleDescription(hint)

    def _forget_fault(self) -> None:
        if self._fault is not None:
            self._fault = None
            self._show_fault("")

    def _show_fault(self, told: str) -> None:
        self.told.setText(told)
        self.told.setVisible(bool(told))


class NoteForm(CardForm):
    """The point's note on a service."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, LONGEST_SERVICE_NOTE)
        self._title.hide()
        self.retranslate(is_suggestion=False)

    def retranslate(self, *, is_suggestion: bool) -> None:
        """Sets the texts; a volunteer's note is a suggestion and says so before it is written."""
        hint = _("Esimerkiksi mistä ovesta, kenelle soittaa, mitä kannattaa sanoa. Ei kävijän tietoja.")
        if is_suggestion:
            hint = " ".join((hint, _("Neuvoja hyväksyy ehdotuksesi.")))
        self.name_text(_("Neuvontapisteen muistiinpano"), hint)
        self.name_buttons(_("Ehdota") if is_suggestion else _("Tallenna"))


class CorrectionForm(CardForm):
    """What is wrong and how it is right; nothing is chosen for anybody."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, LONGEST_TEXT)
        self.part_box = QComboBox()
        policy = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        self.part_box.setSizeAdjustPolicy(policy)
        self.part_box.setMinimumContentsLength(12)
        for part in Part:
            self.part_box.addItem("", part.value)
        self.part_box.currentIndexChanged.connect(self._forget_missing)
        self._title.setBuddy(self.part_box)
        self._column.insertWidget(1, self.part_box)
        self.retranslate()
        self.clear()

    @property
    def part(self) -> Part | None:
        """What is wrong; None until it is chosen."""
        return Part(self.part_box.currentData()) if self.part_box.currentIndex() >= 0 else None

    def clear(self) -> None:
        """As it is before anybody has begun."""
        self.part_box.setCurrentIndex(-1)
        self.box.put("")
        self._show_fault("")

    def first_field(self) -> QWidget:
        """What is wrong comes first."""
        return self.part_box

    def ask_for_part(self) -> None:
        """Says that it must be chosen what is wrong."""
        self._show_fault(_("Valitse ensin, mikä tiedoissa on väärin."))
        self.part_box.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        """Sets the texts again."""
        self._title.setText(_("Mikä on väärin?"))
        self.part_box.setAccessibleName(_("Mikä on väärin?"))
        self.part_box.setPlaceholderText(_("Valitse"))
        for number, part in enumerate(Part):
            self.part_box.setItemText(number, part_words(part))
        self.name_text(
            _("Miten se on oikein?"),
            _("Kerro myös, mistä tiedät. Koordinaattori tarkistaa ehdotuksen. Ei kävijän tietoja."),
        )
        self.name_buttons(_("Ilmoita"))

    def _forget_missing(self, _number: int) -> None:
        self._show_fault("")
