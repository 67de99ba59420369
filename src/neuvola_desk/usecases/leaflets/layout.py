"""Puts a leaflet on paper: its form decides which pages it gets."""

from dataclasses import dataclass, replace

from neuvola_desk.usecases.leaflets import fold, slip_strip, week_days, week_grid
from neuvola_desk.usecases.leaflets import look as page
from neuvola_desk.usecases.leaflets.block import set_block
from neuvola_desk.usecases.leaflets.frame import foot_of, head
from neuvola_desk.usecases.leaflets.ink import Element, Page, Sheets, mirrored
from neuvola_desk.usecases.leaflets.look import Look
from neuvola_desk.usecases.leaflets.paging import ALWAYS_WHOLE, SPARING, Pages, notes_label
from neuvola_desk.usecases.leaflets.values import Leaflet

MANY = 6
"""More services than this are set closer."""
FOOT_GAP = 8.0
"""White between the services and the foot."""


@dataclass(frozen=True, slots=True)
class _Filled:
    """Pages before their feet, the look they were set in, and the document's parts that are on them."""

    pages: Pages
    look: Look
    elements: list[Element]

    @property
    def count(self) -> int:
        return len(self.pages.pages)


def lay_out(leaflet: Leaflet) -> Sheets:
    """The leaflet's pages, ready to be drawn."""
    if leaflet.form == "fold":
        return fold.lay_out(leaflet)
    filled = _filled(leaflet)
    if leaflet.form != "sheet" and filled.count > 1:
        # Forms that are meant to be short have codes as long as these do not cost a page.
        without = _filled(_without_codes(leaflet))
        filled = without if without.count < filled.count else filled
    return finished(filled.pages, filled.look, leaflet, filled.elements)


def _without_codes(leaflet: Leaflet) -> Leaflet:
    return replace(leaflet, blocks=tuple(replace(block, web=None) for block in leaflet.blocks))


def _filled(leaflet: Leaflet) -> _Filled:
    elements: list[Element] = []
    if leaflet.week:
        in_days = leaflet.large or leaflet.small_sheet  # seven columns of large letters do not fit
        week_pages = week_days.week_pages if in_days else week_grid.week_pages
        return _Filled(*week_pages(leaflet, leaflet.week, elements), elements)
    many = len(leaflet.blocks) > MANY
    look = page.look_for(small_sheet=leaflet.small_sheet, large=leaflet.large, many=many)
    top = head(leaflet, look, elements)
    blocks = [set_block(block, look, elements, leaflet.tongues) for block in leaflet.blocks]
    notes = notes_label(leaflet, look, elements)
    bottom = look.paper.bottom - foot_of(leaflet, look).height - FOOT_GAP
    tail = slip_strip.height(leaflet, look)
    tries = [
        Pages(look, bottom, leaflet.continued, whole_share=share, tail=tail)
        for share in (ALWAYS_WHOLE, SPARING)
    ]
    for pages in tries:
        pages.put(top)
        for block in blocks:
            pages.put_block(block)
        pages.put_notes(notes)
    # Services stay whole unless that costs a page.
    return _Filled(min(tries, key=lambda filled: len(filled.pages)), look, elements)


def finished(pages: Pages, look: Look, leaflet: Leaflet, elements: list[Element]) -> Sheets:
    """Filled pages with their feet, turned round for a language that is written from the right."""
    foot, count = foot_of(leaflet, look), len(pages.pages)
    *others, last = pages.pages
    inked = [(*ink, *foot.ink(number, count, elements)) for number, ink in enumerate(others, start=1)]
    inked.append(slip_strip.with_strip(last, foot.ink(count, count, elements), leaflet, look, elements))
    if leaflet.is_rtl:
        inked = [mirrored(ink, look.paper.width) for ink in inked]
    made = tuple(Page(ink, tuple(marks)) for ink, marks in zip(inked, pages.bookmarks, strict=True))
    return Sheets(made, tuple(elements), leaflet.language, leaflet.title, look.paper)
