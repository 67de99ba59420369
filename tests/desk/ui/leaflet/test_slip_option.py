"""The feedback code on a leaflet: off until it is wanted, new each time, never where it may not be."""

import re

import pypdfium2

from neuvola_core import codes
from neuvola_core.taxonomy import needs
from neuvola_desk.config import Settings, load_settings
from support.small_desk import services

from .conftest import OpenRoom, Room

SENSITIVE = next(n for n, s in enumerate(services()) if any(needs().get(need).sensitive for need in s.needs))
_CODE = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b")


def codes_on(pdf: bytes) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as document:
        return _CODE.findall(" ".join(page.get_textpage().get_text_bounded() for page in document))


def test_no_desk_begins_with_a_code_and_each_remembers_that_it_wants_one(room: Room) -> None:
    room.real.pick(0)
    page = room.arrive()
    assert not page.options.slip.isChecked()
    assert codes_on(room.ready()) == []
    page.options.slip.click()
    [first] = codes_on(room.ready())
    assert codes.is_whole(codes.plain(first))
    assert "Koodia ei tallenneta" in page.options.code_notice
    assert page.options.slip.accessibleDescription() == page.options.code_notice
    assert load_settings(room.real.paths.config).slips
    room.real.next_visitor()
    room.real.pick(0)
    room.arrive()
    assert page.options.slip.isChecked()
    [second] = codes_on(room.ready())
    assert first != second, "no two visitors have the same code"
    settings = room.real.paths.config.read_text("utf-8")
    assert first not in settings
    assert codes.plain(first) not in settings


def test_what_is_printed_is_the_code_that_was_seen(open_room: OpenRoom) -> None:
    room = open_room(Settings(theme="light", slips=True))
    room.real.pick(0)
    page = room.arrive()
    seen = codes_on(room.ready())
    room.real.until(page.print_button.isEnabled)
    page.print_button.click()
    room.real.until(lambda: bool(room.printer.printed))
    assert codes_on(room.printer.printed[0][0]) == seen


def test_a_leaflet_that_may_not_have_a_code_says_so_and_not_why(open_room: OpenRoom) -> None:
    room = open_room(Settings(theme="light", slips=True))
    room.real.pick(SENSITIVE)
    page = room.arrive()
    assert codes_on(room.ready()) == []
    assert not page.options.slip.isVisible(), "nothing can be torn off a pocket slip"
    page.options.choose_form("sheet")
    assert codes_on(room.ready()) == []
    room.real.until(lambda: page.options.code_notice == "Tähän esitteeseen ei tule palautekoodia.")
    assert page.options.slip.isVisible()
    assert page.options.slip.isChecked()
