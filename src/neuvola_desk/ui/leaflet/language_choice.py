"""The language of the leaflet: chosen from a list, or found by typing a part of either of its names."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit

from neuvola_desk.ui.leaflet import languages


class _Line(QLineEdit):
    """A click takes hold of all that is written, so that typing begins a new word."""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Selects everything."""
        super().mousePressEvent(event)
        self.selectAll()


class LanguageChoice(QComboBox):
    """What is typed and is no language goes when one leaves."""

    def __init__(self, available: Iterable[str]) -> None:
        super().__init__()
        self._line = _Line()
        self.setEditable(True)
        self.setLineEdit(self._line)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        for code in languages.in_order(available):
            self.addItem("", code)
        finder = QCompleter(self.model(), self)
        finder.setFilterMode(Qt.MatchFlag.MatchContains)
        finder.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        finder.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.setCompleter(finder)
        self._line.returnPressed.connect(self._take)
        self._line.editingFinished.connect(self._restore)
        self.currentIndexChanged.connect(self._restore)

    @property
    def code(self) -> str:
        """The language that is chosen."""
        return str(self.currentData())

    def choose(self, code: str) -> None:
        """Chooses a language, the first one where it is not there."""
        self.setCurrentIndex(max(0, self.findData(code)))
        self._restore()

    def retranslate(self) -> None:
        """Sets the names again."""
        for number in range(self.count()):
            self.setItemText(number, languages.words(self.itemData(number)))
        self._restore()

    def _take(self) -> None:
        """The first language that has what was typed in its name."""
        typed = self._line.text().strip().casefold()
        numbers = (n for n in range(self.count()) if typed in self.itemText(n).casefold())
        self.setCurrentIndex(next(numbers, self.currentIndex()))
        self._restore()

    def _restore(self, _number: int = 0) -> None:
        self.setEditText(self.itemText(self.currentIndex()))
        self._line.setCursorPosition(0)
