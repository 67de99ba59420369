"""The order in which mixed Arabic and Latin text is shown: the bidirectional algorithm, UAX #9.

One line of one paragraph at a time and without explicit formatting characters, which printable text does not
have (``fonts.printable``); so the whole line is one level run. The names of rules are those of the annex.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

_STRONG: Final = frozenset({"L", "R"})
_NUMBERS: Final = frozenset({"EN", "AN"})
_NEUTRAL: Final = frozenset({"B", "S", "WS", "ON"})
_BLANK: Final = frozenset({"WS", "BN", "FSI", "LRI", "RLI", "PDI"})
_MOST_BRACKETS: Final = 63
_BRACKETS: Final = "()[]{}〈〉⟨⟩⟦⟧⟪⟫⁅⁆⁽⁾₍₎「」『』【】《》〔〕（）［］｛｝\u2329\u232a⌈⌉⌊⌋❨❩❪❫❬❭❮❯❰❱❲❳❴❵"
_PAIRS: Final = dict(zip(_BRACKETS[::2], _BRACKETS[1::2], strict=True))
_CLOSES: Final = {closing: opening for opening, closing in _PAIRS.items()}
_TOGETHER: Final = re.compile(
    r"\+?\(?\d[\d()]*(?:[ \u00a0/-]\(?\d[\d()]*)+"  # 020 692 207, +358 (0)9 2525 0111
    r"|[^\s()]+@[^\s()]+|(?:https?://|www\.)[^\s()]+|[\w-]+(?:\.[\w-]+)+(?:/[^\s()]*)?",
    re.ASCII,
)
_SAME: Final = {"\u2329": "〈", "\u232a": "〉"}
"""Brackets that are canonically equal to others."""
MIRRORED: Final = {**_PAIRS, **_CLOSES, **dict(zip("<>«»‹›≤≥", "><»«›‹≥≤", strict=True))}
"""What is drawn instead of a character that stands from right to left."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of the text, ``start`` to ``end``, that is shown in one direction."""

    start: int
    end: int
    is_rtl: bool


def visual_runs(text: str, *, base_rtl: bool) -> tuple[Run, ...]:
    """The runs of a line from left to right as they are shown; their text is still in logical order.

    Phone numbers and addresses are kept as one run from left to right, as if they were words: the algorithm
    by itself turns the groups of a number round.
    """
    return tuple(_reordered(levels(text, base_rtl=base_rtl, words=_as_words(text))))


def levels(text: str, *, base_rtl: bool, words: Iterable[tuple[int, int]] = ()) -> list[int]:
    """The embedding level of each character; even ones run from left to right.

    ``words`` are stretches whose characters all count as Latin letters.
    """
    base = int(base_rtl)
    original = [unicodedata.bidirectional(sign) or "L" for sign in text]
    for start, end in words:
        original[start:end] = ["L"] * (end - start)
    kept = [place for place, kind in enumerate(original) if kind != "BN"]  # X9
    kinds = [original[place] for place in kept]
    _resolve_weak(kinds, base)
    _resolve_brackets(kinds, [text[place] for place in kept], [original[place] for place in kept], base)
    _resolve_neutral(kinds, base)
    found = dict(zip(kept, (base + _rise(kind, base) for kind in kinds), strict=True))
    told: list[int] = []
    for place in range(len(text)):
        told.append(found.get(place, told[-1] if told else base))
    _reset_blanks(told, original, base)
    return told


def _as_words(text: str) -> Iterator[tuple[int, int]]:
    return (found.span() for found in _TOGETHER.finditer(text))


def _strong(level: int) -> str:
    return "R" if level % 2 else "L"


def _rise(kind: str, level: int) -> int:
    """I1 and I2."""
    if level % 2:
        return int(kind != "R")
    return {"R": 1, "AN": 2, "EN": 2}.get(kind, 0)


def _resolve_weak(kinds: list[str], base: int) -> None:
    _resolve_letters(kinds, base)
    for n in range(1, len(kinds) - 1):  # W4
        either = kinds[n - 1]
        joins = (kinds[n] == "ES" and either == "EN") or (kinds[n] == "CS" and either in _NUMBERS)
        if joins and kinds[n + 1] == either:
            kinds[n] = either
    start = 0
    for kind, group in groupby(list(kinds)):  # W5
        end = start + len(list(group))
        if kind == "ET" and "EN" in (*kinds[max(0, start - 1) : start], *kinds[end : end + 1]):
            kinds[start:end] = ["EN"] * (end - start)
        start = end
    strong = _strong(base)
    for n, kind in enumerate(kinds):  # W6, W7
        if kind in ("ES", "ET", "CS"):
            kinds[n] = "ON"
        elif kind in _STRONG:
            strong = kind
        elif kind == "EN" and strong == "L":
            kinds[n] = "L"


def _resolve_letters(kinds: list[str], base: int) -> None:
    before = strong = _strong(base)
    for n, kind in enumerate(kinds):
        kinds[n] = before = before if kind == "NSM" else kind  # W1
        if kinds[n] in ("L", "R", "AL"):
            strong = kinds[n]
        elif kinds[n] == "EN" and strong == "AL":  # W2
            kinds[n] = "AN"
    kinds[:] = ["R" if kind == "AL" else kind for kind in kinds]  # W3


def _as_strong(kind: str) -> str:
    """Numbers count as right-to-left among neutrals (N0, N1); empty for what is neutral."""
    return "R" if kind in _NUMBERS else kind if kind in _STRONG else ""


def _resolve_brackets(kinds: list[str], signs: Sequence[str], original: Sequence[str], base: int) -> None:
    """N0."""
    own = _strong(base)
    for opening, closing in sorted(_bracket_pairs(kinds, signs)):
        inside = {_as_strong(kind) for kind in kinds[opening + 1 : closing]} - {""}
        if own in inside:
            chosen = own
        elif inside:
            before = next((s for s in map(_as_strong, reversed(kinds[:opening])) if s), own)
            chosen = before if before in inside else own
        else:
            continue
        for place in (opening, closing):
            kinds[place] = chosen
            follower = place + 1
            while follower < len(kinds) and original[follower] == "NSM":
                kinds[follower] = chosen
                follower += 1


def _bracket_pairs(kinds: Sequence[str], signs: Sequence[str]) -> Iterator[tuple[int, int]]:
    """BD16."""
    waiting: list[tuple[str, int]] = []
    for place, sign in enumerate(signs):
        if kinds[place] != "ON":
            continue
        if sign in _PAIRS:
            if len(waiting) == _MOST_BRACKETS:
                return
            closing = _PAIRS[sign]
            waiting.append((_SAME.get(closing, closing), place))
        elif sign in _CLOSES:
            wanted = _SAME.get(sign, sign)
            depth = next((n for n in range(len(waiting) - 1, -1, -1) if waiting[n][0] == wanted), None)
            if depth is not None:
                yield waiting[depth][1], place
                del waiting[depth:]


def _resolve_neutral(kinds: list[str], base: int) -> None:
    """N1 and N2."""
    own = _strong(base)
    start = 0
    for is_neutral, group in groupby(list(kinds), key=lambda kind: kind in _NEUTRAL):
        end = start + len(list(group))
        if is_neutral:
            before = _as_strong(kinds[start - 1]) if start else own
            after = _as_strong(kinds[end]) if end < len(kinds) else own
            kinds[start:end] = [before if before == after else own] * (end - start)
        start = end


def _reset_blanks(told: list[int], original: Sequence[str], base: int) -> None:
    """L1: separators, and blanks before them and at the line's end, go with the paragraph."""
    is_last = True
    for place in range(len(told) - 1, -1, -1):
        if original[place] in ("B", "S"):
            told[place], is_last = base, True
        elif is_last and original[place] in _BLANK:
            told[place] = base
        else:
            is_last = False


def _reordered(told: Sequence[int]) -> list[Run]:
    """L2, on runs of one level."""
    runs: list[tuple[int, Run]] = []
    start = 0
    for level, group in groupby(told):
        end = start + len(list(group))
        runs.append((level, Run(start, end, bool(level % 2))))
        start = end
    for level in range(max(told, default=0), 0, -1):
        first = 0
        while first < len(runs):
            last = first
            while last < len(runs) and runs[last][0] >= level:
                last += 1
            runs[first:last] = reversed(runs[first:last])
            first = last + 1
    return [run for _level, run in runs]
