"""What the server did not take is mended, copied or given up in the window, without a dialog."""

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit

from neuvola_core import codec
from neuvola_core.correction import Correction, Part
from neuvola_core.ids import new_record_id
from neuvola_core.roles import Role
from neuvola_core.visit import IsoWeek, Visit
from neuvola_desk.desk import Desk
from neuvola_desk.ui.sync.refused_form import RefusedForm
from neuvola_desk.ui.sync.refused_list import RefusedList
from neuvola_desk.ui.sync.screen import SyncScreen
from neuvola_desk.usecases.visit_draft import VisitDraft
from support.pin_desk import PINS, set_pins
from support.real_room import RealRoom
from support.small_desk import services

WEEK = IsoWeek(2026, 47)


@pytest.fixture
def room(real: RealRoom) -> RealRoom:
    real.press(Qt.Key.Key_F7)
    return real


@pytest.fixture
def listed(room: RealRoom) -> RefusedList:
    return room.screen(RefusedList)


def look(room: RealRoom) -> None:
    room.screen(SyncScreen).arrive()
    room.settle()


def refuse_visit(room: RealRoom, reason: str) -> str:
    def refused(desk: Desk) -> str:
        visit = desk.visits.log(VisitDraft(needs=("velat",)))
        desk.record.outbox.settle((), {visit.id: reason}, WEEK)
        return visit.id

    made = room.ask(refused)
    look(room)
    return made


def refuse_correction(room: RealRoom) -> str:
    def refused(desk: Desk) -> str:
        made = Correction(new_record_id(), services()[0].id, Part.CONTACT, "Numero on 017 1")
        desk.record.outbox.put(made.id, "correction", codec.to_json(made))
        desk.record.outbox.settle((), {made.id: "invalid/text"}, WEEK)
        return made.id

    made = room.ask(refused)
    look(room)
    return made


def form(room: RealRoom) -> RefusedForm:
    [found] = [one for one in room.window.findChildren(RefusedForm) if one.isVisible()]
    return found


def test_a_visit_is_mended_with_the_keyboard(room: RealRoom, listed: RefusedList) -> None:
    former = refuse_visit(room, "invalid/week")
    assert "Käynti: Kohta viikko ei kelpaa" in room.words(listed)
    room.click("Korjaa ja lähetä uudelleen")
    line = QApplication.focusWidget()
    assert isinstance(line, QLineEdit), "the keyboard is at what was refused"
    assert (line.text(), line.accessibleName()) == ("2026-W47", "Viikko")
    assert "ei kelpaa" in line.accessibleDescription()
    line.selectAll()
    room.type("2026-W46")
    room.click("Lähetä korjattuna")
    [visit] = room.visits()
    assert (visit.week, visit.needs) == (IsoWeek(2026, 46), ("velat",))
    assert visit.id != former
    assert not listed.isVisible()


def test_what_is_still_wrong_is_said_in_the_form_and_stays_typed(room: RealRoom, listed: RefusedList) -> None:
    former = refuse_visit(room, "invalid/week")
    room.click("Korjaa ja lähetä uudelleen")
    line = QApplication.focusWidget()
    assert isinstance(line, QLineEdit)
    line.setText("viime viikko")
    room.click("Lähetä korjattuna")
    assert "Viikko viime viikko ei käy" in form(room).fault.text()
    assert line.text() == "viime viikko"
    room.click("Peruuta")
    assert not room.window.findChildren(RefusedForm) or not listed.findChildren(RefusedForm)[0].isVisible()
    assert [one.id for one in room.ask(lambda desk: desk.record.outbox.refused())] == [former]


def test_needs_are_chosen_anew(room: RealRoom) -> None:
    refuse_visit(room, "unknown-term/needs")
    room.click("Korjaa ja lähetä uudelleen")
    first = QApplication.focusWidget()
    assert isinstance(first, QComboBox)
    assert first.currentData() == "velat"
    first.setCurrentIndex(first.findData("uupumus"))
    room.click("Lähetä korjattuna")
    [waiting] = room.ask(lambda desk: desk.record.outbox.waiting())
    assert codec.from_json(waiting.payload, Visit).needs == ("uupumus",)


def test_a_correction_is_mended(room: RealRoom, listed: RefusedList) -> None:
    refuse_correction(room)
    room.click("Korjaa ja lähetä uudelleen")
    room.press(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    room.type("Numero on 017 765 4321")
    room.click("Lähetä korjattuna")
    [waiting] = room.ask(lambda desk: desk.record.outbox.waiting())
    assert codec.from_json(waiting.payload, Correction).text == "Numero on 017 765 4321"
    assert not listed.isVisible()


def test_what_is_refused_can_be_copied_into_a_file(
    room: RealRoom, listed: RefusedList, tmp_path: Path
) -> None:
    former = refuse_correction(room)
    file = tmp_path / "ei-kelvanneet.json"
    listed.export(file)
    room.settle()
    assert "1 tieto kirjoitettiin" in room.words(listed)
    assert [one["id"] for one in json.loads(file.read_text("utf-8"))["records"]] == [former]


def test_an_undo_can_be_sent_again_but_not_mended(room: RealRoom, listed: RefusedList) -> None:
    def refused(desk: Desk) -> None:
        desk.record.outbox.put("u", "visit_undo", b'{"undoes":"x"}')
        desk.record.outbox.settle((), {"u": "conflict"}, WEEK)

    room.ask(refused)
    look(room)
    assert "Käynnin peruminen" in room.words(listed)
    room.button("Lähetä uudelleen")
    with pytest.raises(AssertionError):
        room.button("Korjaa ja lähetä uudelleen")


def test_a_volunteer_sees_that_something_was_refused_and_can_do_nothing(
    room: RealRoom, listed: RefusedList
) -> None:
    refuse_correction(room)
    room.ask(set_pins)
    for role, mends, gives_up in (
        (Role.VOLUNTEER, False, False),
        (Role.COUNSELLOR, True, False),
        (Role.COORDINATOR, True, True),
    ):
        room.ask(lambda desk, role=role: desk.rights.enter(PINS[role]))
        room.house.context.shift.look()
        room.settle()
        room.press(Qt.Key.Key_F7)
        assert "Korjausehdotus" in room.words(listed)
        names = {b.accessibleName() for b in listed.findChildren(type(listed.export_button)) if b.isVisible()}
        assert ("Korjaa ja lähetä uudelleen" in names) is mends
        assert ("Hylkää" in names) is gives_up
        assert listed.export_button.isVisible() is gives_up
