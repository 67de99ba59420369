"""Every filter is in the row above the results, with its count, and one click takes it away again."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from neuvola_desk.ui.parts.buttons import Button
from neuvola_desk.ui.search.filters import MenuFilter
from neuvola_desk.ui.search.screen import SearchScreen

from .conftest import Room


def search(room: Room) -> SearchScreen:
    return room.window.search


def filters(room: Room) -> list[Button]:
    return [button for button in search(room).pane.filters.findChildren(Button) if button.isVisible()]


def named(room: Room, beginning: str) -> Button:
    [button] = [b for b in filters(room) if b.text().startswith(beginning)]
    return button


def test_every_filter_of_the_query_can_be_reached_by_keyboard(room: Room) -> None:
    names = {button.text().split(" ")[0] for button in filters(room)}
    assert names == {"Auki", "Maksuton", "Kyyti", "Ottaa", "Koko", "Kieli", "Kenelle"}
    for button in filters(room):
        assert button.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_a_switch_shows_how_many_it_would_leave(room: Room) -> None:
    room.type_words("apu")
    button = named(room, "Maksuton")
    count = int(button.text().split()[-1])
    assert count > 0
    assert f"{count} palvelu" in button.accessibleName()
    button.click()
    room.settle()
    found = search(room).pane._found
    assert found is not None
    assert found.results.total == count


def test_the_keyboard_turns_a_switch_on_and_off(room: Room) -> None:
    room.type_words("apu")
    button = named(room, "Maksuton")
    for is_on in (True, False):
        QTest.keyClick(button, Qt.Key.Key_Space)
        room.settle()
        assert search(room).choices.free is is_on


def test_the_buttons_stay_where_they_are_while_one_types(room: Room) -> None:
    places = [button.geometry() for button in filters(room)]
    for words in ("a", "apu", "velka"):
        room.type_words(words)
        assert [button.geometry() for button in filters(room)] == places


def test_the_list_stays_where_it_is_when_a_chip_comes(room: Room) -> None:
    room.type_words("apu")
    before = search(room).pane.view.y(), search(room).pane.view.parentWidget().y()
    named(room, "Maksuton").click()
    room.settle()
    pane = search(room).pane
    assert [chip.text() for chip in pane.chips.chips] == ["Maksuton"]
    assert (pane.view.y(), pane.view.parentWidget().y()) == before


def test_a_switch_that_would_leave_nothing_cannot_be_pressed(room: Room) -> None:
    search(room).pane.filters.show_choices({"option": {"free": 3}}, search(room).choices)
    assert named(room, "Maksuton").isEnabled()
    assert not named(room, "Kyyti").isEnabled()
    assert named(room, "Auki").isEnabled()


def test_the_whole_country_is_one_click_away(room: Room) -> None:
    search(room).facets.chosen.emit("municipality", "140")
    room.type_words("apu")
    button = named(room, "Koko maa")
    assert not button.isChecked()
    button.click()
    room.settle()
    assert search(room).choices.municipality == ()
    assert named(room, "Koko maa").isChecked()
    named(room, "Koko maa").click()
    assert named(room, "Koko maa").isChecked(), "it is left by choosing a municipality"


def test_language_and_group_are_menus_with_counts(room: Room) -> None:
    room.type_words("apu")
    menus = search(room).pane.filters.findChildren(MenuFilter)
    assert {menu.kind for menu in menus} == {"language", "target"}
    offered = [menu for menu in menus if menu.isEnabled()]
    assert offered
    for menu in offered:
        menu.menu().aboutToShow.emit()
        actions = menu.menu().actions()
        assert actions
        assert all(action.text().endswith(")") for action in actions)
        actions[0].trigger()
        room.settle()
        assert search(room).choices.of(menu.kind)
