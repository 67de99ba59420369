"""The line over the status bar: what was done and can be taken back, and the one next step with its key."""

from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from neuvola_desk.i18n import _
from neuvola_desk.ui.context import WindowContext
from neuvola_desk.ui.flow.guide import FlowGuide, step_hint, step_words
from neuvola_desk.ui.flow.notice import UndoNotice
from neuvola_desk.ui.flow.step import KEY, Step
from neuvola_desk.ui.parts.buttons import Button
from neuvola_desk.ui.parts.labels import Label
from neuvola_desk.ui.search.whole_name import WholeNameButton

_WIDEST_STEP: Final = 44
"""In steps of the grid; a longer name of a service ends in … ."""
_LEAST_HINT: Final = 30
_CRAMPED_STEP: Final = 22
_LEAST_NOTICE: Final = 50
_ALL: Final = 100
"""The share of what is told, beside which empty room gets next to nothing."""
_QUIET: Final = (Step.ASK, Step.GO_BACK)


class FlowBar(QWidget):
    """Always as high, whatever it says: nothing above it moves when there is something to undo."""

    def __init__(self, context: WindowContext, guide: FlowGuide, notice: UndoNotice) -> None:
        super().__init__()
        self._context = context
        self._guide = guide
        self.notice = notice
        self.setObjectName("flow-bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.hint = Label("", "small")
        self.key = Label("", "small", wrap=False)
        self.leaflet_button = Button(context.theme, "plain", "leaflet")
        self.leaflet_button.clicked.connect(context.signals.leaflet_wanted)
        self.next_button = WholeNameButton(context.theme, "primary")
        self.next_button.clicked.connect(guide.do_next)
        self._lay_out()
        self._keys = [QShortcut(QKeySequence(keys), self) for keys in ("Ctrl+Return", "Ctrl+Enter")]
        for key in self._keys:
            key.setContext(Qt.ShortcutContext.WindowShortcut)
            key.setAutoRepeat(False)  # a key that is held down prints once
            key.activated.connect(guide.do_next)
        guide.changed.connect(self.retranslate)
        notice.turned.connect(self.fit)
        context.theme.changed.connect(self._fit_height)
        self.retranslate()
        self._fit_height()

    def _lay_out(self) -> None:
        self.hint.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 4, 24, 4)
        row.setSpacing(12)
        row.addWidget(self.notice, _ALL)
        row.addWidget(self.hint, _ALL)
        row.addStretch(1)
        row.addWidget(self.leaflet_button)
        row.addWidget(self.key)
        row.addWidget(self.next_button)

    def retranslate(self) -> None:
        """Says what comes next."""
        step = self._guide.step
        words, key = step_words(step, self._guide.candidate_name), _key_words(step.key)
        self.hint.setText(step_hint(step))
        self.key.setText(key)
        told = _("Seuraavaksi: {step} ({key})").format(step=words, key=key)
        self.next_button.set_words(words.replace("&", "&&"), told, told)
        self.next_button.setEnabled(not self._guide.hand.is_busy)
        self._set_tone("plain" if step in _QUIET else "primary")
        self.leaflet_button.set_words(_("Katso esite"), tip=_("F5"))
        for shortcut in self._keys:
            shortcut.setEnabled(step.key == KEY and not self._guide.hand.is_busy)
        self.fit()

    def fit(self) -> None:
        """What there is no room for gives way: the hint, and before what was done the leaflet's button."""
        look, tells = self._context.theme.look, self.notice.has_something
        self.leaflet_button.setVisible(self._guide.offers_leaflet)
        self.key.show()
        self.next_button.setMaximumWidth(look.px(_WIDEST_STEP))
        if tells and self._room() < look.px(_LEAST_NOTICE):
            self.leaflet_button.hide()
            self.key.hide()
            self.next_button.setMaximumWidth(look.px(_CRAMPED_STEP))
        self.hint.setVisible(not tells and self._has_room_for_hint())

    def _has_room_for_hint(self) -> bool:
        """Where its words would be cut, none of them is shown."""
        room = self._room()
        is_whole = self.hint.heightForWidth(room) <= self.height()
        return room >= self._context.theme.look.px(_LEAST_HINT) and is_whole

    def _room(self) -> int:
        """What the buttons leave."""
        buttons = [one for one in (self.leaflet_button, self.key, self.next_button) if not one.isHidden()]
        widths = (min(one.sizeHint().width(), one.maximumWidth()) for one in buttons)
        return self.width() - sum(widths) - 12 * len(buttons) - 48

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Uses the room there is."""
        super().resizeEvent(event)
        self.fit()

    def showEvent(self, event: QShowEvent) -> None:
        """Only now the buttons have the sizes of the window's style."""
        super().showEvent(event)
        self._fit_height()

    def _fit_height(self) -> None:
        self.fit()
        tallest = max(self.next_button.sizeHint().height(), self.notice.least_height)
        self.setFixedHeight(tallest + 8)

    def _set_tone(self, tone: str) -> None:
        button = self.next_button
        if button.property("tone") != tone:
            button.setProperty("tone", tone)
            button.style().unpolish(button)
            button.style().polish(button)

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(0, self.height())


def _key_words(key: str) -> str:
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText).replace("Return", "Enter")
