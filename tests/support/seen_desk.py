"""The real program in a process of its own, used by what a screen reader is told of it."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from neuvola_desk.config import Settings, save_settings
from neuvola_desk.paths import DeskPaths
from support.at_spi import Node, Reader, Ref
from support.session import session
from support.x_focus import give_keyboard_to_largest

PRESS, TOGGLE, SHOW_MENU = "Press", "Toggle", "ShowMenu"
PASSPHRASE = "kolme vanhaa veturia"


class SeenDesk:
    """Finds elements by what they say, and does what they offer."""

    def __init__(self, reader: Reader, program: Ref, data: Path, display: str) -> None:
        self.reader = reader
        self.program = program
        self.data = data
        self._display = display

    def tree(self) -> Node:
        """What can be perceived now."""
        return self.reader.tree(self.program)

    def all(self, role: str, inside: Node | None = None) -> list[Node]:
        """The elements of a role that can be perceived, in the order of the tree."""
        return [node for node in (inside or self.tree()).walk() if node.role == role and node.is_showing]

    def find(self, role: str, name: str, *, begins: bool = False) -> Node:
        """The element of this role and name, as soon as it is there and can be used."""

        def found() -> Node | None:
            fits = str.startswith if begins else str.__eq__
            usable = (node for node in self.all(role) if "sensitive" in node.states)
            return next((node for node in usable if fits(node.name, name)), None)

        return self.reader.until(found, f"{role} {name!r}")

    def press(self, name: str, role: str = "push button", *, begins: bool = False) -> None:
        """Does the element's own action."""
        self.reader.do(self.find(role, name, begins=begins), PRESS)

    def toggle(self, name: str, role: str, *, begins: bool = False) -> None:
        """Switches an element on or off."""
        self.reader.do(self.find(role, name, begins=begins), TOGGLE)

    def write(self, name: str, words: str) -> None:
        """Fills a field in."""
        self.reader.write(self.find("text", name), words)

    def menu(self, button: str) -> Node:
        """Opens the menu of a button."""
        self.reader.forget_heard()
        self.reader.do(self.find("button menu", button), SHOW_MENU)
        return self.reader.around(self._focused("menu item").ref)

    def take(self, menu: Node, line: str) -> None:
        """Takes a line of an open menu."""
        [found] = [node for node in menu.walk() if node.name == line and node.role == "menu item"]
        self.reader.do(found, PRESS)

    def take_keyboard(self) -> None:
        """What is typed goes to the window, and in it to the search field."""
        give_keyboard_to_largest(self._display)
        self.reader.until(lambda: "active" in self.all("frame")[0].states, "the window to be active")
        self.reader.take_focus(self.find("text", "Hae palveluja"))
        self.settle()

    def move(self, symbol: int, times: int = 1) -> Node:
        """Presses a key that moves the keyboard on, and tells what has it then."""
        self.reader.forget_heard()
        for _time in range(times):
            self.reader.press(symbol)
        return self._focused()

    def settle(self) -> None:
        """Waits until the program says nothing new."""
        while self.reader.heard(0.3):
            pass

    def protect(self) -> None:
        """Answers the question for a passphrase, which a desk without a keyring asks first."""
        for field in ("Salalause", "Salalause uudelleen"):
            self.write(field, PASSPHRASE)
        self.press("Ota käyttöön")
        self.reader.until(lambda: not self.all("dialog"), "the dialog to go")

    def _focused(self, role: str = "") -> Node:
        def heard() -> Node | None:
            nodes = [self.reader.node(ref) for ref, detail, is_on, _value in self.reader.heard() if is_on]
            return next(
                (node for node in nodes if role in ("", node.role) and "focused" in node.states), None
            )

        return self.reader.until(heard, f"the keyboard to reach a {role or 'widget'}", seconds=30)


@contextmanager
def seen_desk(folder: Path, settings: Settings) -> Iterator[SeenDesk]:
    """The program over an empty folder: the demo catalogue comes in by itself."""
    paths = DeskPaths(folder / "data").create()
    save_settings(paths.config, settings)
    told = folder / "told"
    with session(folder / "session") as environment:
        command = [sys.executable, "-m", "neuvola_desk", "--data-dir", str(folder / "data")]
        with told.open("wb") as stream:
            process = subprocess.Popen(command, env=environment, stdout=stream, stderr=stream)
        reader = Reader(environment["DBUS_SESSION_BUS_ADDRESS"])
        try:
            [program] = reader.until(reader.programs, "the program in the accessibility tree")
            yield SeenDesk(reader, program, folder / "data", environment["DISPLAY"])
        finally:
            process.terminate()
            process.communicate(timeout=30)
            reader.close()
    assert b"Traceback" not in told.read_bytes(), told.read_text(encoding="utf-8")
