"""The card's heading marks what the search found, and only for who came from the list."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from neuvola_desk.ui.card.screen import CardScreen
from neuvola_desk.ui.parts.labels import Label

from .conftest import Room


def heading(room: Room) -> Label:
    [card] = room.window.findChildren(CardScreen)
    QApplication.processEvents()  # what was added to a layout is shown
    [title] = [one for one in card.findChildren(Label) if one.property("role") == "title" and one.isVisible()]
    return title


def test_what_was_found_is_marked_in_any_inflection(room: Room) -> None:
    room.type_words("velkaneuvontaa")
    room.window.search.pane.view.open_current()
    room.settle()
    assert "<u><b>" in heading(room).text()
    assert "<" not in heading(room).accessibleName()


def test_a_service_opened_from_elsewhere_has_no_marks(room: Room) -> None:
    room.type_words("velkaneuvontaa")
    view = room.window.search.pane.view
    opened = room.current_id()
    view.open_current()
    room.settle()
    room.context.signals.service_opened.emit(opened)
    room.settle()
    assert heading(room).textFormat() == Qt.TextFormat.PlainText
