""" "Merkitse käynti": the closed record, filled in by keyboard in seconds."""

from datetime import timedelta
from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from neuvola_core.errors import NeuvolaError, RefusedContentError
from neuvola_core.visit import Interpreter, Language, Length, Meeting, Outcome, Target
from neuvola_desk.i18n import _
from neuvola_desk.messages import sentence
from neuvola_desk.ui.context import WindowContext
from neuvola_desk.ui.parts.buttons import Button
from neuvola_desk.ui.parts.labels import Label
from neuvola_desk.ui.screen import Screen
from neuvola_desk.ui.visit.encounter import Encounter
from neuvola_desk.ui.visit.need_picker import NeedPicker
from neuvola_desk.ui.visit.option_row import OptionRow
from neuvola_desk.ui.visit.registrar import VisitRegistrar
from neuvola_desk.ui.visit.unmet_rows import UnmetRows
from neuvola_desk.usecases.notes import LONGEST_NOTE
from neuvola_desk.usecases.visit_draft import VisitDraft, draft_expired

_LOOK_EVERY: Final = timedelta(seconds=30)


class VisitScreen(Screen):
    """Shows the draft and asks for it to be logged; nothing typed is lost when that is refused."""

    key = "visit"
    icon_name = "visit"

    def __init__(self, context: WindowContext, encounter: Encounter, registrar: VisitRegistrar) -> None:
        super().__init__(context)
        self._encounter = encounter
        self._registrar = registrar
        self._needs_touched = False
        self._make_fields()
        self._lay_out()
        self._connect()
        self.retranslate()

    def _make_fields(self) -> None:
        theme = self.context.theme
        self.needs = NeedPicker(theme)
        self.outcome = OptionRow(theme, Outcome)
        self.unmet = UnmetRows()
        self.target = OptionRow(theme, Target)
        self.length = OptionRow(theme, Length)
        self.language = OptionRow(theme, Language)
        self.interpreter = OptionRow(theme, Interpreter)
        self.channel = OptionRow(theme, Meeting)
        self.note = QLineEdit()
        self.note.setMaxLength(LONGEST_NOTE)
        self._note_name = Label("", "strong", wrap=False)
        self._note_name.setBuddy(self.note)
        self.confirm = QCheckBox()
        self.confirm.hide()
        self._rule = Label("", "muted")
        self._told = Label("", "error")
        self.log_button = Button(theme, "primary", "check")
        self.question_button = Button(theme, "quiet", "question")

    def _lay_out(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(24, 16, 16, 16)
        column.setSpacing(16)
        note = QVBoxLayout()
        note.setSpacing(4)
        note.addWidget(self._note_name)
        note.addWidget(self.note)
        column.addWidget(self._rule)
        for field in (
            self.needs,
            self.outcome,
            self.unmet,
            self.target,
            self.length,
            self.language,
            self.interpreter,
            self.channel,
        ):
            column.addWidget(field)
        column.addLayout(note)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        foot = QVBoxLayout()
        foot.setContentsMargins(24, 8, 24, 12)
        foot.setSpacing(8)
        foot.addWidget(self._told)
        foot.addWidget(self.confirm)
        buttons = QHBoxLayout()
        buttons.addWidget(self.log_button, 1)
        buttons.addWidget(self.question_button)
        foot.addLayout(buttons)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(area, 1)
        whole.addLayout(foot)

    def _connect(self) -> None:
        signals = self.context.signals
        self.log_button.clicked.connect(self.log)
        self.question_button.clicked.connect(self._registrar.count_question)
        self._registrar.logged.connect(self._logged)
        self._registrar.refused.connect(self._refused)
        signals.searched.connect(self._suggest)
        signals.leaflet_made.connect(self._note_leaflet)
        self.needs.changed.connect(self._needs_changed)
        self.outcome.changed.connect(self._fit)
        for row in (self.outcome, self.target, self.length, self.language, self.interpreter, self.channel):
            row.changed.connect(self._encounter.start)
        self.note.textEdited.connect(self._note_edited)
        shortcut = QShortcut(QKeySequence("Ctrl+Return"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.log)
        self._age = QTimer(self)
        self._age.setInterval(round(_LOOK_EVERY.total_seconds() * 1000))
        self._age.timeout.connect(self._drop_old)
        self._age.start()

    def title(self) -> str:
        """The name of the tab."""
        return _("Käynti")

    def arrive(self) -> None:
        """The first thing that is still open takes the focus."""
        if self.needs.needs:
            self.log_button.setFocus()
        else:
            self.needs.field.setFocus()

    def draft(self) -> VisitDraft:
        """What the form holds."""
        needs = self.needs.needs
        return VisitDraft(
            needs=needs,
            channel=self.channel.value,
            target=self.target.value,
            language=self.language.value,
            interpreter=self.interpreter.value,
            outcome=self.outcome.value,
            unmet=self.unmet.value if self.outcome.value is Outcome.NOT_FOUND else (),
            length=self.length.value,
            given=self._encounter.given(needs),
            note=self.note.text(),
        )

    def log(self) -> None:
        """Asks for the visit to be logged; a form without a need says so first."""
        if not self.needs.needs:
            self._told.setText(_("Valitse vähintään yksi tarve. Jos et tiedä, valitse En tiedä / muu."))
            self._told.show()
            self.needs.field.setFocus()
            return
        self.log_button.setEnabled(False)
        self._registrar.log(self.draft(), note_confirmed=self.confirm.isChecked())

    def clear_visitor(self) -> None:
        """An empty form."""
        self._needs_touched = False
        self.needs.choose(())
        self.needs.field.setText("")
        for row in (self.outcome, self.target, self.length, self.language, self.interpreter, self.channel):
            row.reset()
        self.unmet.reset()
        self.note.setText("")
        self._forget_refusal()
        self._needs_touched = False
        self._encounter.forget()

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
        self._note_name.setText(_("Muistiinpano palvelujen puutteesta"))
        self.note.setPlaceholderText(_("Ei mitään kävijästä. Jää tälle koneelle 7 päiväksi."))
        self.note.setAccessibleName(_("Muistiinpano palvelujen puutteesta"))
        self.confirm.setText(_("Tämä ei ole kävijän tieto"))
        self.log_button.set_words(_("Merkitse käynti"), tip=_("Ctrl+Enter"))
        self.question_button.set_words(
            _("+1 kysymys"), _("Laske pelkkä kysymys"), _("Pelkkä kysymys, josta ei merkitä käyntiä")
        )
        self._fit()

    def _suggest(self, _searched: object) -> None:
        if not self._needs_touched:
            self.needs.choose(self._encounter.needs)
            self._needs_touched = False

    def _needs_changed(self) -> None:
        self._needs_touched = self.needs.needs != self._encounter.needs
        if self._needs_touched:
            self._encounter.start()
        if self.needs.needs:
            self._told.hide()

    def _note_leaflet(self) -> None:
        if self.outcome.value is Outcome.UNRECORDED:
            self.outcome.choose(Outcome.LEAFLET)

    def _note_edited(self) -> None:
        self._encounter.start()
        self._forget_refusal()

    def _fit(self) -> None:
        missing = self.outcome.value is Outcome.NOT_FOUND
        self.unmet.setVisible(missing)
        if missing and self.needs.needs:
            self.unmet.suggest(self.needs.needs[0])

    def _logged(self) -> None:
        self.log_button.setEnabled(True)
        self.context.signals.said.emit(_("Käynti merkitty."))
        self._forget_refusal()

    def _refused(self, fault: NeuvolaError) -> None:
        self.log_button.setEnabled(True)
        self._told.setText(sentence(fault))
        self._told.show()
        asks = isinstance(fault, RefusedContentError) and bool(fault.facts.get("question"))
        self.confirm.setVisible(asks)
        if isinstance(fault, RefusedContentError):
            self.note.setFocus()

    def _forget_refusal(self) -> None:
        self._told.hide()
        self.confirm.setChecked(False)
        self.confirm.hide()

    def _drop_old(self) -> None:
        """A draft that nobody has touched for a quarter of an hour belongs to a visitor who has left."""
        if self._encounter.begun and draft_expired(self._encounter.touched, self.context.now()):
            self.context.signals.next_visitor.emit()
