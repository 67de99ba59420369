"""What docs/leaflet-pdf.md says of PDF/UA-1 and PDF/A-2b, on leaflets of every form in every language."""

import io
import itertools
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import page
import pikepdf
import pytest
from PIL import Image, ImageCms

from desk.leaflets import samples
from desk.leaflets.standards import XMP, broken, elements, kind_of, xmp
from desk.usecases.test_contact_paper import proposal, receipt
from neuvola_desk.usecases.contact_paper import consent_sheet, receipt_sheet
from neuvola_desk.usecases.introduction import introduction_sheet
from neuvola_desk.usecases.leaflets import colour_profile
from neuvola_desk.usecases.leaflets.leaflet import make, make_pocket
from neuvola_desk.usecases.leaflets.texts import available, offered
from neuvola_desk.usecases.leaflets.values import Form, PointCard, SlipRequest

FORMS: tuple[Form, ...] = ("sheet", "list", "week", "fold")
SERVICES = (samples.full(), samples.shelter(), samples.bare(2))
# It has the mark of PDF/UA, which PDF/A lets in where it is explained: the checker knows no explanations.
EXPLAINED = ("pdfaExtension", "pdfaSchema", "pdfaProperty", "pdfuaid:part")
TOLD = {"part", "conformance", "language", "title"}
EXPLAINING = {
    "schemas",
    "schema",
    "namespaceURI",
    "prefix",
    "property",
    "name",
    "valueType",
    "category",
    "description",
}


@cache
def made(form: Form, language: str, *, large: bool = False, small_sheet: bool = False) -> bytes:
    return make(
        SERVICES,
        language,
        large=large,
        small_sheet=small_sheet,
        form=form,
        point=samples.POINT,
        slip=SlipRequest("KANA-1234-5678", "https://neuvola.example"),
        today=samples.TODAY,
    )


@cache
def pocket(language: str) -> bytes:
    return make_pocket(SERVICES, language, today=samples.TODAY)


@pytest.fixture
def leaflet() -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(made("week", "fi"))) as pdf:
        yield pdf


@pytest.mark.parametrize("language", available())
def test_every_form_is_accessible(language: str) -> None:
    for form in FORMS:
        with pikepdf.open(io.BytesIO(made(form, language))) as pdf:
            assert (form, broken(pdf)) == (form, [])


@pytest.mark.parametrize(("large", "small_sheet"), [(True, False), (False, True), (True, True)])
def test_so_is_every_size(large: bool, small_sheet: bool) -> None:
    for form, language in itertools.product(FORMS[:3], ("fi", "ckb")):
        with pikepdf.open(io.BytesIO(made(form, language, large=large, small_sheet=small_sheet))) as pdf:
            assert (form, language, broken(pdf)) == (form, language, [])


def test_so_are_the_desks_other_papers() -> None:
    for data in (introduction_sheet("sv"), consent_sheet(proposal("ar")), receipt_sheet(receipt("en"))):
        with pikepdf.open(io.BytesIO(data)) as pdf:
            assert broken(pdf) == []


def first(pdf: pikepdf.Pdf, kind: str) -> Any:
    return next(one for _parent, one in elements(pdf.Root.StructTreeRoot.K) if kind_of(one) == kind)


def without(kind: str, key: str) -> Callable[[pikepdf.Pdf], None]:
    def spoil(pdf: pikepdf.Pdf) -> None:
        one = first(pdf, kind)
        del one[key]

    return spoil


def renamed(kind: str, to: str) -> Callable[[pikepdf.Pdf], None]:
    def spoil(pdf: pikepdf.Pdf) -> None:
        first(pdf, kind).S = pikepdf.Name(to)

    return spoil


def untagged(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[0]
    page.Contents.write(page.Contents.read_bytes() + b"0 0 m 9 9 l S\n")


def nested(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[0]
    page.Contents.write(page.Contents.read_bytes().replace(b"BT ", b"/Artifact BMC EMC BT ", 1))


@pytest.mark.parametrize(
    ("spoil", "rule"),
    [
        (without("Figure", "/Alt"), "13-004"),
        (without("TH", "/A"), "15-003"),
        (renamed("H1", "/H3"), "14-002"),
        (renamed("P", "/Words"), "02-001"),
        (renamed("TD", "/P"), "09-004"),
        (untagged, "01-005"),
        (nested, "01-003"),
        (lambda pdf: pdf.Root.__delitem__("/Lang"), "11-001"),
        (lambda pdf: pdf.docinfo.__delitem__("/Title"), "06-003"),
        (lambda pdf: pdf.Root.ViewerPreferences.__delitem__("/DisplayDocTitle"), "07-001"),
        (lambda pdf: first(pdf, "TR").K.__delitem__(0), "15-005"),
    ],
)
def test_the_rules_find_what_breaks_them(
    leaflet: pikepdf.Pdf, spoil: Callable[[pikepdf.Pdf], None], rule: str
) -> None:
    spoil(leaflet)
    assert rule in {fault.split()[0] for fault in broken(leaflet)}


@pytest.mark.parametrize("language", available())
def test_a_validator_finds_no_fault_by_either_standard(language: str) -> None:
    both = (page.ValidationProfile.PDF_UA_1, page.ValidationProfile.PDF_A_2B)
    files = [(made(form, language), profile) for form in FORMS for profile in both]
    for data, profile in (*files, (pocket(language), page.ValidationProfile.PDF_A_2B)):
        report = page.validate_pdf_bytes(data, profile=profile)
        assert [f"{one.rule_id} {one.message}" for one in report.failures] == []
        assert report.is_compliant


@pytest.mark.parametrize("language", ["fi", "fa"])
def test_another_checker_finds_only_what_it_does_not_know(language: str) -> None:
    checker = pytest.importorskip("pikepdf.pdfa", exc_type=ImportError)
    for data in (*(made(form, language) for form in FORMS), pocket(language)):
        with pikepdf.open(io.BytesIO(data)) as pdf:
            findings = [str(one) for one in checker.check(pdf, "2b").findings]
        assert [one for one in findings if not any(known in one for known in EXPLAINED)] == []


@pytest.mark.parametrize("language", offered())
def test_the_file_tells_its_title_and_language_and_nothing_of_who_when_or_with_what(language: str) -> None:
    with pikepdf.open(io.BytesIO(made("list", language))) as pdf:
        assert dict(pdf.docinfo.items()) == {"/Title": pikepdf.String("Palveluesite")}
        packet = xmp(pdf)
        names = {
            one.tag.partition("}")[2] for one in packet.iter() if not one.tag.startswith(f"{{{XMP['rdf']}}}")
        }
        assert names - {"xmpmeta"} == TOLD | EXPLAINING
        assert [one.text for one in packet.iterfind(".//dc:title//rdf:li", XMP)] == ["Palveluesite"]
        spoken = [one.text for one in packet.iterfind(".//dc:language//rdf:li", XMP)]
        assert spoken == [str(pdf.Root.Lang)]
        assert set(pdf.Root.keys()) == {
            "/Type",
            "/Lang",
            "/MarkInfo",
            "/Metadata",
            "/Outlines",
            "/OutputIntents",
            "/PageMode",
            "/Pages",
            "/StructTreeRoot",
            "/ViewerPreferences",
        }


def test_the_pocket_slip_tells_not_even_a_title() -> None:
    with pikepdf.open(io.BytesIO(pocket("fi"))) as pdf:
        assert dict(pdf.docinfo.items()) == {}
        assert xmp(pdf).find(".//dc:title", XMP) is None
        assert b"pdfuaid" not in pdf.Root.Metadata.read_bytes()


def test_a_logo_for_a_printers_four_inks_is_shown_in_those_colours_too() -> None:
    buffer = io.BytesIO()
    Image.new("CMYK", (30, 10), (200, 30, 0, 20)).save(buffer, "JPEG")
    point = PointCard("Piste", logo=buffer.getvalue())
    data = make((samples.bare(),), point=point, today=samples.TODAY)
    assert b"/DCTDecode" not in data
    assert page.is_pdf_compliant_bytes(data, profile=page.ValidationProfile.PDF_A_2B)


def test_the_colours_are_those_of_every_screen() -> None:
    ours = ImageCms.ImageCmsProfile(io.BytesIO(colour_profile.profile()))
    change = ImageCms.buildTransform(ours, ImageCms.createProfile("sRGB"), "RGB", "RGB")
    before = Image.frombytes("RGB", (16, 16), bytes(range(256)) * 3)
    after = ImageCms.applyTransform(before, change)
    assert after is not None
    assert max(abs(a - b) for a, b in zip(before.tobytes(), after.tobytes(), strict=True)) <= 1
