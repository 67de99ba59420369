"""A leaflet with a code is printed: neither the code nor its link is on the desk's disk, then or later."""

import re
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp

from neuvola_core import codes
from neuvola_core.slip import service_number, slip_hash
from neuvola_desk.config import Point, Settings, save_settings
from support.cups import PrintHouse, print_house
from support.small_desk import services

from .test_adversaries import Place, forms, place, spooled, wait_for

__all__ = ["place"]
ADDRESS = "https://palaute.neuvonta.example"
_CODE = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b")


@pytest.fixture
def queue(place: Place) -> Iterator[PrintHouse]:
    """A stopped queue: what was printed can be looked at until the next visitor comes."""
    chosen = Settings(
        theme="light", printer="Aula", point=Point(name="Kulma"), slips=True, slip_address=ADDRESS
    )
    save_settings(place.paths.config, chosen)
    with print_house(wait_for) as running:
        running.add("Aula")
        running.command("cupsdisable", "Aula")
        place.cups = running.address
        yield running


def printed(paper: Path) -> tuple[str, str]:
    """The code and the link that are on a printed leaflet."""
    with pypdfium2.PdfDocument(paper.read_bytes()) as document:
        last = document[len(document) - 1]
        [code] = _CODE.findall(last.get_textpage().get_text_bounded())
        read = [found.text for found in zxingcpp.read_barcodes(last.render(scale=150 / 72).to_pil())]
    [link] = [text for text in read if text.startswith(ADDRESS)]
    return codes.plain(code), link


def needles(code: str, link: str) -> set[bytes]:
    texts = (code, codes.grouped(code), slip_hash(code), link, link.partition("#")[2])
    return {form for text in texts for form in forms(text)}


def test_a_printed_code_is_nowhere_on_the_disk(place: Place, queue: PrintHouse) -> None:
    place.start()
    place.do("pick_one")
    place.do("print_out")
    [paper] = spooled(queue)
    code, link = printed(paper)
    assert codes.is_whole(code)
    assert link == f"{ADDRESS}/slip#{code}.{service_number(services()[0].id)}"
    wanted = needles(code, link)
    assert place.finds(*wanted) == []
    assert place.finds(b"%PDF") == [], "no copy of the sheet, in which it would be packed"
    place.do("next_visitor")
    assert spooled(queue) == []
    place.check()
    assert place.finds(*wanted) == []
    place.end()
    assert place.finds(*wanted, b"%PDF") == []


def test_the_search_would_find_a_code(place: Place, queue: PrintHouse) -> None:
    code = codes.new_code(12)
    (place.root / "tmp" / "leak").write_bytes(codes.grouped(code).lower().encode("utf-16-le"))
    assert place.finds(*needles(code, f"{ADDRESS}/slip#{code}"))


def test_a_sensitive_leaflet_gets_no_code_though_the_desk_prints_codes(
    place: Place, queue: PrintHouse
) -> None:
    place.start()
    place.do("pick")
    place.do("print_out")
    [paper] = spooled(queue)
    with pypdfium2.PdfDocument(paper.read_bytes()) as document:
        told = "".join(page.get_textpage().get_text_bounded() for page in document)
    assert _CODE.findall(told) == []
    assert "Palautekoodi" not in told
    place.end()
