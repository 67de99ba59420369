"""A few lines of text with marked letters: heavier and underlined, so it takes no colour to see them."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QTextCharFormat, QTextLayout

from neuvola_desk.ui.search.marks import Span

_LONGEST = 1000


def mark_format(colour: QColor) -> QTextCharFormat:
    """How marked letters look; ``colour`` is that of the line under them."""
    made = QTextCharFormat()
    made.setFontWeight(QFont.Weight.Bold)
    made.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
    made.setUnderlineColor(colour)
    return made


class MarkedText:
    """A text laid out into at most ``most`` lines, the last ending in … where there is more."""

    def __init__(
        self, text: str, marks: Sequence[Span], font: QFont, width: int, most: int, mark: QTextCharFormat
    ) -> None:
        self._font, self._width, self._most, self._mark = font, width, most, mark
        text = text[:_LONGEST]
        self._layout, rest = self._broken(text, marks)
        if rest is not None:
            start = len(_first_units(text, rest))
            heavy = QFont(font)
            heavy.setWeight(QFont.Weight.Bold)
            tail = QFontMetrics(heavy).elidedText(text[start:], Qt.TextElideMode.ElideRight, width)
            shown = text[:start] + tail
            end = len(shown) - 1  # the … itself is never marked
            kept = [(a, min(b, end)) for a, b in marks if a < end]
            self._layout, _rest = self._broken(shown, kept)

    def paint(self, painter: QPainter, x: int, y: int) -> int:
        """Draws the lines in the pen's colour; the height they took."""
        self._layout.draw(painter, QPointF(x, y))
        return self._layout.lineCount() * QFontMetrics(self._font).lineSpacing()

    def _broken(self, text: str, marks: Sequence[Span]) -> tuple[QTextLayout, int | None]:
        """The lines, and in Qt's units where the last of them begins if there is more than fits."""
        layout = QTextLayout(text, self._font)
        layout.setFormats([self._range(text, span) for span in marks])
        height = QFontMetrics(self._font).lineSpacing()
        rest: int | None = None
        layout.beginLayout()
        for number in range(self._most):
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(self._width)
            line.setPosition(QPointF(0, number * height))
            if number == self._most - 1 and line.textStart() + line.textLength() < _units(text):
                rest = line.textStart()
        layout.endLayout()
        return layout, rest

    def _range(self, text: str, span: Span) -> QTextLayout.FormatRange:
        made = QTextLayout.FormatRange()
        made.start = _units(text[: span[0]])
        made.length = _units(text[span[0] : span[1]])
        made.format = self._mark
        return made


def _units(text: str) -> int:
    """How long a text is for Qt, which counts a letter outside the basic plane as two."""
    return len(text) + sum(letter > "\uffff" for letter in text)


def _first_units(text: str, units: int) -> str:
    return text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "ignore")
