"""From the button to the paper, over a real printing system where one is installed."""

from collections.abc import Iterator

import pypdfium2
import pytest
from pytestqt.qtbot import QtBot

from neuvola_desk.printing import CupsPrinting, Paper
from support.cups import PrintHouse, print_house

from .conftest import OpenRoom, Room


@pytest.fixture
def house(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[PrintHouse]:
    with print_house(lambda condition: qtbot.waitUntil(condition, timeout=60_000)) as running:
        monkeypatch.setenv("CUPS_SERVER", running.address)
        monkeypatch.setenv("CUPS_SERVERROOT", running.descriptions)
        running.add("Aula")
        yield running


def printed(house: PrintHouse, room: Room) -> bytes:
    """What comes out when the button is pressed."""
    room.page.print_button.click()
    room.real.until(lambda: bool(house.sheets) and bool(room.made))
    return house.sheets[-1]


def told_of_job(house: PrintHouse, room: Room) -> str:
    """What the printing system keeps of the job, whose name is the paper's and no more.

    A job that has just been completed is written anew: for a moment only a part of it is told.
    """
    room.real.until(lambda: "job-name (nameWithoutLanguage) = Palveluesite" in house.told_of_jobs())
    return house.told_of_jobs()


def choose_small(room: Room) -> None:
    sheet = room.page.options.sheet
    sheet.setCurrentIndex(sheet.findData(True))
    sheet.activated.emit(sheet.currentIndex())
    room.ready()


def test_the_button_brings_the_leaflet_out_of_the_printer(house: PrintHouse, open_room: OpenRoom) -> None:
    room = open_room(service=CupsPrinting())
    room.real.pick(0, 2)
    page = room.arrive()
    sheet = printed(house, room)
    assert sheet == room.pdf
    with pypdfium2.PdfDocument(sheet) as paper:
        assert "Talous- ja velkaneuvonta" in paper[0].get_textpage().get_text_bounded()
    assert page.reminder.words == "Ota esite tulostimesta."
    told = told_of_job(house, room)
    assert "media (keyword) = A4" in told


def test_a_small_sheet_is_asked_of_a_printer_that_has_it(house: PrintHouse, open_room: OpenRoom) -> None:
    house.add_able("Iso")
    house.command("lpadmin", "-d", "Iso")
    assert CupsPrinting().abilities("Iso") == Paper(small_sheet=True, two_sided=True)
    room = open_room(service=CupsPrinting())
    room.real.pick(0)
    page = room.arrive()
    choose_small(room)
    page.options.two_sided.click()
    assert page.options.paper_notice == ""
    assert printed(house, room) == room.pdf
    told = told_of_job(house, room)
    assert "media (keyword) = A5" in told
    assert "sides (keyword) = two-sided-long-edge" in told


def test_a_small_sheet_goes_in_the_middle_of_a4_in_another_printer(
    house: PrintHouse, open_room: OpenRoom
) -> None:
    assert CupsPrinting().abilities("Aula") == Paper()
    room = open_room(service=CupsPrinting())
    room.real.pick(0)
    room.arrive()
    choose_small(room)
    with pypdfium2.PdfDocument(printed(house, room)) as paper:
        assert paper.get_page_size(0) == pytest.approx((595.3, 841.9), abs=0.1)
        [left, bottom, *_corner] = paper[0].get_mediabox()
        assert (left, bottom) == pytest.approx((-87.9, -123.3), abs=0.1)
    assert "media (keyword) = A4" in house.told_of_jobs()


def test_a_pocket_slip_comes_out_under_the_same_name(house: PrintHouse, open_room: OpenRoom) -> None:
    room = open_room(service=CupsPrinting())
    room.real.pick(0)
    page = room.arrive()
    page.options.choose_form("pocket")
    room.ready()
    with pypdfium2.PdfDocument(printed(house, room)) as paper:
        told = paper[0].get_textpage().get_text_bounded()
        assert any(character.isdigit() for character in told)
        assert "velka" not in told
        assert not paper.get_metadata_value("Title")
    assert "job-name (nameWithoutLanguage) = Palveluesite" in house.told_of_jobs()


def test_the_next_visitor_empties_the_queue_of_the_last(house: PrintHouse, open_room: OpenRoom) -> None:
    house.command("cupsdisable", "Aula")
    room = open_room(service=CupsPrinting())
    room.real.pick(0)
    page = room.arrive()
    assert page.options.notice.startswith("Tulostin on pysäytetty")
    page.print_button.click()
    room.real.until(lambda: bool(room.made))
    assert house.jobs() == ["Aula-1"]
    room.real.next_visitor()
    room.real.settle()
    assert house.jobs() == []
    assert house.sheets == []
