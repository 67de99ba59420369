"""The pages of a leaflet as pictures; called on workers."""

from dataclasses import dataclass
from threading import Lock
from typing import Final

from PySide6.QtGui import QImage

_DRAWING: Final = Lock()
"""PDFium may be in only one thread at a time (its own documentation says so)."""

POINTS_PER_INCH: Final = 72.0


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

    with _DRAWING, pypdfium2.PdfDocument(pdf) as document:
        return tuple(PageSize(*document.get_page_size(number)) for number in range(len(document)))


def draw_page(pdf: bytes, number: int, width: int) -> QImage:
    """A page ``width`` pixels wide."""
    import pypdfium2

    with _DRAWING, pypdfium2.PdfDocument(pdf) as document:
        page = document[number]
        bitmap = page.render(scale=width / page.get_width(), prefer_bgrx=True)
        picture = QImage(
            bitmap.buffer, bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGB32
        ).copy()
        # Left to the garbage collector they would be freed when another thread may be drawing.
        bitmap.close()
        page.close()
        return picture
