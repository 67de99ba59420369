"""The looks a screen is pictured in, and how many pictures they make."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final

LANGUAGES: Final = ("fi", "sv", "en", "pseudo")
THEMES: Final = ("light", "dark")
SCALES: Final = (100, 200)
SIZES: Final = ("1280x800", "1920x1080")


@dataclass(frozen=True, slots=True)
class Look:
    """How the window looks while it is pictured; ``scale`` in per cent."""

    theme: str
    scale: int
    width: int
    height: int

    @property
    def name(self) -> str:
        """As it stands in a file's name."""
        return f"{self.theme}-{self.scale}-{self.width}x{self.height}"


def looks(themes: Sequence[str], scales: Sequence[int], sizes: Sequence[str]) -> Iterator[Look]:
    """Every combination; the size changes last, for it costs the most to lay out anew."""
    for size, scale, theme in product(sizes, scales, themes):
        width, _x, height = size.partition("x")
        yield Look(theme, scale, int(width), int(height))
