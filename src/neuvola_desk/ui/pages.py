"""The pages of the window in the order of the menu; the modules of each are loaded with it."""

from collections.abc import Callable
from functools import partial

from neuvola_desk.ui.context import WindowContext
from neuvola_desk.ui.offers import Offer, page_title
from neuvola_desk.ui.screen import Screen
from neuvola_desk.ui.sync.exchanger import Exchanger


def pages(context: WindowContext, exchanger: Exchanger) -> tuple[Offer, ...]:
    """Every page, with the key that opens it."""

    def offer(
        key: str,
        icon: str,
        make: Callable[[WindowContext], Screen],
        shortcut: str = "",
        *,
        in_menu: bool = True,
    ) -> Offer:
        return Offer(key, icon, partial(page_title, key), partial(make, context), shortcut, in_menu)

    return (
        offer("crisis", "crisis", _crisis, "F12", in_menu=False),
        offer("leaflet", "leaflet", _leaflet, "F5"),
        offer("today", "calendar", _today, "F6"),
        offer("paper", "list", _paper),
        offer("sync", "sync", lambda given: _sync(given, exchanger), "F7"),
        offer("import", "import", _import),
        offer("settings", "settings", _settings),
        offer("help", "help", _help, "F1"),
    )


def _crisis(context: WindowContext) -> Screen:
    from neuvola_desk.ui.crisis.screen import CrisisScreen

    return CrisisScreen(context)


def _leaflet(context: WindowContext) -> Screen:
    from neuvola_desk.ui.leaflet.qt_printing import print_service
    from neuvola_desk.ui.leaflet.screen import LeafletScreen

    return LeafletScreen(context, print_service())


def _today(context: WindowContext) -> Screen:
    from neuvola_desk.ui.today.screen import TodayScreen

    return TodayScreen(context)


def _paper(context: WindowContext) -> Screen:
    from neuvola_desk.ui.paper.screen import PaperScreen

    return PaperScreen(context)


def _sync(context: WindowContext, exchanger: Exchanger) -> Screen:
    from neuvola_desk.ui.sync.screen import SyncScreen

    return SyncScreen(context, exchanger)


def _import(context: WindowContext) -> Screen:
    from neuvola_desk.ui.importing.screen import ImportScreen

    return ImportScreen(context)


def _settings(context: WindowContext) -> Screen:
    from neuvola_desk.ui.settings.screen import SettingsScreen

    return SettingsScreen(context)


def _help(context: WindowContext) -> Screen:
    from neuvola_desk.ui.help.screen import HelpScreen

    return HelpScreen(context)
