"""A visitor comes back: the code, the service, whether it helped; and nothing of it stays on the screen."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from neuvola_core import codec, codes
from neuvola_core.experience import Experience
from neuvola_core.slip import new_slip, slip_hash
from neuvola_desk import keys
from neuvola_desk.ui.experience.screen import ExperienceScreen
from support.real_window import RealWindow, open_window, press, write
from support.small_desk import services

FIRST = services()[0]


@pytest.fixture
def real(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[RealWindow]:
    monkeypatch.setattr(keys, "os_keyring", lambda: None)
    one = open_window(qapp, tmp_path / "desk", qtbot)
    yield one
    one.close()


@pytest.fixture
def page(real: RealWindow) -> ExperienceScreen:
    shown = real.go("experience")
    assert isinstance(shown, ExperienceScreen)
    return shown


def find(real: RealWindow, page: ExperienceScreen, words: str) -> None:
    write(page.picker.line, words)
    real.until(lambda: bool(page.picker.offered) and not page.picker._search.pending)


def kept(real: RealWindow) -> list[Experience]:
    def waiting(desk: object) -> list[Experience]:
        items = desk.record.outbox.waiting(closed_only=False)  # type: ignore[attr-defined]
        return [codec.from_json(item.payload, Experience) for item in items if item.kind == "experience"]

    told = real.ask(waiting)
    assert isinstance(told, list)
    return told


def test_code_service_and_answer_with_the_keyboard_alone(real: RealWindow, page: ExperienceScreen) -> None:
    code = new_slip()
    assert page.line.hasFocus()
    write(page.line, codes.grouped(code).lower())
    press(page.line, Qt.Key.Key_Return)
    assert page.picker.line.hasFocus()
    find(real, page, FIRST.name.best())
    press(page.picker.line, Qt.Key.Key_Return)
    card = page.cards[FIRST.id]
    assert not page.save_button.isEnabled(), "nothing is answered for anybody"
    assert card.helped.buttons["sai"].hasFocus()
    press(card.helped.buttons["sai"], Qt.Key.Key_4, "4")
    assert card.helped.value == "ei"
    card.obstacle.setCurrentIndex(card.obstacle.findData("taynna"))
    write(card.text.field, "Jono oli pitkä.")
    page.save_button.click()
    real.until(lambda: card.is_kept)
    [told] = kept(real)
    assert (told.service, told.helped, told.obstacle, told.text) == (
        FIRST.id,
        "ei",
        "taynna",
        "Jono oli pitkä.",
    )
    assert told.slip == slip_hash(code)
    assert page.picker.line.hasFocus(), "the next service"
    assert not page.save_button.isEnabled()


def test_a_wrong_code_is_said_and_nothing_is_saved(real: RealWindow, page: ExperienceScreen) -> None:
    write(page.line, "3XK7-M9P2-QW8X")
    page.add(FIRST.id, "Palvelu")
    page.cards[FIRST.id].helped.buttons["sai"].click()
    page.save()
    real.until(lambda: page.code.is_faulty)
    assert page.line.hasFocus()
    assert "12 kirjainta" in page.line.accessibleDescription()
    assert kept(real) == []
    write(page.line, "0")
    assert not page.code.is_faulty


def test_a_visitors_name_is_asked_about_and_a_phone_refused(real: RealWindow, page: ExperienceScreen) -> None:
    page.add(FIRST.id, "Palvelu")
    card = page.cards[FIRST.id]
    card.helped.buttons["osittain"].click()
    write(card.text.field, "soita 040 123 4567")
    page.save()
    real.until(lambda: not card.text.told.isHidden())
    assert "puhelinnumero" in card.text.told.text()
    card.text.clear()
    write(card.text.field, "Matti Virtanen auttoi")
    page.save()
    real.until(lambda: card.text.no_button.hasFocus())
    assert kept(real) == []
    card.text.no_button.click()
    real.until(lambda: card.is_kept)
    assert [one.text for one in kept(real)] == ["Matti Virtanen auttoi"]


def test_an_interview_without_a_code_about_two_services(real: RealWindow, page: ExperienceScreen) -> None:
    for one in services()[:2]:
        page.add(one.id, one.name.best())
        page.add(one.id, one.name.best())
        page.cards[one.id].helped.buttons["sai"].click()
    page.save()
    real.until(lambda: all(card.is_kept for card in page.cards.values()))
    told = kept(real)
    assert {one.service for one in told} == {one.id for one in services()[:2]}
    assert [one.slip for one in told] == ["", ""]
    assert [one.obstacle for one in told] == [None, None]


def test_the_next_visitor_meets_an_empty_page(real: RealWindow, page: ExperienceScreen) -> None:
    write(page.line, new_slip())
    page.add(FIRST.id, "Palvelu")
    write(page.cards[FIRST.id].text.field, "Kesken")
    find(real, page, "velka")
    real.next_visitor()
    assert (page.line.text(), page.picker.line.text(), page.cards, page.picker.offered) == ("", "", {}, [])
    assert not page.save_button.isVisible()
    page.line.undo()
    assert page.line.text() == ""


def test_what_is_picked_here_is_not_given_to_the_visitor(real: RealWindow, page: ExperienceScreen) -> None:
    find(real, page, FIRST.name.best())
    page.picker.offered[0].click()
    assert len(real.context.tray) == 0
    assert len(page.cards) == 1


def test_what_nothing_is_called_is_said(real: RealWindow, page: ExperienceScreen) -> None:
    write(page.picker.line, "qqxxzz")
    real.until(lambda: not page.picker._none.isHidden())
    assert page.picker.offered == []
