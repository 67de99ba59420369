"""The guided tour: in the window itself, in practice, on the example services, at the person's own pace.

It stands in nobody's way: it takes no key but Esc, no click but its own, and steps aside for the crisis lines
and for whatever covers the window.
"""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from neuvola_desk.ui.context import WindowContext
from neuvola_desk.ui.main_window import MainWindow
from neuvola_desk.ui.practice.keeper import PracticeKeeper
from neuvola_desk.ui.search.searched import Searched
from neuvola_desk.ui.tour.bubble import Bubble, Ring
from neuvola_desk.ui.tour.steps import LEAP, STEPS, Deed, Part, step_words

_PAUSE_MS: Final = 900
"""So long nothing is typed when the words are whole."""
_SEEN: Final = {"screen-leaflet": Deed.LEAFLET_SEEN, "screen-visit": Deed.FORM_SEEN}
_CRISIS: Final = "screen-crisis"
_MOVES: Final = frozenset(
    {QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.LayoutRequest}
)


class Tour(QObject):
    """``ended`` tells that it is over, whichever way."""

    ended = Signal()

    def __init__(self, context: WindowContext, window: MainWindow, practice: PracticeKeeper) -> None:
        super().__init__(window)
        self._context = context
        self._window = window
        self._practice = practice
        self._number = -1
        self._was_practice = False
        self._is_wanted = False
        self.ring = Ring(context.theme, window)
        self.bubble = Bubble(context.theme, window)
        self.bubble.went_on.connect(self._go_on)
        self.bubble.left.connect(self.stop)
        self._typed = self._timer(_PAUSE_MS, self._has_typed)
        self._moved = self._timer(0, self._place)
        signals = context.signals
        practice.refused.connect(self._give_up)
        signals.practice_changed.connect(self._practice_changed)
        signals.searched.connect(self._hear_search)
        signals.service_opened.connect(self._hear_card)
        signals.tray_changed.connect(self._hear_tray)
        signals.visit_logged.connect(self._hear_visit)
        signals.next_visitor.connect(self._hear_next)
        signals.language_changed.connect(self._show)
        signals.look_changed.connect(self._moved.start)

    @property
    def is_on(self) -> bool:
        """Whether it is being shown."""
        return self._number >= 0

    @property
    def deed(self) -> Deed | None:
        """What the step that is shown waits for."""
        return STEPS[self._number].deed if self.is_on else None

    def start(self) -> None:
        """From the beginning, as soon as practice has begun."""
        self._was_practice = self._context.door.is_practice
        if self._was_practice:
            self._begin()
        else:
            self._is_wanted = True
            self._practice.begin(demo=True)

    def stop(self) -> None:
        """Over; practice too, unless somebody practised before."""
        if not self.is_on:
            return
        self._number = -1
        self._typed.stop()
        self._moved.stop()
        QApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]  # there is one
        self.ring.hide()
        self.bubble.hide()
        if not self._was_practice:
            self._practice.end()
        self.ended.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc ends the tour, before anything else hears it; what is shown and moved is followed."""
        kind = event.type()
        if kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
            return self._hear_key(event)
        if kind in _MOVES and watched not in (self.bubble, self.ring):
            self._moved.start()
            deed = _SEEN.get(watched.objectName()) if kind == QEvent.Type.Show else None
            if deed is not None:
                self._hear(deed)
        return False

    def _hear_key(self, event: QEvent) -> bool:
        if (
            not isinstance(event, QKeyEvent)
            or event.key() != Qt.Key.Key_Escape
            or not self.bubble.isVisible()
        ):
            return False
        if QApplication.activePopupWidget() or QApplication.activeModalWidget():
            return False
        event.accept()
        if event.type() == QEvent.Type.KeyPress:
            self.stop()
        return True

    def _give_up(self) -> None:
        self._is_wanted = False

    def _practice_changed(self) -> None:
        if not self._context.door.is_practice:
            self.stop()
        elif self._is_wanted:
            self._is_wanted = False
            self._begin()

    def _begin(self) -> None:
        if not self.is_on:
            QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]  # there is one
        self._window.show_desk()
        self._turn_to(0)

    def _turn_to(self, number: int) -> None:
        if number >= len(STEPS):
            self.stop()
            return
        self._number = number
        self._show()

    def _go_on(self) -> None:
        self._turn_to(self._number + 1)

    def _hear(self, deed: Deed) -> None:
        """Goes on when the person has done what was asked, or already what comes next."""
        near = STEPS[self._number : self._number + 1 + LEAP] if self.is_on else ()
        for ahead, step in enumerate(near):
            if step.deed is deed:
                self._turn_to(self._number + ahead + 1)
                return

    def _hear_search(self, searched: Searched) -> None:
        if self.is_on and searched.begun:
            self._typed.start()

    def _has_typed(self) -> None:
        if self._window.search.pane.is_listing:
            self._hear(Deed.SEARCHED)

    def _hear_card(self, _service_id: str) -> None:
        self._hear(Deed.OPENED)

    def _hear_tray(self) -> None:
        if self._context.tray:
            self._hear(Deed.PICKED)

    def _hear_visit(self) -> None:
        if self.deed is Deed.LOGGED:
            self._hear(Deed.LOGGED)

    def _hear_next(self) -> None:
        """The visitor of the tour has gone: that is what was asked, or the tour begins again with another."""
        if self.deed is Deed.SEEN_OFF:
            self._hear(Deed.SEEN_OFF)
        elif self.is_on and self.deed is not Deed.READ:
            self._turn_to(0)

    def _show(self) -> None:
        if self.is_on:
            title, text = step_words(STEPS[self._number])
            is_last = self._number == len(STEPS) - 1
            self.bubble.say(self._number + 1, len(STEPS), title, text, is_last=is_last)
            self._place()

    def _place(self) -> None:
        if not self.is_on:
            return
        target = self._target()
        if self._is_in_the_way():
            self.ring.hide()
            self.bubble.hide()
            return
        room = self._window.rect()
        if target is None or not target.isVisible():
            self.ring.hide()
            self.bubble.point_at(None, room)
            return
        area = QRect(target.mapTo(self._window, QPoint(0, 0)), target.size())
        self.ring.surround(area.adjusted(-4, -4, 4, 4) & room)
        self.bubble.point_at(area, room)

    def _is_in_the_way(self) -> bool:
        window = self._window
        crisis = window.findChild(QWidget, _CRISIS)
        is_crisis = crisis is not None and isValid(crisis) and crisis.isVisible()
        return is_crisis or window.curtain.isVisible() or window.guard.cover.isVisible()

    def _target(self) -> QWidget | None:
        window = self._window
        return {
            Part.FIELD: window.field,
            Part.RESULTS: window.search.pane.view,
            Part.SIDE: window.side,
            Part.NEXT: window.top.next_button,
            Part.CRISIS: window.top.crisis_button,
        }.get(STEPS[self._number].part)

    def _timer(self, milliseconds: int, then: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(then)
        return timer
