"""What help was not found: up to three pairs of a need and a reason."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import (
    QComboBox,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QVBoxLayout,
    QWidget,
)

from neuvola_core import taxonomy
from neuvola_core.visit import Unmet, UnmetReason
from neuvola_desk.i18n import _, current_language
from neuvola_desk.ui.parts.labels import Label
from neuvola_desk.ui.visit.words import value_words

_MOST: Final = 3


class _Choice(QComboBox):
    """A long name ends in … where it does not fit; Qt would cut a letter in two."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws the box, and as much of the chosen words as there is room for."""
        painter, option = QStylePainter(self), QStyleOptionComboBox()
        self.initStyleOption(option)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        place = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, self
        )
        words = self.fontMetrics().elidedText(
            self.currentText(), Qt.TextElideMode.ElideRight, place.width() - 2
        )
        option.currentText = words
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)


class UnmetRows(QWidget):
    """A row counts when both its need and its reason have been chosen; the next row then appears."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._suggested = ""
        self._name = Label("", "strong")
        self._hint = Label("", "small")
        self._rows: list[tuple[QWidget, QComboBox, QComboBox]] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._name)
        for _number in range(_MOST):
            self._add_row(column)
        column.addWidget(self._hint)

    def _add_row(self, column: QVBoxLayout) -> None:
        need, reason = _Choice(), _Choice()
        line = QWidget()
        pair = QVBoxLayout(line)
        pair.setContentsMargins(0, 0, 0, 4)
        pair.setSpacing(4)
        for box in (need, reason):
            box.currentIndexChanged.connect(self._fit)
            box.activated.connect(self.edited)
            pair.addWidget(box)
        column.addWidget(line)
        self._rows.append((line, need, reason))

    @property
    def value(self) -> tuple[Unmet, ...]:
        """The pairs that are complete."""
        pairs = ((need.currentData(), reason.currentData()) for _line, need, reason in self._rows)
        return tuple(Unmet(need, UnmetReason(reason)) for need, reason in pairs if need and reason)

    def suggest(self, need: str) -> None:
        """Puts a need into the first row as long as nobody has chosen another there."""
        _line, box, _reason = self._rows[0]
        if (box.currentData() or "") in ("", self._suggested):
            self._suggested = need
            box.setCurrentIndex(max(0, box.findData(need)))

    def put(self, need: str, reason: str) -> None:
        """Puts a need into its own row, else into the first whose reason nobody has chosen yet."""
        own = [row for row in self._rows if row[1].currentData() == need]
        free = [row for row in self._rows if not row[2].currentData()]  # a need there is only suggested
        for _line, need_box, reason_box in (own or free)[:1]:
            need_box.setCurrentIndex(need_box.findData(need))
            if reason:
                reason_box.setCurrentIndex(reason_box.findData(reason))
        self.edited.emit()

    def reset(self) -> None:
        """Empties every row."""
        self._suggested = ""
        for _line, need, reason in self._rows:
            need.setCurrentIndex(0)
            reason.setCurrentIndex(0)

    def retranslate(self) -> None:
        """Sets the texts again and keeps what was chosen."""
        self._name.setText(_("Mihin apua ei löytynyt, ja miksi?"))
        self._hint.setText(_("Rivi merkitään, kun siinä on sekä tarve että syy."))
        language = current_language()
        needs = [(_("Tarve"), "")]
        needs += [(term.name.best(language), term.id) for term in taxonomy.needs().terms]
        reasons = [(_("Syy"), ""), *((value_words(value), value.value) for value in UnmetReason)]
        for number, (_line, need, reason) in enumerate(self._rows, start=1):
            _fill(need, needs)
            _fill(reason, reasons)
            need.setAccessibleName(_("Löytymättä jäänyt tarve {n}").format(n=number))
            reason.setAccessibleName(_("Syy {n}").format(n=number))
        self._fit()

    def _fit(self) -> None:
        before_is_complete = True
        for line, need, reason in self._rows:
            chosen = [box for box in (need, reason) if box.currentData()]
            line.setVisible(before_is_complete or bool(chosen))
            before_is_complete = len(chosen) == 2


def _fill(box: QComboBox, items: list[tuple[str, str]]) -> None:
    """Gives a box its items anew without losing what was chosen."""
    chosen = box.currentData() or ""
    box.blockSignals(True)
    box.clear()
    for words, value in items:
        box.addItem(words, value)
    box.setCurrentIndex(max(0, box.findData(chosen)))
    box.blockSignals(False)
