"""What the window is furnished with once it has been drawn: search, side panel, status bar and pages."""

from neuvola_desk.ui.card.screen import CardScreen
from neuvola_desk.ui.context import WindowContext
from neuvola_desk.ui.curtain.curtain import Curtain
from neuvola_desk.ui.flow.bar import FlowBar
from neuvola_desk.ui.flow.guide import FlowGuide
from neuvola_desk.ui.flow.notice import UndoNotice
from neuvola_desk.ui.flow.one_click import OneClick
from neuvola_desk.ui.flow.undo import UndoStack
from neuvola_desk.ui.main_menu import MainMenu
from neuvola_desk.ui.main_window import Furniture, MainWindow
from neuvola_desk.ui.pages import pages
from neuvola_desk.ui.practice.band import PracticeBand
from neuvola_desk.ui.practice.keeper import PracticeKeeper
from neuvola_desk.ui.recovery.bar import RecordBar
from neuvola_desk.ui.search.screen import SearchScreen
from neuvola_desk.ui.shift.button import SHIFT_KEY
from neuvola_desk.ui.shift.cover import PinCover
from neuvola_desk.ui.shift.guard import ShiftGuard
from neuvola_desk.ui.side_panel import SidePanel
from neuvola_desk.ui.status.bar import StatusBar
from neuvola_desk.ui.sync.exchanger import Exchanger
from neuvola_desk.ui.tour.guide import Guide
from neuvola_desk.ui.tray.screen import TrayScreen
from neuvola_desk.ui.turned.key import TURN_KEY
from neuvola_desk.ui.turned.turner import Turner
from neuvola_desk.ui.visit.encounter import Encounter
from neuvola_desk.ui.visit.registrar import VisitRegistrar
from neuvola_desk.ui.visit.screen import VisitScreen


def furnish(window: MainWindow, context: WindowContext) -> None:
    """Makes everything below the top bar, and gives each screen its key; tabs and menu have this order."""
    exchanger = Exchanger(context, window)
    window.closing.connect(exchanger.stop)
    curtain = Curtain(context, window)
    window.furnish(
        Furniture(
            search=SearchScreen(context, window.field),
            side=SidePanel(context.theme),
            status=StatusBar(context, exchanger),
            menu=MainMenu(context, window.top.menu),
            curtain=curtain,
            guard=ShiftGuard(context, curtain, PinCover(context, window)),
        )
    )
    window.add_screen(CardScreen(context), "F2")
    window.add_screen(TrayScreen(context), "F3")
    window.add_bar(RecordBar(context))
    _add_visit(window, context)
    _add_guidance(window, context)
    for offer in pages(context, exchanger):
        window.add_page(offer)
    OneClick(window)
    window.bind(SHIFT_KEY, window.guard.change_shift)
    for told in (context.signals.fault, context.signals.record_closed):
        told.connect(context.shift.hear)
    window.guard.cover.changed_over.connect(window.show_desk)
    context.shift.changed.connect(window.top.fit)
    context.shift.changed.connect(window.leave_forbidden_page)
    window.bind("Ctrl+P", context.signals.leaflet_wanted.emit)
    # Whoever closes the window has sent the visitor off: what "Seuraava kävijä" would log is logged.
    window.closing.connect(context.signals.visitor_leaving)


def _add_guidance(window: MainWindow, context: WindowContext) -> None:
    """Practice, the tour and the screen that is turned; the tour is offered at the first start only."""
    window.add_band(PracticeBand(context))
    Guide(context, window, PracticeKeeper(context, window))
    Turner(context, window)
    window.bind(TURN_KEY, context.signals.turned_wanted.emit)
    if not context.preferences.value.tour_offered:
        from neuvola_desk.ui.tour.offer import TourOffer

        window.add_bar(TourOffer(context))


def _add_visit(window: MainWindow, context: WindowContext) -> None:
    encounter = Encounter(context, window)
    registrar = VisitRegistrar(context, encounter, window)
    visit = VisitScreen(context, encounter, registrar)
    window.add_screen(visit, "F4")
    stack = UndoStack(context.signals, window)
    notice = UndoNotice(context, registrar, stack)
    window.windowHandle().focusObjectChanged.connect(notice.watch)
    notice.watch(window.field)
    window.bind("F8", visit.quick)
    window.bind("Shift+F8", registrar.count_question)
    window.bind("Ctrl+Z", stack.undo)
    window.add_bar(FlowBar(context, FlowGuide(context, window, visit, encounter), notice))
    context.signals.question_wanted.connect(registrar.count_question)
