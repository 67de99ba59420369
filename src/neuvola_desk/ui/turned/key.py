"""The key that turns the screen, for the window and for the view alike."""

from typing import Final

TURN_KEY: Final = "Ctrl+K"
