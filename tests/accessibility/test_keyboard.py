"""The order of the keyboard: Tab reaches all that can be used, in the order in which it is read."""

import pytest

from support.at_spi import Node, Ref
from support.seen_desk import SeenDesk

TAB, SHIFT_TAB, F9 = 0xFF09, 0xFE20, 0xFFC6
ENDLESS = 250


def round_trip(desk: SeenDesk) -> list[Node]:
    """Where Tab goes from the search field on, until it comes back there."""
    desk.take_keyboard()
    stops: list[Node] = []
    while len(stops) < ENDLESS:
        is_date = bool(stops) and stops[-1].role == "spin box"
        stops.append(desk.move(TAB, times=3 if is_date else 1))  # day, month and year are one stop
        if stops[-1].name == "Hae palveluja":
            return stops
    raise AssertionError(f"Tab never came back: {[str(stop) for stop in stops[-9:]]}")


def unreached(desk: SeenDesk, stops: list[Node]) -> list[str]:
    """What can be used and was never stopped at; a list is reached by a row of it, a line by its box."""
    tree = desk.tree()
    stopped: set[Ref] = {stop.ref for stop in stops}
    boxes = (node for node in tree.walk() if node.role == "combo box" and node.ref in stopped)
    reached = stopped | {inside.ref for box in boxes for inside in box.walk()}
    return [
        str(node)
        for node in tree.walk()
        if node.is_showing
        and {"focusable", "sensitive"} <= node.states
        and node.role not in ("list item", "page tab", "table cell", "radio button", "filler", "label")
        and not reached & {inside.ref for inside in node.walk()}
    ]


def test_tab_goes_through_the_results_in_reading_order(desk: SeenDesk) -> None:
    desk.write("Hae palveluja", "yksinäinen")
    desk.find("list", "Hakutulokset")
    desk.settle()
    stops = round_trip(desk)
    told = [(stop.role, stop.name.split(",")[0].split(".")[0]) for stop in stops]
    roles = [role for role, _name in told]
    assert told[:3] == [
        ("push button", "Seuraava kävijä"),
        ("button menu", "Valikko"),
        ("push button", "Hätä: kriisinumerot"),
    ]
    steps = ["list item", "list item", "text", "list item"]
    filters = ["check box"] * 5 + ["button menu"] * 2
    assert roles[3:15] == [*steps, *filters, "list item"]
    assert stops[14].name.endswith("."), "the current result is said, not that there is a list"
    assert told[15] == ("page tab list", "Palvelu")
    assert set(roles[16:-1]) == {"push button"}, "the status bar"
    assert roles[-1] == "text", "and round again"
    assert unreached(desk, stops) == []


def test_tab_reaches_every_need_of_the_starting_view(desk: SeenDesk) -> None:
    stops = round_trip(desk)
    assert unreached(desk, stops) == []


def test_the_way_back_is_the_way_there(desk: SeenDesk) -> None:
    desk.take_keyboard()
    there = [desk.move(TAB).ref for _step in range(4)]
    back = [desk.move(SHIFT_TAB).ref for _step in range(3)]
    assert back == there[-2::-1]


@pytest.mark.long
def test_tab_reaches_everything_on_every_page(desk: SeenDesk) -> None:
    menu = desk.menu("Valikko")
    names = [line.name for line in menu.walk() if line.role == "menu item"][:-3]
    missed: dict[str, list[str]] = {}
    for name in names:
        desk.take(menu, name)
        desk.find("label", name)
        desk.settle()
        missed[name] = unreached(desk, round_trip(desk))
        menu = desk.menu("Valikko")
    desk.take(menu, names[0])
    assert {page: nodes for page, nodes in missed.items() if nodes} == {}


def test_the_key_that_covers_is_heard_in_an_open_menu(desk: SeenDesk) -> None:
    desk.take_keyboard()
    desk.menu("Valikko")
    desk.reader.press(F9)
    desk.find("push button", "Jatka")
    desk.reader.until(lambda: not desk.all("menu item"), "the menu to be closed")
    desk.press("Jatka")
