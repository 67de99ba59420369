"""The strip to be torn off a leaflet's end: the code in large letters, what it is for, and the QR."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from neuvola_desk.usecases.leaflets import look as page
from neuvola_desk.usecases.leaflets import qr
from neuvola_desk.usecases.leaflets.galley import line_ink
from neuvola_desk.usecases.leaflets.ink import CodeInk, Element, Ink, RuleInk, moved
from neuvola_desk.usecases.leaflets.lines import SetLine, Stretch, break_lines
from neuvola_desk.usecases.leaflets.look import Look
from neuvola_desk.usecases.leaflets.values import Leaflet, Slip

_CODE: Final = 22.0
_LEADING: Final = 1.3
_ABOVE: Final = 9.0
"""White under the line to tear along."""
_GAP: Final = 10.0
"""White over that line."""
_DASH: Final = 5.0
_PAUSE: Final = 4.0
_BESIDE: Final = 12.0
"""White between the words and the QR."""
_CODE_LANGUAGE: Final = "en"
"""Of what is no word in any language; it is written from the left."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A paragraph of the strip."""

    stretches: tuple[Stretch, ...]
    step: float
    language: str


def height(leaflet: Leaflet, look: Look) -> float:
    """How much of the last page the strip takes; nothing where there is none."""
    return _strip(leaflet.slip, look, leaflet.language, []).height if leaflet.slip else 0.0


def with_strip(
    ink: Sequence[Ink], foot: Sequence[Ink], leaflet: Leaflet, look: Look, elements: list[Element]
) -> tuple[Ink, ...]:
    """The last page: its foot stands over the strip, so that it stays when the strip is torn off."""
    if leaflet.slip is None:
        return (*ink, *foot)
    strip = _strip(leaflet.slip, look, leaflet.language, elements)
    return (*ink, *(moved(one, -strip.height) for one in foot), *strip.ink)


@dataclass(frozen=True, slots=True)
class _Strip:
    height: float
    ink: tuple[Ink, ...]


def _strip(slip: Slip, look: Look, language: str, elements: list[Element]) -> _Strip:
    code = qr.code(slip.link) if slip.link else None
    room = look.paper.room - (code.side + code.quiet + _BESIDE if code else 0.0)
    parts = [(part, break_lines(part.stretches, lambda _: room)) for part in _parts(slip, look, language)]
    words = sum(len(lines) * part.step for part, lines in parts)
    whole = _GAP + _ABOVE + max(words, code.side + 2 * code.quiet if code else 0.0)
    top = look.paper.bottom - whole + _GAP
    ink: list[Ink] = list(_tear_line(look, top))
    y = top + _ABOVE
    for part, lines in parts:
        elements.append(Element("P", part.language))
        ink += _paragraph(lines, look.paper.left, y, part.step, len(elements) - 1)
        y += len(lines) * part.step
    if code:
        elements.append(Element("Figure", language, 0, slip.description))
        left = look.paper.right - code.side
        ink.append(CodeInk(left, top + _ABOVE + code.quiet, code.side, slip.link, len(elements) - 1))
    return _Strip(whole, tuple(ink))


def _parts(slip: Slip, look: Look, language: str) -> list[_Part]:
    label = look.manner(look.body, strong=True, colour=page.ACCENT)
    heading = [Stretch(slip.label.text, language, label)]
    if slip.label.beside:
        heading.append(Stretch(slip.label.beside, "fi", look.manner(look.small, colour=page.QUIET)))
    words = look.manner(look.body)
    size = max(_CODE, look.body * 1.6)
    code = Stretch(slip.code, _CODE_LANGUAGE, look.manner(size, strong=True), is_heading=True)
    return [
        _Part(tuple(heading), look.body * _LEADING, language),
        _Part((code,), size * _LEADING, _CODE_LANGUAGE),
        _Part((Stretch(slip.words, language, words),), look.body * _LEADING, language),
        _Part((Stretch(slip.promise, language, words),), look.body * _LEADING, language),
    ]


def _paragraph(lines: Sequence[SetLine], x: float, y: float, step: float, element: int) -> list[Ink]:
    return [
        one
        for number, line in enumerate(lines)
        for one in line_ink(line, x, y + number * step, step, element)
    ]


def _tear_line(look: Look, y: float) -> list[RuleInk]:
    """Dashes from one edge of the services to the other."""
    count = round((look.paper.room + _PAUSE) / (_DASH + _PAUSE))
    step = (look.paper.room - _DASH) / (count - 1)
    return [RuleInk(look.paper.left + number * step, y, _DASH, 0.7, page.QUIET) for number in range(count)]
