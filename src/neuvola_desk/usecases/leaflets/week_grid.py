"""The week as a table on a sheet that lies on its side: a row for each service, a column for each day."""

from dataclasses import dataclass, replace
from typing import Final

from neuvola_desk.usecases.leaflets import look as page
from neuvola_desk.usecases.leaflets.block import SetBlock, printable_name
from neuvola_desk.usecases.leaflets.frame import foot_of, head
from neuvola_desk.usecases.leaflets.galley import Strip, line_ink
from neuvola_desk.usecases.leaflets.ink import ARTIFACT, Element, FillInk, Ink, RuleInk, TextInk
from neuvola_desk.usecases.leaflets.lines import Stretch, break_lines
from neuvola_desk.usecases.leaflets.look import A4_ACROSS, COMPACT, NORMAL, Look
from neuvola_desk.usecases.leaflets.paging import Pages, notes_label
from neuvola_desk.usecases.leaflets.slip_strip import height
from neuvola_desk.usecases.leaflets.values import Block, Leaflet, Span, Timetable, Tongues, Week

NAMES: Final = 0.235
"""The part of the width that the services' own column takes."""
PAD: Final = 3.0
GAP: Final = 2.5
ABOVE: Final = 6.0
"""White under the rule above a service."""
MANY: Final = 3
"""More services than this are set closer."""
FOOT_GAP: Final = 6.0
DAYS: Final = 7
EMPTY: Final = "–"
_BESIDE_NAME: Final = frozenset({"hours", "web"})
"""Rows that do not stand under the name: the days tell the hours, and a web address is long."""
_USUAL: Final = replace(NORMAL, title=24, heading=12.5, block_gap=6, paper=A4_ACROSS)
_CLOSE: Final = replace(COMPACT, title=22, heading=12, block_gap=5, paper=A4_ACROSS)


def week_pages(leaflet: Leaflet, week: Week, elements: list[Element]) -> tuple[Pages, Look]:
    """The filled pages, and the look they were set in."""
    look = _CLOSE if len(leaflet.blocks) > MANY else _USUAL
    top = head(leaflet, look, elements)
    grid = _Grid(look, elements, leaflet.tongues)
    header = grid.header(week, 1)
    again = _Grid(look, [], leaflet.tongues).header(week, 0)
    bottom = look.paper.bottom - foot_of(leaflet, look).height - FOOT_GAP
    pages = Pages(look, bottom, leaflet.continued, header=again, tail=height(leaflet, look))
    pages.put(top)
    pages.put(header)
    for block in leaflet.blocks:
        pages.put_block(grid.row(block, pages.whole))
    pages.put_notes(notes_label(leaflet, look, elements), may_add_page=False)
    return pages, look


@dataclass(slots=True)
class _Part:
    """Ink from ``top`` to ``bottom`` of a row that a page's end must not cut."""

    top: float
    bottom: float
    ink: list[Ink]


@dataclass(slots=True)
class _Grid:
    """Sets rows of the table one after another; ``rows`` counts them for the document's structure."""

    look: Look
    elements: list[Element]
    tongues: Tongues
    rows: int = 0

    @property
    def _left(self) -> float:
        return self.look.paper.left

    @property
    def _days_left(self) -> float:
        return self._left + self.look.paper.room * NAMES

    @property
    def _day_width(self) -> float:
        return (self.look.paper.right - self._days_left) / DAYS

    @property
    def _step(self) -> float:
        return self.look.body * self.look.leading

    def _cell(self, kind: str, language: str, spans: int = 1) -> int:
        scope = "Column" if kind == "TH" else ""
        self.elements.append(Element(kind, language, row=self.rows, spans=spans, scope=scope))
        return len(self.elements) - 1

    def header(self, week: Week, row: int) -> tuple[Strip, ...]:
        """The week's name and its days; a row of 0 is only decoration, as on every page but the first."""
        self.rows = row
        parts: list[_Part] = []
        bottom = self._words(parts, week.heading.spans, self._left, PAD, self.look.paper.room * NAMES, "TH")
        for number, day in enumerate(week.days):
            x = self._days_left + number * self._day_width
            spans = tuple(span for span in (day.label, day.holiday) if span.text)
            bottom = max(bottom, self._lines(parts, spans, x, PAD, self._day_width, "TH"))
        ink = [ink if row else _as_furniture(ink) for part in parts for ink in part.ink]
        tint = FillInk(self._left, 0, self.look.paper.room, bottom + PAD, page.TINT)
        return (Strip(0, bottom + PAD + 5, (tint, *ink), may_end_page=False),)

    def row(self, block: Block, most: float) -> SetBlock:
        """A service's rows, headed by its name; what is higher than ``most`` may be cut between its lines."""
        self.rows += 1
        parts, first, heading = list[_Part](), self.rows, len(self.elements)
        name_bottom = self._name(parts, block)
        top = cells_end = 0.0
        for number, table in enumerate(block.timetables):
            if number:
                self.rows += 1
                top += PAD
            top = self._timetable(parts, table, top)
            cells_end = cells_end if table.all_week else top
            top = self._notes(parts, table, top)
        top += GAP
        has_number = any(row.key == "phone" for row in block.rows)
        web = [line for row in block.rows if row.key == "web" for line in row.lines]
        room = name_bottom - top - len(block.footnotes) * self._step
        for line in (*(web if not has_number or room >= self._step else ()), *block.footnotes):
            self.rows += 1
            top = self._across(parts, line.spans, top)
        deep = self.rows - first + 1
        self.elements[heading] = replace(self.elements[heading], scope="Row", deep=deep)
        bottom = max(name_bottom, top)
        rule = Strip(0, ABOVE, (RuleInk(self._left, 0, self.look.paper.room, 0.7, page.HAIR),), False)
        body = _one_strip(parts, bottom) if bottom <= most else _cut_strips(parts)
        return SetBlock(
            block.number, block.name.text, (rule, *(self._striped(strip, cells_end) for strip in body))
        )

    def _striped(self, strip: Strip, end: float) -> Strip:
        """The strip below the rule, every second day tinted to ``end`` so that the eye finds its way down."""
        ink = [replace(one, y=one.y + ABOVE) for one in strip.ink]
        high = max(0.0, min(strip.bottom, end) - strip.top)
        stripes = [
            FillInk(
                self._days_left + n * self._day_width, strip.top + ABOVE, self._day_width, high, page.PALE
            )
            for n in (range(1, DAYS, 2) if high else ())
        ]
        return Strip(strip.top + ABOVE, strip.bottom + ABOVE, (*stripes, *ink), strip.may_end_page)

    def _name(self, parts: list[_Part], block: Block) -> float:
        """The service, where it is and its number, in the first column."""
        look, room = self.look, self.look.paper.room * NAMES - 2 * PAD
        element = self._cell("TH", block.name.language)
        side = self._step * 1.1
        manner = look.manner(look.heading, strong=True)
        badge = look.manner(look.body, strong=True, colour=page.WHITE)
        (number,) = break_lines([Stretch(str(block.number), self.tongues.first, badge)], lambda _: side)
        x = self._left + side + 5
        box = FillInk(self._left, 0, side, side, page.ACCENT, radius=2.5)
        in_box = self._left + (side - sum(piece.width for piece in number)) / 2
        parts.append(_Part(0, side, [box, *line_ink(number, in_box, 0, side, element)]))
        name = Stretch(printable_name(block.name.text), block.name.language, manner, is_heading=True)
        y = self._put(parts, [name], x, 0, room - side - 5, element)
        beside = block.name_beside
        if beside.text:
            quiet = manner if self.tongues.are_equal else look.manner(look.body, colour=page.QUIET)
            y = self._put(
                parts, [Stretch(beside.text, beside.language, quiet)], x, y, room - side - 5, element
            )
        if block.badge:
            label = f"{block.badge.text} / {block.badge.beside}" if block.badge.beside else block.badge.text
            strong = look.manner(look.body, strong=True)
            y = self._put(parts, [Stretch(label, self.tongues.first, strong)], x, y, room - side - 5, element)
        for row in block.rows:
            for line in row.lines if row.key not in _BESIDE_NAME else ():
                y = self._put(parts, [self._stretch(s) for s in line.spans], x, y, room - side - 5, element)
        return y

    def _timetable(self, parts: list[_Part], table: Timetable, top: float) -> float:
        if table.name:
            top = self._across(parts, (table.name,), top)
            self.rows += 1
        if table.all_week:
            top = self._across(parts, table.all_week.spans, top)
        else:
            bottom = top + self._step
            for number, cell in enumerate(table.cells):
                x = self._days_left + number * self._day_width
                spans = cell.line.spans or (Span(EMPTY, self.tongues.first),)
                bottom = max(bottom, self._words(parts, spans, x, top, self._day_width, "TD"))
            top = bottom
        return top

    def _notes(self, parts: list[_Part], table: Timetable, top: float) -> float:
        """What no cell can say, under the cells."""
        top += GAP if table.notes else 0
        for line in table.notes:
            self.rows += 1
            top = self._across(parts, line.spans, top)
        return top

    def _across(self, parts: list[_Part], spans: tuple[Span, ...], top: float) -> float:
        """A line over all the days."""
        width = self.look.paper.right - self._days_left
        return self._words(parts, spans, self._days_left, top, width, "TD", DAYS)

    def _words(
        self,
        parts: list[_Part],
        spans: tuple[Span, ...],
        x: float,
        top: float,
        width: float,
        kind: str,
        columns: int = 1,
    ) -> float:
        """A cell of one paragraph."""
        element = self._cell(kind, spans[0].language, columns)
        return self._put(parts, [self._stretch(s) for s in spans], x + PAD, top, width - 2 * PAD, element)

    def _lines(
        self, parts: list[_Part], spans: tuple[Span, ...], x: float, top: float, width: float, kind: str
    ) -> float:
        """A cell whose spans are paragraphs."""
        element = self._cell(kind, spans[0].language)
        for span in spans:
            top = self._put(parts, [self._stretch(span)], x + PAD, top, width - 2 * PAD, element)
        return top

    def _put(
        self, parts: list[_Part], stretches: list[Stretch], x: float, y: float, room: float, element: int
    ) -> float:
        for line in break_lines(stretches, lambda _: room):
            parts.append(_Part(y, y + self._step, line_ink(line, x, y, self._step, element)))
            y += self._step
        return y

    def _stretch(self, span: Span) -> Stretch:
        colour = page.QUIET if span.quiet else page.INK
        return Stretch(
            span.text, span.language, self.look.manner(self.look.body, strong=span.strong, colour=colour)
        )


def _as_furniture(ink: Ink) -> Ink:
    return replace(ink, element=ARTIFACT) if isinstance(ink, TextInk) else ink


def _one_strip(parts: list[_Part], bottom: float) -> tuple[Strip, ...]:
    """Everything whole, in the order of reading: the name, then day by day."""
    return (Strip(0, bottom, tuple(ink for part in parts for ink in part.ink), may_end_page=True),)


def _cut_strips(parts: list[_Part]) -> tuple[Strip, ...]:
    """Between the lines of both columns, wherever none of either stands across."""
    joined: list[_Part] = []
    for part in sorted(parts, key=lambda part: part.top):
        if joined and part.top < joined[-1].bottom - 0.01:
            joined[-1].ink += part.ink
            joined[-1].bottom = max(joined[-1].bottom, part.bottom)
        else:
            joined.append(_Part(part.top, part.bottom, list(part.ink)))
    return tuple(Strip(part.top, part.bottom, tuple(part.ink), may_end_page=True) for part in joined)
