"""Joins the window with who is at the desk: what is covered, asked and left when that changes."""

from functools import partial

from PySide6.QtCore import QObject

from neuvola_core.roles import Act
from neuvola_desk.i18n import _
from neuvola_desk.ui.context import WindowContext
from neuvola_desk.ui.curtain.curtain import Curtain
from neuvola_desk.ui.shift.button import ShiftButton
from neuvola_desk.ui.shift.cover import PinCover
from neuvola_desk.ui.shift.keeper import Wish


class ShiftGuard(QObject):
    """The window asks it before it shows anything; ``Desk.rights`` is what decides."""

    def __init__(self, context: WindowContext, curtain: Curtain, cover: PinCover) -> None:
        super().__init__(cover)
        self._signals = context.signals
        self._shift = context.shift
        self._curtain = curtain
        self.cover = cover
        self.button = ShiftButton(context.theme)
        self._is_peeking = False
        self.button.clicked.connect(self.change_shift)
        curtain.idled.connect(self._lock_idle)
        cover.opened.connect(curtain.lift)
        cover.left.connect(curtain.start_over)
        self._shift.changed.connect(self._show_state)
        self._shift.wanted.connect(self._ask)
        self._signals.language_changed.connect(self.button.retranslate)
        self._signals.next_visitor.connect(self._stop_peeking)

    def change_shift(self) -> None:
        """One key: the visitor of whoever leaves is cleared, the desk locked, and the next one asked for."""
        if not self._shift.state.has_pins:
            told = _("PIN-koodeja ei ole: kaikki voivat kaiken. Koordinaattori asettaa ne asetuksissa.")
            self._signals.said.emit(told)
        elif self.cover.is_idle:
            self.cover.entry.take_focus()
        elif self._is_peeking:
            self.resume()
        else:
            if not self._shift.state.is_locked:
                self._signals.next_visitor_requested.emit()
                self._shift.lock()
            self._curtain.lift()
            self.cover.change()

    def admits(self, key: str, act: Act) -> bool:
        """Whether a screen may come to the front now; where not, a PIN is asked for."""
        if key == "crisis":
            self._is_peeking = self._is_peeking or self.cover.is_idle
            self.cover.step_aside()
            return True
        if self.cover.is_idle:
            self.cover.entry.take_focus()
            return False
        if self.resume():
            return False
        if self._shift.may(act):
            self.cover.step_aside()
            return True
        self._shift.want(act, partial(self._signals.screen_wanted.emit, key))
        return False

    def allows(self, act: Act) -> bool:
        """Whether whoever is at the desk may do it."""
        return self._shift.may(act)

    def resume(self) -> bool:
        """Back from the crisis lines to a lock that stood over what somebody left."""
        if self._is_peeking:
            self._lock_idle()
        return self.cover.is_idle

    def step_back(self) -> bool:
        """Esc: a cover goes first; whether there was one."""
        if not self.cover.isVisible():
            return False
        self.cover.leave()
        return True

    def _lock_idle(self) -> None:
        self._is_peeking = False
        if self._shift.state.has_pins:
            self._shift.lock()
            self._curtain.draw()
            self.cover.cover_idle()

    def _ask(self, wish: Wish) -> None:
        if self.cover.is_idle:
            self.cover.entry.take_focus()
        else:
            self._curtain.lift()
            self.cover.ask(wish)

    def _show_state(self) -> None:
        self.button.show_state(self._shift.state)

    def _stop_peeking(self) -> None:
        self._is_peeking = False
