"""A walk through every place of the real window: the desk with its tabs, every page, the covers, the menu."""

from collections.abc import Iterator
from functools import partial

from PySide6.QtWidgets import QApplication, QWidget

from neuvola_desk.ui.leaflet.screen import LeafletScreen
from neuvola_desk.ui.pages import pages
from neuvola_desk.ui.sync.exchanger import Exchanger
from neuvola_desk.ui.tray.tray import Picked
from support.real_room import RealRoom
from support.small_desk import services


def page_keys(room: RealRoom) -> list[str]:
    """Every page that the window offers, also those that nobody has thought of here."""
    exchanger = room.window.findChild(Exchanger)
    assert isinstance(exchanger, Exchanger)
    return [offer.key for offer in pages(room.house.context, exchanger)]


def _is_made(page: LeafletScreen) -> bool:
    """A leaflet comes a moment after it was asked for, or word of why it does not."""
    return not page.isVisible() or page.is_ready or bool(page.outcome.words)


def places(room: RealRoom) -> Iterator[tuple[str, QWidget]]:
    """Goes from place to place; gives the name of each and the widget that is in front."""
    window = room.window
    yield "start", window
    room.search("velka")
    yield "results", window
    room.house.signals.service_opened.emit(services()[0].id)
    room.settle()
    yield "card", window
    room.search("qwzx")
    yield "no hit", window
    room.search("")
    for one in services()[:2]:
        organisation = one.organisation.name if one.organisation else one.name
        room.house.context.tray.add(Picked(one.id, one.name, organisation))
    for key in ("tray", "visit"):
        window.show_screen(key)
        room.settle()
        yield key, window
    for key in page_keys(room):
        window.show_screen(key)
        room.settle()
        for page in window.findChildren(LeafletScreen):
            room.qtbot.waitUntil(partial(_is_made, page), timeout=30_000)
        room.settle()
        yield key, window
        window.show_desk()
        room.settle()
    window.menu.fill()
    yield "menu", window.top.menu
    window.curtain.draw()
    room.settle()
    yield "curtain", window
    window.curtain.lift()
    window.guard.cover.change()
    room.settle()
    yield "PIN", window
    window.guard.cover.leave()
    room.settle()
    QApplication.processEvents()
