"""One paper sheet as a form that is filled in without the mouse: Enter puts the sheet into the bundle."""

from typing import Final

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QFrame, QScrollArea, QVBoxLayout, QWidget

from neuvola_core.visit import Interpreter, Language, Length, Outcome, Target
from neuvola_desk.i18n import _
from neuvola_desk.ui.paper.questions import field_words
from neuvola_desk.ui.paper.value_box import ValueBox
from neuvola_desk.ui.parts.buttons import Button
from neuvola_desk.ui.parts.labels import Label
from neuvola_desk.ui.settings.fields import Field
from neuvola_desk.ui.theme import Theme
from neuvola_desk.ui.visit.need_picker import NeedPicker
from neuvola_desk.ui.visit.unmet_rows import UnmetRows
from neuvola_desk.usecases.visit_draft import VisitDraft

_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_PLAIN: Final = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


class SheetForm(QWidget):
    """``entered`` brings a whole sheet; the form is then empty and at its first field again."""

    entered = Signal(object)
    touched = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._needs_before: tuple[str, ...] = ()
        self._title = Label("", "lead")
        self.needs = NeedPicker(theme)
        self.target, self.language = ValueBox(Target), ValueBox(Language)
        self.interpreter = ValueBox(Interpreter)
        self.outcome, self.length = ValueBox(Outcome), ValueBox(Length)
        self._boxes = (self.target, self.language, self.interpreter, self.outcome, self.length)
        self.unmet = UnmetRows()
        self.told = Label("", "error")
        self.told.hide()
        self.add_button = Button(theme, "plain", "plus")
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self._fields = {box.kind: Field(box) for box in self._boxes}
        card = QFrame()
        card.setProperty("kind", "card")
        column = QVBoxLayout(card)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        column.addWidget(self._title)
        column.addWidget(self.needs)
        for kind, field in self._fields.items():
            if kind is Length:
                column.addWidget(self.unmet)
            column.addWidget(field)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(card)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        whole.addWidget(area, 1)
        whole.addWidget(self.told)
        whole.addWidget(self.add_button)

    def _connect(self) -> None:
        self.add_button.clicked.connect(self.enter)
        self.needs.finished.connect(self._needs_finished)
        self.needs.edited.connect(self._needs_edited)
        self.outcome.currentIndexChanged.connect(self._fit)
        for box in self._boxes:
            box.activated.connect(self.touched)
        self.unmet.edited.connect(self.touched)

    def sheet(self) -> VisitDraft:
        """What the form holds."""
        return VisitDraft(
            needs=self.needs.needs,
            target=self.target.value,
            language=self.language.value,
            interpreter=self.interpreter.value,
            outcome=self.outcome.value,
            unmet=self.unmet.value if self.outcome.value is Outcome.NOT_FOUND else (),
            length=self.length.value,
        )

    def enter(self) -> None:
        """Takes the sheet as it is; one without a need is not a visit yet."""
        if not self.needs.needs:
            self.told.show()
            self.needs.field.setFocus()
            return
        sheet = self.sheet()
        self.reset()
        self.entered.emit(sheet)
        self.needs.field.setFocus()

    def reset(self) -> None:
        """An empty sheet."""
        self.needs.clear()
        self._needs_before = ()
        for box in self._boxes:
            box.reset()
        self.unmet.reset()
        self.told.hide()
        self._fit()

    def retranslate(self) -> None:
        """Sets the texts again."""
        self._title.setText(_("Uusi lomake"))
        self.needs.retranslate()
        self.unmet.retranslate()
        for box in self._boxes:
            box.retranslate()
        words = field_words()
        for kind, field in self._fields.items():
            field.set_words(words[kind])
        self.told.setText(_("Valitse vähintään yksi tarve. Jos et tiedä, valitse En tiedä / muu."))
        self.add_button.set_words(_("Lisää lomake"), tip=_("Enter"))
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in any field takes the sheet; on another button it presses that."""
        if event.key() not in _ENTER or event.modifiers() not in _PLAIN:
            super().keyPressEvent(event)
            return
        focused: QObject | None = QApplication.focusWidget()
        if isinstance(focused, QAbstractButton) and focused is not self.add_button:
            focused.click()
        else:
            self.enter()

    def _needs_finished(self) -> None:
        """The third need leads to the next field; Enter in the empty field takes the sheet."""
        if self.needs.needs == self._needs_before:
            self.enter()
        else:
            self.target.setFocus(Qt.FocusReason.TabFocusReason)

    def _needs_edited(self, needs: tuple[str, ...]) -> None:
        self._needs_before = needs
        self.told.hide()
        self._fit()
        self.touched.emit()

    def _fit(self) -> None:
        is_missing = self.outcome.value is Outcome.NOT_FOUND
        self.unmet.setVisible(is_missing)
        if is_missing and self.needs.needs:
            self.unmet.suggest(self.needs.needs[0])
