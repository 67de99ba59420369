"""The sheets of a contact request: what the visitor needs, and nothing that would tell on them."""

import io
from datetime import date

import pikepdf
import pypdfium2
import pytest

from desk.leaflets.test_pdf import codes_of, text_of
from neuvola_core.contact import Reach, Receiver
from neuvola_desk.usecases.consent import Controller, Proposal, languages
from neuvola_desk.usecases.contact_paper import consent_sheet, receipt_sheet
from neuvola_desk.usecases.contact_requests import Receipt

NAMED = Receiver("o1", {"fi": "Ystävä ry", "sv": "Vän rf"}, {"fi": "Soitamme."}, "09 111 222")
LONG = Receiver("o2", {"fi": "Pohjois-Karjalan Mielenterveys- ja Päihdekuntoutujien Omaistenyhdistys ry"}, {})


def receipt(language: str = "fi", *receivers: Receiver) -> Receipt:
    return Receipt(
        "1A2B-3C4D",
        "3XK7-M9P2-QW8R",
        receivers or (NAMED,),
        date(2026, 11, 25),
        date(2026, 12, 2),
        language,
        Reach.CALL,
    )


def proposal(language: str) -> Proposal:
    identity = "12345678-1234-4234-8234-123456789012"
    controller = Controller("Kulman neuvonta ry", "tietosuoja@kulma.example")
    return Proposal(identity, "3XK7M9P2QW8R", (NAMED, LONG), date(2026, 11, 18), language, controller)


def words(sheet: bytes) -> str:
    return " ".join(text_of(sheet).replace("\u00a0", " ").split())


def test_the_receipt_says_what_to_do_and_when() -> None:
    told = words(receipt_sheet(receipt()))
    for wanted in ("3XK7-M9P2-QW8R", "1A2B-3C4D", "Ystävä ry", "25.11.2026", "2.12.2026"):
        assert wanted in told
    assert "soita itse: 09 111 222" in told
    assert "/withdraw" not in told
    assert "verkossa" in told


def test_it_says_where_on_the_web_the_code_is_given() -> None:
    assert "neuvola.example/withdraw" in words(receipt_sheet(receipt(), "https://neuvola.example/"))
    long = "https://yhteydenotot.pohjois-karjalan-neuvontapisteet.example"
    for language in languages():
        with pypdfium2.PdfDocument(receipt_sheet(receipt(language, NAMED, LONG), long)) as pdf:
            assert len(pdf) == 1, language


@pytest.mark.parametrize("language", languages())
def test_every_language_fits_on_one_small_sheet(language: str) -> None:
    for sheet in (receipt_sheet(receipt(language, NAMED, LONG)), consent_sheet(proposal(language))):
        with pypdfium2.PdfDocument(sheet) as pdf:
            [page] = pdf
            wide, high = page.get_size()
        assert wide < high < 600


def test_five_long_names_go_on_to_another_sheet_and_none_is_lost() -> None:
    many = tuple(Receiver(f"o{n}", {"fi": f"{LONG.name['fi']} {n}"}, {}, f"017 123 45{n}0") for n in range(5))
    told = words(receipt_sheet(receipt("fi", *many)))
    assert all(one.phone in told for one in many)


@pytest.mark.parametrize("sheet", [receipt_sheet(receipt("sv")), consent_sheet(proposal("sv"))])
def test_the_file_is_called_what_every_sheet_is_called(sheet: bytes) -> None:
    with pikepdf.open(io.BytesIO(sheet)) as pdf:
        assert [str(value) for value in pdf.docinfo.values()] == ["Palveluesite"]
    assert codes_of(sheet) == []


def test_another_language_has_the_finnish_for_whoever_helps() -> None:
    assert "(Perumiskoodi)" in words(receipt_sheet(receipt("sv")))
    told = words(consent_sheet(proposal("sv")))
    assert "Du ger lov" in told
    assert "Annat luvan" in told
    assert "(Perumiskoodi)" not in words(receipt_sheet(receipt("fi")))
