"""The strip with the code: torn off without loss, read by a phone, never where it must not be."""

from dataclasses import replace
from io import BytesIO

import pypdfium2
import pytest
import zxingcpp

from neuvola_core import codes
from neuvola_core.catalogue import Service
from neuvola_core.ids import catalogue_id
from neuvola_core.slip import new_slip, slip_hash, slip_link
from neuvola_desk.usecases.leaflets.content import content
from neuvola_desk.usecases.leaflets.ink import CodeInk, TextInk
from neuvola_desk.usecases.leaflets.layout import lay_out
from neuvola_desk.usecases.leaflets.leaflet import render
from neuvola_desk.usecases.leaflets.look import SMALLEST
from neuvola_desk.usecases.leaflets.texts import available, texts
from neuvola_desk.usecases.leaflets.values import Form, Leaflet, LeafletRequest, SlipRequest
from neuvola_desk.usecases.slips import is_sensitive, may_carry_slip, public_address

from .checks import faults, smallest_letter, upright
from .samples import POINT, TODAY, bare, full

ADDRESS = "https://palvelin.neuvontapiste.example"


def service(number: int) -> Service:
    return replace(full(number), id=catalogue_id("test", "service", str(number)))


def leaflet(language: str = "fi", count: int = 2, *, address: str = ADDRESS, **options: object) -> Leaflet:
    slip = SlipRequest(new_slip(), address)
    services = tuple(service(number) for number in range(count))
    return content(LeafletRequest(services, language, point=POINT, made_on=TODAY, slip=slip, **options))  # type: ignore[arg-type]


@pytest.mark.parametrize("language", available())
@pytest.mark.parametrize(("large", "small_sheet"), [(False, False), (True, False), (True, True)])
def test_it_fits_in_every_language(language: str, large: bool, small_sheet: bool) -> None:
    made = leaflet(language, large=large, small_sheet=small_sheet)
    sheets = lay_out(made)
    assert faults(sheets) == []
    assert smallest_letter(sheets) >= SMALLEST
    assert made.slip is not None
    words = [ink for ink in upright(sheets.pages[-1]) if isinstance(ink, TextInk)]
    code = next(ink for ink in words if ink.text == made.slip.code)
    assert code.manner.size >= 20
    for told in (made.slip.label.text, made.slip.promise):
        assert told.split()[0] in " ".join(ink.text for ink in words)


@pytest.mark.parametrize("form", ["sheet", "list", "week"])
@pytest.mark.parametrize("count", [1, 3, 12])
@pytest.mark.parametrize("address", ["", ADDRESS])
def test_what_is_torn_off_is_the_end_of_the_last_page_and_the_strip_alone(
    form: Form, count: int, address: str
) -> None:
    made = leaflet(count=count, form=form, large=False, address=address)
    sheets = lay_out(made)
    assert faults(sheets) == []
    assert made.slip is not None
    for page in sheets.pages[:-1]:
        assert made.slip.code not in [ink.text for ink in page.ink if isinstance(ink, TextInk)]
    last = sheets.pages[-1].ink
    top = next(ink.y for ink in last if isinstance(ink, TextInk) and ink.text == made.slip.label.text) - 20
    below = [ink.text for ink in last if isinstance(ink, TextInk) and ink.y > top]
    assert " ".join(below) == " ".join(
        (made.slip.label.text, made.slip.code, made.slip.words, made.slip.promise)
    )
    linked = [ink for ink in last if isinstance(ink, CodeInk) and ink.y > top]
    assert [ink.url for ink in linked] == ([made.slip.link] if address else [])


def test_the_crisis_line_stays_when_the_strip_is_gone() -> None:
    sheets = lay_out(leaflet())
    words = [ink for ink in sheets.pages[-1].ink if isinstance(ink, TextInk)]
    crisis = max(ink.y for ink in words if "112" in ink.text)
    assert crisis < min(ink.y for ink in words if ink.text == "Palautekoodi")


def test_a_leaflet_without_a_code_is_as_ever() -> None:
    services = (service(1),)
    plain = content(LeafletRequest(services, made_on=TODAY))
    assert plain.slip is None
    assert b"Palautekoodi" not in render(plain)


@pytest.mark.parametrize("language", ["fi", "sv", "ar"])
def test_a_phone_reads_the_code_from_cheap_print(language: str) -> None:
    made = leaflet(language, count=12, large=False)
    document = pypdfium2.PdfDocument(BytesIO(render(made)))
    picture = document[len(document) - 1].render(scale=150 / 72).to_pil()
    found = [code.text for code in zxingcpp.read_barcodes(picture)]
    assert made.slip is not None
    assert made.slip.link in found
    text = document[len(document) - 1].get_textpage().get_text_bounded()
    assert made.slip.code in text
    document.close()


def test_the_link_is_that_of_the_code_and_the_services_in_the_fragment() -> None:
    code = new_slip()
    request = LeafletRequest(
        (service(1), bare(2)), point=POINT, made_on=TODAY, slip=SlipRequest(code, f"{ADDRESS}/")
    )
    slip = content(request).slip
    assert slip is not None
    assert slip.link == slip_link(ADDRESS, code, [service(1).id])
    assert slip.code == codes.grouped(code)
    assert slip_hash(slip.code) == slip_hash(code)
    assert code not in slip.description
    assert "QR" in slip.words


def test_without_an_address_the_code_stands_alone() -> None:
    slip = leaflet(address="").slip
    assert slip is not None
    assert slip.link == ""
    assert slip.words == texts("fi").word("slip_show")
    assert "QR" not in slip.words


def test_the_strip_names_no_service() -> None:
    slip = leaflet().slip
    assert slip is not None
    told = " ".join((slip.label.text, slip.words, slip.promise, slip.description))
    assert full().name.best() not in told


def test_a_sensitive_leaflet_and_what_cannot_be_torn_have_none() -> None:
    assert may_carry_slip([service(1)], "sheet")
    shelter = replace(service(2), needs=("vakivalta",))
    assert is_sensitive([service(1), shelter])
    for form in ("sheet", "list", "week", "fold", "pocket"):
        assert not may_carry_slip([service(1), shelter], form)
    assert [
        form for form in ("sheet", "list", "week", "fold", "pocket") if may_carry_slip([service(1)], form)
    ] == [
        "sheet",
        "list",
        "week",
    ]


@pytest.mark.parametrize(
    ("chosen", "enrolled_with", "address"),
    [
        ("", "https://palvelin.example", "https://palvelin.example"),
        ("", "http://127.0.0.1:8080", ""),
        ("", "", ""),
        (" https://palaute.example ", "https://palvelin.example", "https://palaute.example"),
        ("http://palaute.example", "", "http://palaute.example"),
    ],
)
def test_where_a_phone_finds_the_page(chosen: str, enrolled_with: str, address: str) -> None:
    assert public_address(chosen, enrolled_with) == address
