"""Buttons side by side where their words let them, else one under the other."""

from PySide6.QtCore import QEvent, QSize
from PySide6.QtWidgets import QBoxLayout, QWidget

_GAP = 8


class ButtonRow(QWidget):
    """Takes no more height than it must: on a small screen the choices above need it."""

    def __init__(self, *buttons: QWidget) -> None:
        super().__init__()
        self._buttons = buttons
        self._row = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSizeConstraint(QBoxLayout.SizeConstraint.SetNoConstraint)  # it may turn instead
        self._row.setSpacing(_GAP)
        for button in buttons:
            self._row.addWidget(button)

    def minimumSizeHint(self) -> QSize:
        """As narrow as the widest of them."""
        widest = max((button.minimumSizeHint().width() for button in self._buttons), default=0)
        return QSize(widest, super().minimumSizeHint().height())

    def event(self, event: QEvent) -> bool:
        """Other words, other letters or another width may turn it."""
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize, QEvent.Type.Show):
            self._turn()
        return super().event(event)

    def _turn(self) -> None:
        needed = sum(button.sizeHint().width() for button in self._buttons) + _GAP * (len(self._buttons) - 1)
        beside, under = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        wanted = beside if needed <= self.width() else under
        if self._row.direction() is not wanted:
            self._row.setDirection(wanted)
