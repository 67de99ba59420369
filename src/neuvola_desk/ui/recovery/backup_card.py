"""The daily copies in a list, and taking one of them into use."""

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from neuvola_core.errors import NeuvolaError
from neuvola_desk.i18n import _, ngettext
from neuvola_desk.messages import sentence
from neuvola_desk.ui.background import Lane
from neuvola_desk.ui.context import WindowContext
from neuvola_desk.ui.parts.buttons import Button
from neuvola_desk.ui.parts.flow import clear_layout
from neuvola_desk.ui.parts.labels import Label
from neuvola_desk.ui.recovery.confirm import Confirm
from neuvola_desk.ui.words import date_words

if TYPE_CHECKING:  # for their names only
    from neuvola_desk.desk import Desk
    from neuvola_desk.recovery_port import Backup


class BackupCard(QWidget):
    """``restored`` tells that a copy is in use."""

    restored = Signal()

    def __init__(self, context: WindowContext) -> None:
        super().__init__()
        self._context = context
        self._backups: tuple[Backup, ...] = ()
        self._day: date | None = None
        self._title, self._words = Label("", "lead"), Label()
        self.confirm = Confirm(context.theme)
        self.confirm.agreed.connect(self._restore)
        self.fault = Label("", "error")
        self.rows = QVBoxLayout()
        self.rows.setSpacing(4)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for part in (self._title, self._words, self.confirm, self.fault):
            column.addWidget(part)
        column.addLayout(self.rows)
        self.retranslate()

    def arrive(self) -> None:
        """Looks which copies there are."""
        self.confirm.hide()
        self._context.door.ask(_backups, self._show, self._fail, Lane.RECORD)

    def retranslate(self) -> None:
        """Sets the texts again."""
        self._title.setText(_("Varmuuskopiot"))
        self._words.setText(
            _(
                "Käyntitiedoista tehdään kopio joka päivä. Kopio on salattu samalla avaimella, ja se "
                "hävitetään 30 päivän kuluttua."
            )
        )
        self._fill()

    def _show(self, backups: "tuple[Backup, ...]") -> None:
        self._backups = backups
        self.fault.hide()
        self._fill()

    def _fill(self) -> None:
        clear_layout(self.rows)
        for backup in self._backups:
            self.rows.addWidget(self._row(backup))
        if not self._backups:
            self.rows.addWidget(Label(_("Kopioita ei vielä ole."), "muted"))
        self.fault.setVisible(bool(self.fault.text()))

    def _row(self, backup: "Backup") -> QWidget:
        row = QWidget()
        inside = QHBoxLayout(row)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(16)
        day = date_words(backup.day)
        name = Label(day, "strong", wrap=False)
        name.setMinimumWidth(self._context.theme.look.px(14))
        inside.addWidget(name)
        inside.addWidget(
            Label(_visits_words(backup.visits), "body" if backup.visits is not None else "warn"), 1
        )
        button = Button(self._context.theme, "plain", "undo")
        button.set_words(_("Ota käyttöön…"), _("Ota käyttöön kopio: {day}").format(day=day))
        button.setEnabled(backup.visits is not None)
        button.clicked.connect(partial(self._ask, backup.day))
        inside.addWidget(button)
        return row

    def _ask(self, day: date, _checked: bool = False) -> None:
        self._day = day
        words = _(
            "Otetaanko päivän {day} kopio käyttöön? Nykyiset tiedot siirretään syrjään 30 päiväksi. "
            "Käynnit, jotka on merkitty kopion jälkeen, eivät ole kopiossa."
        )
        self.confirm.ask(words.format(day=date_words(day)), _("Ota kopio käyttöön"))

    def _restore(self) -> None:
        if self._day is not None:
            work = partial(_restore_day, day=self._day)
            self._context.door.ask(work, self._restored, self._fail, Lane.RECORD)

    def _restored(self, _aside: object) -> None:
        self.fault.setText("")
        self.restored.emit()
        self.arrive()

    def _fail(self, fault: NeuvolaError) -> None:
        self.fault.setText(sentence(fault))
        self.fault.show()


def _visits_words(visits: int | None) -> str:
    if visits is None:
        return _("vioittunut: tätä ei voi ottaa käyttöön")
    return ngettext("{n} käynti", "{n} käyntiä", visits).format(n=visits)


def _backups(desk: "Desk") -> "tuple[Backup, ...]":
    return desk.recovery.backups()


def _restore_day(desk: "Desk", day: date) -> object:
    return desk.recovery.restore(day)
