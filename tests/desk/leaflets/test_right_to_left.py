"""Leaflets that begin on the right: joined letters, what is read back out, and where things stand."""

import io
import json
import re
import shutil
import subprocess
import unicodedata
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from desk.leaflets import samples
from desk.leaflets.checks import faults
from neuvola_core.text import Text
from neuvola_desk.resources import resource_path
from neuvola_desk.usecases.leaflets import fonts, look
from neuvola_desk.usecases.leaflets.content import content
from neuvola_desk.usecases.leaflets.display import shown
from neuvola_desk.usecases.leaflets.frame import LOGO_HEIGHT
from neuvola_desk.usecases.leaflets.ink import CodeInk, FillInk, TextInk, mirrored
from neuvola_desk.usecases.leaflets.layout import lay_out
from neuvola_desk.usecases.leaflets.leaflet import make
from neuvola_desk.usecases.leaflets.lines import Manner
from neuvola_desk.usecases.leaflets.shaping import shaped
from neuvola_desk.usecases.leaflets.texts import available, texts
from neuvola_desk.usecases.leaflets.values import LeafletRequest

RIGHT_TO_LEFT = tuple(language for language in available() if texts(language).is_rtl)
ARABIC_NAME = "مجموعة نقاش (Omaishoitajat) للأقارب"
CAP_HEIGHT, DESCENT = 0.72, 0.45
"""The second is of the Arabic letters."""
PERSIAN = "می‌خواهم به خانه برگردم، لطفاً کمک کنید."


def every_text(language: str) -> list[str]:
    data = json.loads(resource_path("leaflet", "texts", f"{language}.json").read_text(encoding="utf-8"))
    found = [data["title"], *data["weekdays"], *data.get("month_names", ())]
    for section in ("labels", "words", "sources"):
        found += [re.sub(r"\{\w+\}", "1", text) for text in data[section].values()]
    return found


def pdf_text(data: bytes, folder: Path) -> str:
    path = folder / "leaflet.pdf"
    path.write_bytes(data)
    told = subprocess.run(
        ["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True
    ).stdout
    return re.sub(r"[\u202a-\u202e\u2066-\u2069]", "", told)


def made(language: str, *services, large: bool = False) -> bytes:
    return make(services, language, large=large, point=samples.POINT, today=samples.TODAY)


@pytest.mark.parametrize("language", available())
@pytest.mark.parametrize("style", [fonts.REGULAR, fonts.BOLD])
def test_the_fonts_have_every_letter_of_every_language(language: str, style: str):
    for text in every_text(language):
        printed = fonts.printable(text)
        assert printed == unicodedata.normalize("NFC", text)
        for face, stretch in fonts.stretches(printed, style):
            if face.joined:
                assert all(glyph.id for glyph in shaped(stretch, face.name)), text
            else:
                assert all(ord(sign) in face.widths for sign in stretch), text


def test_letters_are_joined():
    alone = [shaped(sign, "NotoSansArabic-Regular")[0].id for sign in "سلام"]
    together = [glyph.id for glyph in reversed(shaped("سلام", "NotoSansArabic-Regular"))]
    assert together != alone


def test_every_character_is_read_back_from_some_glyph():
    for word in (*PERSIAN.split(), "بتث", "پەڕەی", "لا", "مجاناً", "خزمەتگوزارییەکان"):
        glyphs = shaped(word, "NotoSansArabic-Regular")
        assert "".join(glyph.text for glyph in reversed(glyphs)) == word


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler-utils is not installed")
@pytest.mark.parametrize("language", RIGHT_TO_LEFT)
def test_what_is_copied_out_is_in_reading_order(language: str, tmp_path: Path):
    service = samples.full(summary=Text({language: PERSIAN, "fi": "Tule mukaan."}))
    told = pdf_text(made(language, service), tmp_path)
    for word in (*re.findall(r"\w+", texts(language).heading.text), "کمک", "09 310 44400", "Palveluesite"):
        assert word in told, word
    assert "خانه برگردم" in told


@pytest.mark.parametrize("language", RIGHT_TO_LEFT)
@pytest.mark.parametrize("large", [False, True])
def test_nothing_leaves_the_page_or_lies_over_something_else(language: str, large: bool):
    services = (
        samples.full(name=Text({language: ARABIC_NAME, "fi": "Ryhmä"})),
        samples.shelter(),
        samples.bare(),
    )
    request = LeafletRequest(
        services=services, language=language, large=large, point=samples.POINT, made_on=samples.TODAY
    )
    assert faults(lay_out(content(request))) == []


def test_the_page_begins_on_the_right():
    request = LeafletRequest(
        services=(samples.full(),), language="ar", large=False, point=samples.POINT, made_on=samples.TODAY
    )
    page = lay_out(content(request)).pages[0]
    (title,) = [ink for ink in page.ink if isinstance(ink, TextInk) and ink.text == texts("ar").heading.text]
    assert title.x + title.width == pytest.approx(look.RIGHT)
    (code,) = [ink for ink in page.ink if isinstance(ink, CodeInk)]
    assert code.x < look.WIDTH / 2
    assert all(ink.x >= look.LEFT - 1 for ink in page.ink if isinstance(ink, FillInk))


@pytest.mark.parametrize("language", RIGHT_TO_LEFT)
@pytest.mark.parametrize("large", [False, True])
def test_the_title_keeps_its_distance_from_what_stands_under_it(language: str, large: bool):
    request = LeafletRequest((samples.full(),), language, large, made_on=samples.TODAY)
    page = lay_out(content(request)).pages[0]
    title, finnish, *_ = [ink for ink in page.ink if isinstance(ink, TextInk)]
    deepest = title.y + title.manner.size * DESCENT
    assert finnish.y - finnish.manner.size * CAP_HEIGHT > deepest


def test_the_logo_of_a_page_that_is_turned_round_stands_at_its_right_margin():
    logo = io.BytesIO()
    Image.new("RGB", (100, 100), "#cc0000").save(logo, "PNG")
    point = replace(samples.POINT, logo=logo.getvalue())
    data = make([samples.full()], "ar", large=False, point=point, today=samples.TODAY)
    with pypdfium2.PdfDocument(data) as pdf:
        picture = pdf[0].render(scale=1).to_pil().convert("RGB")
    red = [x for x in range(picture.width) if picture.getpixel((x, int(look.TOP + 20))) == (204, 0, 0)]
    assert max(red) == pytest.approx(look.RIGHT, abs=2)
    assert max(red) - min(red) == pytest.approx(LOGO_HEIGHT, abs=3)


def test_a_range_of_hours_alone_runs_as_the_language_does():
    assert "".join(part.text for part in shown("9:00–15:00", fonts.REGULAR, "ar")) == "15:00–9:00"
    assert "".join(part.text for part in shown("09 310 44400", fonts.REGULAR, "ar")) == "09 310 44400"
    assert "".join(part.text for part in shown("9:00–15:00", fonts.REGULAR, "fi")) == "9:00–15:00"


def test_a_finnish_line_of_several_pieces_stays_in_its_order():
    manner = Manner(11, fonts.REGULAR, "#000000")
    line = [TextInk(100, 50, "Puhelin", 40, manner, 1, "fi"), TextInk(145, 50, "112", 20, manner, 1, "fi")]
    first, second = mirrored(line, 595)
    assert (first.x, second.x) == (595 - 165, 595 - 165 + 45)
    mixed = [line[0], TextInk(145, 50, "هاتف", 20, manner, 1, "ar")]
    first, second = mirrored(mixed, 595)
    assert first.x > second.x


def test_the_code_can_be_read_on_a_page_that_is_turned_round():
    with pypdfium2.PdfDocument(made("fa", samples.full())) as pdf:
        picture = pdf[0].render(scale=150 / 72).to_pil().convert("L")
    assert [code.text for code in zxingcpp.read_barcodes(picture)]


def test_brackets_are_turned_round_with_the_words_about_them():
    left_to_right = "".join(part.text for part in shown("نص (نص)", fonts.REGULAR, "ar"))
    assert left_to_right.startswith("(")
    assert left_to_right.count("(") == left_to_right.count(")") == 1


@pytest.mark.parametrize("language", RIGHT_TO_LEFT)
def test_the_file_is_whole_and_says_its_language(language: str, tmp_path: Path):
    path = tmp_path / "leaflet.pdf"
    path.write_bytes(made(language, samples.full(), samples.full(2), samples.full(3)))
    with pikepdf.open(path) as pdf:
        assert pdf.check_pdf_syntax() == []
        assert str(pdf.Root.Lang) == language
        joined = [font for font in pdf.pages[0].Resources.Font.values() if "Arabic" in str(font.BaseFont)]
        assert joined
        assert all("/ToUnicode" in font and str(font.Subtype) == "/Type0" for font in joined)
