"""The pocket fold: one side of an A4 sheet, folded and cut once, becomes a booklet of eight panels.

The panels stand so that they follow each other after folding: the upper row upside down. A leaf of the
booklet is two neighbouring panels back to back, and the cut between the rows lets the middle ones part.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Final

from neuvola_desk.usecases.leaflets import look as page
from neuvola_desk.usecases.leaflets.block import set_block
from neuvola_desk.usecases.leaflets.frame import LOGO_HEIGHT, LOGO_WIDTH, TITLE_LEADING, title_size
from neuvola_desk.usecases.leaflets.galley import Galley
from neuvola_desk.usecases.leaflets.ink import (
    Bookmark,
    Element,
    FillInk,
    Ink,
    Page,
    PictureInk,
    RuleInk,
    Sheets,
    Turned,
    mirrored,
    moved,
)
from neuvola_desk.usecases.leaflets.lines import Stretch
from neuvola_desk.usecases.leaflets.look import FOLDED, PANEL, PANELLED
from neuvola_desk.usecases.leaflets.paging import ALWAYS_WHOLE, SPARING, Pages, notes_label
from neuvola_desk.usecases.leaflets.values import Label, Leaflet, Span

INNER: Final = 6
"""Panels of a sheet that tell of services: all but the cover and the back."""
PLACES: Final = ((1, 1), (2, 1), (3, 1), (3, 0), (2, 0), (1, 0), (0, 0), (0, 1))
"""Column and row of each panel in the order of reading, the lower row being 1."""
COLUMNS: Final = 4
CUT: Final = 1.6
PAD: Final = 7.0


def lay_out(leaflet: Leaflet) -> Sheets:
    """As many sheets as the services need, each a booklet of its own."""
    elements: list[Element] = []
    cover = _cover(leaflet, elements)
    filled = _inner(leaflet, elements)
    count = _sheets(filled)
    inner = [list(ink) for ink in filled.pages] if leaflet.blocks else []
    while len(inner) < count * INNER:
        inner.append(_room_to_write(leaflet, elements))
    marks = [*filled.bookmarks, *([[]] * (count * INNER - len(filled.bookmarks)))]
    pages = []
    for number in range(count):
        own = slice(number * INNER, (number + 1) * INNER)
        back = _back(leaflet, elements, number, count)
        pages.append(_imposed([cover, *inner[own], back], marks[own], is_rtl=leaflet.is_rtl))
    return Sheets(tuple(pages), tuple(elements), leaflet.language, leaflet.title, FOLDED)


def _inner(leaflet: Leaflet, elements: list[Element]) -> Pages:
    """The panels of the services; each kept whole unless that costs a sheet."""
    blocks = [set_block(block, PANELLED, elements, leaflet.tongues) for block in leaflet.blocks]
    tries = []
    for share in (ALWAYS_WHOLE, SPARING):
        pages = Pages(PANELLED, PANEL.bottom, leaflet.continued, whole_share=share)
        for block in blocks:
            pages.put_block(block)
        tries.append(pages)
    return min(tries, key=_sheets)


def _sheets(pages: Pages) -> int:
    return ceil(len(pages.pages) / INNER)


@dataclass(frozen=True, slots=True)
class _Setter:
    """Sets paragraphs on one panel."""

    galley: Galley
    leaflet: Leaflet

    def text(
        self, kind: str, spans: Sequence[Span], size: float, *, colour: str = page.INK, x: float = PANEL.left
    ) -> None:
        """A paragraph; what is so short and matters so much is not hyphenated."""
        element = self.galley.element(kind, spans[0].language)
        stretches = [
            Stretch(
                s.text, s.language, PANELLED.manner(size, strong=s.strong, colour=colour), is_heading=True
            )
            for s in spans
        ]
        leading = TITLE_LEADING[self.leaflet.is_rtl] if kind == "H1" else 1.25
        self.galley.paragraph(stretches, x, lambda _: PANEL.right, leading, element)

    def label(self, kind: str, label: Label, size: float) -> None:
        """A fixed text, and under it that of the language beside."""
        tongues = self.leaflet.tongues
        self.text(kind, [Span(label.text, tongues.first, strong=True)], size, colour=page.ACCENT)
        if label.beside:
            beside = Span(label.beside, tongues.beside, strong=tongues.are_equal)
            equal_size, colour = (size, page.ACCENT) if tongues.are_equal else (PANELLED.body, page.QUIET)
            self.text("P", [beside], equal_size, colour=colour)

    @property
    def ink(self) -> list[Ink]:
        """All that was set."""
        return [ink for strip in self.galley.strips for ink in strip.ink]


def _cover(leaflet: Leaflet, elements: list[Element]) -> list[Ink]:
    """The title and the point; no service, for the cover is what others see."""
    setter = _Setter(Galley(elements, PANEL.top), leaflet)
    ink: list[Ink] = []
    if leaflet.logo:
        width = min(LOGO_WIDTH, PANEL.room)
        ink.append(PictureInk(PANEL.left, PANEL.top, width, LOGO_HEIGHT, leaflet.logo))
        setter.galley.gap(LOGO_HEIGHT + PAD)
    setter.label("H1", leaflet.heading, title_size(leaflet, PANELLED.title, PANEL.room))
    setter.galley.gap(PAD)
    ink.append(RuleInk(PANEL.left, setter.galley.y, PANEL.room, 2.4, page.ACCENT))
    setter.galley.gap(PAD + 3)
    for number, words in enumerate(leaflet.point):
        setter.text("P", [Span(words, "fi", strong=number == 0)], PANELLED.body)
    return _fitting([*ink, *setter.ink])


def _fitting(inks: list[Ink]) -> list[Ink]:
    """What is still on the panel: a point's own card may be longer than any panel."""
    return [ink for ink in inks if ink.y <= PANEL.bottom - 4]


def _room_to_write(leaflet: Leaflet, elements: list[Element]) -> list[Ink]:
    """A panel for the counsellor's hand."""
    pages = Pages(PANELLED, PANEL.bottom, "")
    pages.put_notes(notes_label(leaflet, PANELLED, elements))
    ink = pages.pages[0]
    y = ink[-1].y + PANELLED.note_line
    while y <= PANEL.bottom:
        ink.append(RuleInk(PANEL.left, y, PANEL.room, 0.6, page.HAIR))
        y += PANELLED.note_line
    return ink


def _back(leaflet: Leaflet, elements: list[Element], number: int, count: int) -> list[Ink]:
    """Help at once, room to write, and at the foot the day and how the sheet is folded."""
    setter = _Setter(Galley(elements, PANEL.top + PAD), leaflet)
    for line in leaflet.crisis:
        setter.text("P", line.spans, PANELLED.body + 0.5, x=PANEL.left + PAD)
        setter.galley.gap(3)
    high = setter.galley.y - PANEL.top + PAD - 3
    band = [
        FillInk(PANEL.left, PANEL.top, PANEL.room, high, page.TINT),
        FillInk(PANEL.left, PANEL.top, 3.0, high, page.ACCENT),
    ]
    foot = _Setter(Galley(elements), leaflet)
    tongue = leaflet.tongues.first
    told = [
        leaflet.made_on,
        *([leaflet.page_words.format(page=number + 1, pages=count)] if count > 1 else []),
    ]
    foot.text("P", [Span(" · ".join(told), tongue)], PANELLED.small, colour=page.QUIET)
    foot.text("P", [Span(leaflet.fold_how, tongue)], PANELLED.small, colour=page.QUIET)
    foot_top = PANEL.bottom - foot.galley.y
    ink = [*band, *setter.ink]
    y = PANEL.top + high + PANELLED.note_line
    while y <= foot_top - PAD:
        ink.append(RuleInk(PANEL.left, y, PANEL.room, 0.6, page.HAIR))
        y += PANELLED.note_line
    return [*ink, *(moved(one, foot_top) for one in foot.ink)]


def _imposed(panels: Sequence[Sequence[Ink]], marks: Sequence[Sequence[Bookmark]], *, is_rtl: bool) -> Page:
    """Eight panels in their places on the sheet, with the lines to fold and to cut."""
    ink: list[Ink | Turned] = [*_lines()]
    bookmarks: list[Bookmark] = []
    for number, panel in enumerate(panels):
        column, row = PLACES[number]
        if is_rtl:
            column, panel = COLUMNS - 1 - column, mirrored(panel, PANEL.width)
        across, down = column * PANEL.width, row * PANEL.height
        put = [moved(one, down, across) for one in panel]
        middle = (across + PANEL.width / 2, down + PANEL.height / 2)
        ink += put if row else [Turned(one, *middle) for one in put]
        if 0 < number <= INNER:
            bookmarks += [Bookmark(mark.text, down + PANEL.top) for mark in marks[number - 1]]
    return Page(tuple(ink), tuple(bookmarks))


def _lines() -> list[Ink]:
    """Where to fold, and in the middle where to cut."""
    quarter, half = PANEL.width, PANEL.height
    standing = [
        RuleInk(n * quarter, 0, 0, 0.5, page.HAIR, FOLDED.height, is_dashed=True) for n in range(1, COLUMNS)
    ]
    lying = [RuleInk(x, half, quarter, 0.5, page.HAIR, is_dashed=True) for x in (0, 3 * quarter)]
    return [*standing, *lying, RuleInk(quarter, half, 2 * quarter, CUT, page.QUIET)]
