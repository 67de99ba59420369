"""PINs in the settings: the calm banner, the first one, who sees the list, one's own."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from neuvola_core.roles import Role
from neuvola_desk.config import Settings
from neuvola_desk.ui.shift.pins_card import PinsCard
from support.pin_desk import PINS
from support.real_room import OpenReal, RealRoom, unmarked

from .test_shift import come_in, who

KEY = Qt.Key


def card(room: RealRoom) -> PinsCard:
    room.window.show_screen("settings")
    room.settle()
    return room.screen(PinsCard)


def fill(room: RealRoom, *pins: str) -> None:
    """Types each into the line that has the keyboard, and Enter in the last one."""
    for number, pin in enumerate(pins, start=1):
        room.type(pin)
        room.press(KEY.Key_Return if number == len(pins) else KEY.Key_Tab)


def test_a_desk_without_pins_says_so_calmly(real: RealRoom) -> None:
    assert "PIN-koodeja ei ole: kaikki voivat kaiken." in real.words(card(real))


def test_the_first_pin_is_the_coordinators_who_stays_in(real: RealRoom) -> None:
    page = card(real)
    real.click("Uusi PIN-koodi")
    assert not page.form.role.isVisible()
    assert QApplication.focusWidget() is page.form.new
    fill(real, "3333", "3334")
    assert "eivät ole samat" in real.words(page.form)
    assert page.form.new.text() == ""
    fill(real, "3333", "3333")
    assert not page.form.isVisible()
    assert who(real) == "Koordinaattori"
    assert "kaikki voivat kaiken" not in real.words(page)
    assert "Koordinaattori 1" in real.words(page)


def test_a_coordinator_adds_changes_and_removes(locked: RealRoom) -> None:
    come_in(locked, PINS[Role.COORDINATOR])
    page = card(locked)
    locked.click("Uusi PIN-koodi")
    page.form.role.setCurrentIndex(page.form.role.findData(Role.COUNSELLOR.value))
    page.form.name.setText("Iltavuoro")
    page.form.new.setFocus()
    fill(locked, "5555", "5555")
    assert "Neuvoja 2 – Iltavuoro" in locked.words(page)
    locked.click("Vaihda PIN-koodi: Vapaaehtoinen 1")
    fill(locked, "2222", "2222")
    assert "Valitse toinen" in locked.words(page.form)
    fill(locked, "6666", "6666")
    locked.click("Poista PIN-koodi: Neuvoja 1")
    assert "Neuvoja 1" not in locked.words(page)
    locked.click("Poista PIN-koodi: Koordinaattori 1 – Koordinaattori")
    assert "Koordinaattori 1" in locked.words(page), "the last one stays"
    come_in(locked, "6666")
    assert who(locked) == "Vapaaehtoinen"


def test_a_counsellor_changes_their_own_and_sees_no_list(locked: RealRoom) -> None:
    come_in(locked, PINS[Role.COUNSELLOR])
    page = card(locked)
    assert "Vapaaehtoinen 1" not in locked.words(page)
    assert "koordinaattorin PIN-koodi" in locked.words(page)
    locked.click("Vaihda oma PIN-koodi")
    fill(locked, PINS[Role.COUNSELLOR], "5555", "5555")
    assert not page.form.isVisible()
    come_in(locked, "5555")
    assert who(locked) == "Neuvoja"


def test_the_list_goes_with_the_coordinator(locked: RealRoom) -> None:
    come_in(locked, PINS[Role.COORDINATOR])
    assert "Neuvoja 1" in locked.words(card(locked))
    come_in(locked, PINS[Role.VOLUNTEER])
    assert "Neuvoja 1" not in locked.words(card(locked))
    assert "Uusi PIN-koodi" not in locked.words()


def test_every_word_is_in_the_language_in_use(open_real: OpenReal) -> None:
    room = open_real(Settings(theme="light", language="pseudo"))
    page = card(room)
    page.add_button.click()
    page.form.keep()
    assert unmarked(page) == []
