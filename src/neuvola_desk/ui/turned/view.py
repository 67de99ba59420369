"""The screen as the visitor sees it: one service at a time in large letters, and nothing else of the desk."""

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QScreen, QShortcut
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from neuvola_desk.i18n import _
from neuvola_desk.ui.arabic import load_arabic
from neuvola_desk.ui.card.long_words import breakable
from neuvola_desk.ui.context import WindowContext
from neuvola_desk.ui.leaflet import languages
from neuvola_desk.ui.palette import LARGEST_BESIDE
from neuvola_desk.ui.parts.areas import scroll_area
from neuvola_desk.ui.parts.buttons import Button
from neuvola_desk.ui.parts.flow import clear_layout
from neuvola_desk.ui.parts.labels import Label, Role
from neuvola_desk.ui.turned.key import TURN_KEY
from neuvola_desk.ui.turned.reading import Fact, Reading, Shown

_SIDE: Final = 64
_LANGUAGE_LETTERS: Final = 10


class TurnedView(QWidget):
    """Fills a screen; ``left`` tells that it has been closed, by whatever."""

    left = Signal()
    language_chosen = Signal(str)
    cover_wanted = Signal()

    def __init__(self, context: WindowContext, codes: Iterable[str], window: QWidget) -> None:
        super().__init__(window, Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint)
        load_arabic()
        self._context = context
        self._reading: Reading | None = None
        self._number = 0
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("turned")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        theme = context.theme
        self._inside = QWidget()
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(_SIDE, 48, _SIDE, 48)
        self._column.setSpacing(24)
        self.area = scroll_area(self._inside)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.language = QComboBox()
        for code in languages.in_order(codes):
            self.language.addItem(languages.words(code), code)
        self.language.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.language.setMinimumContentsLength(_LANGUAGE_LETTERS)
        self.language.activated.connect(self._choose)
        self.back_button, self.forward_button = (
            Button(theme, "plain", "back"),
            Button(theme, "plain", "forward"),
        )
        self.back_button.clicked.connect(self.go_back)
        self.forward_button.clicked.connect(self.go_on)
        self.close_button = Button(theme, "quiet", "close")
        self.close_button.clicked.connect(self.close)
        self._count = Label("", "lead", wrap=False)
        self._practice = QLabel()
        self._practice.setProperty("role", "badge")
        self._lay_out()
        self._bind()
        self.retranslate()
        context.signals.look_changed.connect(self._change_look)

    def _lay_out(self) -> None:
        below = QWidget()
        below.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._foot = foot = QHBoxLayout(below)
        foot.setContentsMargins(_SIDE, 12, _SIDE, 16)
        foot.setSpacing(16)
        foot.addWidget(self.language)
        foot.addWidget(self._practice)
        foot.addStretch(1)
        for part in (self.back_button, self._count, self.forward_button):
            foot.addWidget(part)
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.area, 1)
        column.addWidget(below)

    def _bind(self) -> None:
        """The keys that hold everywhere hold here too: each closes this view first."""
        signals = self._context.signals
        for keys, signal in (
            (TURN_KEY, None),
            ("Escape", None),
            ("F12", signals.crisis_wanted),
            ("F9", self.cover_wanted),
            ("Ctrl+N", signals.next_visitor_requested),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(self.close)
            if signal is not None:
                shortcut.activated.connect(signal)
        # The area that scrolls would take them for itself.
        for keys, turn in (("Right", self.go_on), ("Left", self.go_back)):
            QShortcut(QKeySequence(keys), self).activated.connect(turn)

    def show_on(self, screen: QScreen, *, is_own: bool) -> None:
        """Fills the screen; on one of the visitor's own the worker keeps the keyboard."""
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating, not is_own)
        self.setGeometry(screen.geometry())
        self.showFullScreen()
        if is_own:
            self.activateWindow()
            self.area.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_reading(self, reading: Reading, first: str) -> None:
        """Shows these services, beginning with ``first``."""
        ids = [one.id for one in reading.services]
        self._reading = reading
        self._number = ids.index(first) if first in ids else min(self._number, len(ids) - 1)
        self.language.setCurrentIndex(max(0, self.language.findData(reading.language)))
        self._draw()

    @property
    def shown(self) -> Shown | None:
        """The service that can be seen."""
        return self._reading.services[self._number] if self._reading else None

    def go_on(self) -> None:
        """The next service."""
        self._turn(1)

    def go_back(self) -> None:
        """The one before."""
        self._turn(-1)

    def retranslate(self) -> None:
        """Sets the texts of the worker again; the services' are in the visitor's language."""
        self.setWindowTitle(_("Palvelut kävijän kanssa"))
        self.area.setAccessibleName(_("Palvelun tiedot"))
        self.language.setAccessibleName(_("Kieli"))
        self.back_button.set_words("", _("Edellinen palvelu"), _("Edellinen palvelu (nuoli vasemmalle)"))
        self.forward_button.set_words("", _("Seuraava palvelu"), _("Seuraava palvelu (nuoli oikealle)"))
        told = _("Käännä takaisin ({key})").format(key=TURN_KEY)
        self.close_button.set_words(told)
        self._practice.setText(_("HARJOITUS"))
        self._practice.setVisible(self._context.door.is_practice)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Tells it, whoever closed it."""
        super().closeEvent(event)
        self.left.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The foot never makes the view wider than the screen: what it says is cut last of all."""
        super().resizeEvent(event)
        self._fit_foot()

    def _fit_foot(self) -> None:
        self.close_button.fold(folded=False)
        self.close_button.fold(folded=self._foot.sizeHint().width() > self.width())

    def _change_look(self) -> None:
        self._fit_foot()
        self._draw()

    def _choose(self, _number: int) -> None:
        self.language_chosen.emit(str(self.language.currentData()))
        self.area.setFocus(Qt.FocusReason.OtherFocusReason)

    def _turn(self, by: int) -> None:
        if self._reading is not None and 0 <= self._number + by < len(self._reading.services):
            self._number += by
            self._draw()

    def _draw(self) -> None:
        reading, shown = self._reading, self.shown
        if reading is None or shown is None:
            return
        direction = Qt.LayoutDirection.RightToLeft if reading.is_rtl else Qt.LayoutDirection.LeftToRight
        clear_layout(self._column)
        self._inside.setLayoutDirection(direction)
        # Absolute: Finnish words in a text from the right stand beside their heading all the same.
        side = Qt.AlignmentFlag.AlignRight if reading.is_rtl else Qt.AlignmentFlag.AlignLeft
        is_beside = self._context.theme.look.scale <= LARGEST_BESIDE
        text = _Text(side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignTop, is_beside=is_beside)
        text.head(self._column, shown)
        self._column.addLayout(text.facts(shown.facts))
        self._column.addStretch(1)
        count = len(reading.services)
        self._count.setText(f"{self._number + 1} / {count}")
        self._count.setAccessibleName(
            _("Palvelu {number}/{count}").format(number=self._number + 1, count=count)
        )
        for control in (self.back_button, self._count, self.forward_button):
            control.setVisible(count > 1)
        self.back_button.setEnabled(self._number > 0)
        self.forward_button.setEnabled(self._number < count - 1)
        self.area.verticalScrollBar().setValue(0)


class _Text:
    """Sets a service in labels that all begin on one side."""

    def __init__(self, side: Qt.AlignmentFlag, *, is_beside: bool) -> None:
        self._side = side
        self._is_beside = is_beside

    def head(self, column: QVBoxLayout, shown: Shown) -> None:
        """Its name, who organises it, and what it is."""
        column.addWidget(self._label(shown.name, "spoken"))
        if shown.organiser:
            column.addWidget(self._label(shown.organiser, "lead-text"))
        if shown.badge:
            badge = QLabel(shown.badge)
            badge.setProperty("role", "badge")
            column.addWidget(badge, 0, Qt.AlignmentFlag.AlignLeft)
        for line in shown.lead:
            column.addWidget(self._label(line, "consent"))

    def facts(self, facts: tuple[Fact, ...]) -> QGridLayout:
        """Under each other, each heading beside its lines, or above them where letters are large."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(32)
        grid.setVerticalSpacing(20)
        if self._is_beside:
            grid.setColumnStretch(0, 1)
            grid.setColumnStretch(1, 3)
        for row, fact in enumerate(facts):
            heading = self._label(fact.heading, "title")
            lines = QVBoxLayout()
            lines.setSpacing(4)
            if self._is_beside:
                heading.setContentsMargins(0, 5, 0, 0)  # on the line of the larger letters beside it
                grid.addWidget(heading, row, 0, Qt.AlignmentFlag.AlignTop)
            else:
                lines.addWidget(heading)
            for line in fact.lines:
                lines.addWidget(self._label(line, "consent"))
            grid.addLayout(lines, row, int(self._is_beside))
        return grid

    def _label(self, words: str, role: Role) -> Label:
        label = Label(breakable(words), role)
        label.setAccessibleName(words)
        label.setAlignment(self._side)
        return label
