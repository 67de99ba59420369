"""What the window is furnished with once it has been drawn: search, side panel, and every other screen."""

from functools import partial

from neuvola_desk.ui.card.screen import CardScreen
from neuvola_desk.ui.context import WindowContext
from neuvola_desk.ui.crisis.screen import CrisisScreen
from neuvola_desk.ui.curtain.curtain import Curtain
from neuvola_desk.ui.help.screen import HelpScreen
from neuvola_desk.ui.importing.screen import ImportScreen
from neuvola_desk.ui.leaflet.qt_printing import print_service
from neuvola_desk.ui.leaflet.screen import LeafletScreen
from neuvola_desk.ui.main_menu import MainMenu
from neuvola_desk.ui.main_window import Furniture, MainWindow
from neuvola_desk.ui.paper.screen import PaperScreen
from neuvola_desk.ui.search.screen import SearchScreen
from neuvola_desk.ui.settings.screen import SettingsScreen
from neuvola_desk.ui.side_panel import SidePanel
from neuvola_desk.ui.status.bar import StatusBar
from neuvola_desk.ui.today.screen import TodayScreen
from neuvola_desk.ui.tray.screen import TrayScreen
from neuvola_desk.ui.visit.encounter import Encounter
from neuvola_desk.ui.visit.registrar import VisitRegistrar
from neuvola_desk.ui.visit.screen import VisitScreen
from neuvola_desk.ui.visit.undo_bar import UndoBar


def furnish(window: MainWindow, context: WindowContext) -> None:
    """Makes everything below the top bar, and gives each screen its key; tabs and menu have this order."""
    window.furnish(
        Furniture(
            search=SearchScreen(context, window.field),
            side=SidePanel(context.theme),
            status=StatusBar(context),
            menu=MainMenu(context, window.top.menu),
            curtain=Curtain(context, window),
        )
    )
    window.add_screen(CardScreen(context), "F2")
    window.add_screen(TrayScreen(context), "F3")
    _add_visit(window, context)
    window.add_screen(CrisisScreen(context), "F12", in_menu=False)
    window.add_screen(LeafletScreen(context, print_service()), "F5")
    window.bind("Ctrl+P", partial(window.show_screen, LeafletScreen.key))
    window.add_screen(TodayScreen(context), "F6")
    window.add_screen(PaperScreen(context))
    window.add_screen(ImportScreen(context))
    window.add_screen(SettingsScreen(context))
    window.add_screen(HelpScreen(context), "F1")


def _add_visit(window: MainWindow, context: WindowContext) -> None:
    encounter = Encounter(context, window)
    registrar = VisitRegistrar(context, encounter, window)
    visit = VisitScreen(context, encounter, registrar)
    window.add_screen(visit, "F4")
    bar = UndoBar(context, registrar)
    bar.watch(window.field)
    window.add_bar(bar)
    window.bind("F8", visit.quick)
    window.bind("Ctrl+Z", bar.undo)
