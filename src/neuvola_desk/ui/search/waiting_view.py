"""Before the first answer: the shape of what comes, and how far the catalogue is where it is made ready."""

from time import monotonic
from typing import Final

from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from neuvola_desk.i18n import _
from neuvola_desk.ui.palette import MEDIUM, PAGE, SMALL
from neuvola_desk.ui.parts.labels import Label
from neuvola_desk.ui.parts.skeleton import NEEDS, Skeleton
from neuvola_desk.ui.theme import Theme

_WORTH_TELLING: Final = 1.0
"""Seconds: what takes no longer needs no words."""


class WaitingView(QWidget):
    """Shows no progress before there is something to wait for."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._began: float | None = None
        self._first = 0
        self._counts = (0, 0)
        self._title, self._time = Label("", "lead"), Label("", "muted")
        self._hint = Label("", "muted")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self._skeleton = Skeleton(theme, NEEDS, side=1)
        self._progress = QWidget()
        column = QVBoxLayout(self._progress)
        column.setContentsMargins(SMALL, SMALL, PAGE, SMALL)
        column.setSpacing(MEDIUM)
        for part in (self._title, self.bar, self._time, self._hint):
            column.addWidget(part)
        self._progress.hide()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._progress)
        whole.addWidget(self._skeleton, 1)
        self.retranslate()

    def show_indexing(self, done: int, total: int) -> None:
        """So many services of so many are in the index."""
        now = monotonic()
        if self._began is None:
            self._began, self._first = now, done
        self._counts = done, total
        if total and self._left() + now - self._began > _WORTH_TELLING:
            self._progress.show()
        self.bar.setRange(0, total)
        self.bar.setValue(min(done, total))
        self._tell()

    def retranslate(self) -> None:
        """Sets the texts again."""
        self._title.setText(_("Palveluluetteloa valmistellaan"))
        told = _("Näin käy ensimmäisellä kerralla ja päivityksen jälkeen. Kriisinumerot toimivat jo (F12).")
        self._hint.setText(told)
        self.bar.setAccessibleName(self._title.text())
        self._skeleton.retranslate()
        self._tell()

    def _tell(self) -> None:
        done, total = self._counts
        told = _("{done} / {total} palvelua, aikaa jäljellä noin {seconds} s")
        self._time.setText(told.format(done=done, total=total, seconds=max(1, round(self._left()))))

    def _left(self) -> float:
        """Seconds, if it goes on as it has."""
        done, total = self._counts
        elapsed = monotonic() - self._began if self._began is not None else 0.0
        return elapsed / max(done - self._first, 1) * (total - done)
