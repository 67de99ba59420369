"""The exchange without a line: files on a memory stick."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QVBoxLayout

from neuvola_core.errors import NeuvolaError
from neuvola_desk.i18n import _, ngettext
from neuvola_desk.messages import sentence
from neuvola_desk.ui.background import Lane, Then
from neuvola_desk.ui.context import WindowContext
from neuvola_desk.ui.door import Question
from neuvola_desk.ui.parts.buttons import Button
from neuvola_desk.ui.parts.labels import Label
from neuvola_desk.ui.sync.words import result_words

if TYPE_CHECKING:  # for their names only
    from neuvola_desk.desk import Desk
    from neuvola_desk.sync.bundle import Exported
    from neuvola_desk.sync.result import SyncResult


class StickCard(QFrame):
    """Writes what waits into a file for the server, reads its answer or a catalogue from one."""

    changed = Signal()

    def __init__(self, context: WindowContext) -> None:
        super().__init__()
        self._context = context
        self.setProperty("kind", "card")
        self._title, self._lead = Label("", "lead"), Label("", "body")
        self.export_button = Button(context.theme, "plain", "export")
        self.import_button = Button(context.theme, "plain", "import")
        self.export_button.clicked.connect(self._choose_target)
        self.import_button.clicked.connect(self._choose_source)
        self.told, self.fault = Label("", "strong"), Label("", "error")
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.export_button)
        buttons.addWidget(self.import_button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 24)
        column.setSpacing(16)
        column.addWidget(self._title)
        column.addWidget(self._lead)
        column.addLayout(buttons)
        column.addWidget(self.told)
        column.addWidget(self.fault)
        self._say()

    def retranslate(self) -> None:
        """Sets the texts again."""
        self._title.setText(_("Ilman verkkoyhteyttä"))
        self._lead.setText(
            _(
                "Vie odottavat tiedot muistitikulle: tiedosto on suljettu, ja vain palvelin voi avata sen. "
                "Tuo palvelimen vastaus tai palveluluettelo samalla tavalla takaisin."
            )
        )
        self.export_button.set_words(_("Vie tikulle…"))
        self.import_button.set_words(_("Tuo tikulta…"))

    def export(self, path: Path) -> None:
        """Writes what waits."""
        self._ask(partial(_export, path=path), self._exported)

    def take(self, path: Path) -> None:
        """Reads an answer or a catalogue."""
        self._ask(partial(_take, path=path), self._taken)

    def _ask(self, work: Question, then: Then) -> None:
        self._say()
        self._context.door.ask(work, then, self._fail, Lane.GENERAL)

    def _choose_target(self) -> None:
        kinds = _("Suljettu lähetys (*.neuvola)")
        path, _kind = QFileDialog.getSaveFileName(self, _("Vie tikulle"), "lahetys.neuvola", kinds)
        if path:
            self.export(Path(path))

    def _choose_source(self) -> None:
        path, _kind = QFileDialog.getOpenFileName(self, _("Tuo tikulta"))
        if path:
            self.take(Path(path))

    def _exported(self, exported: "Exported") -> None:
        n = exported.records
        told = ngettext("{n} tieto kirjoitettiin tiedostoon.", "{n} tietoa kirjoitettiin tiedostoon.", n)
        self._say(told.format(n=n))
        self.changed.emit()

    def _taken(self, result: "SyncResult") -> None:
        if result.fault is not None:
            self._fail(result.fault)
            return
        self._say(result_words(result))
        if result.pulled or result.withdrawn:
            self._context.signals.catalogue_changed.emit()
        self.changed.emit()

    def _fail(self, fault: NeuvolaError) -> None:
        self._say(fault=sentence(fault))

    def _say(self, told: str = "", fault: str = "") -> None:
        for label, text in ((self.told, told), (self.fault, fault)):
            label.setText(text)
            label.setVisible(bool(text))


def _export(desk: "Desk", path: Path) -> "Exported":
    from neuvola_desk.sync.bundle import Bundles

    return Bundles(desk.exchange).export_outbox(path)


def _take(desk: "Desk", path: Path) -> "SyncResult":
    from neuvola_desk.sync.bundle import Bundles

    return Bundles(desk.exchange).import_bundle(path)
