"""The bar in the window: it names the next step and its key, and nothing moves because of it."""

from dataclasses import replace

import pytest
from PySide6.QtGui import QShortcut

from neuvola_desk.ui.flow.bar import FlowBar

from .conftest import Room


def bar(room: Room) -> FlowBar:
    found = room.window.findChild(FlowBar)
    assert isinstance(found, FlowBar)
    return found


def enter_keys(room: Room) -> list[QShortcut]:
    found = [one for one in room.window.findChildren(QShortcut) if one.key().toString() == "Ctrl+Return"]
    return [one for one in found if one.isEnabled() and one.parent() is bar(room)]


@pytest.mark.parametrize(
    ("language", "words"),
    [("fi", "Hae tai valitse tarve"), ("sv", "Sök eller välj behov"), ("en", "Search or choose a need")],
)
def test_the_button_names_the_step_in_every_language(room: Room, language: str, words: str) -> None:
    room.context.preferences.change(replace(room.context.preferences.value, language=language))  # type: ignore[arg-type]
    room.settle()
    assert bar(room).next_button.text() == words
    assert "Ctrl+F" in bar(room).next_button.accessibleName()


def test_what_would_be_picked_is_named_and_picked(room: Room) -> None:
    room.type_words("velka")
    candidate = room.window.search.candidate
    assert candidate is not None
    name = candidate.name.best("fi")
    assert name in bar(room).next_button.accessibleName()
    bar(room).next_button.click()
    assert room.context.tray.ids == (candidate.id,)
    room.settle()
    assert name not in bar(room).next_button.accessibleName()


def test_the_bar_is_as_high_with_something_to_undo_as_without(room: Room) -> None:
    room.type_words("velka")
    before = (bar(room).height(), room.window.search.height())
    bar(room).next_button.click()
    room.context.tray.clear()
    room.settle()
    assert bar(room).notice.isVisible()
    assert (bar(room).height(), room.window.search.height()) == before
    bar(room).notice.undo_button.click()
    assert len(room.context.tray) == 1


def test_a_search_that_was_cleared_comes_back_by_one_key(room: Room) -> None:
    room.window.search.pane.start.need_chosen.emit("velat")
    room.settle()
    room.window.search.step_back()
    room.settle()
    assert room.window.search.choices.is_empty
    [undo] = [one for one in room.window.findChildren(QShortcut) if one.key().toString() == "Ctrl+Z"]
    undo.activated.emit()
    room.settle()
    assert room.window.search.choices.need == ("velat",)


def test_a_page_that_has_nothing_to_do_with_the_visit_keeps_the_key_for_itself(room: Room) -> None:
    room.type_words("velka")
    assert len(enter_keys(room)) == 1
    room.window.show_screen("help")
    assert enter_keys(room) == []
    bar(room).next_button.click()
    assert room.window.search.isVisible()
