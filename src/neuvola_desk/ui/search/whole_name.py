"""A button with the name of a need that is cut only where there truly is no room for it."""

from typing import Final

from PySide6.QtGui import QResizeEvent

from neuvola_desk.ui.visit.name_button import NameButton

_ROUNDING: Final = 2
"""Pixels that the hint of a name that is cut may be off; the padding has them."""


class WholeNameButton(NameButton):
    """Shows the whole name at its own width, where rounding a fraction of a pixel would cost its end."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Takes back a cut that was not needed."""
        super().resizeEvent(event)
        if self.width() + _ROUNDING >= self.sizeHint().width() and self.text() != self._whole:
            self.setText(self._whole)
