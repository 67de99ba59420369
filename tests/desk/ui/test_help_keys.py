"""The help tells every key of the window's own that does something."""

import re

import pytest
from PySide6.QtGui import QKeySequence, QShortcut

from neuvola_desk.ui.help.keys import keys
from neuvola_desk.ui.leaflet.screen import LeafletScreen

from .conftest import Room


def told() -> set[str]:
    return {one for _heading, rows in keys() for key in rows for one in key.keys.split(" / ")}


def test_every_function_key_and_no_other_is_in_the_help(room: Room) -> None:
    bound = {shortcut.key().toString() for shortcut in room.window.findChildren(QShortcut)}
    assert {key for key in bound if re.fullmatch(r"F\d+", key)} == {
        key for key in told() if re.fullmatch(r"F\d+", key)
    }
    assert {"Ctrl+N", "Ctrl+F", "Ctrl+P", "Ctrl+Z", "Ctrl+Enter"} <= bound & told()
    assert {"Ctrl+1", "Ctrl+2", "Ctrl+3"} <= bound & told()


@pytest.mark.parametrize("sequence", ["F5", "Ctrl+P"])
def test_both_keys_of_the_leaflet_are_told_and_work(room: Room, sequence: str) -> None:
    assert sequence in told()
    [shortcut] = [s for s in room.window.findChildren(QShortcut) if s.key() == QKeySequence(sequence)]
    shortcut.activated.emit()
    assert room.window.findChild(LeafletScreen).isVisible()
