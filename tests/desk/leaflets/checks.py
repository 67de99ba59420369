"""Looks for faults of a laid-out leaflet: ink outside the margins, words over words or over a QR code."""

from itertools import combinations

from neuvola_desk.usecases.leaflets import look, qr
from neuvola_desk.usecases.leaflets.ink import CodeInk, Page, RuleInk, Sheets, TextInk

SLACK = 0.05
Box = tuple[float, float, float, float]


def faults(sheets: Sheets) -> list[str]:
    found = []
    for number, page in enumerate(sheets.pages, start=1):
        found += [f"page {number}: {fault}" for fault in _page_faults(page, sheets.paper)]
    return found


def text_box(ink: TextInk) -> Box:
    """The box from cap height to the deepest descender."""
    return (ink.x, ink.y - 0.72 * ink.manner.size, ink.x + ink.width, ink.y + 0.22 * ink.manner.size)


def code_box(ink: CodeInk) -> Box:
    """The box of the code with the white it needs."""
    code = qr.code(ink.url)
    assert code is not None
    white = code.quiet - SLACK
    return (ink.x - white, ink.y - white, ink.x + ink.side + white, ink.y + ink.side + white)


def meet(one: Box, other: Box) -> bool:
    across = one[0] < other[2] - SLACK and other[0] < one[2] - SLACK
    return across and one[1] < other[3] - SLACK and other[1] < one[3] - SLACK


def _page_faults(page: Page, paper: look.Paper) -> list[str]:
    texts = [ink for ink in page.ink if isinstance(ink, TextInk)]
    codes = [ink for ink in page.ink if isinstance(ink, CodeInk)]
    found = [f"outside the margins: {ink.text!r}" for ink in texts if _is_outside(text_box(ink), paper)]
    found += [
        f"a code outside the margins: {c.url}"
        for c in codes
        if _is_outside((c.x, c.y, c.x + c.side, c.y), paper)
    ]
    found += [
        f"words over words: {a.text!r} and {b.text!r}"
        for a, b in combinations(texts, 2)
        if meet(text_box(a), text_box(b))
    ]
    others = [(repr(ink.text), text_box(ink)) for ink in texts]
    others += [("a rule", (r.x, r.y, r.x + r.width, r.y)) for r in page.ink if isinstance(r, RuleInk)]
    for code in codes:
        found += [f"{what} in the white of {code.url}" for what, box in others if meet(code_box(code), box)]
    return found


def _is_outside(box: Box, paper: look.Paper) -> bool:
    left, top, right, bottom = box
    return (
        left < paper.left - SLACK
        or right > paper.right + SLACK
        or top < paper.top - SLACK
        or bottom > paper.bottom + SLACK
    )
