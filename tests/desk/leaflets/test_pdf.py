import io
import re
import shutil
import subprocess

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from desk.leaflets import samples
from neuvola_core.catalogue import Link
from neuvola_core.text import Text
from neuvola_desk.usecases.leaflets.leaflet import PointCard, make

NEEDS_POPPLER = pytest.mark.skipif(not shutil.which("pdffonts"), reason="poppler-utils is not installed")


def made(*services, language: str = "fi", large: bool = False, point: PointCard = samples.POINT) -> bytes:
    return make(services, language, large=large, point=point, today=samples.TODAY)


def text_of(data: bytes) -> str:
    """What a reader copies out of the file, with line ends and hyphenation mended."""
    with pypdfium2.PdfDocument(data) as pdf:
        pages = [page.get_textpage().get_text_bounded() for page in pdf]
    joined = re.sub(r"[\u00ad\ufffe\u0002]\s*|-\r?\n", "", "\n".join(pages))
    return re.sub(r"\s+", " ", joined)


def codes_of(data: bytes, dpi: int = 150) -> list[str]:
    found = []
    with pypdfium2.PdfDocument(data) as pdf:
        for page in pdf:
            picture = page.render(scale=dpi / 72).to_pil().convert("L")
            found += [code.text for code in zxingcpp.read_barcodes(picture)]
    return found


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_text_can_be_read_out_of_the_file(language):
    text = text_of(made(samples.full(), language=language))
    for expected in ("Omaishoitajien keskusteluryhmä", "09 310 44400", "arabianomaiset.fi", "112"):
        assert expected in text


def test_the_code_on_paper_opens_the_page():
    urls = [f"https://www.esimerkki.fi/palvelut/{'polku/' * n}{n}?kieli=fi" for n in (0, 8, 40, 75)]
    services = [samples.bare(n, links=(Link(url),)) for n, url in enumerate(urls)]
    assert sorted(codes_of(made(*services))) == sorted(urls)
    assert sorted(codes_of(made(*services, large=True))) == sorted(urls)


def test_the_file_tells_nothing_but_its_title():
    data = made(samples.full(), language="sv")
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert dict(pdf.docinfo.items()) == {"/Title": pikepdf.String("Palveluesite")}
        assert str(pdf.Root.Lang) == "sv"
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
    for told in (b"2026", b"ReportLab", b"anonymous", b"CreationDate", b"keskustelu"):
        assert told not in data


def test_the_same_leaflet_is_the_same_file():
    assert made(samples.full(), samples.shelter()) == made(samples.full(), samples.shelter())


def test_bookmarks_lead_to_the_services():
    with pypdfium2.PdfDocument(made(samples.full(), samples.bare(), samples.full(3))) as pdf:
        marks = [(mark.get_title(), mark.get_dest().get_index()) for mark in pdf.get_toc()]
        group = "Omaishoitajien keskusteluryhmä"
        assert [title for title, _ in marks] == [group, "Palvelu 1", group]
        assert marks == sorted(marks, key=lambda mark: mark[1])


@NEEDS_POPPLER
def test_all_fonts_are_embedded_subsets(tmp_path):
    path = tmp_path / "leaflet.pdf"
    path.write_bytes(made(samples.full(name=Text(fi="Ž š Привіт Đường"))))
    listed = subprocess.run(
        ["pdffonts", path], capture_output=True, text=True, check=True
    ).stdout.splitlines()[2:]
    assert listed
    for line in listed:
        assert "NotoSans" in line
        assert re.search(r"yes yes yes", line), line


@NEEDS_POPPLER
def test_other_readers_find_the_text_too(tmp_path):
    path = tmp_path / "leaflet.pdf"
    path.write_bytes(made(samples.full(), large=True))
    text = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True).stdout
    assert "Ohjaaja on" in text
    assert "Ota mukaan" in text


def test_the_reading_structure_is_complete():
    with pikepdf.open(io.BytesIO(made(samples.full(), samples.shelter(), language="en"))) as pdf:
        assert bool(pdf.Root.MarkInfo.Marked)
        root = pdf.Root.StructTreeRoot
        document = root.K
        sections = [kid for kid in document.K if kid.S == "/Sect"]
        assert len(sections) == 2
        kinds = [str(kid.S) for section in sections for kid in section.K]
        assert kinds.count("/H2") == 2
        assert kinds.count("/Figure") == 1
        figure = next(kid for kid in sections[0].K if kid.S == "/Figure")
        assert "arabianomaiset.fi" in str(figure.Alt)
        assert {str(kid.Lang) for kid in sections[0].K if "/Lang" in kid} == {"en", "fi"}
        for number, page in enumerate(pdf.pages):
            marked = page.Contents.read_bytes().count(b"/MCID")
            assert len(root.ParentTree.Nums[2 * number + 1]) == marked


def test_begin_and_end_of_marked_content_are_paired():
    with pikepdf.open(io.BytesIO(made(samples.full(), samples.full(2)))) as pdf:
        for page in pdf.pages:
            operators = [str(op) for _, op in pikepdf.parse_content_stream(page)]
            assert operators.count("BMC") + operators.count("BDC") == operators.count("EMC") > 0


def test_the_page_is_a4_and_nothing_runs_in_the_printers_margin():
    with pypdfium2.PdfDocument(made(samples.full(), large=True)) as pdf:
        for page in pdf:
            assert [round(side) for side in page.get_size()] == [595, 842]
            picture = page.render(scale=1).to_pil().convert("L")
            inner = Image.new("L", picture.size, 0)
            inner.paste(255, (28, 28, picture.width - 28, picture.height - 28))
            edges = Image.composite(Image.new("L", picture.size, 255), picture, inner)
            assert edges.getextrema()[0] == 255


def test_a_logo_is_drawn_and_a_broken_one_left_out():
    buffer = io.BytesIO()
    Image.new("RGB", (300, 100), "#cc0000").save(buffer, "PNG")
    for data, expected in (
        (buffer.getvalue(), True),
        (b"not a picture", False),
        (b"\x89PNG\r\n\x1a\nbroken", False),
    ):
        point = PointCard("Piste", logo=data)
        with pypdfium2.PdfDocument(made(samples.bare(), point=point)) as pdf:
            raw = pdf[0].render(scale=1).to_pil().convert("RGB").tobytes()
        pixels = set(zip(raw[::3], raw[1::3], raw[2::3], strict=True))
        assert any(r > 180 and g < 40 and b < 40 for r, g, b in pixels) == expected


def test_the_drawing_libraries_wait_for_the_first_leaflet():
    code = (
        "import sys, neuvola_desk.usecases.leaflets.leaflet, neuvola_desk.usecases.leaflets.content\n"
        "print(sorted({'reportlab', 'pikepdf', 'segno', 'PIL', 'PySide6'} & set(sys.modules)))"
    )
    import sys

    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"
