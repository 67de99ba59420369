"""What in a text makes it hard to read, as advice to whoever writes it; it judges nobody and blocks nothing.

The rules go by the look of words, not by a dictionary: they are wrong at times in both directions, so no one
but a person may act on them. Finnish has all the checks, Swedish and English those that need no grammar, any
other language those of length.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Final

from neuvola_core import plain_finnish
from neuvola_core.plain_words import LANGUAGES, Tables, tables

_WORD: Final = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_STOP: Final = re.compile(r"[.!?…]+(?=[\s\"”’»)]|$)|[\n\r;•·▪]+")
_CLAUSE: Final = re.compile(r"[,:–—()]")
_NUMBER: Final = re.compile(r"\d(?:[\d.:/–-]|,(?=\d))*(?: ?[\d(](?:[\d.:/)–-]|,(?=\d))*)*")
_LAW: Final = re.compile(r"(?:\d{1,4} ?)?§|\b\d{1,4}/(?:19|20)\d\d\b")
_ASIDE: Final = re.compile(r"\(([^()]{12,400})\)")
_DOTTED: Final = re.compile(r"(?<![\w.])[^\W\d_]{1,6}(?:\.[^\W\d_]{1,5}){0,3}\.?(?!\w)")
_CAPITALS: Final = re.compile(r"(?<![\w-])[A-ZÅÄÖ]{2,5}(?![\w-])")
_MOST_WORDS: Final = {"fi": 18}
_MOST_WORDS_ELSE: Final = 22
_LONG_WORD: Final = {"fi": 15, "sv": 16, "en": 12}
_TOO_LONG_WORD: Final = {"fi": 22, "sv": 24, "en": 17}
_LONG_WORD_ELSE: Final = 16
_TOO_LONG_WORD_ELSE: Final = 24
_MANY: Final = 3
_MOST_NUMBERS: Final = 4
_MOST_WORDS_ASIDE: Final = 5


class Kind(StrEnum):
    """What a remark is about; a stable key that the faces turn into a sentence."""

    LONG_SENTENCE = "long-sentence"
    LONG_WORD = "long-word"
    LONG_WORDS = "long-words"
    PASSIVE = "passive"
    ABBREVIATION = "abbreviation"
    OFFICIAL_WORD = "official-word"
    NOUN_CHAIN = "noun-chain"
    DOUBLE_NEGATIVE = "double-negative"
    NUMBERS = "numbers"
    LAW = "law"
    LONG_ASIDE = "long-aside"


@dataclass(frozen=True, slots=True)
class Remark:
    """A place worth another look; ``suggestion`` is what to write there, "" where only the writer knows."""

    kind: Kind
    start: int
    end: int
    words: str
    suggestion: str = ""


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence's place in the text, and its words with theirs."""

    start: int
    end: int
    words: tuple[re.Match[str], ...]

    @property
    def folded(self) -> list[str]:
        return [word[0].casefold() for word in self.words]


def look(text: str, language: str = "fi") -> tuple[Remark, ...]:
    """Everything worth another look, in the order of the text; whatever the text, it answers."""
    known = tables(language)
    found = [*_abbreviations(text, known), *_in_whole(text)]
    for sentence in _sentences(text, known):
        found += _lengths(text, sentence, language)
        found += _official(text, sentence, known)
        found += _numbers(text, sentence)
        if language == "fi":
            found += _grammar(text, sentence, known)
    return tuple(sorted(found, key=lambda one: (one.start, one.end, one.kind)))


def is_checked(language: str) -> bool:
    """Whether more than lengths is looked at in this language."""
    return language in LANGUAGES


def _remark(kind: Kind, text: str, place: tuple[int, int], suggestion: str = "") -> Remark:
    return Remark(kind, *place, text[place[0] : place[1]], suggestion)


# --- the parts of a text ---


def _sentences(text: str, known: Tables) -> Iterator[_Sentence]:
    start = 0
    for stop in _STOP.finditer(text):
        if stop[0] == "." and _goes_on(text, start, stop, known):
            continue
        yield from _sentence(text, start, stop.end())
        start = stop.end()
    yield from _sentence(text, start, len(text))


def _sentence(text: str, start: int, end: int) -> Iterator[_Sentence]:
    words = tuple(_WORD.finditer(text, start, end))
    if words:
        yield _Sentence(words[0].start(), start + len(text[start:end].rstrip()), words)


def _goes_on(text: str, start: int, stop: re.Match[str], known: Tables) -> bool:
    """Whether a full stop ends no sentence: after an abbreviation, one letter or "3." of "3. kerros"."""
    before = text[max(start, stop.start() - 12) : stop.start()].rsplit(None, 1)
    last = before[-1].casefold().lstrip("(\"”'") if before else ""
    after = text[stop.end() : stop.end() + 3].lstrip()
    if f"{last}." in known.short or (len(last) == 1 and last.isalpha()):
        return not (after[:1].isupper() and len(last) > 1)
    return last.isdecimal() and after[:1].islower()


# --- checks that every language has ---


def _lengths(text: str, sentence: _Sentence, language: str) -> Iterator[Remark]:
    if len(sentence.words) > _MOST_WORDS.get(language, _MOST_WORDS_ELSE):
        yield _remark(Kind.LONG_SENTENCE, text, (sentence.start, sentence.end))
    parts = [(max(map(len, re.split(r"[-’']", word[0]))), word) for word in sentence.words]
    limit = _TOO_LONG_WORD.get(language, _TOO_LONG_WORD_ELSE)
    yield from (_remark(Kind.LONG_WORD, text, word.span()) for size, word in parts if size >= limit)
    long = [word for size, word in parts if size >= _LONG_WORD.get(language, _LONG_WORD_ELSE)]
    if len(long) >= _MANY:
        yield _remark(Kind.LONG_WORDS, text, (long[0].start(), long[-1].end()))


def _numbers(text: str, sentence: _Sentence) -> Iterator[Remark]:
    found = list(_NUMBER.finditer(text, sentence.start, sentence.end))
    if len(found) > _MOST_NUMBERS:
        yield _remark(Kind.NUMBERS, text, (found[0].start(), found[-1].end()))


def _in_whole(text: str) -> Iterator[Remark]:
    """What does not go by sentences."""
    yield from (_remark(Kind.LAW, text, found.span()) for found in _LAW.finditer(text))
    for aside in _ASIDE.finditer(text):
        if len(_WORD.findall(aside[1])) > _MOST_WORDS_ASIDE:
            yield _remark(Kind.LONG_ASIDE, text, aside.span())


# --- checks by the tables ---


def _abbreviations(text: str, known: Tables) -> Iterator[Remark]:
    for found in _DOTTED.finditer(text):
        word = found[0].casefold()
        if whole := known.short.get(word):
            yield _remark(Kind.ABBREVIATION, text, found.span(), whole)
        elif whole := known.short.get(word.rstrip(".")):
            end = found.start() + len(found[0].rstrip("."))
            yield _remark(Kind.ABBREVIATION, text, (found.start(), end), whole)
    if known.letters and not text.isupper():
        for found in _CAPITALS.finditer(text):
            if found[0] not in known.letters and not _is_shouted(text, found):
                yield _remark(Kind.ABBREVIATION, text, found.span())


def _is_shouted(text: str, found: re.Match[str]) -> bool:
    """Whether a neighbouring word is of capitals too: then it is a heading, not an abbreviation."""
    before = text[max(0, found.start() - 24) : found.start()].split()
    after = text[found.end() : found.end() + 24].split()
    near = (*before[-1:], *after[:1])
    return any(len(word) > 1 and word.isalpha() and word.isupper() for word in near)


def _official(text: str, sentence: _Sentence, known: Tables) -> Iterator[Remark]:
    words, at = sentence.folded, 0
    while at < len(words):
        length, entry = known.official.longest(words, at)
        named = known.names.longest(words, at)[0] if entry else 0
        if entry and not named:
            place = sentence.words[at].start(), sentence.words[at + length - 1].end()
            yield _remark(Kind.OFFICIAL_WORD, text, place, entry.instead)
        if (stem := known.short_stems.longest(words, at)[1]) is not None:
            yield _remark(Kind.ABBREVIATION, text, sentence.words[at].span(), stem.instead)
        at += max(length, named, 1)


# --- Finnish grammar ---


def _grammar(text: str, sentence: _Sentence, known: Tables) -> Iterator[Remark]:
    words = sentence.folded
    apart = _clause_ends(text, sentence.words)

    def remark(kind: Kind, first: int, last: int, suggestion: str = "") -> Remark:
        place = sentence.words[first].start(), sentence.words[last].end()
        return _remark(kind, text, place, suggestion)

    for first, last in plain_finnish.passives(words, known.not_passive, known.not_negated):
        yield remark(Kind.PASSIVE, first, last)
    for at in plain_finnish.musts(words):
        if known.official.longest(words, at)[0] < 2:  # the table has told it
            yield remark(Kind.OFFICIAL_WORD, at, at, "täytyy, pitää")
    for first, last in plain_finnish.noun_chains(words, apart):
        yield remark(Kind.NOUN_CHAIN, first, last)
    for first, last in plain_finnish.double_negatives(words, apart):
        yield remark(Kind.DOUBLE_NEGATIVE, first, last)


def _clause_ends(text: str, words: Sequence[re.Match[str]]) -> frozenset[int]:
    """The words after which a comma or the like parts the sentence."""
    pairs = pairwise(words)
    return frozenset(
        at for at, (one, other) in enumerate(pairs) if _CLAUSE.search(text, one.end(), other.start())
    )
