"""The screens that the first paint shows; the others are loaded when the window stands (see ``screens``)."""

from neuvola_desk.ui.card.screen import CardScreen
from neuvola_desk.ui.context import WindowContext
from neuvola_desk.ui.main_window import MainWindow
from neuvola_desk.ui.tray.screen import TrayScreen


def add_first_screens(window: MainWindow, context: WindowContext) -> None:
    """Puts the card and the tray into the side panel."""
    window.add_screen(CardScreen(context), "F2")
    window.add_screen(TrayScreen(context), "F3")
