"""Which letters of a shown text the search found there, in any inflection. Pure: no Qt, no catalogue.

The engine names the words of the catalogue that it matched (``Reason.term``); what was typed is looked for
too, but only where it resembles a word that the engine named, so that "ja" or "on" is never marked. Two forms
are taken for one word when they begin alike and what follows are endings, the Finnish change of grade
included.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Final

from neuvola_core.folding import fold

Span = tuple[int, int]
"""Where marked letters begin and where they have ended."""

_LONGEST: Final = 1000
_SHORTEST_OPEN: Final = 2
_SHORTEST_PART: Final = 4
_SHORTEST_COMMON: Final = 3
_SHORTEST_HEAD: Final = 4
_WORD: Final = re.compile(r"[^\W_]+")
_VOWELS: Final = "aeiouy"

_CASES: Final = (
    "n|t|s|a|ja|ta|tta|den|ten|tten|en|in|ien|jen|iden|eiden|ssa|sta|lla|lta|lle|na|ksi|seen|siin|"
    "hin|han|hon|hun|hyn|hen|et|er|ar|or|ens|ets|ers|arna|orna|erna|arnas|ernas|ing|ed"
)
_CLITICS: Final = "kin|kaan|ko|pa|ni|si|nsa|mme|nne|an"
_ENDING: Final = re.compile(f"[{_VOWELS}]{{0,3}}(?:{_CASES})?(?:{_CLITICS})?")
_GRADES: Final = frozenset(
    {tuple(pair) for pair in ("pv", "td", "kg", "pm", "tn", "tl", "tr", "kj", "kv")},
)
_FADES_AFTER: Final = f"{_VOWELS}lrh"
_CONSONANTS: Final = re.compile(rf"[^{_VOWELS}]*")
_OTHER_STEMS: Final = ((r"nen", r"s(?:t|e|i|ia|ta)?"), (r"s", r"(?:ks|d|t|v)[aeiouy]"), (r"n", r"m[aeiouy]"))


@dataclass(frozen=True, slots=True)
class Sought:
    """What to look for, folded: words of the catalogue, typed words, and the one still being typed."""

    named: frozenset[str] = frozenset()
    typed: tuple[str, ...] = ()
    open: str = ""


NOTHING: Final = Sought()


def sought(typed: str, terms: Iterable[str]) -> Sought:
    """What to look for in the texts of a hit that the engine found by these words of the catalogue."""
    found = [term for term in map(fold, terms) if term.strip()]
    named = frozenset(piece for term in found for piece in _WORD.findall(term))
    whole = named | {"".join(_WORD.findall(term)) for term in found}
    words = _WORD.findall(fold(typed))
    known = [word for word in words if any(_resembles(word, term) for term in whole)]
    is_open = bool(words) and bool(known) and words[-1] == known[-1] and not typed[-1:].isspace()
    return Sought(named, tuple(dict.fromkeys(known)), words[-1] if is_open else "")


def spans(text: str, wanted: Sought) -> tuple[Span, ...]:
    """The letters to mark, from left to right, never one in the other."""
    if not wanted.named and not wanted.typed:
        return ()
    folded, places = _folded(text[:_LONGEST])
    words = list(_WORD.finditer(folded))
    parts = [_part(word.group(), wanted) for word in words]
    apart = _said_apart([word.group() for word in words], parts, wanted)
    found: list[Span] = []
    for word, part in zip(words, parts, strict=True):
        marked = part or ((0, len(word.group())) if word.group() in apart else None)
        if marked is not None:
            start, end = (word.start() + at for at in marked)
            last = found[-1][1] if found else 0
            span = (max(places[start], last), _end(text, places, end))
            if span[0] < span[1]:  # one sign may fold into two words: "¼"
                found.append(span)
    return tuple(found)


def marked_html(text: str, marked: Iterable[Span]) -> str:
    """The text with its marked letters heavier and underlined, safe as rich text whatever it holds."""
    pieces, done = [], 0
    for start, end in marked:
        pieces += [escape(text[done:start]), "<u><b>", escape(text[start:end]), "</b></u>"]
        done = end
    return "".join((*pieces, escape(text[done:])))


def same_word(one: str, other: str) -> bool:
    """Whether two folded words are forms of one: an estimate by their letters."""
    if one == other:
        return True
    common = _common(one, other)
    if common < _SHORTEST_COMMON:
        return False
    left, right = one[common:], other[common:]
    if _ENDING.fullmatch(left) and _ENDING.fullmatch(right):
        return True
    return _other_grade(one[common - 1], left, right) or _other_stem(left, right)


def _part(word: str, wanted: Sought) -> Span | None:
    """Which letters of a folded word to mark: what was typed of it, else all if it is a sought word."""
    whole = (0, len(word))
    if word in wanted.typed:
        return whole
    if len(wanted.open) >= _SHORTEST_OPEN and word.startswith(wanted.open):
        return (0, len(wanted.open))
    if any(same_word(word, typed) for typed in wanted.typed):
        return whole
    for typed in wanted.typed:
        if len(typed) >= _SHORTEST_PART and word.startswith(typed):
            return (0, len(typed))
        at = word.find(typed) if word in wanted.named and len(typed) >= _SHORTEST_COMMON else -1
        if at > 0:
            return (at, at + len(typed))
    return whole if any(same_word(word, term) for term in wanted.named) else None


def _said_apart(words: list[str], parts: list[Span | None], wanted: Sought) -> frozenset[str]:
    """The words of a text that say a typed compound in two: "asumisen tuki" for "asumistuki"."""
    found: set[str] = set()
    loose = {word for word, part in zip(words, parts, strict=True) if part is None}
    for typed in wanted.typed:
        heads = {word for word in loose if _common(word, typed) >= _SHORTEST_HEAD}
        for head in heads:
            common = _common(head, typed)
            tails = {word for word in loose - heads if same_word(typed[common:], word)}
            if tails and _ENDING.fullmatch(head[common:]):
                found |= {head, *tails}
    return frozenset(found)


def _resembles(typed: str, term: str) -> bool:
    if typed in term or same_word(typed, term):
        return True
    # The last part of a compound: "tukea" in "asumistuki".
    return any(same_word(typed, term[at:]) for at in range(1, len(term) - _SHORTEST_COMMON + 1))


def _common(one: str, other: str) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _other_grade(before: str, left: str, right: str) -> bool:
    """``velka`` and ``velan``, ``kauppa`` and ``kaupan``, ``hinta`` and ``hinnat``."""
    starts = [_CONSONANTS.match(rest) for rest in (left, right)]
    strong, weak = (start.group() if start else "" for start in starts)
    rests = (left[len(strong) :], right[len(weak) :])
    if not all(rest[:1] and rest[0] in _VOWELS and _ENDING.fullmatch(rest) for rest in rests):
        return False
    if strong and weak:
        return (strong, weak) in _GRADES or (weak, strong) in _GRADES
    lost = strong or weak
    return (lost in ("k", "p", "t") and lost == before) or (lost == "k" and before in _FADES_AFTER)


def _other_stem(left: str, right: str) -> bool:
    """``yksinäinen`` and ``yksinäisen``, ``terveys`` and ``terveyden``, ``puhelin`` and ``puhelimen``."""
    return any(
        re.fullmatch(basic, a) and (found := re.match(bent, b)) and _ENDING.fullmatch(b[found.end() :])
        for basic, bent in _OTHER_STEMS
        for a, b in ((left, right), (right, left))
    )


@lru_cache(maxsize=4096)
def _letter(letter: str) -> str:
    return fold(letter)


def _folded(text: str) -> tuple[str, list[int]]:
    """The folded text, and for each of its letters the place in the text that it comes from."""
    folded: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        letters = _letter(letter)
        folded.append(letters)
        places += [place] * len(letters)
    return "".join(folded), places


def _end(text: str, places: list[int], end: int) -> int:
    """Behind the last marked letter and the marks that stand on it."""
    last = places[end - 1] + 1
    while last < len(text) and not _letter(text[last]) and text[last] != "\u00ad":
        last += 1
    return last
