"""Text as it reads: what hides a number or a name from a search is taken away, positions are kept."""

import unicodedata
from dataclasses import dataclass
from typing import Final

_LOOKALIKES: Final = str.maketrans("АВСЕНКМОРТХУавсеорху", "ABCEHKMOPTXYabceopxy")
"""Cyrillic letters that look like Latin ones."""
_UNSEEN: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\u2800")
"""Letters and marks with no ink that Unicode does not count as format characters."""


@dataclass(frozen=True, slots=True)
class Smooth:
    """A smoothed text and, for each of its characters, where it stood in the original."""

    text: str
    origins: tuple[int, ...]
    length: int

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the original that a stretch of the smoothed text came from."""
        last = self.origins[end] if end < len(self.origins) else self.length
        return self.origins[start], max(last, self.origins[end - 1] + 1)


def smooth(text: str) -> Smooth:
    """Compatibility forms, dashes, digits and blanks of all scripts made plain; the invisible left out."""
    pieces: list[str] = []
    origins: list[int] = []
    start = 0
    while start < len(text):
        end = start + 1
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        for letter in unicodedata.normalize("NFKC", text[start:end]):
            plain = _plain(letter)
            pieces.append(plain)
            origins += [start] * len(plain)
        start = end
    return Smooth("".join(pieces), tuple(origins), len(text))


def _plain(letter: str) -> str:
    category = unicodedata.category(letter)
    # A mark that its letter has not swallowed ("1̶3̶1̶") is there to hide what it stands on.
    if category in {"Cf", "Mn", "Me"} or letter in _UNSEEN:
        return ""
    if category == "Pd" or letter == "\u2212":
        return "-"
    if category in {"Zs", "Zl", "Zp", "Cc"}:
        return " "
    digit = unicodedata.digit(letter, None)
    return letter.translate(_LOOKALIKES) if digit is None else str(digit)
