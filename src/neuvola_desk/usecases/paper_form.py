"""The visit on paper: a cover for the bundle and sheets to tick, for when there is no desk at hand.

The words come from whoever keys the sheets in, so that paper and screen ask the same in the same order. A
sheet has no line to write on: no date, no time, no name. What all sheets of a day share is on the cover.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from neuvola_desk.usecases.leaflets import look as paper
from neuvola_desk.usecases.leaflets import pdf
from neuvola_desk.usecases.leaflets.galley import Galley, line_ink
from neuvola_desk.usecases.leaflets.ink import FillInk, Ink, Page, RuleInk, Sheets
from neuvola_desk.usecases.leaflets.lines import Stretch, break_lines
from neuvola_desk.usecases.leaflets.look import MM, NORMAL, Paper

MOST_SHEETS: Final = 50
_FORM: Final = Paper(210 * MM, 297 * MM, side=13 * MM, top=11 * MM, foot=9 * MM)
_SIZES: Final = (11.0, 10.5, 10.0, 9.5, 9.0, 8.5)
"""The largest that brings a sheet on one page is used: worker's paper, not the visitor's."""
_COLUMNS: Final = 3
_GUTTER: Final = 3 * MM


@dataclass(frozen=True, slots=True)
class Question:
    """A field of the record: what is asked, and what can be ticked."""

    heading: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cover:
    """What is told once of a bundle: ``blanks`` to write on, ``rules`` that say how sheets are filled in."""

    title: str
    blanks: tuple[str, ...]
    questions: tuple[Question, ...]
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BlankForm:
    """Everything that is printed, every string final."""

    language: str
    title: str
    hint: str
    questions: tuple[Question, ...]
    cover: Cover


def blank_form(form: BlankForm, sheets: int) -> bytes:
    """The cover and so many sheets as a PDF."""
    count = max(1, min(sheets, MOST_SHEETS))
    setter = _Setter(Galley([], _FORM.top), form.language, NORMAL.body)
    setter.cover(form.cover)
    pages = [_page(setter.galley)]
    size = next((size for size in _SIZES if _fits(form, size)), _SIZES[-1])
    for _sheet in range(count):
        setter.galley.strips.clear()
        setter.galley.y = _FORM.top
        sheet = _Setter(setter.galley, form.language, size)
        sheet.sheet(form)
        pages.append(_page(sheet.galley))
    elements = tuple(setter.galley.elements)
    return pdf.draw(Sheets(tuple(pages), elements, form.language, form.title, _FORM))


def _fits(form: BlankForm, size: float) -> bool:
    tried = _Setter(Galley([], _FORM.top), form.language, size)
    tried.sheet(form)
    return tried.galley.y <= _FORM.bottom


def _page(galley: Galley) -> Page:
    return Page(tuple(ink for strip in galley.strips for ink in strip.ink), ())


@dataclass(frozen=True, slots=True)
class _Setter:
    """Sets one thing under another in one size of type."""

    galley: Galley
    language: str
    size: float

    def cover(self, cover: Cover) -> None:
        """What is told once, in large type, with room to write."""
        self._say("H1", cover.title, 24, strong=True)
        self.galley.gap(14)
        for blank in cover.blanks:
            self._blank(blank)
        for question in cover.questions:
            self.galley.gap(8)
            self._question(question, columns=2)
        self.galley.gap(18)
        for number, rule in enumerate(cover.rules, start=1):
            self._say("P", f"{number}.  {rule}", 12.5)
            self.galley.gap(6)

    def sheet(self, form: BlankForm) -> None:
        """One visit."""
        self._say("H1", form.title, self.size + 6, strong=True)
        self._say("P", form.hint, self.size)
        for question in form.questions:
            self.galley.gap(self.size * 0.55)
            self._question(question, _COLUMNS)

    def _say(self, kind: str, text: str, size: float, *, strong: bool = False) -> None:
        element = self.galley.element(kind, self.language)
        colour = paper.ACCENT if strong else paper.INK
        stretch = Stretch(text, self.language, NORMAL.manner(size, strong=strong, colour=colour), kind != "P")
        self.galley.paragraph([stretch], _FORM.left, lambda _y: _FORM.right, 1.25, element)

    def _blank(self, name: str) -> None:
        """A name and a line to write on."""
        element = self.galley.element("P", self.language)
        step = 14 * MM
        [line] = break_lines([Stretch(name, self.language, NORMAL.manner(14))], lambda _n: _FORM.room)
        ink: list[Ink] = list(line_ink(line, _FORM.left, self.galley.y, step, element))
        left = _FORM.left + 62 * MM
        ink.append(RuleInk(left, self.galley.y + step * 0.72, 70 * MM, 0.8, paper.QUIET))
        self.galley.strip(step, ink)

    def _question(self, question: Question, columns: int) -> None:
        """A heading and its boxes, read down the columns."""
        heading = self.galley.element("H2", self.language)
        manner = NORMAL.manner(self.size + 1, strong=True, colour=paper.ACCENT)
        stretch = Stretch(question.heading, self.language, manner, is_heading=True)
        self.galley.paragraph([stretch], _FORM.left, lambda _y: _FORM.right, 1.35, heading)
        rows = -(-len(question.options) // columns)
        top = lowest = self.galley.y
        width = (_FORM.room - (columns - 1) * _GUTTER) / columns
        ink: list[Ink] = []
        for column in range(columns):
            y = top
            for option in question.options[column * rows : (column + 1) * rows]:
                drawn, y = self._option(option, _FORM.left + column * (width + _GUTTER), y, width)
                ink += drawn
            lowest = max(lowest, y)
        self.galley.strip(lowest - top, ink)

    def _option(self, option: str, x: float, y: float, width: float) -> tuple[Sequence[Ink], float]:
        """A box with its words, and where the next one begins."""
        side = self.size * 0.95
        step = self.size * 1.18
        element = self.galley.element("P", self.language)
        stretch = Stretch(option, self.language, NORMAL.manner(self.size))
        lines = break_lines([stretch], lambda _n: width - side - 5)
        top = y + (step - side) / 2
        ink: list[Ink] = [
            FillInk(x, top, side, side, paper.INK, 1.5),
            FillInk(x + 0.8, top + 0.8, side - 1.6, side - 1.6, paper.WHITE, 1.0),
        ]
        for line in lines:
            ink += line_ink(line, x + side + 5, y, step, element)
            y += step
        return ink, y + self.size * 0.22
