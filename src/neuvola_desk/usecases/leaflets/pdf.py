"""Draws a laid-out leaflet as PDF bytes: embedded subsets only, tagged, and telling nothing but its title."""

from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from itertools import groupby

from PIL import Image, UnidentifiedImageError
from reportlab import rl_config
from reportlab.lib.colors import HexColor
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.textobject import PDFTextObject

from neuvola_desk.usecases.leaflets import fonts, qr
from neuvola_desk.usecases.leaflets.display import shown
from neuvola_desk.usecases.leaflets.glyph_font import GlyphFonts
from neuvola_desk.usecases.leaflets.ink import (
    ARTIFACT,
    CodeInk,
    Element,
    FillInk,
    Ink,
    Page,
    PictureInk,
    RuleInk,
    Sheets,
    TextInk,
    Turned,
)
from neuvola_desk.usecases.leaflets.layout import lay_out
from neuvola_desk.usecases.leaflets.metadata import add_metadata
from neuvola_desk.usecases.leaflets.packing import packed
from neuvola_desk.usecases.leaflets.structure import Mark, add_structure
from neuvola_desk.usecases.leaflets.values import Leaflet

rl_config.useA85 = 0  # streams as they are: the letters that old mail could carry make them a quarter longer


def render(leaflet: Leaflet) -> bytes:
    """The leaflet as a PDF file; the same leaflet gives the same bytes."""
    return draw(lay_out(leaflet))


def draw(sheets: Sheets) -> bytes:
    """Laid-out pages as a PDF file."""
    buffer = BytesIO()
    canvas = Canvas(
        buffer,
        pagesize=(sheets.paper.width, sheets.paper.height),
        invariant=1,
        lang=sheets.language,
        initialFontName=fonts.first_face(fonts.REGULAR).name,  # type: ignore[arg-type]  # the stub says float
        pageCompression=1,
    )
    canvas.setViewerPreference("DisplayDocTitle", "true")
    marks = []
    glyphs = GlyphFonts()
    pen = _Pen(canvas, glyphs, sheets.paper.height)
    for number, page in enumerate(sheets.pages):
        marks.append(_draw_page(pen, page, sheets.elements, number))
        canvas.showPage()
    document = canvas._doc  # type: ignore[attr-defined]  # the canvas itself can neither tag nor draw glyphs
    glyphs.embed(document)
    add_structure(document, sheets, marks)
    add_metadata(document, sheets.title, sheets.language)
    canvas.save()
    return packed(buffer.getvalue())


@dataclass(frozen=True, slots=True)
class _Pen:
    """What draws on a sheet whose lower edge is ``height`` below its upper one."""

    canvas: Canvas
    glyphs: GlyphFonts
    height: float


def _draw_page(pen: _Pen, page: Page, elements: tuple[Element, ...], number: int) -> list[Mark]:
    """Draws one page; each stretch of one element is marked with a number of its own."""
    canvas, marks = pen.canvas, list[Mark]()
    for index, bookmark in enumerate(page.bookmarks):
        key = f"p{number}-{index}"
        canvas.bookmarkHorizontalAbsolute(key, pen.height - bookmark.y + 6)
        canvas.addOutlineEntry(fonts.printable(bookmark.text), key, level=0)
    for element, group in groupby(page.ink, key=_element_of):
        language = ""
        if element == ARTIFACT:
            canvas.addLiteral("/Artifact BMC")
        else:
            language = elements[element].language
            canvas.addLiteral(f"/{elements[element].kind} <</MCID {len(marks)}>> BDC")
            marks.append(Mark(element, len(marks)))
        _draw_both_ways(pen, group, language)
        canvas.addLiteral("EMC")
    return marks


def _element_of(ink: Ink | Turned) -> int:
    kept = ink.ink if isinstance(ink, Turned) else ink
    return kept.element if isinstance(kept, TextInk | CodeInk) else ARTIFACT


def _draw_both_ways(pen: _Pen, group: Iterable[Ink | Turned], language: str) -> None:
    """Draws ink that stands upright and ink that stands upside down."""
    for centre, inks in groupby(group, key=_centre):
        kept = [ink.ink if isinstance(ink, Turned) else ink for ink in inks]
        if centre is None:
            _draw_group(pen, kept, language)
            continue
        pen.canvas.saveState()
        pen.canvas.transform(-1, 0, 0, -1, 2 * centre[0], 2 * (pen.height - centre[1]))
        _draw_group(pen, kept, language)
        pen.canvas.restoreState()


def _centre(ink: Ink | Turned) -> tuple[float, float] | None:
    return (ink.x, ink.y) if isinstance(ink, Turned) else None


def _draw_group(pen: _Pen, group: Iterable[Ink], language: str) -> None:
    for is_text, inks in groupby(group, key=lambda ink: isinstance(ink, TextInk)):
        if is_text:
            _draw_text(pen, [ink for ink in inks if isinstance(ink, TextInk)], language)
        else:
            for ink in inks:
                _draw_shape(pen, ink)


def _draw_text(pen: _Pen, inks: Iterable[TextInk], language: str) -> None:
    """Draws words of an element in ``language``; others are marked with theirs, those of an ornament not."""
    text = pen.canvas.beginText()
    for spoken, together in groupby(inks, key=lambda ink: ink.language):
        is_other = bool(language and spoken and spoken != language)
        if is_other:
            text._code.append(f"/Span <</Lang ({spoken})>> BDC")  # type: ignore[attr-defined]
        _put_words(pen, text, together)
        if is_other:
            text._code.append("EMC")  # type: ignore[attr-defined]
    pen.canvas.drawText(text)


def _put_words(pen: _Pen, text: PDFTextObject, inks: Iterable[TextInk]) -> None:
    colour = ""
    for ink in inks:
        if ink.manner.colour != colour:
            colour = ink.manner.colour
            text.setFillColor(HexColor(colour))
        text.setTextOrigin(ink.x, pen.height - ink.y)
        for part in shown(ink.text, ink.manner.style, ink.language):
            if part.glyphs:
                drawing = pen.glyphs.drawing(part.face, ink.manner.size, part.glyphs)
                text._code.append(drawing)  # type: ignore[attr-defined]  # it has no way in for glyphs
            else:
                text.setFont(part.face, ink.manner.size)
                text.textOut(part.text)


def _draw_shape(pen: _Pen, ink: Ink) -> None:
    canvas = pen.canvas
    if isinstance(ink, RuleInk):
        canvas.setStrokeColor(HexColor(ink.colour))
        canvas.setLineWidth(ink.weight)
        canvas.setDash(*((3, 3),) if ink.is_dashed else ())
        y = pen.height - ink.y
        canvas.line(ink.x, y, ink.x + ink.width, y - ink.height)
    elif isinstance(ink, FillInk):
        canvas.setFillColor(HexColor(ink.colour))
        bottom = pen.height - ink.y - ink.height
        canvas.roundRect(ink.x, bottom, ink.width, ink.height, ink.radius, stroke=0, fill=1)
    elif isinstance(ink, CodeInk):
        _draw_code(pen, ink)
    elif isinstance(ink, PictureInk):
        _draw_picture(pen, ink)


def _draw_code(pen: _Pen, ink: CodeInk) -> None:
    code = qr.code(ink.url)
    if code is None:
        return
    canvas = pen.canvas
    canvas.saveState()
    canvas.setFillGray(0)
    canvas.translate(ink.x, pen.height - ink.y - ink.side)
    canvas.scale(ink.side / code.modules, ink.side / code.modules)
    canvas.addLiteral(code.path)
    canvas.restoreState()


def _draw_picture(pen: _Pen, ink: PictureInk) -> None:
    """Draws the point's logo; a file that is no picture is left out, the leaflet is more than its logo."""
    try:
        picture = _picture(ink.data)
    except (UnidentifiedImageError, OSError):
        return
    wide, high = picture.getSize()
    scale = min(ink.width / wide, ink.height / high)
    bottom = pen.height - ink.y - high * scale
    x = ink.x + ink.width - wide * scale if ink.at_right else ink.x
    pen.canvas.drawImage(picture, x, bottom, wide * scale, high * scale, mask="auto")


def _picture(data: bytes) -> ImageReader:
    """A PNG or JPEG as it is, but never in four inks: the file has the colours of a screen."""
    found = Image.open(BytesIO(data))
    return ImageReader(found.convert("RGB") if found.mode == "CMYK" else BytesIO(data))
