"""The list of the window's screens, in the order of their tabs and menu lines."""

from neuvola_desk.ui.context import WindowContext
from neuvola_desk.ui.main_window import MainWindow


def add_screens(window: MainWindow, context: WindowContext) -> None:
    """Makes every screen and gives it its key."""
