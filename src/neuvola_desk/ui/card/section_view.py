"""Draws one section of a card: heading, lines, and the coming fourteen days."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from neuvola_core.hours_words import DayLine
from neuvola_core.opening import State
from neuvola_desk.i18n import _
from neuvola_desk.ui.card.content import Line, Section
from neuvola_desk.ui.card.long_words import breakable
from neuvola_desk.ui.parts.buttons import IconButton
from neuvola_desk.ui.parts.labels import IconLabel, Label, Role
from neuvola_desk.ui.theme import Theme

_ROLES: Final[dict[str, Role]] = {
    "text": "body",
    "item": "body",
    "strong": "strong",
    "muted": "muted",
    "phone": "number",
    "mail": "body",
    "link": "body",
    "good": "good",
    "warn": "warn",
}
_WEB_SCHEMES: Final = ("http", "https")
_MONDAY: Final = 0


class SectionView(QWidget):
    """Empty until it is drawn; ``copied`` tells that something is to be put on the clipboard."""

    copied = Signal(str)

    def __init__(self, theme: Theme, section: Section) -> None:
        super().__init__()
        self._theme = theme
        self._section = section
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(IconLabel(theme, section.icon, "accent", 20), 0, Qt.AlignmentFlag.AlignTop)
        self._column = QVBoxLayout()
        self._column.setSpacing(4)
        row.addLayout(self._column, 1)

    def draw(self) -> Iterator[None]:
        """Draws a piece at a time, and stops after each."""
        section, column = self._section, self._column
        column.addWidget(_words(section.title, "strong"))
        for line in section.lines:
            column.addWidget(self._line(line))
            yield
        if section.days:
            column.addWidget(self._days(section.days))
            yield

    def _line(self, line: Line) -> QWidget:
        if not line.target:
            bullet = "•  " if line.kind == "item" else ""
            return _words(line.text, _ROLES[line.kind], bullet).let_copy()
        label = Label(line.text, _ROLES[line.kind]).let_copy()
        label.setAccessibleName(line.text)
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(label)
        if line.note:
            words.addWidget(Label(line.note, "small").let_copy())
        row.addLayout(words, 1)
        if line.kind == "link":
            label.setToolTip(line.target)
            if QUrl(line.target).scheme() in _WEB_SCHEMES:
                row.addWidget(self._button("web", _("Avaa selaimessa: {url}"), line.target, self._open))
        row.addWidget(self._button("copy", _("Kopioi: {url}"), line.target, self._copy))
        return whole

    def _button(self, icon: str, name: str, target: str, slot: Callable[[str, bool], None]) -> IconButton:
        button = IconButton(self._theme, icon, small=True)
        button.set_words(name.format(url=target))
        button.clicked.connect(partial(slot, target))
        return button

    def _days(self, days: tuple[DayLine, ...]) -> QWidget:
        whole = QWidget()
        grid = QGridLayout(whole)
        grid.setContentsMargins(0, 4, 0, 4)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(2)
        row = 0
        for number, line in enumerate(days):
            if number and line.first.weekday() == _MONDAY:
                grid.setRowMinimumHeight(row, self._theme.look.px(1))  # a new week stands a little apart
                row += 1
            role = _day_role(line, is_today=number == 0)
            said = f"{line.text} ({line.holiday})" if line.holiday else line.text
            dates, words = Label(line.label, role, wrap=False), Label(said, role)
            dates.setAccessibleName(f"{line.label} {said}")
            grid.addWidget(dates, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(words, row, 1)
            row += 1
        grid.setColumnStretch(1, 1)
        return whole

    def _open(self, url: str, _checked: bool = False) -> None:
        QDesktopServices.openUrl(QUrl(url))

    def _copy(self, text: str, _checked: bool = False) -> None:
        self.copied.emit(text)


def _words(text: str, role: Role, before: str = "") -> Label:
    """Words that may break where they are long; a screen reader gets them whole."""
    label = Label(before + breakable(text), role)
    label.setAccessibleName(text)
    return label


def _day_role(line: DayLine, *, is_today: bool) -> Role:
    """Today stands out, and so does a day that is not as usual; the words say it without the colour."""
    if is_today:
        return "strong"
    if line.is_unusual:
        return "warn"
    return "body" if line.state is State.OPEN else "muted"
