"""Spelling repair: words of the catalogue that resemble one it does not have.

Candidates come from trigrams of the vocabulary (never of the texts) and are judged by Dice's coefficient of
the trigram sets; a suggested spelling must also be within one or two edits (optimal string alignment:
insertion, deletion, substitution, transposition of neighbours).
"""

from typing import Final

MISSPELT_FROM: Final = 4
"""Shorter words have too many neighbours to repair."""


def grams(word: str, *, whole: bool = True) -> frozenset[str]:
    """Trigrams of a word with its ends marked; the far end is left open in a word still being typed."""
    marked = f"^{word}$" if whole else f"^{word}"
    return frozenset(marked[at : at + 3] for at in range(len(marked) - 2))


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Dice's coefficient: twice the shared trigrams by all."""
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 0.0


def allowed_edits(length: int) -> int:
    """How many slips a word of this length may have to be taken for another."""
    return 1 if length < 8 else 2


def edits(one: str, other: str, limit: int) -> int:
    """The number of edits between two words, or ``limit`` + 1 if there are more than that."""
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        older, before, row = before, row, [i] + [0] * len(other)
        for j, b in enumerate(other, 1):
            row[j] = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                row[j] = min(row[j], older[j - 2] + 1)
        if min(row) > limit:
            return limit + 1
    return min(row[-1], limit + 1)
