"""The pages of the window in the order of the menu; the modules of each are loaded with it."""

from collections.abc import Callable
from functools import partial

from neuvola_core.roles import Act
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
        act: Act = Act.SEARCH,
    ) -> Offer:
        return Offer(key, icon, partial(page_title, key), partial(make, context), shortcut, in_menu, act)

    return (
        offer("crisis", "crisis", _crisis, "F12", in_menu=False),
        offer("leaflet", "leaflet", _leaflet, "F5", act=Act.MAKE_LEAFLET),
        offer("contact", "phone", _contact, "F11", act=Act.CREATE_REQUEST),
        offer("requests", "undo", _requests, act=Act.CANCEL_REQUEST),
        offer("experience", "check", _experience, act=Act.RECORD_EXPERIENCE),
        offer("today", "calendar", _today, "F6", act=Act.TODAY_TOTAL),
        offer("paper", "list", _paper, act=Act.LOG_VISIT),
        offer("sync", "sync", lambda given: _sync(given, exchanger), "F7", act=Act.SEE_REFUSED),
        offer("import", "import", _import),
        offer("practice", "person", _practice, act=Act.LOG_VISIT),
        offer("profiles", "people", _profiles),
        offer("settings", "settings", _settings),
        offer("recovery", "key", _recovery),
        offer("introduction", "clock", _introduction, in_menu=False),
        offer("help", "help", _help, "F1"),
        offer("about", "info", _about),
    )


def _crisis(context: WindowContext) -> Screen:
    from neuvola_desk.ui.crisis.screen import CrisisScreen

    return CrisisScreen(context)


def _leaflet(context: WindowContext) -> Screen:
    from neuvola_desk.ui.leaflet.qt_printing import print_service
    from neuvola_desk.ui.leaflet.screen import LeafletScreen

    return LeafletScreen(context, print_service())


def _contact(context: WindowContext) -> Screen:
    from neuvola_desk.ui.contact.screen import ContactScreen
    from neuvola_desk.ui.leaflet.qt_printing import print_service

    return ContactScreen(context, print_service())


def _requests(context: WindowContext) -> Screen:
    from neuvola_desk.ui.contact.requests_screen import RequestsScreen

    return RequestsScreen(context)


def _experience(context: WindowContext) -> Screen:
    from neuvola_desk.ui.experience.screen import ExperienceScreen

    return ExperienceScreen(context)


def _today(context: WindowContext) -> Screen:
    from neuvola_desk.ui.today.screen import TodayScreen

    return TodayScreen(context)


def _paper(context: WindowContext) -> Screen:
    from neuvola_desk.ui.leaflet.qt_printing import print_service
    from neuvola_desk.ui.paper.screen import PaperScreen

    return PaperScreen(context, print_service())


def _sync(context: WindowContext, exchanger: Exchanger) -> Screen:
    from neuvola_desk.ui.sync.screen import SyncScreen

    return SyncScreen(context, exchanger)


def _import(context: WindowContext) -> Screen:
    from neuvola_desk.ui.importing.screen import ImportScreen

    return ImportScreen(context)


def _practice(context: WindowContext) -> Screen:
    from neuvola_desk.ui.practice.screen import PracticeScreen

    return PracticeScreen(context)


def _profiles(context: WindowContext) -> Screen:
    from neuvola_desk.ui.profiles.screen import ProfilesScreen

    return ProfilesScreen(context)


def _settings(context: WindowContext) -> Screen:
    from neuvola_desk.ui.settings.screen import SettingsScreen

    return SettingsScreen(context)


def _recovery(context: WindowContext) -> Screen:
    from neuvola_desk.ui.leaflet.qt_printing import print_service
    from neuvola_desk.ui.recovery.screen import RecoveryScreen

    return RecoveryScreen(context, print_service())


def _introduction(context: WindowContext) -> Screen:
    from neuvola_desk.ui.help.introduction import IntroductionScreen
    from neuvola_desk.ui.leaflet.qt_printing import print_service

    return IntroductionScreen(context, print_service())


def _help(context: WindowContext) -> Screen:
    from neuvola_desk.ui.help.screen import HelpScreen

    return HelpScreen(context)


def _about(context: WindowContext) -> Screen:
    from neuvola_desk.ui.about.screen import AboutScreen

    return AboutScreen(context)
