"""Bringing in a catalogue: choose or drop files or a folder, watch it come in, read what became of it."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QMimeData, QObject, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QListView, QProgressBar, QVBoxLayout, QWidget

from neuvola_core.errors import NeuvolaError
from neuvola_desk.i18n import _
from neuvola_desk.ui.background import Lane
from neuvola_desk.ui.context import WindowContext
from neuvola_desk.ui.importing.report_model import FindingModel
from neuvola_desk.ui.importing.report_words import fault_words, outcome_words, progress_words
from neuvola_desk.ui.offers import page_title
from neuvola_desk.ui.palette import MEDIUM, PAGE, SMALL
from neuvola_desk.ui.parts.areas import fill_scrolling
from neuvola_desk.ui.parts.buttons import Button
from neuvola_desk.ui.parts.labels import IconLabel, Label
from neuvola_desk.ui.screen import Screen

if TYPE_CHECKING:  # for their names only: importing them here would make the first paint wait
    from neuvola_desk.desk import Desk
    from neuvola_desk.usecases.imports import ImportReport


_LEAST_LIST: Final = 20
"""In steps of the grid."""


class _Progress(QObject):
    """Carries counts from the worker to the window; made on the UI thread."""

    moved = Signal(int, int)

    def tell(self, done: int, total: int | None) -> None:
        """Called on the worker."""
        self.moved.emit(done, total or 0)


class ImportScreen(Screen):
    """The window stays in use while an import runs; what is brought in together is told together."""

    key = "import"

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context)
        self._waiting: tuple[str, ...] = ()
        self._source = ""
        self._began = 0.0
        self._report: ImportReport | None = None
        self._faults: tuple[NeuvolaError, ...] = ()
        self._has_crashed = False
        self._counts = (0, 0)
        self._progress = _Progress(self)
        self._progress.moved.connect(self._move)
        self.setAcceptDrops(True)
        self._make_parts()
        self._lay_out()
        self.retranslate()

    def _make_parts(self) -> None:
        theme = self.context.theme
        self._lead = Label("", "body")
        self._drop = QFrame()
        self._drop_words = Label("", "muted")
        self._drop_words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.file_button = Button(theme, "primary", "import")
        self.folder_button = Button(theme, "plain", "list")
        self.file_button.clicked.connect(self._choose_files)
        self.folder_button.clicked.connect(self._choose_folder)
        for button in (self.file_button, self.folder_button):
            button.setAutoDefault(True)
        self.bar = QProgressBar()
        self.time = Label("", "muted")
        self._icons = (IconLabel(theme, "check", "good"), IconLabel(theme, "warn", "danger"))
        self.outcome, self.faults = Label("", "strong").let_copy(), Label("", "error").let_copy()
        self._findings = FindingModel(self)
        self._findings_title = Label("", "lead")
        self.findings = QListView()
        self.findings.setModel(self._findings)
        self.findings.setWordWrap(True)
        self.findings.setSpacing(2)
        self.findings.setResizeMode(QListView.ResizeMode.Adjust)
        self.findings.setLayoutMode(QListView.LayoutMode.Batched)  # there may be thousands
        self._mark_drop(hovered=False)

    def _lay_out(self) -> None:
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
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(PAGE, SMALL, PAGE, PAGE)
        column.setSpacing(MEDIUM)
        for part in (self._lead, self._drop, self.bar, self.time):
            column.addWidget(part)
        for icon, words in zip(self._icons, (self.outcome, self.faults), strict=True):
            line = QHBoxLayout()
            line.setSpacing(8)
            line.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
            line.addWidget(words, 1)
            column.addLayout(line)
        column.addWidget(self._findings_title)
        column.addWidget(self.findings, 1)
        column.addStretch(0)
        fill_scrolling(self, page)
        self.context.signals.look_changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        """A few lines of the list are seen, however large the text."""
        self.findings.setMinimumHeight(self.context.theme.look.px(_LEAST_LIST))

    def title(self) -> str:
        """The heading of the page."""
        return page_title(self.key)

    @property
    def is_running(self) -> bool:
        """Whether an import is under way."""
        return bool(self._source)

    def arrive(self) -> None:
        """The first button takes the focus."""
        self.file_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        """Sets the texts again."""
        self._lead.setText(
            _(
                "Voit tuoda Palvelutietovarannon, Helsingin palvelurekisterin, Linked Eventsin tai "
                "LIPAS- tai HSDS-aineiston tai taulukon, jonka järjestö on täyttänyt. Saman aineiston voi "
                "tuoda uudelleen: vain muutokset tulevat."
            )
        )
        self._drop_words.setText(_("Pudota tiedosto tai kansio tähän, tai valitse se."))
        self.file_button.set_words(_("Valitse tiedosto…"))
        self.folder_button.set_words(_("Valitse kansio…"))
        self.bar.setAccessibleName(_("Tuonnin eteneminen"))
        self.findings.setAccessibleName(_("Tuonnin huomautukset"))
        self._findings_title.setText(_("Näin kävi yksittäisille tietueille"))
        if self._report is not None:
            self._findings.show_report(self._report)
        self._show_state()

    def run(self, sources: Sequence[str]) -> None:
        """Brings in files or folders in the background, one after another."""
        if self.is_running or not sources:
            return
        self._report, self._faults, self._has_crashed = None, (), False
        self._waiting = tuple(sources)
        if self.file_button.hasFocus() or self.folder_button.hasFocus():
            self.setFocus(Qt.FocusReason.OtherFocusReason)  # a button that is off would pass it on
        self._next()

    def _next(self) -> None:
        self._source, self._waiting = self._waiting[0], self._waiting[1:]
        self._began, self._counts = monotonic(), (0, 0)
        work = partial(_import, source=self._source, progress=self._progress)
        task = self.context.door.ask(work, self._came_in, self._failed, Lane.GENERAL)
        task.crashed.connect(self._crashed)
        task.ended.connect(self._ended)
        self._show_state()

    def _choose_files(self) -> None:
        kinds = _("Palveluluettelot (*.json *.csv *.xlsx *.ndjson *.jsonl *.zip);;Kaikki tiedostot (*)")
        paths, _kind = QFileDialog.getOpenFileNames(self, self.title(), "", kinds)
        self.run(paths)

    def _choose_folder(self) -> None:
        path = QFileDialog.getExistingDirectory(self, self.title())
        self.run([path] if path else [])

    def _move(self, done: int, total: int) -> None:
        if self.is_running:
            self._counts = (done, total)
            self._show_progress()

    def _came_in(self, report: "ImportReport") -> None:
        self._report = self._report.joined(report) if self._report else report
        self._findings.show_report(self._report)
        self.context.signals.catalogue_changed.emit()

    def _failed(self, fault: NeuvolaError) -> None:
        self._faults += (fault,)

    def _crashed(self, _bug: object) -> None:
        self._has_crashed = True

    def _ended(self) -> None:
        self._source = ""
        if self._waiting:
            self._next()
            return
        self._show_state()
        if self.hasFocus():
            self.file_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_state(self) -> None:
        running, report = self.is_running, self._report
        self.file_button.setEnabled(not running)
        self.folder_button.setEnabled(not running)
        self.bar.setVisible(running)
        self.time.setVisible(running)
        self._show_progress()
        self.outcome.setText(outcome_words(report) if report and not running else "")
        faults = fault_words(self._faults)
        if self._has_crashed:
            faults = "\n".join(filter(None, (faults, _("Tuonti ei onnistunut. Luettelo on ennallaan."))))
        self.faults.setText("" if running else faults)
        for icon, words in zip(self._icons, (self.outcome, self.faults), strict=True):
            icon.setVisible(bool(words.text()))
            words.setVisible(bool(words.text()))
        listed = bool(self.outcome.text()) and self._findings.rowCount() > 0
        self._findings_title.setVisible(listed)
        self.findings.setVisible(listed)

    def _show_progress(self) -> None:
        done, total = self._counts
        self.bar.setRange(0, total)
        self.bar.setValue(min(done, total))
        told = progress_words(done, total, monotonic() - self._began) if done else _("Luetaan…")
        self.time.setText(f"{Path(self._source).name}: {told}" if self._source else "")

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Takes files and folders of this machine, one import at a time."""
        if not self.is_running and _local(event.mimeData()):
            event.acceptProposedAction()
            self._mark_drop(hovered=True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Nothing is about to be dropped any more."""
        self._mark_drop(hovered=False)
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Imports everything that was dropped."""
        self._mark_drop(hovered=False)
        event.acceptProposedAction()
        self.run(_local(event.mimeData()))

    def _mark_drop(self, *, hovered: bool) -> None:
        self._drop.setProperty("kind", "notice" if hovered else "card")
        self._drop.style().unpolish(self._drop)
        self._drop.style().polish(self._drop)


def _local(data: QMimeData) -> list[str]:
    return [url.toLocalFile() for url in data.urls() if url.isLocalFile()]


def _import(desk: "Desk", source: str, progress: _Progress) -> "ImportReport":
    return desk.imports.run([source], progress=progress.tell)
