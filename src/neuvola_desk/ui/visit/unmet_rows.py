"""What help was not found: up to three pairs of a need and a reason."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from neuvola_core import taxonomy
from neuvola_core.visit import Unmet, UnmetReason
from neuvola_desk.i18n import _, current_language
from neuvola_desk.ui.parts.labels import Label
from neuvola_desk.ui.visit.words import unrecorded, value_words

_MOST = 3


class UnmetRows(QWidget):
    """A row counts when both its need and its reason have been chosen; the next row then appears."""

    def __init__(self) -> None:
        super().__init__()
        self._name = Label("", "strong", wrap=False)
        self._rows: list[tuple[QWidget, QComboBox, QComboBox]] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._name)
        for _number in range(_MOST):
            need, reason = QComboBox(), QComboBox()
            for box in (need, reason):
                box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
                box.setMinimumContentsLength(8)
                box.currentIndexChanged.connect(self._fit)
            line = QWidget()
            row = QHBoxLayout(line)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(4)
            row.addWidget(need, 1)
            row.addWidget(reason, 1)
            column.addWidget(line)
            self._rows.append((line, need, reason))

    @property
    def value(self) -> tuple[Unmet, ...]:
        """The pairs that are complete."""
        pairs = ((need.currentData(), reason.currentData()) for _line, need, reason in self._rows)
        return tuple(Unmet(need, UnmetReason(reason)) for need, reason in pairs if need and reason)

    def suggest(self, need: str) -> None:
        """Puts a need into the first row if that is still empty."""
        _line, box, _reason = self._rows[0]
        if not box.currentData():
            box.setCurrentIndex(max(0, box.findData(need)))

    def reset(self) -> None:
        """Empties every row."""
        for _line, need, reason in self._rows:
            need.setCurrentIndex(0)
            reason.setCurrentIndex(0)

    def retranslate(self) -> None:
        """Sets the texts again and keeps what was chosen."""
        self._name.setText(_("Mihin apua ei löytynyt, ja miksi?"))
        language = current_language()
        for number, (_line, need, reason) in enumerate(self._rows, start=1):
            chosen = need.currentData(), reason.currentData()
            need.clear()
            need.addItem(_("Tarve"), "")
            for term in taxonomy.needs().terms:
                need.addItem(term.name.best(language), term.id)
            reason.clear()
            reason.addItem(_("Syy"), "")
            for value in UnmetReason:
                reason.addItem(value_words(value), value.value)
            need.setCurrentIndex(max(0, need.findData(chosen[0] or "")))
            reason.setCurrentIndex(max(0, reason.findData(chosen[1] or "")))
            need.setAccessibleName(_("Löytymättä jäänyt tarve {n}").format(n=number))
            reason.setAccessibleName(_("Syy {n}").format(n=number))
        self.setToolTip(unrecorded())
        self._fit()

    def _fit(self) -> None:
        shown = True
        for line, need, reason in self._rows:
            line.setVisible(shown)
            shown = bool(shown and need.currentData() and reason.currentData())
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
