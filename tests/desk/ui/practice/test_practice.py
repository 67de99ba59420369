"""Practice: everything works, nothing of it reaches the record, and everybody sees what it is."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from neuvola_core.errors import DiskFullError, PracticeError
from neuvola_desk.contact_port import Withdrawn
from neuvola_desk.desk import Desk
from neuvola_desk.record_port import NoteKind
from neuvola_desk.ui.contact.screen import ContactScreen
from neuvola_desk.ui.leaflet.screen import LeafletScreen
from neuvola_desk.ui.paper.screen import PaperScreen
from neuvola_desk.ui.practice.band import PracticeBand
from neuvola_desk.ui.practice.desk import PracticeDesk
from neuvola_desk.ui.tray.tray import Picked
from neuvola_desk.ui.visit.registrar import VisitRegistrar
from neuvola_desk.usecases.visit_draft import VisitDraft
from support.contact_window import consent
from support.real_room import CTRL, OpenReal, RealRoom
from support.small_desk import services

KEY = Qt.Key
DEBT = services()[0]


@pytest.fixture(autouse=True)
def _own_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What practice leaves in the system's folder for such things would be seen here."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield
    assert list(folder.iterdir()) == []


@pytest.fixture
def trained(real: RealRoom) -> RealRoom:
    """A window in which somebody practises."""
    turn(real)
    assert real.house.door.is_practice
    return real


def turn(real: RealRoom) -> None:
    """By the menu: to the page, and its button."""
    real.window.show_screen("practice")
    real.press(KEY.Key_Return)


def record_bytes(real: RealRoom) -> dict[str, bytes]:
    """The record and its log; what the log's index holds is of no file."""
    return {
        path.name: path.read_bytes() for path in real.paths.data.glob("desk.db*") if "shm" not in path.name
    }


def pick(real: RealRoom) -> None:
    real.house.context.tray.add(Picked(DEBT.id, DEBT.name))
    real.settle()


def see_leaflet(real: RealRoom) -> LeafletScreen:
    real.window.show_screen("leaflet")
    screen = real.screen(LeafletScreen)
    real.qtbot.waitUntil(lambda: screen.is_ready, timeout=30_000)
    real.settle()
    return screen


def practise_a_whole_story(real: RealRoom) -> None:
    real.search("velkaa")
    pick(real)
    see_leaflet(real)
    real.press(KEY.Key_F4)
    real.press(KEY.Key_Return, CTRL)
    real.press(KEY.Key_F4)
    real.click("+1 kysymys")
    real.next_visitor()
    real.search("ruoka-apu")
    real.press(KEY.Key_F8)
    real.press(KEY.Key_Z, CTRL)
    real.next_visitor()
    real.ask(lambda desk: desk.notes.write(NoteKind.HANDOVER, "tulostimen paperi on loppu"))
    real.window.show_screen("paper")
    paper = real.screen(PaperScreen)
    paper.form.entered.emit(VisitDraft(needs=("velat",)))
    paper.save()
    real.settle()
    real.search("velka")


def practise_a_request(real: RealRoom) -> None:
    """From who is asked to the sheet, which nobody could use."""
    real.next_visitor()
    pick(real)
    real.window.show_screen("contact")
    real.settle()
    page = real.screen(ContactScreen)
    assert consent(real, page).practice.isVisible()
    assert page.consenting.view is not None
    page.consenting.view.yes_button.click()
    real.settle()
    assert "HARJOITUS" in real.words(page.receipt)
    code = next(label.text() for label in page.receipt.findChildren(QLabel) if "-" in label.text())
    assert real.ask(lambda desk: desk.contact_requests.withdraw(code)) is Withdrawn.DESTROYED
    assert real.ask(lambda desk: desk.contact_requests.withdraw(code)) is Withdrawn.ALREADY
    assert real.ask(lambda desk: desk.record.contacts.all()) == ()


def test_the_record_is_the_same_bytes_before_and_after(real: RealRoom) -> None:
    real.ask(lambda desk: desk.visits.log(VisitDraft(needs=("muu",))))
    real.ask(lambda desk: desk.record._database.forget())
    before = record_bytes(real)
    turn(real)
    practise_a_whole_story(real)
    assert {visit.needs for visit in real.visits()} == {("velat",)}, "what is practised is there meanwhile"
    assert real.visitors_today() == 2
    practise_a_request(real)
    assert record_bytes(real) == before
    real.click("Lopeta harjoittelu")
    assert not real.house.door.is_practice
    assert record_bytes(real) == before
    assert [visit.needs for visit in real.visits()] == [("muu",)]
    assert real.visitors_today() == 1
    assert real.ask(lambda desk: desk.notes.handovers()) == ()


def test_the_visitor_before_is_real_and_the_one_practised_is_not(real: RealRoom) -> None:
    real.search("velka")
    turn(real)
    assert real.visits() == ()
    real.search("ruoka-apu")
    real.click("Lopeta harjoittelu")
    assert [visit.needs for visit in real.visits()] == [("velat",)]


def test_it_is_seen_on_every_page_and_left_by_one_click(trained: RealRoom) -> None:
    band = trained.screen(PracticeBand)
    for key in ("today", "paper", "help", "crisis", "leaflet", "practice"):
        trained.window.show_screen(key)
        trained.settle()
        assert band.isVisible()
        assert "HARJOITUS" in trained.words(band)
    trained.window.show_desk()
    trained.click("Lopeta harjoittelu")
    assert not band.isVisible()


def test_it_is_over_at_the_next_start(open_real: OpenReal) -> None:
    first = open_real()
    turn(first)
    again = open_real()
    assert not again.house.door.is_practice
    assert not again.screen(PracticeBand).isVisible()


def test_every_page_of_a_sheet_says_what_it_is(trained: RealRoom) -> None:
    for make in (
        lambda desk: desk.leaflet([DEBT.id], "fi", large=True),
        lambda desk: desk.pocket_slips([DEBT.id], "ar"),
    ):
        with pypdfium2.PdfDocument(trained.ask(make)) as pdf:
            assert all("HARJOITUS" in page.get_textpage().get_text_bounded() for page in pdf)


def test_what_is_shown_is_marked_too(trained: RealRoom) -> None:
    pick(trained)
    composed = see_leaflet(trained).composed
    assert composed is not None
    with pypdfium2.PdfDocument(composed.pdf) as pdf:
        assert "HARJOITUS" in pdf[0].get_textpage().get_text_bounded()


@pytest.mark.parametrize("name", ["imports", "recovery", "pins"])
def test_what_only_a_desk_at_work_may_do_is_refused(trained: RealRoom, name: str) -> None:
    def refused(desk: Desk) -> bool:
        with pytest.raises(PracticeError):
            getattr(desk, name)
        return True

    assert trained.ask(refused)


def test_what_the_real_record_has_not_taken_waits_until_practice_is_over(real: RealRoom) -> None:
    registrar = real.window.findChild(VisitRegistrar)
    with pytest.MonkeyPatch.context() as broken:
        broken.setattr("neuvola_desk.storage.visits.VisitTable.add", full)
        real.search("velka")
        real.next_visitor()
        assert registrar.waiting == 1
    turn(real)
    assert registrar.waiting == 0
    with pytest.MonkeyPatch.context() as broken:
        broken.setattr("neuvola_desk.storage.visits.VisitTable.add", full)
        real.search("ruoka-apu")
        real.next_visitor()
        assert registrar.waiting == 1
    real.click("Lopeta harjoittelu")
    assert registrar.waiting == 1
    registrar.retry()
    real.settle()
    assert [visit.needs for visit in real.visits()] == [("velat",)]


def test_sheets_that_wait_to_be_saved_are_not_practised_away(real: RealRoom) -> None:
    real.window.show_screen("paper")
    paper = real.screen(PaperScreen)
    with pytest.MonkeyPatch.context() as broken:
        broken.setattr("neuvola_desk.storage.visits.VisitTable.add", full)
        paper.form.entered.emit(VisitDraft(needs=("velat",)))
        turn(real)
    assert paper.model.sheets == ()
    paper.form.entered.emit(VisitDraft(needs=("muu",)))
    with pytest.MonkeyPatch.context() as broken:
        broken.setattr("neuvola_desk.storage.visits.VisitTable.add", full)
        real.click("Lopeta harjoittelu")
    assert [sheet.needs for sheet in paper.model.sheets] == [("velat",)]


def full(*_arguments: object) -> None:
    raise DiskFullError


def test_the_examples_are_another_catalogue_than_the_desks_own(real: RealRoom) -> None:
    def tried(desk: Desk) -> tuple[bool, bool]:
        practice = PracticeDesk(desk, demo=True)
        try:
            return practice.catalogue.info().is_demo, desk.catalogue.info().is_demo
        finally:
            practice.close()

    assert real.ask(tried) == (True, False)


def test_looks_are_kept_and_the_rights_are_those_of_the_shift(trained: RealRoom) -> None:
    trained.window.menu._change("theme", "dark")
    trained.settle()
    assert trained.kept_settings().theme == "dark"
    assert trained.ask(lambda desk: desk.rights) is trained.house.door._desk.rights
