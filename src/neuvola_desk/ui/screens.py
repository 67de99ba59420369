"""The list of the window's screens, in the order of their tabs and menu lines."""

from neuvola_desk.ui.card.screen import CardScreen
from neuvola_desk.ui.context import WindowContext
from neuvola_desk.ui.crisis.screen import CrisisScreen
from neuvola_desk.ui.help.screen import HelpScreen
from neuvola_desk.ui.main_window import MainWindow
from neuvola_desk.ui.tray.screen import TrayScreen


def add_screens(window: MainWindow, context: WindowContext) -> None:
    """Makes every screen and gives it its key."""
    window.add_screen(CardScreen(context), "F2")
    window.add_screen(TrayScreen(context), "F3")
    window.add_screen(CrisisScreen(context), "F12", in_menu=False)
    window.add_screen(HelpScreen(context), "F1")
