"""Sets one service as a column of strips: heading and QR, what it is, the facts, where it was read."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from math import ceil

from neuvola_desk.usecases.leaflets import fonts, qr
from neuvola_desk.usecases.leaflets import look as page
from neuvola_desk.usecases.leaflets.galley import Galley, Strip, line_ink
from neuvola_desk.usecases.leaflets.ink import ITEM, CodeInk, Element, FillInk, Ink, RuleInk
from neuvola_desk.usecases.leaflets.lines import Manner, SetLine, Stretch, break_lines
from neuvola_desk.usecases.leaflets.look import Look
from neuvola_desk.usecases.leaflets.values import Block, Label, Line, Row, Span, Tongues, Web

BULLET = "•"
NAMELESS = "–"
CAPTION_LEADING = 1.2
NARROW = 300.0
"""Where lines are no longer than this the QR stands under the text instead of beside it."""
WHOLE_ROW = 7
"""A row of no more lines than this is never cut by a page's end."""
RAIL_GAP = 10.0
HEADING = 1
"""The strip of the heading; the one before it is the rule, which a page's first service goes without."""


def printable_name(name: str) -> str:
    """A service's name; a dash for one in characters that cannot be printed."""
    return name if fonts.printable(name).strip() else NAMELESS


@dataclass(frozen=True, slots=True)
class SetBlock:
    """A service ready to be put on pages."""

    number: int
    name: str
    strips: tuple[Strip, ...]

    @property
    def title(self) -> str:
        """What stands at the top of a page that it goes on to."""
        return f"{self.number}  {self.name}" if self.number else self.name

    @property
    def height(self) -> float:
        """From its rule to the last line."""
        return self.strips[-1].bottom if self.strips else 0.0


def set_block(block: Block, look: Look, elements: list[Element], tongues: Tongues) -> SetBlock:
    """Sets one service from ``y`` 0 down."""
    setter = _Setter(block, look, Galley(elements), tongues)
    setter.heading()
    for line in block.lead:
        setter.line(line, look.paper.left)
        setter.galley.gap(look.row_gap / 2)
    setter.galley.gap(look.row_gap / 2)
    for row in block.rows:
        setter.row(row)
    setter.footnotes()
    return SetBlock(block.number, block.name.text, setter.strips())


def beside_manner(look: Look, tongues: Tongues, manner: Manner) -> Manner:
    """How the language beside looks: small and quiet, or as ``manner`` where both are equal."""
    return manner if tongues.are_equal else look.manner(look.small, colour=page.QUIET)


def same_room(width: float, _number: int) -> float:
    """The same room for every line."""
    return width


def _rooms(beside: int, narrow: float, wide: float, number: int) -> float:
    """The room of line ``number`` where the first ones stand beside a QR."""
    return narrow if number < beside else wide


class _Setter:
    """Sets the parts of one block in turn; the QR stands in the right margin column of the first lines."""

    def __init__(self, block: Block, look: Look, galley: Galley, tongues: Tongues) -> None:
        self.block, self.look, self.galley = block, look, galley
        self.tongues, self.language = tongues, tongues.first
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
    def _is_narrow(self) -> bool:
        return self.look.paper.room < NARROW

    def heading(self) -> None:
        """Rule, number, name, Finnish name, organiser and the mark of an example."""
        look, galley, block = self.look, self.galley, self.block
        rule = RuleInk(self.look.paper.left, 0, self.look.paper.room, 0.9, page.ACCENT)
        galley.strip(look.row_gap + 5, (rule,), may_end_page=False)
        if block.web and not self._is_narrow:
            self._make_room_for_code(block.web, galley.y)
        step = look.heading * 1.22
        side = look.heading * 1.30
        element = galley.element("H2", block.name.language, block.number)
        manner = look.manner(look.heading, strong=True)
        x = self.look.paper.left + side + 8
        top = galley.y
        lines = break_lines(
            [Stretch(printable_name(block.name.text), block.name.language, manner, is_heading=True)],
            lambda n: self.right(top + n * step) - x,
        )
        for number, line in enumerate(lines):
            badge = self._number(top, side, step) if number == 0 else []
            galley.strip(step, [*badge, *line_ink(line, x, galley.y, step, element)], may_end_page=False)
        galley.y = max(galley.y, top + side)
        self._under_heading(x)
        if block.web and not self._is_narrow:
            last = galley.strips[-1]
            ink = (*last.ink, *self._code_ink(block.web))
            galley.strips[-1] = Strip(last.top, last.bottom, ink, may_end_page=False)
        galley.gap(look.row_gap + 1.5)

    def _number(self, top: float, side: float, step: float) -> list[Ink]:
        size = max(self.look.heading * 0.82, page.SMALLEST)
        manner = self.look.manner(size, strong=True, colour=page.WHITE)
        drop = (step - side) / 2
        (line,) = break_lines([Stretch(str(self.block.number), self.language, manner)], lambda _: side)
        wide = sum(piece.width for piece in line)
        box = FillInk(self.look.paper.left, top + drop, side, side, page.ACCENT, radius=3)
        return [box, *line_ink(line, self.look.paper.left + (side - wide) / 2, top + drop, side)]

    def _under_heading(self, x: float) -> None:
        look, galley, block = self.look, self.galley, self.block
        if block.name_beside.text:
            equal = look.manner(look.heading, strong=True)
            manner = equal if self.tongues.are_equal else look.manner(look.body, colour=page.QUIET)
            element = galley.element("P", block.name_beside.language, block.number)
            stretch = Stretch(block.name_beside.text, block.name_beside.language, manner)
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
        kind = ITEM if line.item else "P"
        element = galley.element(kind, line.spans[0].language, self.block.number)
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
        if label.beside:
            beside = beside_manner(look, self.tongues, stretches[0].manner)
            stretches.append(Stretch(label.beside, self.tongues.beside, beside))
        return stretches

    def _in_line(self, label: Label) -> Label:
        return label.slashed if self.tongues.are_equal else label

    def _label(self, label: Label, x: float, *, colour: str) -> None:
        element = self.galley.element("P", self.language, self.block.number)
        stretches = self._label_stretches(self._in_line(label), colour)
        self.galley.paragraph(stretches, x, self.right, 1.25, element, keep=True)

    def row(self, row: Row) -> None:
        """A fact: its label in the left column, or above it where there is none."""
        look, galley, first = self.look, self.galley, len(self.galley.strips)
        label_ink: list[Ink] = []
        label_bottom = 0.0
        if look.inline_labels:
            self._inline_row(row)
        elif look.label_column:
            label_ink, label_bottom = self._side_label(row.label, galley.y)
            for line in row.lines:
                self.line(line, self._value_left)
            if galley.y < label_bottom:
                galley.strip(label_bottom - galley.y, ())
        else:
            galley.gap(look.row_gap * 0.4)
            self._label(row.label, self.look.paper.left, colour=page.ACCENT)
            for line in row.lines:
                self.line(line, self.look.paper.left)
        self._bind_row(first, label_ink, label_bottom)
        galley.gap(look.row_gap * (1 if look.label_column else 0.6))

    def _inline_row(self, row: Row) -> None:
        """A fact whose label begins its first line."""
        look = self.look
        label = self._label_stretches(self._in_line(row.label), page.ACCENT)
        label[-1] = replace(label[-1], text=f"{label[-1].text}:")
        first, *others = row.lines
        element = self.galley.element("P", self.language, self.block.number)
        stretches = [*label, *(self._stretch(span) for span in first.spans)]
        self.galley.paragraph(stretches, look.paper.left, self.right, look.leading, element)
        for line in others:
            self.line(line, look.paper.left)

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
        """Where the facts stand: after the labels, and after those beside them where there are any."""
        has_beside = any(row.label.beside for row in self.block.rows)
        return self.look.paper.left + self.look.label_column + (self.look.beside_column if has_beside else 0)

    def _side_label(self, label: Label, top: float) -> tuple[list[Ink], float]:
        """The label's ink, the other language's in a column beside it, and where the longer of them ends."""
        look = self.look
        ink: list[Ink] = []
        bottom, x, wide = top, self.look.paper.left, look.label_column - 6
        step = look.body * look.leading
        for stretch in self._label_stretches(label, page.ACCENT):
            element = self.galley.element("P", stretch.language, self.block.number)
            lines = break_lines([stretch], partial(same_room, wide))
            for number, line in enumerate(lines):
                ink += line_ink(line, x, top + number * step, step, element, size=look.body)
            bottom = max(bottom, top + len(lines) * step)
            x, wide = self.look.paper.left + look.label_column, look.beside_column - 6
        return ink, bottom

    def footnotes(self) -> None:
        """Where it was read and how old it is, small; where lines are short, beside the QR."""
        look, galley = self.look, self.galley
        galley.gap(look.row_gap * 0.4)
        code = qr.code(self.block.web.url) if self.block.web and self._is_narrow else None
        if self.block.web and code:
            self._code_and_footnotes(self.block.web, code)
            return
        for line in self.block.footnotes:
            element = galley.element("P", self.language, self.block.number)
            galley.paragraph(self._small(line), self.look.paper.left, self.right, 1.3, element)

    def _small(self, line: Line) -> list[Stretch]:
        look = self.look
        return [
            Stretch(
                span.text,
                span.language,
                look.manner(
                    look.body if span.strong else look.small,
                    strong=span.strong,
                    colour=page.INK if span.strong else page.QUIET,
                ),
                is_heading=True,
            )
            for span in line.spans
        ]

    def _code_and_footnotes(self, web: Web, code: qr.Code) -> None:
        """The QR on the left, its caption and the footnotes beside it and, what is left of them, under it."""
        look, galley, section = self.look, self.galley, self.block.number
        figure = galley.element("Figure", self.language, section, web.description)
        # Its white is a part of the strip, for a panel may begin with it.
        ink: list[Ink] = [CodeInk(look.paper.left, galley.y + code.quiet, code.side, web.url, figure)]
        left, bottom = look.paper.left + code.side + code.quiet + 4, galley.y + code.side + 2 * code.quiet
        y, step = galley.y + code.quiet, look.small * CAPTION_LEADING
        below: list[list[Ink]] = []
        caption = Line((Span(web.caption, self.language, quiet=True),))
        for kind, line in (("Caption", caption), *(("P", line) for line in self.block.footnotes)):
            element = galley.element(kind, self.language, section)
            beside = max(0, ceil((bottom - y) / step))
            rooms = partial(_rooms, beside, look.paper.right - left, look.paper.room)
            for number, words in enumerate(break_lines(self._small(line), rooms)):
                if number < beside:
                    ink += line_ink(words, left, y, step, element)
                else:
                    below.append(line_ink(words, look.paper.left, y, step, element))
                y += step
            y += look.row_gap if kind == "Caption" and line.text and not below else 0
        galley.strip(max(bottom, y - len(below) * step) - galley.y, ink)
        for one in below:
            galley.strip(step, one)
