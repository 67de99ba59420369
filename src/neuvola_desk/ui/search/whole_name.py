"""A button with the name of a need that is cut only where there truly is no room for it."""

from typing import Final

from neuvola_desk.ui.visit.name_button import NameButton

_ROUNDING: Final = 2
"""Pixels that the hint of a name that is cut may be off; the padding has them."""


class WholeNameButton(NameButton):
    """Shows the whole name at its own width, where rounding a fraction of a pixel would cost its end."""

    def _elide(self) -> None:
        super()._elide()
        if self.text() != self._whole and self.width() + _ROUNDING >= self.sizeHint().width():
            self.setText(self._whole)
