"""Looks for faults of a laid-out leaflet: ink outside the margins, words over words or over a QR code."""

from itertools import combinations

from neuvola_desk.usecases.leaflets import look, qr
from neuvola_desk.usecases.leaflets.ink import CodeInk, Ink, Page, RuleInk, Sheets, TextInk, Turned

SLACK = 0.05


Box = tuple[float, float, float, float]


def faults(sheets: Sheets) -> list[str]:
    found = []
    for number, page in enumerate(sheets.pages, start=1):
        found += [f"page {number}: {fault}" for fault in _page_faults(page, sheets.paper)]
    return found


def smallest_letter(sheets: Sheets) -> float:
    return min(ink.manner.size for page in sheets.pages for ink in upright(page) if isinstance(ink, TextInk))


def upright(page: Page) -> list[Ink]:
    """The ink of a page as if nothing of it stood upside down."""
    return [ink.ink if isinstance(ink, Turned) else ink for ink in page.ink]


def turned(ink: Ink | Turned, box: Box) -> Box:
    """Where the box of an ink lies when the ink stands upside down."""
    if not isinstance(ink, Turned):
        return box
    left, top, right, bottom = box
    return (2 * ink.x - right, 2 * ink.y - bottom, 2 * ink.x - left, 2 * ink.y - top)


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
    pairs = list(zip(page.ink, upright(page), strict=True))
    texts = [(turned(ink, text_box(kept)), kept.text) for ink, kept in pairs if isinstance(kept, TextInk)]
    codes = [(ink, kept) for ink, kept in pairs if isinstance(kept, CodeInk)]
    found = [f"outside the margins: {text!r}" for box, text in texts if _is_outside(box, paper)]
    if paper == look.FOLDED:
        found += [f"over a fold: {text!r}" for box, text in texts if _is_over_a_fold(box)]
    found += [
        f"a code outside the margins: {code.url}"
        for ink, code in codes
        if _is_outside(turned(ink, (code.x, code.y, code.x + code.side, code.y + code.side)), paper)
    ]
    found += [
        f"words over words: {a!r} and {b!r}"
        for (one, a), (two, b) in combinations(texts, 2)
        if meet(one, two)
    ]
    others = [(repr(text), box) for box, text in texts]
    others += [
        ("a rule", turned(ink, (r.x, r.y, r.x + r.width, r.y + r.height)))
        for ink, r in pairs
        if isinstance(r, RuleInk)
    ]
    for ink, code in codes:
        white = turned(ink, code_box(code))
        found += [f"{what} in the white of {code.url}" for what, box in others if meet(white, box)]
    return found


def _is_over_a_fold(box: Box) -> bool:
    """Whether a box is not on one panel alone."""
    left, top, right, bottom = box
    columns = {int(x / look.PANEL.width) for x in (left, right)}
    return len(columns) > 1 or len({int(y / look.PANEL.height) for y in (top, bottom)}) > 1


def _is_outside(box: Box, paper: look.Paper) -> bool:
    left, top, right, bottom = box
    return (
        left < paper.left - SLACK
        or right > paper.right + SLACK
        or top < paper.top - SLACK
        or bottom > paper.bottom + SLACK
    )
