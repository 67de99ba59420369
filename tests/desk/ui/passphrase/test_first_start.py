"""On a machine without a keyring: the first start, every later one, and what works without the passphrase."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from neuvola_core.errors import NeuvolaError, RecordKeyError
from neuvola_desk import keys
from neuvola_desk.app import House
from neuvola_desk.config import Settings, save_settings
from neuvola_desk.messages import sentence
from neuvola_desk.paths import DeskPaths
from neuvola_desk.ui.background import Lane
from neuvola_desk.ui.passphrase.dialog import PassphraseDialog
from neuvola_desk.usecases.clock import FixedClock
from neuvola_desk.usecases.visit_draft import VisitDraft
from support.real_window import small_catalogue
from support.small_desk import NOW

PASSPHRASE = "kolme vanhaa veturia"


@dataclass
class Start:
    """One start of the program, as the program makes it."""

    house: House
    qtbot: QtBot
    faults: list[NeuvolaError] = field(default_factory=list)
    is_open: bool = True

    def dialog(self) -> PassphraseDialog:
        self.qtbot.waitUntil(lambda: self.asked() is not None, timeout=60_000)
        asked = self.asked()
        assert asked is not None
        return asked

    def asked(self) -> PassphraseDialog | None:
        return self.house.passphrases.dialog if self.house.passphrases else None

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: not self.house.background.busy, timeout=60_000)

    def log_visit(self) -> None:
        draft = VisitDraft(needs=("velat",))
        self.house.door.ask(lambda desk: desk.visits.log(draft), lane=Lane.RECORD)

    def logged(self) -> int:
        task = self.house.door.ask(lambda desk: len(desk.visits.unsent()), lane=Lane.RECORD)
        with self.qtbot.waitSignal(task.done, timeout=60_000) as answer:
            pass
        self.settle()
        return int(answer.args[0])

    def close(self) -> None:
        if self.is_open:
            self.is_open = False
            self.house.close()
            self.house.deleteLater()


@pytest.fixture
def start(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[], Start]]:
    monkeypatch.setattr(keys, "os_keyring", lambda: None)
    monkeypatch.delenv(keys.PASSPHRASE_FD, raising=False)
    paths = DeskPaths(tmp_path / "desk").create()
    save_settings(paths.config, Settings(theme="light"))
    paths.catalogue.write_bytes(small_catalogue())
    started: list[Start] = []

    def start_one() -> Start:
        house = House(qapp, paths, clock=FixedClock(NOW))
        one = Start(house, qtbot)
        started.append(one)
        house.signals.fault.connect(one.faults.append)
        house.open()
        return one

    yield start_one
    for one in started:
        one.close()


def test_the_record_is_made_with_the_first_passphrase_and_opened_with_it_later(
    start: Callable[[], Start], tmp_path: Path
) -> None:
    first = start()
    dialog = first.dialog()
    dialog.field.setText(PASSPHRASE)
    dialog.again.setText(PASSPHRASE)
    dialog.answer()
    first.settle()
    first.log_visit()
    first.settle()
    assert not first.faults
    first.close()
    assert PASSPHRASE.encode() not in b"".join(
        file.read_bytes() for file in (tmp_path / "desk").rglob("*") if file.is_file()
    )
    second = start()
    dialog = second.dialog()
    assert not dialog.again.isVisible()
    dialog.field.setText("jotain aivan muuta")
    dialog.answer()
    second.qtbot.waitUntil(lambda: second.asked() not in (None, dialog), timeout=60_000)
    again = second.dialog()
    assert again.told.isVisible()
    again.field.setText(PASSPHRASE)
    again.answer()
    second.settle()
    assert not second.faults
    assert second.logged() == 1


def test_without_the_passphrase_the_rest_works_and_the_window_closes(start: Callable[[], Start]) -> None:
    one = start()
    one.dialog().reject()
    one.settle()
    assert all(isinstance(fault, RecordKeyError) for fault in one.faults)
    one.faults.clear()
    one.house.window.search.field.setText("velka")
    one.settle()
    assert not one.faults
    one.log_visit()
    one.settle()
    [fault] = one.faults
    assert "Salalausetta ei annettu" in sentence(fault)
    one.house.signals.record_wanted.emit()
    one.log_visit()
    assert one.dialog().isVisible()
    # the fixture closes the window while the dialog stands open and a worker waits for it


REASONS = ("lost", "locked", "no-keyring", "no-passphrase", "wrong", "installation", "passphrase-fd")


def test_every_way_the_key_can_fail_has_a_sentence_of_its_own() -> None:
    told = [sentence(RecordKeyError(reason=reason, path="installation.json")) for reason in REASONS]
    assert len(set(told)) == len(REASONS)
    assert sentence(RecordKeyError(reason="something new")) not in told
