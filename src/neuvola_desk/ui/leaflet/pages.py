"""The pages of a leaflet as pictures; called on workers."""

from dataclasses import dataclass
from io import BytesIO
from threading import Lock
from typing import Final

from PySide6.QtGui import QImage

DRAWING: Final = Lock()
"""PDFium may be in only one thread at a time (its own documentation says so)."""

POINTS_PER_INCH: Final = 72.0
_A4: Final = (210 * 72 / 25.4, 297 * 72 / 25.4)


@dataclass(frozen=True, slots=True)
class PageSize:
    """Width and height in points."""

    width: float
    height: float

    def height_at(self, width: int) -> int:
        """How high the page is when it is ``width`` pixels wide."""
        return round(self.height / self.width * width)


def page_sizes(pdf: bytes) -> tuple[PageSize, ...]:
    """The sizes of the pages, which is also how many there are."""
    import pypdfium2  # the renderer is not needed for the first paint

    with DRAWING, pypdfium2.PdfDocument(pdf) as document:
        return tuple(PageSize(*document.get_page_size(number)) for number in range(len(document)))


def centred_on_a4(pdf: bytes) -> bytes:
    """The same pages in the middle of A4 sheets; the letters stay letters."""
    import pypdfium2

    with DRAWING, pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            across, down = ((whole - part) / 2 for whole, part in zip(_A4, page.get_size(), strict=True))
            left, bottom, right, top = page.get_mediabox()
            page.set_mediabox(left - across, bottom - down, right + across, top + down)
            page.close()
        told = BytesIO()
        document.save(told)
        return told.getvalue()


def draw_page(pdf: bytes, number: int, width: int) -> QImage:
    """A page ``width`` pixels wide."""
    import pypdfium2

    with DRAWING, pypdfium2.PdfDocument(pdf) as document:
        page = document[number]
        bitmap = page.render(scale=width / page.get_width(), prefer_bgrx=True)
        picture = QImage(
            bitmap.buffer, bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGB32
        ).copy()
        # Left to the garbage collector they would be freed when another thread may be drawing.
        bitmap.close()
        page.close()
        return picture
