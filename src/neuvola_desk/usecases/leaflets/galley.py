"""A column of lines that is filled from the top, to be cut into pages afterwards."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from neuvola_desk.usecases.leaflets.ink import ARTIFACT, Element, Ink, TextInk
from neuvola_desk.usecases.leaflets.lines import SetLine, Stretch, break_lines


@dataclass(frozen=True, slots=True)
class Strip:
    """What cannot be cut: from ``top`` to ``bottom``; a page may end after it only if ``may_end_page``."""

    top: float
    bottom: float
    ink: tuple[Ink, ...]
    may_end_page: bool


@dataclass(slots=True)
class Galley:
    """Grows downwards; ``elements`` is the whole document's, so that numbers given here stay good."""

    elements: list[Element]
    y: float = 0.0
    strips: list[Strip] = field(default_factory=list)

    def element(self, kind: str, language: str, section: int = 0, description: str = "") -> int:
        """Adds a part to the document's structure and gives its number."""
        self.elements.append(Element(kind, language, section, description))
        return len(self.elements) - 1

    def gap(self, height: float) -> None:
        """Leaves white."""
        self.y += height

    def strip(self, height: float, ink: Sequence[Ink], *, may_end_page: bool = True) -> None:
        """Adds something that cannot be cut, placed from ``y`` on."""
        self.strips.append(Strip(self.y, self.y + height, tuple(ink), may_end_page))
        self.y += height

    def paragraph(
        self,
        stretches: Sequence[Stretch],
        x: float,
        right: Callable[[float], float],
        leading: float,
        element: int = ARTIFACT,
        *,
        keep: bool = False,
    ) -> None:
        """Sets a paragraph; ``right(y)`` is how far a line at ``y`` may reach; ``keep`` binds it together."""
        top, step = self.y, leading * max((s.manner.size for s in stretches), default=0.0)
        lines = break_lines(stretches, lambda n: right(top + n * step) - x)
        for number, line in enumerate(lines):
            may_end = not keep and (number == len(lines) - 1 or 1 <= number < len(lines) - 2)
            self.strip(step, line_ink(line, x, self.y, step, element), may_end_page=may_end)


def line_ink(
    line: SetLine, x: float, top: float, step: float, element: int = ARTIFACT, *, size: float = 0.0
) -> list[Ink]:
    """A set line as ink; its baseline is that of type of ``size``, else of the largest in the line."""
    size = size or max(piece.manner.size for piece in line)
    baseline = top + (step - size) / 2 + size * 0.80
    return [TextInk(x + p.x, baseline, p.text, p.width, p.manner, element, p.language) for p in line]
