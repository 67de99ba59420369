"""What the card scrolls: as high as its words need at the width they have, with nothing empty below."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget


class Column(QWidget):
    """Without this a scroll area would keep room for words at their narrowest."""

    def minimumSizeHint(self) -> QSize:
        """No height of its own: the width decides."""
        return QSize(super().minimumSizeHint().width(), 0)
