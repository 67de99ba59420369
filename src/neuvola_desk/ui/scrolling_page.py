"""A page of words that the keyboard scrolls."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

from neuvola_desk.ui.context import WindowContext
from neuvola_desk.ui.palette import LARGEST_BESIDE, PAGE, SMALL
from neuvola_desk.ui.parts.areas import Measured, scroll_area
from neuvola_desk.ui.parts.flow import clear_layout
from neuvola_desk.ui.screen import Screen


class ScrollingPage(Screen):
    """A screen whose words are made anew whenever the language changes; ``fill`` makes them."""

    def __init__(self, context: WindowContext, direction: QBoxLayout.Direction, spacing: int) -> None:
        super().__init__(context)
        inside = QWidget()
        self._direction = direction
        self.inside = QBoxLayout(direction, inside)
        self.inside.setContentsMargins(PAGE, SMALL, PAGE, PAGE)
        self.inside.setSpacing(spacing)
        self._area = scroll_area(Measured(context.theme, inside, 2))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._area)
        context.theme.changed.connect(self._fit)
        self._fit()

    def fill(self) -> None:
        """Puts the words into ``inside``, which is empty."""
        raise NotImplementedError

    def _fit(self) -> None:
        """Columns too narrow for a Finnish word stand one below another."""
        is_large = self.context.theme.look.scale > LARGEST_BESIDE
        self.inside.setDirection(QBoxLayout.Direction.TopToBottom if is_large else self._direction)

    def arrive(self) -> None:
        """The keyboard scrolls at once."""
        self._area.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        """Makes the words anew."""
        self._area.setAccessibleName(self.title())
        clear_layout(self.inside)
        self.fill()
