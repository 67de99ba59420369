"""The introduction on paper: the minutes down the left side, what is told beside them; no part is cut."""

from dataclasses import dataclass
from typing import Final

from neuvola_desk.usecases.introduction import Introduction, Part
from neuvola_desk.usecases.leaflets import look as paper
from neuvola_desk.usecases.leaflets import pdf
from neuvola_desk.usecases.leaflets.galley import Galley, line_ink
from neuvola_desk.usecases.leaflets.ink import FillInk, Ink, Page, RuleInk, Sheets, moved
from neuvola_desk.usecases.leaflets.lines import Manner, Stretch, break_lines
from neuvola_desk.usecases.leaflets.look import MM

_LOOK: Final = paper.NORMAL
_TITLE: Final = 25.0
_LEAD: Final = 13.0
_APART: Final = "  ·  "
_HEADING: Final = 13.0
_BODY: Final = 11.0
_COLUMN: Final = paper.LEFT + 25 * MM
_LEADING: Final = 1.2
"""All of it on one page: ten minutes are not two sheets."""


def sheet(told: Introduction) -> bytes:
    """The PDF."""
    setter = _Setter(Galley([], paper.TOP - 4), told.language)
    setter.say("H1", told.title, _LOOK.manner(_TITLE, strong=True, colour=paper.ACCENT))
    setter.galley.gap(4)
    setter.say("P", told.lead, _LOOK.manner(_LEAD))
    setter.rule()
    blocks = [_taken(setter.galley)]
    for part in told.parts:
        setter.part(part)
        blocks.append(_taken(setter.galley))
    setter.keys(told.keys)
    blocks.append(_taken(setter.galley))
    elements = tuple(setter.galley.elements)
    return pdf.draw(Sheets(_pages(blocks), elements, told.language, told.title))


@dataclass(frozen=True, slots=True)
class _Block:
    """What stands together on one page."""

    top: float
    bottom: float
    ink: tuple[Ink, ...]


def _taken(galley: Galley) -> _Block:
    """What has been set since the last time."""
    strips, top = tuple(galley.strips), galley.strips[0].top
    galley.strips.clear()
    return _Block(top, galley.y, tuple(ink for strip in strips for ink in strip.ink))


def _pages(blocks: list[_Block]) -> tuple[Page, ...]:
    pages: list[list[Ink]] = [[]]
    up = 0.0
    for block in blocks:
        if block.bottom - up > paper.BOTTOM and pages[-1]:
            pages.append([])
            up = block.top - paper.TOP
        pages[-1] += [moved(ink, -up) for ink in block.ink]
    return tuple(Page(tuple(ink), ()) for ink in pages)


@dataclass(frozen=True, slots=True)
class _Setter:
    """Sets one thing under another."""

    galley: Galley
    language: str

    def say(self, kind: str, text: str, manner: Manner, left: float = paper.LEFT) -> None:
        """A paragraph."""
        element = self.galley.element(kind, self.language)
        stretch = Stretch(text, self.language, manner, is_heading=kind != "P")
        self.galley.paragraph([stretch], left, lambda _y: paper.RIGHT, _LEADING, element)

    def rule(self) -> None:
        """A line across."""
        self.galley.gap(5)
        line = RuleInk(paper.LEFT, self.galley.y, paper.RIGHT - paper.LEFT, 1.6, paper.ACCENT)
        self.galley.strip(12, [line])

    def part(self, part: Part) -> None:
        """A minute, with its number beside it."""
        top = self.galley.y
        step = _HEADING * _LEADING
        minute = self._line("P", part.minute, _LOOK.manner(_LOOK.small, colour=paper.QUIET), top, step)
        self.galley.strip(0, minute)
        self.say("H2", part.heading, _LOOK.manner(_HEADING, strong=True, colour=paper.ACCENT), _COLUMN)
        for line in part.lines:
            self.say("P", line, _LOOK.manner(_BODY), _COLUMN)
        self.galley.gap(5)

    def keys(self, told: str) -> None:
        """The line to keep at hand, in a box."""
        pad = 3 * MM
        element = self.galley.element("P", self.language)
        whole = _APART.join(one.replace(" ", "\u00a0") for one in told.split(_APART))
        stretch = Stretch(whole, self.language, _LOOK.manner(_BODY, strong=True))
        lines = break_lines([stretch], lambda _n: paper.RIGHT - paper.LEFT - 2 * pad)
        step = _BODY * 1.4
        y = self.galley.y + pad
        ink: list[Ink] = []
        for line in lines:
            ink += line_ink(line, paper.LEFT + pad, y, step, element)
            y += step
        height = y + pad - self.galley.y
        box = FillInk(paper.LEFT, self.galley.y, paper.RIGHT - paper.LEFT, height, paper.TINT, 6)
        self.galley.strip(height, (box, *ink))

    def _line(self, kind: str, text: str, manner: Manner, y: float, step: float) -> list[Ink]:
        element = self.galley.element(kind, self.language)
        [line] = break_lines([Stretch(text, self.language, manner)], lambda _n: _COLUMN - paper.LEFT)
        return line_ink(line, paper.LEFT, y, step, element, size=_HEADING)
