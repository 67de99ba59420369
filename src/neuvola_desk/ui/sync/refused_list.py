"""What the server did not take: a line each, with what can be done about it right there."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from neuvola_core.errors import NeuvolaError
from neuvola_core.roles import Act
from neuvola_desk.i18n import _, ngettext
from neuvola_desk.messages import sentence
from neuvola_desk.refusal_words import Reason, kind_words, reason_words
from neuvola_desk.ui.background import Lane, Then
from neuvola_desk.ui.context import WindowContext
from neuvola_desk.ui.door import Question
from neuvola_desk.ui.parts.buttons import Button
from neuvola_desk.ui.parts.flow import FlowLayout, clear_layout
from neuvola_desk.ui.parts.labels import IconLabel, Label
from neuvola_desk.ui.sync import refused_question as question

if TYPE_CHECKING:  # for their names only
    from neuvola_desk.sync.status import Refused
    from neuvola_desk.sync.unsent import RefusedRecord
    from neuvola_desk.ui.sync.refused_form import RefusedForm
    from neuvola_desk.ui.sync.refused_question import Mended


class RefusedList(QWidget):
    """Empty, and not seen, as long as everything is taken; ``changed`` tells that something was settled."""

    changed = Signal()

    def __init__(self, context: WindowContext) -> None:
        super().__init__()
        self._context = context
        self._shown: tuple[Refused, ...] = ()
        self._form: RefusedForm | None = None
        self._forms: dict[str, QVBoxLayout] = {}
        self._rows = QVBoxLayout()
        self._rows.setSpacing(16)
        self.fault, self.told = Label("", "error"), Label("", "strong")
        self.export_button = Button(context.theme, "plain", "export")
        self.export_button.setAutoDefault(True)
        self.export_button.clicked.connect(self._choose_target)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(self._rows)
        column.addWidget(self.fault)
        foot = QHBoxLayout()
        foot.setSpacing(12)
        foot.addWidget(self.export_button)
        foot.addWidget(self.told, 1)
        foot.addStretch()
        column.addLayout(foot)
        self._say()

    def show_refused(self, refused: "Sequence[Refused]") -> None:
        """Shows these; a form that is open stays open as long as its record is among them."""
        self.export_button.set_words(
            _("Tallenna tiedostoon…"), _("Tallenna kelpaamattomat tiedot tiedostoon")
        )
        self.export_button.setVisible(self._context.shift.may(Act.DISCARD_REFUSED))
        self.setVisible(bool(refused))
        if tuple(refused) != self._shown:
            self._shown = tuple(refused)
            self.redraw()

    def redraw(self) -> None:
        """Draws the lines anew: in another language, or for whoever is at the desk now."""
        self._form = None
        self._say()
        clear_layout(self._rows)
        self._forms = {}
        for one in self._shown:
            self._rows.addWidget(self._line(one))

    def _line(self, one: "Refused") -> QWidget:
        from neuvola_desk.sync.status import refusal_words

        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(IconLabel(self._context.theme, "warn", "danger"))
        row.addWidget(Label(f"{kind_words(one.kind)}: {refusal_words(one.reason)}"), 1)
        column.addLayout(row)
        actions = QWidget()
        flow = FlowLayout(actions, spacing=4)
        for button in self._buttons(one):
            flow.addWidget(button)
        column.addWidget(actions)
        self._forms[one.id] = column
        return whole

    def _buttons(self, one: "Refused") -> list[Button]:
        theme, shift = self._context.theme, self._context.shift
        made: list[Button] = []
        if shift.may(Act.RESEND_REFUSED):
            mend, again = Button(theme, "plain", "list"), Button(theme, "plain", "forward")
            mend.set_words(_("Korjaa ja lähetä uudelleen"))
            mend.clicked.connect(partial(self._want_form, one.id))
            again.set_words(_("Lähetä uudelleen"))
            again.clicked.connect(partial(self._resend, one.id))
            made += [mend, again] if question.can_be_mended(one.kind) else [again]
        if shift.may(Act.DISCARD_REFUSED):
            give_up = Button(theme, "plain", "close")
            give_up.set_words(_("Hylkää"))
            give_up.setMenu(self._reasons(one, give_up))
            made.append(give_up)
        for button in made:
            button.setAutoDefault(True)
        return made

    def _reasons(self, one: "Refused", parent: QWidget) -> QMenu:
        menu = QMenu(parent)
        for reason in Reason:
            menu.addAction(reason_words(reason), partial(self._discard, one.id, reason))
        return menu

    def _ask(self, work: Question, then: Then) -> None:
        self._say()
        self._context.door.ask(work, then, self._fail, Lane.RECORD)

    def _resend(self, record_id: str, _checked: bool = False) -> None:
        self._ask(partial(question.resend, record_id=record_id), self._settled)

    def _discard(self, record_id: str, reason: Reason) -> None:
        self._ask(partial(question.discard, record_id=record_id, reason=reason), self._settled)

    def _settled(self, _answer: object) -> None:
        self.changed.emit()

    def _want_form(self, record_id: str, _checked: bool = False) -> None:
        self._ask(partial(question.look_at, record_id=record_id), self._open)

    def _open(self, record: "RefusedRecord | None") -> None:
        from neuvola_desk.sync.status import refusal_words
        from neuvola_desk.ui.sync.refused_form import RefusedForm

        if record is None or record.id not in self._forms:
            self.changed.emit()  # it has been settled elsewhere
            return
        self._close()
        if not record.can_be_mended:
            self._say(fault=_("Tätä tietoa ei voi korjata. Lähetä se uudelleen tai hylkää se."))
            return
        self._form = RefusedForm(self._context.theme, record, refusal_words(record.reason))
        self._form.left.connect(self._close)
        self._form.kept.connect(partial(self._mend, record.id))
        self._forms[record.id].addWidget(self._form)
        self._form.take_focus()

    def _close(self) -> None:
        if self._form is not None:
            self._form.hide()
            self._form.deleteLater()
            self._form = None

    def _mend(self, record_id: str, changes: dict[str, str], confirmed: bool) -> None:
        work = partial(question.mend, record_id=record_id, changes=changes, confirmed=confirmed)
        self._ask(work, self._mended)

    def _mended(self, mended: "Mended") -> None:
        if mended.fault is None:
            self._close()
            self.changed.emit()
        elif self._form is not None:
            self._form.show_fault(mended.fault)
        else:
            self._fail(mended.fault)

    def _choose_target(self) -> None:
        title, kinds = _("Tallenna tiedostoon"), _("JSON-tiedosto (*.json)")
        path, _kind = QFileDialog.getSaveFileName(self, title, "ei-kelvanneet.json", kinds)
        if path:
            self.export(Path(path))

    def export(self, path: Path) -> None:
        """Writes the refused records into a file."""
        self._ask(partial(question.export, path=path), self._exported)

    def _exported(self, n: int) -> None:
        told = ngettext(
            "{n} tieto kirjoitettiin. Tiedostoa ei ole salattu: poista se, kun asia on selvitetty.",
            "{n} tietoa kirjoitettiin. Tiedostoa ei ole salattu: poista se, kun asia on selvitetty.",
            n,
        )
        self._say(told.format(n=n))

    def _fail(self, fault: NeuvolaError) -> None:
        self._say(fault=sentence(fault))

    def _say(self, told: str = "", fault: str = "") -> None:
        for label, text in ((self.told, told), (self.fault, fault)):
            label.setText(text)
            label.setVisible(bool(text))
