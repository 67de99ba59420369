"""A fault in the status bar is not overlooked: it has a sign and a colour, and goes with the next word."""

from PySide6.QtWidgets import QLabel

from neuvola_core.errors import DiskFullError
from neuvola_desk.messages import sentence
from support.real_room import RealRoom

FULL = DiskFullError(path="x")


def told(real: RealRoom) -> tuple[str, str, bool]:
    """What is said, as what, and whether the sign stands before it."""
    bar = real.window.status
    return bar._message.text(), str(bar._message.property("role")), bar._warning.isVisible()


def test_a_fault_has_a_sign_and_a_colour(real: RealRoom) -> None:
    real.house.signals.fault.emit(FULL)
    assert told(real) == (sentence(FULL), "error", True)


def test_a_word_after_it_is_a_word_again(real: RealRoom) -> None:
    real.house.signals.fault.emit(FULL)
    real.house.signals.said.emit("Tallennettu.")
    assert told(real) == ("Tallennettu.", "small", False)


def test_the_next_visitor_sees_nothing_of_it(real: RealRoom) -> None:
    real.house.signals.fault.emit(FULL)
    real.next_visitor()
    assert not real.window.status._warning.isVisible()
    assert not any(label.text() == sentence(FULL) for label in real.window.status.findChildren(QLabel))
