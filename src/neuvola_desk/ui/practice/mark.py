"""Writes HARJOITUS across every page of a sheet, so that nobody takes it for a real one."""

import ctypes
import math
from io import BytesIO
from typing import TYPE_CHECKING, Final

from neuvola_desk.ui.leaflet.pages import DRAWING

if TYPE_CHECKING:  # for its name only: the renderer is loaded with the first sheet
    from pypdfium2 import PdfDocument, PdfPage

WORD: Final = "HARJOITUS"
"""Finnish on a sheet of any language: it is for whoever hands sheets over."""

_FONT: Final = b"Helvetica-Bold"
_WIDTH: Final = 6.3
"""How wide the word is, in its own size."""
_SHARE: Final = 0.78
"""How much of the diagonal it takes."""
_EDGE: Final = 14.0
_TINT: Final = (179, 32, 26)


def marked(pdf: bytes) -> bytes:
    """The same sheet with the word large across each page, and small and dense at its upper edge."""
    import pypdfium2

    with DRAWING, pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            width, height = page.get_size()
            left, bottom, _right, _top = page.get_mediabox()
            across = math.hypot(width, height) * _SHARE
            size, turn = across / _WIDTH, math.atan2(height, width)
            x = left + (width - across * math.cos(turn) + size * 0.7 * math.sin(turn)) / 2
            y = bottom + (height - across * math.sin(turn) - size * 0.7 * math.cos(turn)) / 2
            _write(document, page, size, (x, y, turn), opacity=46)
            middle = left + (width - _EDGE * _WIDTH) / 2
            _write(document, page, _EDGE, (middle, bottom + height - _EDGE * 1.5, 0.0), opacity=255)
            page.gen_content()
            page.close()
        told = BytesIO()
        document.save(told)
        return told.getvalue()


def _write(
    document: "PdfDocument", page: "PdfPage", size: float, place: tuple[float, float, float], opacity: int
) -> None:
    """Puts the word where it begins, turned by so much."""
    from pypdfium2 import raw

    x, y, turn = place
    words = raw.FPDFPageObj_NewTextObj(document.raw, _FONT, size)
    letters = (ctypes.c_ushort * (len(WORD) + 1))(*map(ord, WORD))  # the last one stays nought
    raw.FPDFText_SetText(words, letters)
    raw.FPDFPageObj_SetFillColor(words, *_TINT, opacity)
    raw.FPDFPageObj_Transform(words, math.cos(turn), math.sin(turn), -math.sin(turn), math.cos(turn), x, y)
    raw.FPDFPage_InsertObject(page.raw, words)
