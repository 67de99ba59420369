"""Pieces that several screens are laid out of."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLayout, QScrollArea, QVBoxLayout, QWidget

from neuvola_desk.ui.palette import LARGE, LINE_STEPS, PAGE, WIDE
from neuvola_desk.ui.parts.labels import IconLabel
from neuvola_desk.ui.screen import Screen
from neuvola_desk.ui.theme import Theme

_PICTURE = 40


def scroll_area(inside: QWidget) -> QScrollArea:
    """An area without a frame that scrolls what does not fit."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidget(inside)
    return area


class Measured(QWidget):
    """Keeps what is in it at the left and no wider than lines are read, at every text size."""

    def __init__(self, theme: Theme, inside: QWidget, columns: int) -> None:
        super().__init__()
        self._theme, self._inside, self._columns = theme, inside, columns
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(inside, 1)
        row.addStretch(0)
        theme.changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        self._inside.setMaximumWidth(self._theme.look.px(LINE_STEPS[self._columns]))


def fill_scrolling(page: Screen, inside: QWidget, *, columns: int = 1) -> None:
    """Fills a page with what scrolls downwards only; the keyboard goes to the controls in it."""
    area = scroll_area(Measured(page.context.theme, inside, columns))
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    whole = QVBoxLayout(page)
    whole.setContentsMargins(0, 0, 0, 0)
    whole.addWidget(area)


def card(*parts: QWidget | QLayout) -> QFrame:
    """A card with its parts one below another."""
    made = QFrame()
    made.setProperty("kind", "card")
    column = QVBoxLayout(made)
    column.setContentsMargins(PAGE, LARGE, PAGE, PAGE)
    column.setSpacing(LARGE)
    for part in parts:
        if isinstance(part, QWidget):
            column.addWidget(part)
        else:
            column.addLayout(part)
    return made


def hint_page(theme: Theme, icon_name: str, hint: QLabel) -> QWidget:
    """A page with nothing on it yet: a picture and a hint how something comes to it, above the middle."""
    page = QWidget()
    hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
    column = QVBoxLayout(page)
    column.setContentsMargins(WIDE, WIDE, WIDE, WIDE)
    column.setSpacing(LARGE)
    column.addStretch(1)
    column.addWidget(IconLabel(theme, icon_name, "muted", _PICTURE), 0, Qt.AlignmentFlag.AlignHCenter)
    column.addWidget(hint)
    column.addStretch(2)
    return page
