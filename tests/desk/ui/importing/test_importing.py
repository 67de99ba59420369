"""Bringing in a catalogue through the window: progress, sentences, the list of what was left out."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog

from neuvola_desk.ui.importing.report_words import progress_words
from neuvola_desk.ui.importing.screen import ImportScreen
from neuvola_desk.usecases.imports import CatalogueImport
from support.real_room import RealRoom, unmarked

SHEET = """id,name_fi,needs,municipalities,kumma
1,Ompeluseura,yksinaisyys,Kuopio,x
2,,velat,Kuopio,
3,Kerho,ei_ole_tarve,Kuopio,
1,Toinen,velat,Kuopio,
"""


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "jarjesto.csv"
    path.write_text(SHEET, encoding="utf-8")
    return path


def page(real: RealRoom) -> ImportScreen:
    real.window.show_screen("import")
    real.settle()
    return real.screen(ImportScreen)


def rows(screen: ImportScreen) -> list[str]:
    model = screen.findings.model()
    return [model.index(n, 0).data() for n in range(model.rowCount())]


def dropping(paths: list[Path]) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def enter(screen: ImportScreen, data: QMimeData) -> bool:
    event = QDragEnterEvent(
        QPoint(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    event.ignore()
    QApplication.sendEvent(screen, event)
    return event.isAccepted()


def drop(screen: ImportScreen, data: QMimeData) -> None:
    event = QDropEvent(
        QPointF(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(screen, event)


def test_a_sheet_comes_in_and_every_left_out_row_is_told(real: RealRoom, sheet: Path) -> None:
    screen = page(real)
    screen.run([str(sheet)])
    assert screen.is_running
    assert screen.bar.isVisible()
    assert not screen.file_button.isEnabled()
    real.settle()
    assert not screen.is_running
    assert not screen.bar.isVisible()
    assert "2 uutta" in screen.outcome.text()
    assert "2 tietuetta hylättiin" in screen.outcome.text()
    assert screen.findings.isVisible()
    told = rows(screen)
    assert any(row.startswith("Hylätty:") and "nimi puuttuu" in row for row in told)
    assert any(row.startswith("Huomattu:") and "kumma" in row for row in told)
    assert [row.startswith("Hylätty") for row in told] == sorted(
        (row.startswith("Hylätty") for row in told), reverse=True
    )
    real.search("ompeluseura")
    assert real.window.search.pane.is_listing


def test_the_same_sheet_again_changes_nothing(real: RealRoom, sheet: Path) -> None:
    screen = page(real)
    for _time in range(2):
        screen.run([str(sheet)])
        real.settle()
    assert "0 uutta" in screen.outcome.text()
    assert "2 ennallaan" in screen.outcome.text()


def test_progress_is_told_while_it_comes_in(real: RealRoom, tmp_path: Path) -> None:
    many = tmp_path / "monta.csv"
    many.write_text("id,name_fi\n" + "".join(f"{n},Kerho {n}\n" for n in range(120)), encoding="utf-8")
    screen = page(real)
    seen: list[tuple[int, int]] = []
    told: list[str] = []
    screen._progress.moved.connect(lambda done, total: seen.append((done, total)))
    screen._progress.moved.connect(lambda _done, _total: told.append(screen.time.text()))
    screen.run([str(many)])
    real.settle()
    assert len(seen) >= 4
    assert seen == sorted(seen)
    assert all(text.startswith("monta.csv: ") for text in told)


@pytest.mark.parametrize(
    ("done", "total", "words"),
    [
        (50, 0, "50 tietuetta luettu"),
        (25, 100, "25 / 100 tietuetta, aikaa jäljellä noin 30 s"),
        (100, 100, "Tallennetaan…"),
    ],
)
def test_progress_in_words(done: int, total: int, words: str) -> None:
    assert progress_words(done, total, 10.0) == words


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("tyhja.csv", b"", "Tiedosto on tyhjä."),
        ("rikki.json", b'{"kesken": [', "vioittunut"),
        ("kuva.json", b"\x89PNG\r\n\x1a\n\x00\x00\x00", ""),
    ],
)
def test_a_bad_file_is_told_in_a_sentence(
    real: RealRoom, tmp_path: Path, name: str, content: bytes, words: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    screen = page(real)
    screen.run([str(path)])
    real.settle()
    assert "Lähdettä ei voitu lukea" in screen.faults.text()
    assert name in screen.faults.text()
    assert words in screen.faults.text()
    assert screen.faults.isVisible()
    assert not screen.outcome.isVisible()
    assert screen.file_button.isEnabled()


def test_one_bad_file_does_not_stop_the_good_ones(real: RealRoom, tmp_path: Path, sheet: Path) -> None:
    bad = tmp_path / "tyhja.csv"
    bad.touch()
    screen = page(real)
    screen.run([str(bad), str(sheet)])
    real.settle()
    assert "Tiedosto on tyhjä." in screen.faults.text()
    assert "2 uutta" in screen.outcome.text()


def test_a_bug_lets_the_page_go_on(real: RealRoom, sheet: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_arguments: object, **_more: object) -> None:
        raise ValueError("a bug")

    screen = page(real)
    with monkeypatch.context() as broken:
        broken.setattr(CatalogueImport, "run", crash)
        screen.run([str(sheet)])
        real.settle()
    assert "Tuonti ei onnistunut" in screen.faults.text()
    screen.run([str(sheet)])
    real.settle()
    assert "2 uutta" in screen.outcome.text()
    assert not screen.faults.isVisible()


def test_files_can_be_dropped(real: RealRoom, sheet: Path, tmp_path: Path) -> None:
    other = tmp_path / "toinen.csv"
    other.write_text("id,name_fi\n9,Torikahvila\n", encoding="utf-8")
    screen = page(real)
    data = dropping([sheet, other])
    assert enter(screen, data)
    drop(screen, data)
    real.settle()
    assert "3 uutta" in screen.outcome.text()


def test_a_link_is_not_taken_and_nothing_is_while_another_comes_in(real: RealRoom, sheet: Path) -> None:
    screen = page(real)
    link = QMimeData()
    link.setUrls([QUrl("https://example.org/a.csv")])
    assert not enter(screen, link)
    screen.run([str(sheet)])
    assert not enter(screen, dropping([sheet]))
    drop(screen, dropping([sheet]))
    real.settle()
    assert "2 uutta" in screen.outcome.text()


def test_the_keyboard_stays_on_the_page(real: RealRoom, sheet: Path) -> None:
    screen = page(real)
    assert screen.file_button.hasFocus()
    screen.run([str(sheet)])
    real.settle()
    assert screen.file_button.hasFocus()


def test_files_are_chosen_in_a_dialog(real: RealRoom, sheet: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_arguments: ([str(sheet)], ""))
    screen = page(real)
    real.press(Qt.Key.Key_Return)
    assert "2 uutta" in screen.outcome.text()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_arguments: "")
    screen.folder_button.click()
    assert not screen.is_running


def test_the_language_changes_every_text(real: RealRoom, sheet: Path, tmp_path: Path) -> None:
    bad = tmp_path / "tyhja.csv"
    bad.touch()
    screen = page(real)
    screen.run([str(sheet), str(bad)])
    real.settle()
    real.window.menu._change("language", "pseudo")
    real.settle()
    assert unmarked(screen) == []
    assert all(row.startswith("⟦") for row in rows(screen))
