"""Taking the key back from its sheet: the code and, where there is no keyring, a new passphrase."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from neuvola_core.errors import NeuvolaError
from neuvola_desk.i18n import _
from neuvola_desk.messages import sentence
from neuvola_desk.ui.background import Lane
from neuvola_desk.ui.context import WindowContext
from neuvola_desk.ui.parts.buttons import Button
from neuvola_desk.ui.parts.labels import Label
from neuvola_desk.ui.passphrase.guard import LEAST_LETTERS, Flaw, flaw_of
from neuvola_desk.ui.recovery.code_form import CodeForm
from neuvola_desk.ui.settings.fields import Field

if TYPE_CHECKING:  # for its name only
    from neuvola_desk.desk import Desk


class CodeCard(QWidget):
    """``taken`` tells that the key is this desk's own again."""

    taken = Signal()

    def __init__(self, context: WindowContext) -> None:
        super().__init__()
        self._context = context
        self._asks_passphrase = False
        self._title, self._words = Label("", "lead"), Label()
        self.form = CodeForm(context.theme)
        self.passphrase, self.again = QLineEdit(), QLineEdit()
        for line in (self.passphrase, self.again):
            line.setEchoMode(QLineEdit.EchoMode.Password)
            line.setMaxLength(1000)
        self._passphrase, self._again = Field(self.passphrase), Field(self.again)
        self.fault = Label("", "error")
        self.button = Button(context.theme, "primary", "check")
        self.button.clicked.connect(self.take)
        self.form.finished.connect(self._next)
        self._lay_out()
        self.show_fault("")
        self.retranslate()

    def _lay_out(self) -> None:
        self._secret = QWidget()
        fields = QHBoxLayout(self._secret)
        fields.setContentsMargins(0, 0, 0, 0)
        fields.setSpacing(16)
        for field in (self._passphrase, self._again):
            fields.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
        foot = QHBoxLayout()
        foot.addWidget(self.button)
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for part in (self._title, self._words, self.form, self._secret, self.fault):
            column.addWidget(part)
        column.addLayout(foot)

    def retranslate(self) -> None:
        """Sets the texts again."""
        self._title.setText(_("Syötä avainkoodi"))
        self._words.setText(
            _(
                "Kirjoita avainlehden kahdeksan riviä, tai lue koodi viivakoodinlukijalla ensimmäiselle "
                "riville. Avain suojataan uudella salalauseella, ja käyntitiedot avautuvat."
            )
            if self._asks_passphrase
            else _(
                "Kirjoita avainlehden kahdeksan riviä, tai lue koodi viivakoodinlukijalla ensimmäiselle "
                "riville. Avain tulee tämän koneen avainnippuun, ja käyntitiedot avautuvat."
            )
        )
        hint = _("Vähintään {n} merkkiä. Kysytään aina, kun ohjelma käynnistyy.").format(n=LEAST_LETTERS)
        self._passphrase.set_words(_("Uusi salalause"), hint)
        self._again.set_words(_("Uusi salalause uudelleen"))
        self.button.set_words(_("Ota avain käyttöön"))
        self.form.retranslate()

    def ask_passphrase(self, wanted: bool) -> None:
        """Whether this machine has no keyring, so that the key needs a passphrase."""
        self._asks_passphrase = wanted
        self._secret.setVisible(wanted)
        self.retranslate()

    def clear(self) -> None:
        """Leaves nothing of what was typed."""
        self.form.clear()
        for line in (self.passphrase, self.again):
            line.setText("")
        self.show_fault("")

    def show_fault(self, told: str) -> None:
        """Says why the key was not taken; empty when there is nothing to say."""
        self.fault.setText(told)
        self.fault.setVisible(bool(told))

    def take(self) -> None:
        """Hands over what was typed, if it can be the code."""
        flaw = flaw_of(self.passphrase.text(), self.again.text()) if self._asks_passphrase else None
        if flaw is not None:
            short = _("Salalause on liian lyhyt. Tarvitaan vähintään {n} merkkiä.").format(n=LEAST_LETTERS)
            different = _("Salalauseet eivät ole samat. Kirjoita toinen uudelleen.")
            self.show_fault(short if flaw is Flaw.SHORT else different)
            return
        self.show_fault("")
        self.button.setEnabled(False)
        work = partial(_take, lines=self.form.lines, passphrase=self.passphrase.text())
        task = self._context.door.ask(work, self._taken, self._fail, Lane.RECORD)
        task.ended.connect(self._ended)

    def _next(self) -> None:
        target = self.passphrase if self._asks_passphrase else self.button
        target.setFocus()

    def _taken(self, _nothing: object) -> None:
        self.clear()
        self.taken.emit()

    def _fail(self, fault: NeuvolaError) -> None:
        self.show_fault(sentence(fault))
        self.form.take_focus()

    def _ended(self) -> None:
        self.button.setEnabled(True)


def _take(desk: "Desk", lines: tuple[str, ...], passphrase: str) -> None:
    desk.recovery.take_code(lines, passphrase)
