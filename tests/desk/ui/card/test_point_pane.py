"""What the point knows of a service, on its card: kept, undone, refused, and never another service's."""

from datetime import timedelta

import pytest
from PySide6.QtWidgets import QLabel

from neuvola_core.roles import Role
from neuvola_desk.record_port import ServiceNote
from neuvola_desk.ui.card.point_pane import PointPane
from neuvola_desk.ui.card.screen import CardScreen
from support.pin_desk import PINS, set_pins
from support.real_room import RealRoom
from support.small_desk import NOW, services

DEBT, SHELTER, FOOD, FRIEND = services()[:4]
TODAY = NOW.date()


@pytest.fixture
def card(real: RealRoom) -> CardScreen:
    return real.screen(CardScreen)


@pytest.fixture
def pane(card: CardScreen) -> PointPane:
    return card.pane


def open_card(room: RealRoom, service_id: str) -> None:
    room.house.context.signals.service_opened.emit(service_id)
    room.settle()


def note(room: RealRoom, service_id: str) -> ServiceNote:
    return room.ask(lambda desk: desk.record.service_notes.get(service_id))


def come_in(room: RealRoom, role: Role) -> None:
    room.ask(lambda desk: desk.rights.enter(PINS[role]))
    room.house.context.shift.look()
    room.settle()


def write(room: RealRoom, pane: PointPane, text: str) -> None:
    pane.note_button.click()
    pane.note_form.box.put(text)
    pane.note_form.keep_button.click()
    room.settle()


def test_nobody_has_called_and_then_somebody_has(real: RealRoom, pane: PointPane) -> None:
    open_card(real, FOOD.id)
    assert "Soita ensin ja merkitse soitto" in real.words(pane), "the data is two years old"
    real.click("Soitettu tänään")
    assert "Neuvontapiste soitti tänään" in real.words(pane)
    assert "vanhentunut" not in real.words(pane)
    assert note(real, FOOD.id).called_on == TODAY
    real.click("Peru soitto")
    assert note(real, FOOD.id) == ServiceNote(FOOD.id)
    assert "Neuvontapiste soitti" not in real.words(pane)


def test_a_call_grows_old(real: RealRoom, pane: PointPane) -> None:
    real.ask(lambda d: d.record.service_notes.put(ServiceNote(DEBT.id, called_on=TODAY - timedelta(days=3))))
    open_card(real, DEBT.id)
    assert "Neuvontapiste soitti 3 päivää sitten" in real.words(pane)
    assert real.button("Soitettu tänään").isVisible()


def test_a_note_is_kept_shown_and_undone(real: RealRoom, pane: PointPane) -> None:
    open_card(real, DEBT.id)
    write(real, pane, "Ovi sisäpihalta, 017 123 4567")
    assert "Ovi sisäpihalta" in real.words(pane)
    assert "Muistiinpano tallennettu" in real.words(pane)
    write(real, pane, "Ovi kadulta")
    assert note(real, DEBT.id).text == "Ovi kadulta"
    real.click("Peru")
    assert note(real, DEBT.id).text == "Ovi sisäpihalta, 017 123 4567"
    assert "Muistiinpano tallennettu" not in real.words(pane)


def test_an_identity_code_is_refused_and_what_was_typed_stays(real: RealRoom, pane: PointPane) -> None:
    open_card(real, DEBT.id)
    write(real, pane, "Kysy 131052-308T")
    assert "henkilötunnus" in pane.note_form.told.text()
    assert pane.note_form.isVisible()
    assert pane.note_form.box.text == "Kysy 131052-308T"
    assert note(real, DEBT.id) == ServiceNote(DEBT.id)


def test_a_correction_waits_for_the_server_and_can_be_taken_back(real: RealRoom, pane: PointPane) -> None:
    open_card(real, DEBT.id)
    real.click("Ilmoita korjaus")
    form = pane.correction_form
    form.keep_button.click()
    assert "Valitse ensin" in form.told.text()
    form.part_box.setCurrentIndex(2)
    form.box.put("Uusi numero 017 765 4321, luin sen ovesta")
    form.keep_button.click()
    real.settle()
    [waiting] = real.ask(lambda desk: desk.record.outbox.waiting())
    assert waiting.kind == "correction"
    assert "017 765 4321" in waiting.payload.decode()
    assert "Korjaus ilmoitettu" in real.words(pane)
    real.click("Peru")
    assert real.ask(lambda desk: desk.record.outbox.waiting()) == ()


def test_an_empty_correction_asks_for_words(real: RealRoom, pane: PointPane) -> None:
    open_card(real, DEBT.id)
    real.click("Ilmoita korjaus")
    pane.correction_form.part_box.setCurrentIndex(5)
    pane.correction_form.keep_button.click()
    real.settle()
    assert "Kirjoita" in pane.correction_form.told.text()


def test_the_next_visitor_finds_nothing_half_typed(real: RealRoom, pane: PointPane) -> None:
    open_card(real, DEBT.id)
    real.click("Ilmoita korjaus")
    pane.correction_form.box.put("Kesken")
    real.next_visitor()
    open_card(real, DEBT.id)
    assert not pane.correction_form.isVisible()
    assert pane.correction_form.box.text == ""


def test_another_service_has_a_note_of_its_own(real: RealRoom, pane: PointPane) -> None:
    open_card(real, DEBT.id)
    write(real, pane, "Ovi kadulta")
    open_card(real, FOOD.id)
    assert "Ovi kadulta" not in real.words(pane)
    assert "tallennettu" not in real.words(pane)
    open_card(real, DEBT.id)
    assert "Ovi kadulta" in real.words(pane)


def test_what_is_half_typed_stays_when_the_catalogue_is_read_anew(real: RealRoom, pane: PointPane) -> None:
    open_card(real, DEBT.id)
    real.click("Kirjoita muistiinpano")
    pane.note_form.box.put("Kesken")
    real.house.context.signals.catalogue_changed.emit()
    real.settle()
    assert pane.note_form.isVisible()
    assert pane.note_form.box.text == "Kesken"


def test_a_volunteer_suggests_and_the_counsellor_takes_it_up(real: RealRoom, pane: PointPane) -> None:
    real.ask(set_pins)
    come_in(real, Role.VOLUNTEER)
    open_card(real, DEBT.id)
    write(real, pane, "Ovi sisäpihalta")
    real.click("Soitettu tänään")
    assert "Odottaa neuvojan hyväksyntää" in real.words(pane)
    assert not pane.view.take_button.isVisible()
    come_in(real, Role.COUNSELLOR)
    assert "Odottaa" not in real.words(pane)
    real.click("Hyväksy vapaaehtoisen ehdotus")
    assert note(real, DEBT.id) == ServiceNote(DEBT.id, "Ovi sisäpihalta", TODAY)
    assert "Ovi sisäpihalta" in real.words(pane)


def test_a_locked_desk_shows_the_card_and_nothing_of_the_point(real: RealRoom, pane: PointPane) -> None:
    real.ask(lambda d: d.record.service_notes.put(ServiceNote(DEBT.id, "Ovi kadulta")))
    real.ask(set_pins)
    real.house.context.shift.look()
    real.settle()
    open_card(real, DEBT.id)
    assert not pane.isVisible()
    assert real.screen(CardScreen).service is not None
    come_in(real, Role.VOLUNTEER)
    assert "Ovi kadulta" in real.words(pane)


def test_similar_services_lead_on_and_back(real: RealRoom, card: CardScreen) -> None:
    open_card(real, DEBT.id)
    assert "Samanlaisia palveluja" in real.words(card.similar)
    real.click("Avaa: Velkaneuvonnan chat")
    assert card.service is not None
    assert card.service.name.best("fi") == "Velkaneuvonnan chat"
    real.click("Takaisin: Talous- ja velkaneuvonta")
    assert card.service == real.ask(lambda desk: desk.catalogue.service(DEBT.id))
    buttons = [
        b.accessibleName() for b in card.findChildren(type(real.button("Muistiinpano"))) if b.isVisible()
    ]
    assert not [name for name in buttons if name.startswith("Takaisin")]


def test_a_service_that_resembles_nothing_says_nothing_of_others(real: RealRoom, card: CardScreen) -> None:
    open_card(real, SHELTER.id)
    assert "Samanlaisia" not in real.words(card)
    assert "Matka neuvontapisteestä" not in real.words(card)


def test_nothing_of_the_card_is_left_for_the_next_visitor(real: RealRoom, card: CardScreen) -> None:
    open_card(real, DEBT.id)
    real.next_visitor()
    left = "\n".join(label.text() + label.accessibleName() for label in card.findChildren(QLabel))
    assert "velkaneuvonta" not in left.casefold()
    assert card.service is None
