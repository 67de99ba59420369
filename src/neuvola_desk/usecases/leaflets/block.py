"""Sets one service as a column of strips: heading and QR, what it is, the facts, where it was read."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from neuvola_desk.usecases.leaflets import fonts, qr
from neuvola_desk.usecases.leaflets import look as page
from neuvola_desk.usecases.leaflets.galley import Galley, Strip, line_ink
from neuvola_desk.usecases.leaflets.ink import CodeInk, Element, FillInk, Ink, RuleInk
from neuvola_desk.usecases.leaflets.lines import SetLine, Stretch, break_lines
from neuvola_desk.usecases.leaflets.look import Look
from neuvola_desk.usecases.leaflets.values import Block, Label, Line, Row, Span, Web

BULLET = "•"
NAMELESS = "–"
CAPTION_LEADING = 1.2
WHOLE_ROW = 7
"""A row of no more lines than this is never cut by a page's end."""
RAIL_GAP = 10.0
HEADING = 1
"""The strip of the heading; the one before it is the rule, which a page's first service goes without."""


@dataclass(frozen=True, slots=True)
class SetBlock:
    """A service ready to be put on pages."""

    number: int
    name: str
    strips: tuple[Strip, ...]

    @property
    def height(self) -> float:
        """From its rule to the last line."""
        return self.strips[-1].bottom if self.strips else 0.0


def set_block(block: Block, look: Look, elements: list[Element], language: str) -> SetBlock:
    """Sets one service from ``y`` 0 down."""
    setter = _Setter(block, look, Galley(elements), language)
    setter.heading()
    for line in block.lead:
        setter.line(line, look.paper.left)
        setter.galley.gap(look.row_gap / 2)
    setter.galley.gap(look.row_gap / 2)
    for row in block.rows:
        setter.row(row)
    setter.footnotes()
    return SetBlock(block.number, block.name.text, setter.strips())


def _constant(width: float, _number: int) -> float:
    """The same room for every line."""
    return width


class _Setter:
    """Sets the parts of one block in turn; the QR stands in the right margin column of the first lines."""

    def __init__(self, block: Block, look: Look, galley: Galley, language: str) -> None:
        self.block, self.look, self.galley, self.language = block, look, galley, language
        self.rail_bottom = 0.0
        self.rail_left = look.paper.right
        self._code_top = 0.0
        self._caption: list[SetLine] = []

    @property
    def right(self) -> Callable[[float], float]:
        """How far a line at ``y`` may reach: up to the QR, and under it to the margin."""
        return lambda y: self.rail_left - RAIL_GAP if y < self.rail_bottom else self.look.paper.right

    def strips(self) -> tuple[Strip, ...]:
        """All strips; no page ends beside the QR."""
        galley = self.galley
        if galley.y < self.rail_bottom:
            galley.strip(self.rail_bottom - galley.y, ())
        return tuple(
            Strip(s.top, s.bottom, s.ink, s.may_end_page and s.bottom >= self.rail_bottom)
            for s in galley.strips
        )

    @property
    def _name(self) -> str:
        """The service's name; a dash for one in characters that cannot be printed."""
        return self.block.name.text if fonts.printable(self.block.name.text).strip() else NAMELESS

    def heading(self) -> None:
        """Rule, number, name, Finnish name, organiser and the mark of an example."""
        look, galley, block = self.look, self.galley, self.block
        rule = RuleInk(self.look.paper.left, 0, self.look.paper.room, 0.9, page.ACCENT)
        galley.strip(look.row_gap + 5, (rule,), may_end_page=False)
        if block.web:
            self._make_room_for_code(block.web, galley.y)
        step = look.heading * 1.22
        side = look.heading * 1.30
        element = galley.element("H2", block.name.language, block.number)
        manner = look.manner(look.heading, strong=True)
        x = self.look.paper.left + side + 8
        top = galley.y
        lines = break_lines(
            [Stretch(self._name, block.name.language, manner, is_heading=True)],
            lambda n: self.right(top + n * step) - x,
        )
        for number, line in enumerate(lines):
            badge = self._number(top, side, step) if number == 0 else []
            galley.strip(step, [*badge, *line_ink(line, x, galley.y, step, element)], may_end_page=False)
        galley.y = max(galley.y, top + side)
        self._under_heading(x)
        if block.web:
            last = galley.strips[-1]
            ink = (*last.ink, *self._code_ink(block.web))
            galley.strips[-1] = Strip(last.top, last.bottom, ink, may_end_page=False)
        galley.gap(look.row_gap + 1.5)

    def _number(self, top: float, side: float, step: float) -> list[Ink]:
        manner = self.look.manner(self.look.heading * 0.82, strong=True, colour=page.WHITE)
        drop = (step - side) / 2
        (line,) = break_lines([Stretch(str(self.block.number), self.language, manner)], lambda _: side)
        wide = sum(piece.width for piece in line)
        box = FillInk(self.look.paper.left, top + drop, side, side, page.ACCENT, radius=3)
        return [box, *line_ink(line, self.look.paper.left + (side - wide) / 2, top + drop, side)]

    def _under_heading(self, x: float) -> None:
        look, galley, block = self.look, self.galley, self.block
        if block.finnish_name:
            manner = look.manner(look.body, colour=page.QUIET)
            element = galley.element("P", "fi", block.number)
            stretch = Stretch(block.finnish_name, "fi", manner)
            galley.paragraph([stretch], x, self.right, 1.25, element, keep=True)
        if block.organiser:
            self.line(block.organiser, x, keep=True)
        if block.badge:
            galley.gap(3)
            self._label(block.badge, x, colour=page.INK)

    def _make_room_for_code(self, web: Web, top: float) -> None:
        """Keeps a column free for the QR and its caption; its white may reach into the margin."""
        code = qr.code(web.url)
        if code is None:
            return
        self._code_top = max(top + 3, code.quiet + 1.5)
        self.rail_left = self.look.paper.right - code.side - code.quiet
        manner = self.look.manner(self.look.small, colour=page.QUIET)
        self._caption = break_lines(
            [Stretch(web.caption, self.language, manner, is_heading=True)], lambda _: code.side + code.quiet
        )
        height = len(self._caption) * manner.size * CAPTION_LEADING
        self.rail_bottom = self._code_top + code.side + code.quiet + height + 2

    def _code_ink(self, web: Web) -> list[Ink]:
        """The QR with its caption, read after the heading."""
        code = qr.code(web.url)
        if code is None:
            return []
        section, galley = self.block.number, self.galley
        figure = galley.element("Figure", self.language, section, web.description)
        caption = galley.element("Caption", self.language, section)
        left = self.look.paper.right - code.side
        ink: list[Ink] = [CodeInk(left, self._code_top, code.side, web.url, figure)]
        y = self._code_top + code.side + code.quiet
        for line in self._caption:
            wide, step = line[-1].x + line[-1].width, line[0].manner.size * CAPTION_LEADING
            x = min(left + (code.side - wide) / 2, self.look.paper.right - wide)
            ink += line_ink(line, x, y, step, caption)
            y += step
        return ink

    def _stretch(self, span: Span) -> Stretch:
        look = self.look
        colour = page.QUIET if span.quiet else page.INK
        return Stretch(span.text, span.language, look.manner(look.body, strong=span.strong, colour=colour))

    def line(self, line: Line, x: float, *, keep: bool = False) -> None:
        """A paragraph, or a list's item with its bullet hanging."""
        galley = self.galley
        element = galley.element("P", line.spans[0].language, self.block.number)
        stretches = [self._stretch(span) for span in line.spans]
        if not line.item:
            galley.paragraph(stretches, x, self.right, self.look.leading, element, keep=keep)
            return
        manner = self.look.manner(self.look.body, colour=page.ACCENT)
        first = len(galley.strips)
        indent = self.look.body * 0.95
        galley.paragraph(stretches, x + indent, self.right, self.look.leading, element, keep=keep)
        if len(galley.strips) > first:
            head = galley.strips[first]
            height = head.bottom - head.top
            (bullet,) = break_lines([Stretch(BULLET, self.language, manner)], lambda _: indent)
            ink = (*line_ink(bullet, x, head.top, height), *head.ink)
            galley.strips[first] = Strip(head.top, head.bottom, ink, head.may_end_page)

    def _label_stretches(self, label: Label, colour: str) -> list[Stretch]:
        look = self.look
        stretches = [Stretch(label.text, self.language, look.manner(look.body, strong=True, colour=colour))]
        if label.finnish:
            quiet = look.manner(look.small, colour=page.QUIET)
            stretches.append(Stretch(label.finnish, "fi", quiet))
        return stretches

    def _label(self, label: Label, x: float, *, colour: str) -> None:
        element = self.galley.element("P", self.language, self.block.number)
        stretches = self._label_stretches(label, colour)
        self.galley.paragraph(stretches, x, self.right, 1.25, element, keep=True)

    def row(self, row: Row) -> None:
        """A fact: its label in the left column, or above it where there is none."""
        look, galley, first = self.look, self.galley, len(self.galley.strips)
        if look.label_column:
            label_ink, label_bottom = self._side_label(row.label, galley.y)
            for line in row.lines:
                self.line(line, self._value_left)
            if galley.y < label_bottom:
                galley.strip(label_bottom - galley.y, ())
        else:
            galley.gap(look.row_gap * 0.4)
            self._label(row.label, self.look.paper.left, colour=page.ACCENT)
            label_ink, label_bottom = [], galley.y
            for line in row.lines:
                self.line(line, self.look.paper.left)
        self._bind_row(first, label_ink, label_bottom)
        galley.gap(look.row_gap * (1 if look.label_column else 0.6))

    def _bind_row(self, first: int, label_ink: list[Ink], label_bottom: float) -> None:
        """Puts the label with the row's first strip and lets no page end inside a short row."""
        strips = self.galley.strips
        is_short = len(strips) - first <= WHOLE_ROW
        for number in range(first, len(strips)):
            strip = strips[number]
            ink = (*label_ink, *strip.ink) if number == first else strip.ink
            is_last = number == len(strips) - 1
            may_end = strip.may_end_page and strip.bottom >= label_bottom and (is_last or not is_short)
            strips[number] = Strip(strip.top, strip.bottom, ink, may_end)

    @property
    def _value_left(self) -> float:
        """Where the facts stand: after the labels, and after the Finnish ones where there are any."""
        has_finnish = any(row.label.finnish for row in self.block.rows)
        return (
            self.look.paper.left + self.look.label_column + (self.look.finnish_column if has_finnish else 0)
        )

    def _side_label(self, label: Label, top: float) -> tuple[list[Ink], float]:
        """The label's ink, the Finnish one in a column beside it, and where the longer of them ends."""
        look = self.look
        ink: list[Ink] = []
        bottom, x, wide = top, self.look.paper.left, look.label_column - 6
        step = look.body * look.leading
        for stretch in self._label_stretches(label, page.ACCENT):
            element = self.galley.element("P", stretch.language, self.block.number)
            lines = break_lines([stretch], partial(_constant, wide))
            for number, line in enumerate(lines):
                ink += line_ink(line, x, top + number * step, step, element, size=look.body)
            bottom = max(bottom, top + len(lines) * step)
            x, wide = self.look.paper.left + look.label_column, look.finnish_column - 6
        return ink, bottom

    def footnotes(self) -> None:
        """Where it was read and how old it is, small."""
        look, galley = self.look, self.galley
        galley.gap(look.row_gap * 0.4)
        for line in self.block.footnotes:
            element = galley.element("P", self.language, self.block.number)
            stretches = [
                Stretch(
                    span.text,
                    span.language,
                    look.manner(
                        look.body if span.strong else look.small,
                        strong=span.strong,
                        colour=page.INK if span.strong else page.QUIET,
                    ),
                )
                for span in line.spans
            ]
            galley.paragraph(stretches, self.look.paper.left, self.right, 1.3, element)
