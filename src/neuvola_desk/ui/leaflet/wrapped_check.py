"""A check box whose words go on in the next line where the column is narrower than they are."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPaintEvent, QPalette
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QStyle, QStyleOptionButton, QStylePainter

_WRAPPED = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class WrappedCheck(QCheckBox):
    """As wide as its column, however long the words of a language are."""

    def __init__(self) -> None:
        super().__init__()
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def minimumSizeHint(self) -> QSize:
        """Its box and a letter or two."""
        one_line = super().minimumSizeHint()
        return QSize(one_line.height() * 2, one_line.height())

    def hasHeightForWidth(self) -> bool:
        """A narrower one has more lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The lines, and what is over and under them."""
        one_line, metrics = super().sizeHint(), self.fontMetrics()
        beside = one_line.width() - metrics.size(0, self.text()).width()
        needed = metrics.boundingRect(QRect(0, 0, width - beside, 0), int(_WRAPPED), self.text())
        return one_line.height() + max(0, needed.height() - metrics.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws the box as the style does, and the words beside it in lines."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        words, option.text = option.text, ""
        painter = QStylePainter(self)
        painter.drawControl(QStyle.ControlElement.CE_CheckBox, option)
        beside = self.style().subElementRect(QStyle.SubElement.SE_CheckBoxContents, option, self)
        is_on = self.isEnabled()
        painter.drawItemText(
            beside, int(_WRAPPED), self.palette(), is_on, words, QPalette.ColorRole.WindowText
        )
