"""Every page as a screen reader is told of it: what can be used has a name, a role and a state."""

from collections.abc import Iterator

import pytest

from support.at_spi import Node
from support.seen_desk import PRESS, SeenDesk

SILENT = {"filler", "panel", "layered pane", "splitter", "grip", "graphic", "scroll bar", "separator"}
"""What only holds or decorates; scroll bars are worked by the keys of what they scroll."""
SWITCHES = {"check box", "radio button"}
NOT_A_ROLE = {"", "invalid", "unknown"}
USED = {
    *("push button", "button menu", "check box", "radio button", "text", "password text", "combo box"),
    *("list", "list item", "page tab", "page tab list", "spin button", "table", "table cell", "menu item"),
    *("toggle button", "slider", "link", "tree", "tree item"),
}


def faults(node: Node) -> Iterator[str]:
    """What a screen reader would miss of an element."""
    if node.role in NOT_A_ROLE:
        yield f"no role: {node}"
    is_used = node.role in USED or "focusable" in node.states
    if is_used and node.role not in SILENT - {"filler"} and not node.name.strip():
        yield f"no name: {node} at {node.extent}"
    if is_used and min(node.extent[2:]) <= 0:
        yield f"no place: {node} at {node.extent}"
    if is_used and not {"enabled", "sensitive", "focusable", "read-only"} & node.states:
        yield f"no state: {node}"
    if node.role in SWITCHES and "checkable" not in node.states:
        yield f"a switch that is neither on nor off: {node}"
    if node.role == "text" and not {"editable", "read-only"} & node.states:
        yield f"a field that is neither for writing nor for reading: {node}"


def faults_in(desk: SeenDesk, tree: Node | None = None) -> list[str]:
    shown = [node for node in (tree or desk.tree()).walk() if node.is_showing]
    boxes = [node for node in shown if node.role == "combo box" and not desk.reader.is_labelled(node)]
    return [fault for node in shown for fault in faults(node)] + [f"no label: {box}" for box in boxes]


def pick_two(desk: SeenDesk) -> None:
    desk.press("Yksinäisyys", begins=True)
    results = desk.find("list", "Hakutulokset")
    for row in desk.reader.until(lambda: desk.all("list item", desk.reader.tree(results.ref)), "rows")[:2]:
        desk.reader.do(row, "Toggle")
    desk.find("page tab", "Valitut (2)")


def test_search_and_side_panel(desk: SeenDesk) -> None:
    assert faults_in(desk) == []
    pick_two(desk)
    for tab in ("Palvelu", "Valitut (2)", "Käynti"):
        desk.press(tab, "page tab")
        desk.settle()
        assert faults_in(desk) == []


def test_a_search_that_finds_nothing(desk: SeenDesk) -> None:
    desk.write("Hae palveluja", "qqqqxyz")
    desk.press("Merkitse: apua ei löytynyt", begins=True)
    desk.settle()
    assert faults_in(desk) == []


def test_the_crisis_page_and_the_curtain(desk: SeenDesk) -> None:
    desk.press("Hätä: kriisinumerot")
    desk.find("push button", "Takaisin hakuun")
    assert faults_in(desk) == []


@pytest.mark.parametrize(
    "picked", [pytest.param(False, marks=pytest.mark.long), True], ids=["nothing picked", "two picked"]
)
def test_every_page_of_the_menu(desk: SeenDesk, picked: bool) -> None:
    if picked:
        pick_two(desk)
    menu = desk.menu("Valikko")
    assert menu.name
    assert faults_in(desk, menu) == []
    lines = [line for line in menu.walk() if line.role == "menu item"]
    pages = [line.name for line in lines if PRESS in desk.reader.actions(line)]
    assert {line.name for line in lines} - set(pages) == {"Kieli", "Värit", "Tekstin koko"}
    found: dict[str, list[str]] = {}
    for page in pages:
        desk.take(menu, page)
        desk.find("label", page)
        desk.settle()
        found[page] = faults_in(desk)
        menu = desk.menu("Valikko")
    desk.take(menu, pages[0])
    assert {page: missing for page, missing in found.items() if missing} == {}
