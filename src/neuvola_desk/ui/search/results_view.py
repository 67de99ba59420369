"""The result list: arrows move, Enter opens the card, Space picks.

A new answer moves nothing that the person has laid hands on: see ``show_found``.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from neuvola_desk.ui.parts.told_list import ToldList
from neuvola_desk.ui.search.delegate import ResultDelegate
from neuvola_desk.ui.search.model import Index, ResultModel
from neuvola_desk.ui.search.rows import Found
from neuvola_desk.ui.theme import Theme

_NOTHING: Final = ""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a service stands in the viewport, in pixels."""

    service: str
    top: int


class ResultView(ToldList):
    """Tells which service is to be opened or picked; knows nothing of what becomes of it."""

    opened = Signal(str)
    picked = Signal(object)
    left_upwards = Signal()
    moved = Signal()
    """Another row is the one that the keys act on."""
    went = Signal()
    """The person went to another row."""
    typed = Signal(str)

    def __init__(self, model: ResultModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._results = model
        self._delegate = ResultDelegate(theme, self._pick, self)
        self._chosen = _NOTHING
        """The current service, if the person made it so; the first row is current by itself."""
        self._pressed = _NOTHING
        """The service under a mouse button that is down."""
        self._is_changing = False
        self.setObjectName("results")
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.clicked.connect(self._click)
        self.toggled.connect(self._toggle)
        model.changed.connect(self._fit_rows)
        model.tray_shown.connect(self._tell_picked)
        theme.changed.connect(self._relayout)

    def show_found(self, found: Found) -> None:
        """Makes the rows those of a new answer.

        A list that nobody has scrolled, and in which nobody has moved, begins from its best row. Otherwise
        the pressed row, else the current one, else the first one in sight that stays keeps its place in
        pixels, and the current row stays on its service.
        """
        kept = self._kept_places()
        chosen = self._chosen or (self._results.id_at(self.currentIndex()) if self.hasFocus() else _NOTHING)
        with self._hands_off():
            self._results.show(found)
            self.scheduleDelayedItemsLayout()  # whether rows have a reason changes their height
            self.executeDelayedItemsLayout()
            anchor = next((at for at in kept if self._results.index_of(at.service).isValid()), None)
            stays = self._results.index_of(chosen)
            if stays.isValid():
                self.setCurrentIndex(stays)
            else:
                self._chosen = _NOTHING
                self.select_first() if anchor is None else self._select_near(anchor)
        if anchor is not None:
            self._put(anchor)
        elif stays.isValid():
            self.scrollTo(stays)
        else:
            self.scrollToTop()

    def clear_visitor(self) -> None:
        """Leaves no row, and nobody's place, of the visitor that was here."""
        self._chosen = self._pressed = _NOTHING
        with self._hands_off():
            self._results.clear()

    def select_first(self) -> None:
        """Makes the first service the current one, without taking the focus."""
        for number in range(self._results.rowCount()):
            index = self._results.index(number)
            if self._results.row_at(index) is not None:
                self._make_current(index)
                return

    def pick_current(self) -> None:
        """Picks the current service, or takes it out of the tray."""
        self._pick(self.currentIndex())

    def open_current(self) -> None:
        """Opens the card of the current service."""
        self._open(self.currentIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """See the class; letters go back to the search field."""
        key, control = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if key == Qt.Key.Key_Space:
            self.pick_current()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open_current()
        elif key == Qt.Key.Key_Up and self._is_on_first():
            self.left_upwards.emit()
        elif event.text().isprintable() and event.text() and not control:
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """What is pressed stays under the finger until it is let go."""
        self._pressed = self._results.id_at(self.indexAt(event.position().toPoint()))
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Acts on the row that was pressed, or on nothing."""
        super().mouseReleaseEvent(event)
        self._pressed = _NOTHING
        self._delegate.forget_press()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A heading is wrapped anew."""
        super().resizeEvent(event)
        if not self.uniformItemSizes():
            self.scheduleDelayedItemsLayout()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """A list that is entered by keyboard always has a current row."""
        super().focusInEvent(event)
        if not self.currentIndex().isValid():
            self.select_first()

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Remembers a row that the person went to."""
        super().currentChanged(current, previous)
        if not self._is_changing:
            self._chosen = self._results.id_at(current)
            self.went.emit()
        self.moved.emit()

    def _kept_places(self) -> tuple[_Place, ...]:
        """What may keep its place, the most important first; nothing where nobody has laid hands on."""
        in_hand = [self._pressed, self._chosen]
        if self.hasFocus():
            in_hand.append(self._results.id_at(self.currentIndex()))
        seen = {place.service: place for place in self._places()}
        held = [seen[service] for service in in_hand if service in seen]
        is_scrolled = self.verticalScrollBar().value() > 0
        return tuple(dict.fromkeys((*held, *seen.values()))) if held or is_scrolled else ()

    def _places(self) -> list[_Place]:
        """The services in sight, from the top; those that are whole before one that is cut at the top."""
        found: list[_Place] = []
        index = self.indexAt(QPoint(self.viewport().width() // 2, 0))
        while index.isValid():
            place = self.visualRect(index)
            if place.top() >= self.viewport().height():
                break
            if service := self._results.id_at(index):
                found.append(_Place(service, place.top()))
            index = self._results.index(index.row() + 1)
        return sorted(found, key=lambda place: place.top < 0)

    def _put(self, anchor: _Place) -> None:
        now = self.visualRect(self._results.index_of(anchor.service)).top()
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + now - anchor.top)

    def _select_near(self, anchor: _Place) -> None:
        """The current service has gone: the keys act on one that is in sight."""
        self._make_current(self._results.index_of(anchor.service))

    def _make_current(self, index: QModelIndex) -> None:
        with self._hands_off():
            self.setCurrentIndex(index)

    @contextmanager
    def _hands_off(self) -> Iterator[None]:
        """The current row moves without its being anybody's choice, and nothing scrolls to it."""
        was_changing, self._is_changing = self._is_changing, True
        self.setAutoScroll(False)
        yield
        self._is_changing = was_changing
        self.setAutoScroll(not was_changing)

    def _is_on_first(self) -> bool:
        current = self.currentIndex()
        above = (self._results.index(n) for n in range(current.row()))
        return not any(self._results.row_at(index) for index in above)

    def _click(self, index: QModelIndex) -> None:
        if not self._delegate.took_click:
            self._open(index)

    def _open(self, index: QModelIndex) -> None:
        row = self._results.row_at(index)
        if row is not None and row.hit is not None:
            self.opened.emit(row.hit.id)

    def _pick(self, index: Index) -> None:
        row = self._results.row_at(index)
        if row is not None and row.hit is not None:
            self.picked.emit(row.hit)

    def _toggle(self, index: Index) -> None:
        if not self._is_changing:  # a selected row that goes is no wish
            self._pick(index)
            self._tell_picked()  # a full tray has refused it

    def _tell_picked(self) -> None:
        self.tell_chosen(self._results.picked())

    def _fit_rows(self) -> None:
        """A heading is lower than the rows of services; without one no row need be asked for its height."""
        self.setUniformItemSizes(not self._results.has_heading)

    def _relayout(self) -> None:
        self.setSpacing(0)
        self.scheduleDelayedItemsLayout()
        self.viewport().update()
