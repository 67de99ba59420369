"""What is pictured: each scene moves the window and names what it has brought to sight.

A scene is a generator: at every name it yields, the window is pictured in every look. A page that
``ui/pages.py`` offers is pictured by ``pages_as_they_come`` without a line here; what has more than one state
has a scene of its own.
"""

from collections.abc import Iterator
from typing import Final

from neuvola_desk.ui.pages import pages
from neuvola_desk.ui.visit.screen import VisitScreen
from screens.record_scenes import RECORD_SCENES
from screens.scene import Scene
from screens.stage import Stage

_BY_SCENES: Final = frozenset({"crisis", "contact"})
"""Pages whose first sight is part of a scene below."""


def start(stage: Stage) -> Iterator[str]:
    """The first sight, three clicks, words, no hit."""
    window = stage.house.window
    yield "start"
    button = window.top.menu_button
    window.top.menu.popup(button.mapToGlobal(button.rect().bottomLeft()))
    stage.settle()
    yield "menu"
    window.top.menu.hide()
    stage.search("velka")
    yield "search-hits"
    stage.search("leipajonno")
    yield "search-near"
    stage.search("qwzx hjklp")
    yield "search-none"
    window.search.pane.ask_unmet()
    yield "search-unmet"
    stage.back()
    window.search.pane.start.need_chosen.emit("yksinaisyys")
    stage.settle()
    yield "search-need"


def walk_in(stage: Stage) -> Iterator[str]:
    """From a search to the next visitor."""
    stage.go("tray")
    yield "tray-empty"
    stage.go("visit")
    yield "visit-empty"
    stage.search("velka")
    hits = stage.hits()
    stage.read_card(hits[0].id)
    yield "card"
    stage.pick(*hits[:4])
    stage.go("tray")
    yield "tray"
    stage.go("leaflet")
    yield "leaflet"
    stage.house.window.show_desk()
    visit = stage.visit(VisitScreen)
    visit.form.note.field.setText("Soitti Matti 040 123 4567")
    visit.log()
    stage.settle()
    yield "visit-refused"
    visit.form.note.clear()
    visit.log()
    stage.settle()
    yield "visit-logged"
    stage.back()
    yield "next-visitor"


def turned(stage: Stage) -> Iterator[str]:
    """The screen is turned to the visitor."""
    stage.search("velka")
    stage.pick(*stage.hits()[:2])
    stage.house.signals.turned_wanted.emit()
    stage.settle()
    yield "turned"


def practice(stage: Stage) -> Iterator[str]:
    """The guided tour, and practice that logs nothing."""
    stage.house.signals.practice_wanted.emit(True)
    stage.settle()
    yield "practice"
    stage.house.signals.tour_wanted.emit()
    stage.settle()
    yield "tour"


def narrow(stage: Stage) -> Iterator[str]:
    """What narrows the search has a sheet of its own where few letters fit."""
    stage.search("velka")
    stage.house.window.search.places.turn_button.setChecked(True)
    yield "search-narrowing"


def undo(stage: Stage) -> Iterator[str]:
    """A quick visit and the line that takes it back."""
    visit = stage.visit(VisitScreen)
    stage.search("velka")
    visit.quick()
    stage.settle()
    yield "undo-bar"


def long_names(stage: Stage) -> Iterator[str]:
    """Names that are as long as they get."""
    stage.bring_in("long-names.csv")
    stage.search("vertaistuki")
    [long] = stage.hits()[:1]
    stage.read_card(long.id)
    yield "card-long-name"
    stage.pick(long)
    stage.go("tray")
    yield "tray-long-name"
    stage.go("leaflet")
    yield "leaflet-long-name"


def pages_as_they_come(stage: Stage) -> Iterator[str]:
    """Every page of the window as it stands when somebody opens it."""
    stage.fill_record()
    for offer in pages(stage.house.context, stage.exchanger):
        if offer.key not in _BY_SCENES:
            stage.go(offer.key)
            yield f"page-{offer.key}"


def covers(stage: Stage) -> Iterator[str]:
    """Crisis lines and curtain."""
    window = stage.house.window
    stage.go("crisis")
    yield "crisis"
    window.show_desk()
    stage.search("velka")
    window.curtain.draw()
    stage.settle()
    yield "curtain"


def bare(stage: Stage) -> Iterator[str]:
    """A catalogue with nothing in it."""
    yield "catalogue-empty"
    stage.search("velka")
    yield "catalogue-empty-search"


SCENES: Final = (
    Scene("start", start),
    Scene("walk-in", walk_in),
    Scene("undo", undo),
    Scene("turned", turned),
    Scene("practice", practice),
    Scene("narrow", narrow),
    Scene("long-names", long_names),
    Scene("pages", pages_as_they_come),
    Scene("covers", covers),
    Scene("bare", bare, bare=True),
    *RECORD_SCENES,
)
