"""Bringing in a catalogue: choose or drop a file or folder, watch it come in, read what became of it."""

from functools import partial
from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QListView, QProgressBar, QVBoxLayout

from neuvola_core.errors import NeuvolaError
from neuvola_desk.i18n import _, ngettext
from neuvola_desk.messages import sentence
from neuvola_desk.ui.background import Lane
from neuvola_desk.ui.context import WindowContext
from neuvola_desk.ui.importing.report_model import FindingModel
from neuvola_desk.ui.parts.buttons import Button
from neuvola_desk.ui.parts.labels import IconLabel, Label
from neuvola_desk.ui.screen import Place, Screen

if TYPE_CHECKING:  # for their names only: importing them here would make the first paint wait
    from neuvola_desk.desk import Desk
    from neuvola_desk.usecases.imports import ImportReport


class _Progress(QObject):
    """Carries counts from the worker to the window; made on the UI thread."""

    moved = Signal(int, int)

    def tell(self, done: int, total: int | None) -> None:
        """Called on the worker."""
        self.moved.emit(done, total or 0)


class ImportScreen(Screen):
    """The window stays in use while an import runs."""

    key = "import"
    icon_name = "import"
    place = Place.PAGE

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context)
        self._running = False
        self._began = 0.0
        self._report: ImportReport | None = None
        self._fault: NeuvolaError | None = None
        self._progress = _Progress(self)
        self._progress.moved.connect(self._move)
        self.setAcceptDrops(True)
        self._lay_out()
        self.retranslate()

    def _lay_out(self) -> None:
        theme = self.context.theme
        self._lead = Label("", "lead-text")
        self._drop = QFrame()
        self._drop.setProperty("kind", "card")
        self._drop_words = Label("", "muted", wrap=True)
        self._drop_words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.file_button = Button(theme, "primary", "import")
        self.folder_button = Button(theme, "plain", "list")
        self.file_button.clicked.connect(self._choose_file)
        self.folder_button.clicked.connect(self._choose_folder)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.file_button)
        buttons.addWidget(self.folder_button)
        buttons.addStretch(1)
        inside = QVBoxLayout(self._drop)
        inside.setContentsMargins(24, 24, 24, 24)
        inside.setSpacing(16)
        inside.addWidget(self._drop_words)
        inside.addLayout(buttons)
        self.bar = QProgressBar()
        self._time = Label("", "muted")
        self._outcome_icon = IconLabel(theme, "check", "good")
        self.outcome = Label("", "strong").let_copy()
        outcome = QHBoxLayout()
        outcome.setSpacing(8)
        outcome.addWidget(self._outcome_icon)
        outcome.addWidget(self.outcome, 1)
        self._findings = FindingModel(self)
        self._findings_title = Label("", "lead")
        self.findings = QListView()
        self.findings.setModel(self._findings)
        self.findings.setWordWrap(True)
        self.findings.setUniformItemSizes(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 8, 24, 24)
        column.setSpacing(16)
        for part in (self._lead, self._drop, self.bar, self._time):
            column.addWidget(part)
        column.addLayout(outcome)
        column.addWidget(self._findings_title)
        column.addWidget(self.findings, 1)
        column.addStretch(0)

    def title(self) -> str:
        """The heading of the page."""
        return _("Tuo palveluluettelo")

    def arrive(self) -> None:
        """The first button takes the focus."""
        self.file_button.setFocus()

    def retranslate(self) -> None:
        """Sets the texts again."""
        self._lead.setText(
            _(
                "Voit tuoda Palvelutietovarannon, Helsingin palvelurekisterin, Linked Eventsin tai "
                "LIPAS-aineiston tai taulukon, jonka järjestö on täyttänyt. Saman aineiston voi tuoda "
                "uudelleen: vain muutokset tulevat."
            )
        )
        self._drop_words.setText(_("Pudota tiedosto tai kansio tähän, tai valitse se."))
        self.file_button.set_words(_("Valitse tiedosto…"))
        self.folder_button.set_words(_("Valitse kansio…"))
        self.bar.setAccessibleName(_("Tuonnin eteneminen"))
        self.findings.setAccessibleName(_("Tuonnin huomautukset"))
        self._findings_title.setText(_("Näin kävi yksittäisille tietueille"))
        self._show_state()

    def run(self, source: str) -> None:
        """Brings in a file or folder in the background; one at a time."""
        if self._running:
            return
        self._running, self._report, self._fault = True, None, None
        self._began = monotonic()
        self.bar.setRange(0, 0)
        self._time.setText("")
        self._show_state()
        work = partial(_import, source=source, progress=self._progress)
        self.context.door.ask(work, self._came_in, self._failed, Lane.GENERAL)

    def _choose_file(self) -> None:
        kinds = _("Palveluluettelot (*.json *.csv *.xlsx);;Kaikki tiedostot (*)")
        path, _kind = QFileDialog.getOpenFileName(self, self.title(), "", kinds)
        if path:
            self.run(path)

    def _choose_folder(self) -> None:
        path = QFileDialog.getExistingDirectory(self, self.title())
        if path:
            self.run(path)

    def _move(self, done: int, total: int) -> None:
        if not self._running:
            return
        self.bar.setRange(0, total)
        self.bar.setValue(min(done, total))
        if total and done < total:
            left = (monotonic() - self._began) / max(done, 1) * (total - done)
            self._time.setText(
                _("{done} / {total} tietuetta, aikaa jäljellä noin {seconds} s").format(
                    done=done, total=total, seconds=max(1, round(left))
                )
            )
        elif total:
            self._time.setText(_("Tallennetaan…"))

    def _came_in(self, report: object) -> None:
        self._running = False
        self._report = report  # type: ignore[assignment]
        self._show_state()
        self.context.signals.catalogue_changed.emit()

    def _failed(self, fault: NeuvolaError) -> None:
        self._running = False
        self._fault = fault
        self._show_state()

    def _show_state(self) -> None:
        self.file_button.setEnabled(not self._running)
        self.folder_button.setEnabled(not self._running)
        self.bar.setVisible(self._running)
        self._time.setVisible(self._running)
        ended = not self._running and (self._report is not None or self._fault is not None)
        self._outcome_icon.setVisible(ended)
        self.outcome.setVisible(ended)
        if self._report is not None:
            self._findings.show_report(self._report)
            self.outcome.setText(outcome_words(self._report))
            self._outcome_icon.show_icon("check", "good")
        elif self._fault is not None:
            self.outcome.setText(sentence(self._fault))
            self._outcome_icon.show_icon("warn", "danger")
        listed = ended and self._report is not None and self._findings.rowCount() > 0
        self._findings_title.setVisible(listed)
        self.findings.setVisible(listed)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Takes files and folders of this machine."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Imports the first thing that was dropped."""
        local = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if local:
            self.run(local[0])


def _import(desk: "Desk", source: str, progress: _Progress) -> "ImportReport":
    return desk.imports.run([source], progress=progress.tell)


def outcome_words(report: "ImportReport") -> str:
    """What an import did, in a sentence or three."""
    told = [
        _(
            "Valmis: {added} uutta, {updated} muuttunutta, {unchanged} ennallaan, {withdrawn} poistunutta."
        ).format(
            added=report.added,
            updated=report.updated,
            unchanged=report.unchanged,
            withdrawn=report.withdrawn,
        )
    ]
    if report.empty:
        told.append(
            ngettext("{n} tietue oli tyhjä.", "{n} tietuetta oli tyhjiä.", report.empty).format(
                n=report.empty
            )
        )
    if report.rejected:
        told.append(
            ngettext("{n} tietue hylättiin.", "{n} tietuetta hylättiin.", len(report.rejected)).format(
                n=len(report.rejected)
            )
        )
    return " ".join(told)
