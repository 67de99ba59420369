"""In the place of what a role does not cover: whose PIN it takes, and the way to give it right there."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from neuvola_core.roles import Act
from neuvola_desk.i18n import _
from neuvola_desk.role_words import needed_words
from neuvola_desk.ui.context import WindowContext
from neuvola_desk.ui.parts.buttons import Button
from neuvola_desk.ui.parts.labels import IconLabel, Label


class PinNeeded(QWidget):
    """Seen only while whoever is at the desk may not do it; ``about`` says what it is that is not shown."""

    def __init__(
        self,
        context: WindowContext,
        act: Act,
        then: Callable[[], object],
        parent: QWidget,
        about: Callable[[], str] = str,
    ) -> None:
        super().__init__(parent)  # from the first: without one, being seen would make a window of it
        self._shift = context.shift
        self._act = act
        self._about = about
        self._then = then
        self._words = Label("", "muted")
        self.button = Button(context.theme, "plain", "lock")
        self.button.setAutoDefault(True)
        self.button.clicked.connect(self._want)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(IconLabel(context.theme, "lock"), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(row)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        context.shift.changed.connect(self.retranslate)
        context.signals.language_changed.connect(self.retranslate)
        self.retranslate()

    def retranslate(self) -> None:
        """Sets the texts again."""
        about, needed = self._about(), needed_words(self._act)
        self._words.setText(f"{about} {needed}".strip())
        self.button.set_words(_("Anna PIN-koodi"), f"{about} {_('Anna PIN-koodi')}".strip())
        self.setVisible(not self._shift.may(self._act))

    def _want(self) -> None:
        self._shift.want(self._act, self._then)
