"""From the button to the paper, over a real printing system where one is installed."""

from collections.abc import Iterator

import pypdfium2
import pytest
from pytestqt.qtbot import QtBot

from neuvola_desk.printing import CupsPrinting
from support.cups import PrintHouse, print_house

from .conftest import OpenRoom


@pytest.fixture
def house(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[PrintHouse]:
    with print_house(lambda condition: qtbot.waitUntil(condition, timeout=60_000)) as running:
        monkeypatch.setenv("CUPS_SERVER", running.address)
        running.add("Aula")
        yield running


def test_the_button_brings_the_leaflet_out_of_the_printer(house: PrintHouse, open_room: OpenRoom) -> None:
    room = open_room(service=CupsPrinting())
    room.real.pick(0, 2)
    page = room.arrive()
    page.print_button.click()
    room.real.until(lambda: bool(house.sheets) and bool(room.made))
    assert house.sheets == [room.pdf]
    with pypdfium2.PdfDocument(house.sheets[0]) as paper:
        assert "Talous- ja velkaneuvonta" in paper[0].get_textpage().get_text_bounded()
    assert page.outcome.words == "Ota esite tulostimesta."


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
