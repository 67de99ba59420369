"""The page where record and key are mended, over a real record and a keyring that can be taken away."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from neuvola_core.errors import NotAllowedError, RecordKeyError
from neuvola_core.roles import Act
from neuvola_desk import keys
from neuvola_desk.printing import Printer
from neuvola_desk.ui.leaflet import qt_printing
from neuvola_desk.ui.recovery.bar import RecordBar
from neuvola_desk.ui.recovery.screen import RecoveryScreen
from neuvola_desk.usecases.key_code import code_lines, scan_text
from neuvola_desk.usecases.visit_draft import VisitDraft
from support.real_window import RealWindow, open_window
from support.small_desk import NOW

NEW_PASSPHRASE = "aivan toinen lause"


@dataclass
class Keyring:
    """A keyring that can be locked, emptied and taken away."""

    secrets: dict[str, str] = field(default_factory=dict)
    is_there: bool = True
    is_open: bool = True

    def __call__(self) -> "Keyring | None":
        return self if self.is_there else None

    def get(self, name: str) -> str | None:
        self._look()
        return self.secrets.get(name)

    def put(self, name: str, secret: str) -> None:
        self._look()
        self.secrets[name] = secret

    def _look(self) -> None:
        if not self.is_open:
            raise RecordKeyError(reason="locked")


@dataclass
class Paper:
    """A printing system that keeps what it is given."""

    sheets: list[bytes] = field(default_factory=list)
    cancelled: list[str] = field(default_factory=list)

    def printers(self) -> tuple[Printer, ...]:
        return (Printer("Aula", is_default=True),)

    def submit(self, pdf: bytes, _printer: str, _copies: int, _paper: object) -> str:
        self.sheets.append(pdf)
        return f"Aula-{len(self.sheets)}"

    def cancel(self, jobs: tuple[str, ...]) -> None:
        self.cancelled += jobs


@dataclass
class Room:
    real: RealWindow
    keyring: Keyring
    paper: Paper
    asked: list[str]

    @property
    def page(self) -> RecoveryScreen:
        page = self.real.window.page("recovery")
        assert page is not None
        assert isinstance(page.content, RecoveryScreen)
        return page.content

    @property
    def bar(self) -> RecordBar:
        [bar] = self.real.window.findChildren(RecordBar)
        return bar

    def arrive(self) -> RecoveryScreen:
        self.real.window.show_screen("recovery")
        self.real.settle()
        return self.page

    def log_visit(self) -> None:
        self.real.ask(lambda desk: desk.visits.log(VisitDraft(needs=("velat",))))

    def logged(self) -> int:
        count = self.real.ask(lambda desk: len(desk.visits.unsent()))
        assert isinstance(count, int)
        return count

    def key(self) -> bytes:
        key = self.real.ask(lambda desk: desk.key)
        assert isinstance(key, bytes)
        return key

    def close_record(self) -> None:
        self.real.ask(lambda desk: desk.release_record() or True)

    def lose_key(self) -> bytes:
        key = self.key()
        self.close_record()
        self.keyring.secrets.clear()
        return key


@pytest.fixture
def room(qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Room]:
    keyring, paper, asked = Keyring(), Paper(), [NEW_PASSPHRASE]
    monkeypatch.setattr(keys, "os_keyring", keyring)
    monkeypatch.setattr(qt_printing, "print_service", lambda: paper)
    real = open_window(qapp, tmp_path / "desk", qtbot, ask_passphrase=lambda: asked[0])
    one = Room(real, keyring, paper, asked)
    one.log_visit()
    yield one
    real.close()


def type_code(room: Room, key: bytes) -> None:
    for entry, line in zip(room.page.code.form.fields, code_lines(key), strict=True):
        entry.setText(line)
        entry.textEdited.emit(line)


def scan(entry: QLineEdit, text: str) -> None:
    entry.setText(text)
    entry.textEdited.emit(text)


def test_an_open_record_is_told_and_its_code_field_stays_folded(room: Room) -> None:
    page = room.arrive()
    assert "avainnipussa" in page.state.text()
    assert page.sheet.isVisible()
    assert not page.code.isVisible()
    assert not page.over_button.isVisible()
    assert not room.bar.isVisible()


def test_the_sheet_comes_out_of_the_printer_and_is_kept_nowhere(room: Room) -> None:
    page = room.arrive()
    page.sheet.print_button.click()
    room.real.until(lambda: bool(room.paper.sheets))
    room.real.settle()
    with pypdfium2.PdfDocument(room.paper.sheets[0]) as document:
        assert len(document) == 1
        text = document[0].get_textpage().get_text_bounded().replace(" ", "").replace("\r", "")
    for number, line in enumerate(code_lines(room.key()), start=1):
        assert f"{number}.{line.replace('-', '')}" in text
    assert "18.11.2026" in text
    code = code_lines(room.key())[0].encode()
    assert all(code not in file.read_bytes() for file in room.real.paths.data.rglob("*") if file.is_file())
    room.real.next_visitor()
    room.real.settle()
    assert room.paper.cancelled == ["Aula-1"]


def test_the_sheet_is_for_a_coordinator(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(act: Act) -> None:
        raise NotAllowedError(act=act.value, role="vapaaehtoinen")

    room.real.ask(lambda desk: monkeypatch.setattr(desk.rights, "require", refuse) or True)
    page = room.arrive()
    page.sheet.print_button.click()
    room.real.settle()
    assert room.paper.sheets == []
    assert page.sheet.outcome.words


def test_a_saved_sheet_says_to_be_printed_and_removed(room: Room, tmp_path: Path) -> None:
    page = room.arrive()
    page.sheet.save(str(tmp_path / "avainlehti.pdf"))
    room.real.until((tmp_path / "avainlehti.pdf").exists)
    room.real.settle()
    assert "poista" in page.sheet.outcome.words


def test_a_lost_key_is_told_at_once_and_comes_back_from_the_sheet(room: Room) -> None:
    key = room.lose_key()
    room.real.window.status.count_visits()
    room.real.settle()
    assert room.bar.isVisible()
    room.bar.mend_button.click()
    room.real.settle()
    page = room.page
    assert page.code.isVisible()
    assert not page.sheet.isVisible()
    type_code(room, key)
    page.code.button.click()
    room.real.settle()
    assert not room.bar.isVisible()
    assert not page.code.isVisible()
    assert room.logged() == 1
    assert page.code.form.lines == ("",) * 8


def test_a_wrong_line_is_pointed_at_while_it_is_typed(room: Room) -> None:
    key = room.lose_key()
    page = room.arrive()
    type_code(room, key)
    line = page.code.form.lines[4]
    scan(page.code.form.fields[4], line[:-1] + ("Z" if line[-1] != "Z" else "Y"))
    assert "rivi 5" in page.code.form._told.text()
    page.code.button.click()
    room.real.settle()
    assert "rivi 5" in page.code.fault.text()
    assert room.keyring.secrets == {}


def test_a_scanner_fills_every_line(room: Room) -> None:
    key = room.lose_key()
    page = room.arrive()
    scan(page.code.form.fields[0], scan_text(key))
    assert page.code.form.lines == code_lines(key)


def test_another_desks_sheet_is_told_to_be_another_desks(room: Room) -> None:
    room.lose_key()
    page = room.arrive()
    type_code(room, bytes(32))
    page.code.button.click()
    room.real.settle()
    assert "minkä asennuksen avain" in page.code.fault.text()


def test_without_a_keyring_the_key_goes_under_a_new_passphrase(room: Room) -> None:
    key = room.lose_key()
    room.keyring.is_there = False
    page = room.arrive()
    assert page.code.passphrase.isVisible()
    type_code(room, key)
    page.code.passphrase.setText("lyhyt")
    page.code.button.click()
    assert "liian lyhyt" in page.code.fault.text()
    page.code.passphrase.setText(NEW_PASSPHRASE)
    page.code.again.setText(NEW_PASSPHRASE)
    page.code.button.click()
    room.real.settle()
    assert room.logged() == 1
    assert "salalauseen" in page.state.text()


def test_a_locked_keyring_is_told_and_tried_again_on_request(room: Room) -> None:
    room.close_record()
    room.keyring.is_open = False
    page = room.arrive()
    assert "lukossa" in page.state.text()
    room.keyring.is_open = True
    page.again_button.click()
    room.real.settle()
    assert "avautuvat" in page.state.text()
    assert not page.again_button.isVisible()


def test_a_damaged_record_is_set_aside_and_a_copy_taken_into_use(room: Room) -> None:
    room.close_record()
    room.real.paths.record.write_bytes(b"broken" * 1000)
    page = room.arrive()
    assert "varmuuskopio" in page.state.text()
    page.backups._ask(NOW.date())
    assert page.backups.confirm.isVisible()
    page.backups.confirm.yes_button.click()
    room.real.settle()
    assert "avautuvat" in page.state.text()
    assert room.logged() == 0, "the copy of the day was made when the record was opened"
    [aside] = room.real.paths.data.glob("desk.db.aside-*")
    assert aside.read_bytes() == b"broken" * 1000


def test_without_the_sheet_the_desk_begins_anew_after_a_question(room: Room) -> None:
    room.lose_key()
    page = room.arrive()
    page.over_button.click()
    page.confirm.no_button.click()
    room.real.settle()
    assert room.real.paths.record.exists()
    page.over_button.click()
    page.confirm.yes_button.click()
    room.real.settle()
    assert room.logged() == 0
    assert list(room.real.paths.data.glob("desk.db.aside-*"))


def test_a_half_typed_code_does_not_stay(room: Room) -> None:
    key = room.lose_key()
    page = room.arrive()
    leavings: tuple[Callable[[], None], ...] = (room.real.next_visitor, room.real.window.show_desk)
    for leave in leavings:
        room.arrive()
        scan(page.code.form.fields[0], code_lines(key)[0])
        leave()
        room.real.settle()
        assert page.code.form.lines == ("",) * 8
        assert not any(entry.isUndoAvailable() for entry in page.code.form.fields)
