"""Text cut into a few lines, the last one ending in … where there is more."""

from functools import lru_cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics, QTextLayout


def elided_lines(text: str, font: QFont, width: int, most: int) -> tuple[str, ...]:
    """At most ``most`` lines of ``width`` pixels, broken between words."""
    return _lines(text[:1000], font.toString(), width, most)


@lru_cache(maxsize=1024)
def _lines(text: str, font_key: str, width: int, most: int) -> tuple[str, ...]:
    font = QFont()
    font.fromString(font_key)
    layout = QTextLayout(text, font)
    layout.beginLayout()
    lines: list[str] = []
    while len(lines) < most:
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        start, length = line.textStart(), line.textLength()
        if len(lines) == most - 1 and start + length < len(text):
            lines.append(QFontMetrics(font).elidedText(text[start:], Qt.TextElideMode.ElideRight, width))
            break
        lines.append(text[start : start + length])
    layout.endLayout()
    return tuple(lines)
