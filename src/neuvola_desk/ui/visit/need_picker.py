"""The visit's needs: one to three, as chips, with a field that finds more by what people call them."""

from collections.abc import Iterable
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QObject, QStringListModel, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QVBoxLayout, QWidget

from neuvola_core import taxonomy
from neuvola_desk.i18n import _, current_language
from neuvola_desk.ui.parts.buttons import Button
from neuvola_desk.ui.parts.flow import FlowLayout, clear_layout
from neuvola_desk.ui.parts.labels import Label
from neuvola_desk.ui.theme import Theme

MOST_NEEDS: Final = 3


class NeedPicker(QWidget):
    """``needs`` in the order they were chosen."""

    changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._needs: tuple[str, ...] = ()
        self._by_words: dict[str, str] = {}
        self._name = Label("", "strong", wrap=False)
        self.field = QLineEdit()
        self._words = QStringListModel(self)
        self._completer = QCompleter(self._words, self)
        self._completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self._completer.activated.connect(self._pick_words)
        self.field.setCompleter(self._completer)
        self.field.installEventFilter(self)
        self._name.setBuddy(self.field)
        chips = QWidget()
        self._chips = FlowLayout(chips, spacing=4)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._name)
        column.addWidget(chips)
        column.addWidget(self.field)

    @property
    def needs(self) -> tuple[str, ...]:
        """Ids of the chosen needs."""
        return self._needs

    def choose(self, needs: Iterable[str]) -> None:
        """Replaces what is chosen."""
        chosen = tuple(dict.fromkeys(needs))[:MOST_NEEDS]
        if chosen != self._needs:
            self._needs = chosen
            self._draw()
            self.changed.emit()

    def retranslate(self) -> None:
        """Sets the texts again: the names of needs, and the words they are found by."""
        self._name.setText(_("Tarve (1–3)"))
        self.field.setPlaceholderText(_("Lisää tarve, esim. velat"))
        self.field.setAccessibleName(_("Lisää tarve"))
        language = current_language()
        self._by_words = {}
        for term in taxonomy.needs().terms:
            name = term.name.best(language)
            self._by_words[name] = term.id
            for word in term.words.get(language, ()):
                self._by_words.setdefault(f"{word} → {name}", term.id)
        self._words.setStringList(list(self._by_words))
        self._draw()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter takes the first need that fits, so that no arrow key is needed."""
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
            if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.field.text().strip():
                self._take_first()
                return True
        return super().eventFilter(watched, event)

    def _take_first(self) -> None:
        self._completer.setCompletionPrefix(self.field.text().strip())
        if self._completer.completionCount():
            self._completer.setCurrentRow(0)
            self._pick_words(self._completer.currentCompletion())

    def _pick_words(self, words: str) -> None:
        need = self._by_words.get(words)
        if need is None:
            return
        popup = self._completer.popup()
        if popup is not None:
            popup.hide()
        self.choose((*self._needs, need))
        # The completer writes what was picked into the field after this returns.
        QTimer.singleShot(0, self.field, self.field.clear)

    def _draw(self) -> None:
        clear_layout(self._chips)
        for need in self._needs:
            name = taxonomy.needs().name(need, current_language())
            chip = Button(self._theme, "chip", "close")
            chip.set_words(name, _("Poista tarve: {name}").format(name=name))
            chip.clicked.connect(partial(self._remove, need))
            self._chips.addWidget(chip)
        self.field.setEnabled(len(self._needs) < MOST_NEEDS)

    def _remove(self, need: str, _checked: bool = False) -> None:
        self.choose(other for other in self._needs if other != need)
        self.field.setFocus()
