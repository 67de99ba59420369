"""Where a text may name a person: a guess, good enough to ask about and never to refuse by.

Given names and surnames are known by the table ``data/person_words.txt`` in their inflected forms, other
surnames by their shape ("-nen") or their place: after a given name or a title, or second of two capitals.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from neuvola_core.areas import municipalities

_WORD: Final = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_SENTENCE_START: Final = re.compile(r"[.!?:;•][\s\"'”»(–-]*$")
_NINEN: Final = re.compile(r"\w+[aeiouyäö](?:nen|se(?:n|na|nä|lla|llä|lle|lta|ltä|sta|stä|ssa|ssä|ksi|en))")
_TITLES: Final = frozenset(
    {
        *(
            "rouva",
            "herra",
            "neiti",
            "hra",
            "rva",
            "nti",
            "nimeltä",
            "nimeltään",
            "nimi",
            "nimensä",
            "nimeni",
        ),
        *("fru", "herr", "fröken", "heter", "namnet", "mr", "mrs", "ms"),
    }
)
_BACK: Final = frozenset("aouå")
_VOWELS: Final = frozenset("aeiouyäöå")
_CASES: Final = ("n", "lla", "lle", "lta", "sta", "ssa", "ksi", "na")


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    names: frozenset[str]
    words: frozenset[str]
    surnames: frozenset[str]
    others: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    start: int
    end: int
    is_first: bool
    follows: bool

    @property
    def folded(self) -> str:
        return self.text.casefold()

    @property
    def is_capital(self) -> bool:
        return self.text[0].isupper() and len(self.text) > 1


def stretches(text: str) -> Iterator[tuple[int, int]]:
    """Where a smoothed text may name a person."""
    tokens = _tokens(text)
    at = 0
    while at < len(tokens):
        length = _name_length(tokens, at)
        if length:
            yield tokens[at].start, tokens[at + length - 1].end
        at += length or 1


def _tokens(text: str) -> list[_Token]:
    """Words; ``follows`` when only a blank parts a word from the one before."""
    found: list[_Token] = []
    end = 0
    for match in _WORD.finditer(text):
        between = text[end : match.start()]
        is_first = not found or bool(_SENTENCE_START.search(between))
        found.append(_Token(match[0], *match.span(), is_first, bool(found) and between == " "))
        end = match.end()
    return found


def _name_length(tokens: Sequence[_Token], at: int) -> int:
    """How many words from here on look like a name; 0 for none."""
    known, one = _vocabulary(), tokens[at]
    other = tokens[at + 1] if at + 1 < len(tokens) and tokens[at + 1].follows else None
    if one.folded in known.others:
        return 0
    is_given = one.folded in known.names or one.folded in known.words
    if other is not None and other.is_capital and one.folded in _TITLES:
        return 2
    if other is not None and (other.folded in known.surnames or other.folded not in known.others):
        is_surname = other.folded in known.surnames or bool(_NINEN.fullmatch(other.folded))
        if is_given and (other.is_capital or (is_surname and one.folded in known.names)):
            return 2
        if one.is_capital and other.is_capital and (is_surname or not one.is_first):
            return 2
    return int(one.is_capital and _stands_alone(one, known))


def _stands_alone(one: _Token, known: _Vocabulary) -> bool:
    """Whether one capitalised word is a name: at the start of a sentence any word has a capital."""
    if one.is_first:
        is_common = one.folded in known.words
        return (one.folded in known.names or one.folded in known.surnames) and not is_common
    in_table = one.folded in known.names or one.folded in known.words or one.folded in known.surnames
    return in_table or bool(_NINEN.fullmatch(one.folded))


@cache
def _vocabulary() -> _Vocabulary:
    rows = (files("neuvola_core") / "data" / "person_words.txt").read_text(encoding="utf-8").splitlines()
    sections: dict[str, set[str]] = {}
    current: set[str] = set()
    for row in rows:
        if row.startswith("["):
            current = sections.setdefault(row.strip("[] "), set())
        elif not row.startswith("#"):
            current.update(form for word in row.split() for form in _forms(word.casefold()))
    towns = (name for one in municipalities().values() for name in one.name.values() if " " not in name)
    sections["not-persons"].update(form for name in towns for form in _forms(name.casefold()))
    return _Vocabulary(*(frozenset(sections[name]) for name in ("names", "words", "surnames", "not-persons")))


def _forms(word: str) -> Iterator[str]:
    """The forms a Finnish or Swedish sentence puts a name into."""
    yield word
    yield f"{word}s"
    front = not _BACK & set(word)
    for stem in _stems(word):
        for case in _CASES:
            yield stem + (case.replace("a", "ä") if front else case)
    if word[-1] in _VOWELS:
        yield word + ("ä" if front else "a")
        yield f"{word}{word[-1]}n"
    elif word.endswith("nen"):
        yield word[:-3] + ("stä" if front else "sta")
        yield f"{word[:-3]}seen"
    else:
        yield word + ("iä" if front else "ia")
        yield f"{word}iin"


def _stems(word: str) -> Iterator[str]:
    if word.endswith("nen"):
        yield f"{word[:-3]}se"
    elif word[-1] in _VOWELS:
        yield word
        for strong, weak in (
            ("kk", "k"),
            ("pp", "p"),
            ("tt", "t"),
            ("nk", "ng"),
            ("lt", "ll"),
            ("nt", "nn"),
            ("t", "d"),
        ):
            if word[:-1].endswith(strong):
                yield word[: -1 - len(strong)] + weak + word[-1]
                break
    else:
        yield f"{word}i"
        if word.endswith("s"):
            yield f"{word[:-1]}kse"
            yield word[:-1] + word[-2]
