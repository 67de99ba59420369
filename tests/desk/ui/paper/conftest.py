"""The page for paper sheets in the real window, over a real record."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from neuvola_core.visit import Visit
from neuvola_desk import keys
from neuvola_desk.config import Settings
from neuvola_desk.ui.paper.screen import PaperScreen
from neuvola_desk.usecases.visit_draft import VisitDraft
from support.real_window import PASSPHRASE, RealWindow, open_window


@dataclass
class Person:
    """Who is asked for the passphrase, and what they say."""

    answer: str | None = PASSPHRASE

    def __call__(self) -> str | None:
        return self.answer


@dataclass
class Room:
    real: RealWindow
    page: PaperScreen
    person: Person

    def key_in(self, *sheets: VisitDraft) -> None:
        for sheet in sheets:
            self.page.form.entered.emit(sheet)

    def visits(self) -> list[Visit]:
        answer = self.real.ask(lambda desk: desk.visits.unsent())
        assert isinstance(answer, tuple)
        return list(answer)


OpenRoom = Callable[..., Room]


@pytest.fixture
def open_room(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[OpenRoom]:
    opened: list[RealWindow] = []
    monkeypatch.setattr(keys, "os_keyring", lambda: None)

    def open_one(settings: Settings | None = None, answer: str | None = PASSPHRASE) -> Room:
        person = Person(answer)
        real = open_window(qapp, tmp_path / "desk", qtbot, settings, person)
        opened.append(real)
        page = real.go("paper")
        assert isinstance(page, PaperScreen)
        return Room(real, page, person)

    yield open_one
    for real in opened:
        real.close()
    opened.clear()


@pytest.fixture
def room(open_room: OpenRoom) -> Room:
    return open_room()
