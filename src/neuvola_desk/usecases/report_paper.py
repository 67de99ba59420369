"""A report on A4 paper: one page a period in two columns, drawn like the leaflets.

The type is set smaller until a period fits on its page; only one that fits at no size goes on to the next.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from neuvola_desk.usecases.leaflets import fonts, pdf
from neuvola_desk.usecases.leaflets import look as paper
from neuvola_desk.usecases.leaflets.galley import Galley, Strip, line_ink
from neuvola_desk.usecases.leaflets.ink import (
    Bookmark,
    Element,
    FillInk,
    Ink,
    Page,
    RuleInk,
    Sheets,
    TextInk,
    moved,
)
from neuvola_desk.usecases.leaflets.lines import Manner, Stretch, break_lines
from neuvola_exchange.report_text import ReportText, TextPage, TextRow, TextTable

_GUTTER: Final = 9 * paper.MM
_COLUMN: Final = (paper.RIGHT - paper.LEFT - _GUTTER) / 2
_SIZES: Final = (9.5, 9.0, 8.5, 8.0, 7.5)
_LEADING: Final = 1.42
_BAR: Final = 1.4
_WARNING: Final = "#8b1a1a"
_WARNING_TINT: Final = "#fbeaea"
_POINT_COLUMN: Final = 62 * paper.MM
_FIGURES: Final = 4.5
"""Room for a figure, in type sizes."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A strip in its column, and the white above it."""

    gap: float
    strip: Strip


@dataclass(frozen=True, slots=True)
class _Filled:
    """Columns, two to a page; ``is_whole`` if no table had to be cut."""

    columns: list[list[_Line]]
    is_whole: bool


def render(report: ReportText) -> bytes:
    """The report as a PDF file."""
    elements: list[Element] = []
    pages: list[Page] = []
    for page in report.pages:
        pages += _set_page(report, page, elements)
    count = len(pages)
    numbered = [Page((*page.ink, *_page_number(n, count)), page.bookmarks) for n, page in enumerate(pages, 1)]
    return pdf.draw(Sheets(tuple(numbered), tuple(elements), report.language, report.title))


def _set_page(report: ReportText, page: TextPage, elements: list[Element]) -> list[Page]:
    head = Galley(elements)
    _head(head, report, page)
    top = paper.TOP + head.y + 14
    room = paper.BOTTOM - 14 - _foot(page, report.language, []).y - top
    filled = _set_tables(page, _size(page, report.language, room), report.language, room, elements)
    foot = _foot(page, report.language, elements)
    columns = filled.columns or [[]]
    made = []
    for number in range(0, len(columns), 2):
        ink = _placed(head.strips, 0, paper.TOP)
        for side, column in enumerate(columns[number : number + 2]):
            ink += _stacked(column, side * (_COLUMN + _GUTTER), top)
        if number + 2 >= len(columns):
            ink += _placed(foot.strips, 0, paper.BOTTOM - 12 - foot.y)
        made.append(Page(tuple(ink), (Bookmark(page.title, paper.TOP),)))
    return made


def _size(page: TextPage, language: str, room: float) -> float:
    """The largest type in which the period is on one page with its tables whole, else with some cut."""
    tried = {size: _set_tables(page, size, language, room, []) for size in _SIZES}
    fitting = [size for size, filled in tried.items() if len(filled.columns) <= 2]
    return next((size for size in fitting if tried[size].is_whole), (fitting or _SIZES[-1:])[0])


def _set_tables(page: TextPage, size: float, language: str, room: float, elements: list[Element]) -> _Filled:
    return _fill([_table(table, size, language, elements) for table in page.tables], room)


def _head(galley: Galley, report: ReportText, page: TextPage) -> None:
    language = report.language
    split = paper.RIGHT - _POINT_COLUMN if report.point else paper.RIGHT
    if report.point:
        galley.strips.append(Strip(0, 0, tuple(_point(galley, report.point)), False))
    title = galley.element("H1", language)
    manner = Manner(24, fonts.BOLD, paper.ACCENT)
    stretch = Stretch(report.title, language, manner, is_heading=True)
    galley.paragraph([stretch], paper.LEFT, lambda _: split - 10, 1.15, title)
    element = galley.element("H2", language)
    manner = Manner(14, fonts.BOLD, paper.INK)
    galley.paragraph(
        [Stretch(page.title, language, manner)], paper.LEFT, lambda _: paper.RIGHT, 1.35, element
    )
    quiet = Manner(9, fonts.REGULAR, paper.QUIET)
    for words in (page.days, report.asked):
        element = galley.element("P", language)
        galley.paragraph([Stretch(words, language, quiet)], paper.LEFT, lambda _: paper.RIGHT, 1.4, element)
    if page.warning:
        _warn(galley, page.warning, language)
    galley.gap(6)
    galley.strip(1, [RuleInk(paper.LEFT, galley.y, paper.RIGHT - paper.LEFT, 1.2, paper.ACCENT)])


def _point(galley: Galley, name: str) -> Iterator[Ink]:
    """The point's name against the right edge."""
    element = galley.element("P", "fi")
    manner = Manner(11, fonts.BOLD, paper.INK)
    lines = break_lines([Stretch(name, "fi", manner)], lambda _: _POINT_COLUMN)
    for number, line in enumerate(lines):
        wide = line[-1].x + line[-1].width
        yield from line_ink(line, paper.RIGHT - wide, 6 + number * 14, 14, element)


def _warn(galley: Galley, words: str, language: str) -> None:
    galley.gap(8)
    inner = Galley(galley.elements, galley.y + 6)
    manner = Manner(11.5, fonts.BOLD, _WARNING)
    element = inner.element("P", language)
    right = paper.RIGHT - 10
    inner.paragraph([Stretch(words, language, manner)], paper.LEFT + 10, lambda _: right, 1.35, element)
    height = inner.y + 6 - galley.y
    box = FillInk(paper.LEFT, galley.y, paper.RIGHT - paper.LEFT, height, _WARNING_TINT, 4)
    galley.strip(height, [box, *(ink for strip in inner.strips for ink in strip.ink)])


def _table(table: TextTable, size: float, language: str, elements: list[Element]) -> list[Strip]:
    galley = Galley(elements)
    right = paper.LEFT + _COLUMN
    element = galley.element("H3", language)
    manner = Manner(size + 1.2, fonts.BOLD, paper.ACCENT)
    galley.paragraph(
        [Stretch(table.title, language, manner)], paper.LEFT, lambda _: right, 1.3, element, keep=True
    )
    galley.strip(3, [RuleInk(paper.LEFT, galley.y, _COLUMN, 0.5, paper.HAIR)], may_end_page=False)
    for row in table.rows:
        _row(galley, row, size, language)
    if not table.rows:
        element = galley.element("P", language)
        quiet = Manner(size, fonts.REGULAR, paper.QUIET)
        galley.paragraph(
            [Stretch(table.note, language, quiet)], paper.LEFT, lambda _: right, 1.35, element, keep=True
        )
    galley.gap(size * 1.1)
    galley.strip(0, [])
    return galley.strips


def _row(galley: Galley, row: TextRow, size: float, language: str) -> None:
    """Name and figure, and beneath them a line as long as the row's part of the visits."""
    element = galley.element("P", language)
    plain, strong = Manner(size, fonts.REGULAR, paper.INK), Manner(size, fonts.BOLD, paper.INK)
    step, top = size * _LEADING, galley.y
    room = _COLUMN - _FIGURES * size
    lines = break_lines([Stretch(row.name, language, plain)], lambda _: room)
    ink: list[Ink] = []
    for number, line in enumerate(lines):
        ink += line_ink(line, paper.LEFT, top + number * step, step, element)
    wide = fonts.width(row.figure, fonts.BOLD) * size
    baseline = top + (step - size) / 2 + size * 0.80
    x = paper.LEFT + _COLUMN - wide
    ink.append(TextInk(x, baseline, row.figure, wide, strong, element))
    height = step * max(1, len(lines))
    if row.share is not None:
        ink.append(FillInk(paper.LEFT, top + height - 0.5, _COLUMN, _BAR, paper.TINT, _BAR / 2))
        if row.share:
            ink.append(
                FillInk(
                    paper.LEFT,
                    top + height - 0.5,
                    max(_BAR, _COLUMN * row.share),
                    _BAR,
                    paper.ACCENT,
                    _BAR / 2,
                )
            )
        height += _BAR
    galley.strip(height, ink)


def _foot(page: TextPage, language: str, elements: list[Element]) -> Galley:
    galley = Galley(elements)
    galley.strip(7, [RuleInk(paper.LEFT, 0, paper.RIGHT - paper.LEFT, 0.5, paper.HAIR)])
    quiet = Manner(8.5, fonts.REGULAR, paper.QUIET)
    for note in page.notes:
        element = galley.element("P", language)
        galley.paragraph([Stretch(note, language, quiet)], paper.LEFT, lambda _: paper.RIGHT, 1.35, element)
        galley.gap(2)
    return galley


def _page_number(number: int, count: int) -> Iterator[Ink]:
    words = f"{number} / {count}"
    manner = Manner(8.5, fonts.REGULAR, paper.QUIET)
    wide = fonts.width(words, manner.style) * manner.size
    yield TextInk(paper.RIGHT - wide, paper.BOTTOM + 8, words, wide, manner)


def _fill(blocks: Sequence[list[Strip]], room: float) -> _Filled:
    """Two columns as even as whole tables allow; where that is too long, tables are cut."""
    height = sum(_height(block) for block in blocks) / 2
    while height < room:
        filled = _columns(blocks, height, cut=False)
        if filled.is_whole and len(filled.columns) <= 2:
            return filled
        height += 6
    filled = _columns(blocks, room, cut=False)
    if filled.is_whole and len(filled.columns) <= 2:
        return filled
    return _columns(blocks, room, cut=True)


def _columns(blocks: Sequence[list[Strip]], room: float, *, cut: bool) -> _Filled:
    columns: list[list[_Line]] = [[]]
    left, is_whole = room, True
    for block in blocks:
        if _height(block) > left and columns[-1] and not cut:
            columns.append([])
            left = room
        for number, strip in enumerate(block):
            gap = strip.top - block[number - 1].bottom if number else 0.0
            needed = _height(block[: _heading_of(block) + 1]) if number == 0 else strip.bottom - strip.top
            if gap + needed > left and columns[-1]:
                columns.append([])
                left, is_whole, gap = room, is_whole and number == 0, 0.0
            columns[-1].append(_Line(gap, strip))
            left -= gap + strip.bottom - strip.top
    return _Filled(columns, is_whole and all(_tall(column) <= room for column in columns))


def _heading_of(block: Sequence[Strip]) -> int:
    """The number of the first strip that a column may end with."""
    return next((number for number, strip in enumerate(block) if strip.may_end_page and number), 0)


def _height(strips: Sequence[Strip]) -> float:
    return strips[-1].bottom - strips[0].top if strips else 0.0


def _tall(column: Sequence[_Line]) -> float:
    return sum(line.gap + line.strip.bottom - line.strip.top for line in column)


def _stacked(column: Sequence[_Line], right: float, top: float) -> list[Ink]:
    ink: list[Ink] = []
    y = top
    for line in column:
        y += line.gap
        ink += _aside(_down(line.strip.ink, y - line.strip.top), right)
        y += line.strip.bottom - line.strip.top
    return ink


def _placed(strips: Sequence[Strip], right: float, down: float) -> list[Ink]:
    return [one for strip in strips for one in _aside(_down(strip.ink, down), right)]


def _down(inks: Sequence[Ink], by: float) -> list[Ink]:
    return [moved(ink, by) for ink in inks]


def _aside(inks: Sequence[Ink], by: float) -> list[Ink]:
    return [replace(ink, x=ink.x + by) for ink in inks]
