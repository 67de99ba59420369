"""The view that is turned to the visitor: consent in their language, the Finnish beside it, two answers.

Nothing else is on it, and nothing of what was typed.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from neuvola_core import codes
from neuvola_desk.i18n import _
from neuvola_desk.ui.arabic import load_arabic
from neuvola_desk.ui.context import WindowContext
from neuvola_desk.ui.parts.areas import scroll_area
from neuvola_desk.ui.parts.buttons import Button
from neuvola_desk.ui.parts.labels import Label
from neuvola_desk.usecases.consent import FINNISH, ConsentWords, Proposal, words

_YES, _NO = "consent_yes", "consent_no"


class ConsentView(QDialog):
    """As large as the window; ``agreed`` is sent for "Kyllä, lähetä" alone, everything else is a no."""

    agreed = Signal()

    def __init__(self, context: WindowContext, proposal: Proposal, window: QWidget) -> None:
        super().__init__(window, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        load_arabic()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("consent")
        self.setGeometry(window.geometry())
        self.setWindowTitle(_("Suostumus"))
        self._context = context
        told, finnish = words(proposal.language), words(FINNISH)
        self.text = Label(_unbroken(told, proposal), "consent")
        self.finnish = Label(_unbroken(finnish, proposal), "lead-text")
        self.finnish.setVisible(told.language != FINNISH)
        self.yes_button, self.no_button = Button(context.theme), Button(context.theme)
        for button, key in ((self.yes_button, _YES), (self.no_button, _NO)):
            button.setProperty("kind", "answer")
            button.setDefault(False)
            button.set_words(_both(told, finnish, key), f"{told.word(key)}. {finnish.word(key)}")
        self.yes_button.clicked.connect(self._agree)
        self.no_button.clicked.connect(self.reject)
        self.print_button = Button(context.theme, "quiet", "print")
        self.print_button.set_words(_("Tulosta tämä teksti"))
        self.note = Label("", "muted")
        self.practice = QLabel(_("HARJOITUS"))
        self.practice.setProperty("role", "badge")
        if not context.door.is_practice:
            self.practice.hide()
        self._lay_out(is_rtl=told.is_rtl)
        self._bind()

    def _lay_out(self, *, is_rtl: bool) -> None:
        texts = QWidget()
        row = QHBoxLayout(texts)
        row.setContentsMargins(48, 32, 48, 16)
        row.setSpacing(48)
        row.addWidget(self.text, 2, Qt.AlignmentFlag.AlignTop)
        if not self.finnish.isHidden():
            row.addWidget(self.finnish, 1, Qt.AlignmentFlag.AlignTop)
        self.area = scroll_area(texts)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setAccessibleName(f"{self.text.text()}\n{self.finnish.text()}")
        self._answers = QWidget()
        buttons = QHBoxLayout(self._answers)
        buttons.setContentsMargins(48, 8, 48, 8)
        buttons.setSpacing(24)
        for button in (self.yes_button, self.no_button):
            buttons.addWidget(button, 1)
        if is_rtl:
            for part in (texts, self.text, self._answers):
                part.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
            self.finnish.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        foot = QHBoxLayout()
        foot.setContentsMargins(48, 0, 48, 16)
        foot.setSpacing(16)
        foot.addWidget(self.practice)
        foot.addWidget(self.print_button)
        foot.addWidget(self.note, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.area, 1)
        column.addWidget(self._answers)
        column.addLayout(foot)
        for before, after in (
            (self.area, self.yes_button),
            (self.yes_button, self.no_button),
            (self.no_button, self.print_button),
        ):
            QWidget.setTabOrder(before, after)
        self.area.setFocus(Qt.FocusReason.OtherFocusReason)  # Enter answers nothing by accident

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter gives the answer that the keyboard is on, and none where it is on neither."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
            return
        focus = self.focusWidget()
        if isinstance(focus, Button):
            focus.click()

    def _bind(self) -> None:
        """The keys that hold everywhere hold here too, and are a no first."""
        signals = self._context.signals
        for keys, signal in (("F12", signals.crisis_wanted), ("Ctrl+N", signals.next_visitor_requested)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.activated.connect(self.reject)
            shortcut.activated.connect(signal)

    def _agree(self) -> None:
        self.agreed.emit()
        self.accept()


def _unbroken(told: ConsentWords, proposal: Proposal) -> str:
    """The text, its code kept on one line: cut in two it would be read in the wrong order."""
    code = codes.grouped(proposal.code)
    return told.consent(proposal).replace(code, code.replace("-", "\u2011"))


def _both(told: ConsentWords, finnish: ConsentWords, key: str) -> str:
    """An answer in the visitor's language, and under it in Finnish."""
    if told.language == FINNISH:
        return told.word(key)
    return f"{told.word(key)}\n{finnish.word(key)}"
