"""The fields of "Merkitse käynti", in the order they are used; what they hold is the draft."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from neuvola_core.errors import NeuvolaError
from neuvola_core.visit import Interpreter, Language, Length, Meeting, Outcome, Target
from neuvola_desk.i18n import _
from neuvola_desk.record_port import Given
from neuvola_desk.ui.parts.labels import Label
from neuvola_desk.ui.theme import Theme
from neuvola_desk.ui.visit.guarded_line import GuardedLine
from neuvola_desk.ui.visit.need_picker import NeedPicker
from neuvola_desk.ui.visit.option_row import OptionRow
from neuvola_desk.ui.visit.unmet_rows import UnmetRows
from neuvola_desk.usecases.quick_visit import MOST_NEEDS
from neuvola_desk.usecases.visit_draft import VisitDraft

_FOCUS_FRAME: Final = 4
"""An option with the keyboard on it is that much wider, and the panel does not move for it."""


class VisitForm(QScrollArea):
    """``edited`` is sent for what a person does; scrolls, so that every field is there at any text size."""

    edited = Signal()
    needs_edited = Signal(object)
    confirmed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.needs = NeedPicker(theme)
        self.outcome = OptionRow(theme, Outcome)
        self.unmet = UnmetRows()
        self.target = OptionRow(theme, Target)
        self.length = OptionRow(theme, Length)
        self.language = OptionRow(theme, Language)
        self.interpreter = OptionRow(theme, Interpreter)
        self.channel = OptionRow(theme, Meeting)
        self._rows = (
            self.outcome,
            self.target,
            self.length,
            self.language,
            self.interpreter,
            self.channel,
        )
        self.note = GuardedLine(theme)
        self._rule = Label("", "small")
        self._lay_out()
        self._connect()

    def minimumSizeHint(self) -> QSize:
        """Wide enough for the longest option: nothing is cut off, whatever the language and text size."""
        around = self.verticalScrollBar().sizeHint().width() + _FOCUS_FRAME
        return QSize(self._inside.minimumSizeHint().width() + around, super().minimumSizeHint().height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What has become wider inside makes the panel wider."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def _lay_out(self) -> None:
        self._inside = QWidget()
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(24, 12, 16, 12)
        column.setSpacing(12)
        column.addWidget(self.needs)
        column.addWidget(self.outcome)
        column.addWidget(self.unmet)
        for row in self._rows[1:]:
            column.addWidget(row)
        column.addWidget(self.note)
        column.addWidget(self._rule)
        column.addStretch(1)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(self._inside)

    def _connect(self) -> None:
        self.needs.edited.connect(self._needs_edited)
        self.needs.finished.connect(self.outcome.take_focus)
        self.outcome.changed.connect(self._show_unmet)
        for row in self._rows:
            row.edited.connect(self.edited)
        self.unmet.edited.connect(self.edited)
        self.note.edited.connect(self.edited)
        self.note.confirmed.connect(self.confirmed)

    def draft(self, given: tuple[Given, ...]) -> VisitDraft:
        """What the form holds, with what was given."""
        return VisitDraft(
            needs=self.needs.needs,
            channel=self.channel.value,
            target=self.target.value,
            language=self.language.value,
            interpreter=self.interpreter.value,
            outcome=self.outcome.value,
            unmet=self.unmet.value if self.outcome.value is Outcome.NOT_FOUND else (),
            length=self.length.value,
            given=given,
            note=self.note.text,
        )

    def show_needs(self, needs: tuple[str, ...]) -> None:
        """Shows the needs that the visit seems to be about."""
        self.needs.show_needs(needs)
        self._show_unmet()

    def take_unmet(self, need: str, reason: str) -> None:
        """What no help was found for, as if it had been picked here; a logged visit stays as it is."""
        if not self.unmet.isEnabled():
            return
        if need not in self.needs.needs:
            self.needs.show_needs((*self.needs.needs, need)[:MOST_NEEDS])
        self.needs.edited.emit(self.needs.needs)  # picked by hand: later searches do not change it
        self.outcome.choose(Outcome.NOT_FOUND)
        self.unmet.put(need, reason)

    def show_note_fault(self, fault: NeuvolaError) -> None:
        """Says at the note why it was refused, and brings it into sight."""
        self.note.show_fault(fault)
        QTimer.singleShot(0, self, self._bring_note)  # when what was said has got its room

    def _bring_note(self) -> None:
        self.ensureWidgetVisible(self.note, 0, 8)
        self.horizontalScrollBar().setValue(0)

    def enable(self, enabled: bool) -> None:
        """A visit that is logged can be read but not changed: it has to be undone first."""
        self._inside.setEnabled(enabled)

    def take_focus(self) -> None:
        """The first thing that is still open takes the keyboard."""
        if self.needs.needs:
            self.outcome.take_focus()
        else:
            self.needs.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def clear(self) -> None:
        """Every field as it was at first, and the first one in sight."""
        self.needs.clear()
        for row in self._rows:
            row.reset()
        self.unmet.reset()
        self.note.clear()
        self.verticalScrollBar().setValue(0)

    def retranslate(self) -> None:
        """Sets the texts again."""
        self._rule.setText(
            _("Merkitse vain se, minkä kävijä itse kertoi tai mikä tarvittiin palvelun löytämiseen.")
        )
        self.needs.retranslate()
        self.unmet.retranslate()
        self.outcome.set_words(_("Lopputulos"))
        self.target.set_words(_("Ketä asia koski"))
        self.length.set_words(_("Kesto"))
        self.language.set_words(_("Kieli"))
        self.interpreter.set_words(_("Tulkki"))
        self.channel.set_words(_("Tapaaminen"))
        self.note.set_words(
            _("Muistiinpano palvelujen puutteesta"),
            _("Ei mitään kävijästä. Jää tälle koneelle 7 päiväksi."),
        )
        self._show_unmet()

    def _needs_edited(self, needs: tuple[str, ...]) -> None:
        self._show_unmet()
        self.needs_edited.emit(needs)

    def _show_unmet(self) -> None:
        is_missing = self.outcome.value is Outcome.NOT_FOUND
        self.unmet.setVisible(is_missing)
        if is_missing and self.needs.needs:
            self.unmet.suggest(self.needs.needs[0])
