"""The week as a list of days, where letters are large or the sheet is small; the services stand under it."""

from dataclasses import dataclass
from functools import partial
from typing import Final

from neuvola_desk.usecases.leaflets import look as page
from neuvola_desk.usecases.leaflets.block import SetBlock, printable_name, same_room, set_block
from neuvola_desk.usecases.leaflets.frame import foot_of, head
from neuvola_desk.usecases.leaflets.galley import Galley, Strip, line_ink
from neuvola_desk.usecases.leaflets.ink import Element, Ink, RuleInk
from neuvola_desk.usecases.leaflets.lines import Stretch, break_lines
from neuvola_desk.usecases.leaflets.look import Look, look_for
from neuvola_desk.usecases.leaflets.paging import Pages, notes_label
from neuvola_desk.usecases.leaflets.slip_strip import height
from neuvola_desk.usecases.leaflets.values import Block, Cell, Day, Leaflet, Line, Span, Week

TIMES: Final = 0.34
"""The part of the width that the times take."""
FOOT_GAP: Final = 8.0
NOTHING: Final = "–"


def week_pages(leaflet: Leaflet, week: Week, elements: list[Element]) -> tuple[Pages, Look]:
    """The filled pages, and the look they were set in."""
    look = look_for(small_sheet=leaflet.small_sheet, large=leaflet.large, many=False)
    top = head(leaflet, look, elements)
    bottom = look.paper.bottom - foot_of(leaflet, look).height - FOOT_GAP
    pages = Pages(look, bottom, leaflet.continued, tail=height(leaflet, look))
    pages.put(top)
    setter = _Days(look, elements, leaflet)
    pages.put(setter.heading(week.heading))
    for number, day in enumerate(week.days):
        pages.put_block(setter.day(number, day), look.row_gap)
    for block in leaflet.blocks:
        pages.put_block(set_block(block, look, elements, leaflet.tongues))
    pages.put_notes(notes_label(leaflet, look, elements))
    return pages, look


@dataclass(frozen=True, slots=True)
class _Days:
    """Sets the days, each with what is open on it."""

    look: Look
    elements: list[Element]
    leaflet: Leaflet

    def heading(self, line: Line) -> tuple[Strip, ...]:
        """Which week it is."""
        galley = Galley(self.elements)
        self._paragraph(galley, line.spans, "P", self.look.heading)
        galley.strip(self.look.row_gap, ())
        return tuple(galley.strips)

    def day(self, number: int, day: Day) -> SetBlock:
        """A day's name and its times; a service that says the same of every day stands only below."""
        galley, look = Galley(self.elements), self.look
        galley.strip(look.row_gap + 3, (RuleInk(look.paper.left, 0, look.paper.room, 0.7, page.HAIR),))
        told = [
            (block, table.name, table.cells[number])
            for block in self.leaflet.blocks
            for table in block.timetables
            if table.all_week is None and not table.cells[number].is_closed
        ]
        empty = () if told else (Span(NOTHING, self.leaflet.language),)
        heading = (*(span for span in (day.label, day.holiday) if span.text), *empty)
        self._paragraph(galley, heading, "H2", look.body + 1)
        galley.gap(look.row_gap * 0.4)
        for block, name, cell in told:
            self._entry(galley, block, name, cell)
        return SetBlock(0, day.label.text, tuple(galley.strips))

    def _paragraph(self, galley: Galley, spans: tuple[Span, ...], kind: str, size: float) -> None:
        element = galley.element(kind, spans[0].language)
        stretches = [Stretch(s.text, s.language, self.look.manner(size, strong=s.strong)) for s in spans]
        galley.paragraph(
            stretches, self.look.paper.left, lambda _: self.look.paper.right, 1.25, element, keep=True
        )

    def _entry(self, galley: Galley, block: Block, name: Span | None, cell: Cell) -> None:
        """The times, and beside them whose they are."""
        look = self.look
        split = look.paper.left + look.paper.room * TIMES
        usual = look.manner(look.body)
        strong = look.manner(look.body, strong=True)
        times = [Stretch(span.text, span.language, strong) for span in cell.line.spans]
        whose = [
            Stretch(f"{block.number}", self.leaflet.language, strong),
            Stretch(printable_name(block.name.text), block.name.language, usual),
        ]
        if name:
            whose.append(Stretch(f"({name.text})", name.language, usual))
        step, ink, bottom = look.body * 1.25, list[Ink](), galley.y
        for stretches, x, right in (
            (times, look.paper.left, split - 8),
            (whose, split, look.paper.right),
        ):
            element, y = galley.element("P", stretches[-1].language), galley.y
            for line in break_lines(stretches, partial(same_room, right - x)):
                ink += line_ink(line, x, y, step, element)
                y += step
            bottom = max(bottom, y)
        galley.strip(bottom - galley.y, ink)
        galley.gap(look.row_gap * 0.4)
