"""Breaks paragraphs into lines that never pass their width, whatever the words."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from neuvola_desk.usecases.leaflets import fonts
from neuvola_desk.usecases.leaflets.hyphenation import GOOD_LANGUAGES, LONG_WORD, break_points

RAGGED = 0.22
"""A line that would stay emptier than this is filled with the beginning of a long word."""
ALONE = 0.2
"""A last line of one word is left only if it fills more of its room than this."""
ENOUGH = 3
"""Words that a line must have to give its last one away."""

_AFTER_MARK = re.compile(r"(?<=[^\W\d_]{2}[-–/])(?=[^\W\d_]{2})")
_ADDRESS = re.compile(r"^(?:https?://)?[^\s@]+[@.][^\s]+[/?&=#.][^\s]*$|^\S+@\S+$")
_IN_ADDRESS = re.compile(r"(?<=[/?&=#_.@-])(?=\w)")


@dataclass(frozen=True, slots=True)
class Manner:
    """How words look."""

    size: float
    style: str
    colour: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words in one manner and language; a heading's are not hyphenated where they fit whole."""

    text: str
    language: str
    manner: Manner
    is_heading: bool = False


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a line that are drawn at once; ``x`` is counted from the line's beginning."""

    x: float
    text: str
    width: float
    language: str
    manner: Manner


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    language: str
    manner: Manner
    is_heading: bool

    @property
    def width(self) -> float:
        return fonts.width(self.text, self.manner.style) * self.manner.size

    def cut(self, at: int, mark: str = "") -> "tuple[_Word, _Word]":
        return replace(self, text=self.text[:at] + mark), replace(self, text=self.text[at:])


SetLine = tuple[Piece, ...]


def break_lines(stretches: Sequence[Stretch], width_of: Callable[[int], float]) -> list[SetLine]:
    """The lines of a paragraph; ``width_of(n)`` is the room that its line ``n`` has."""
    words = [word for stretch in stretches for word in _words(stretch)]
    lines = _set(words, width_of)
    return _set(_with_company(words), width_of) if _ends_alone(lines, words, width_of) else lines


def _set(words: Sequence[_Word], width_of: Callable[[int], float]) -> list[SetLine]:
    waiting = list(reversed(words))
    lines: list[SetLine] = []
    while waiting:
        lines.append(_take_line(waiting, width_of(len(lines))))
    return lines


def _ends_alone(lines: Sequence[SetLine], words: Sequence[_Word], width_of: Callable[[int], float]) -> bool:
    """Whether the last line is one short word, whole, which the line before it could give company."""
    if min(len(lines), len(words)) < 2 or sum(len(piece.text.split()) for piece in lines[-2]) < ENOUGH:
        return False
    before, last = words[-2:]
    return (
        "".join(piece.text for piece in lines[-1]) == last.text
        and lines[-2][-1].text.endswith(before.text)
        and (before.manner, before.language) == (last.manner, last.language)
        and last.width < ALONE * width_of(len(lines) - 1)
        and before.width + _blank(last) + last.width <= width_of(len(lines) - 1)
    )


def _with_company(words: Sequence[_Word]) -> list[_Word]:
    """The last two words as one."""
    *others, before, last = words
    return [*others, replace(last, text=f"{before.text} {last.text}")]


def _words(stretch: Stretch) -> Iterator[_Word]:
    for text in fonts.printable(stretch.text).split(" "):
        if text:
            yield _Word(text, stretch.language, stretch.manner, stretch.is_heading)


def _take_line(waiting: list[_Word], room: float) -> SetLine:
    """Takes from the end of ``waiting`` as many words as the line holds, the last one in part if need be."""
    taken: list[_Word] = []
    used = 0.0
    while waiting:
        word = waiting[-1]
        blank = _blank(word) if taken else 0.0
        if used + blank + word.width <= room:
            taken.append(waiting.pop())
            used += blank + word.width
            continue
        parts = _part(word, room - used - blank, room, is_first=not taken)
        if parts:
            taken.append(parts[0])
            waiting[-1] = parts[1]
        break
    return _pieces(taken)


def _blank(word: _Word) -> float:
    return fonts.width(" ", word.manner.style) * word.manner.size


def _part(word: _Word, left: float, room: float, *, is_first: bool) -> tuple[_Word, _Word] | None:
    """The word's beginning that fits into ``left`` and its rest; None where it should go to the next line."""
    fits_alone = word.width <= room
    is_address = bool(_ADDRESS.match(word.text))
    if not is_first and (is_address or (fits_alone and (word.is_heading or left < room * RAGGED))):
        return None
    marks = (_IN_ADDRESS if is_address else _AFTER_MARK).finditer(word.text)
    found = _longest(word, [mark.start() for mark in marks], "", left)
    if found:
        return found
    for_looks = word.language in GOOD_LANGUAGES and len(word.text) >= LONG_WORD
    if not is_address and (for_looks or not fits_alone):
        found = _longest(word, break_points(word.text), fonts.SOFT_HYPHEN, left)
    return found or (_anywhere(word, left) if is_first else None)


def _longest(word: _Word, points: Sequence[int], mark: str, left: float) -> tuple[_Word, _Word] | None:
    for at in reversed(points):
        head, rest = word.cut(at, mark)
        if head.width <= left:
            return head, rest
    return None


def _anywhere(word: _Word, left: float) -> tuple[_Word, _Word]:
    """Cuts after as many letters as fit, at least one."""
    low, high = 1, len(word.text)
    while low < high:
        middle = (low + high + 1) // 2
        if word.cut(middle)[0].width <= left:
            low = middle
        else:
            high = middle - 1
    return word.cut(low)


def _pieces(words: Sequence[_Word]) -> SetLine:
    """Neighbouring words of one manner become one piece, so that text can be copied out of the page."""
    pieces: list[Piece] = []
    x = 0.0
    for number, word in enumerate(words):
        last = pieces[-1] if pieces else None
        if last and last.manner == word.manner and last.language == word.language:
            text = f"{last.text} {word.text}"
            wide = fonts.width(text, word.manner.style) * word.manner.size
            pieces[-1] = Piece(last.x, text, wide, word.language, word.manner)
            x = last.x + wide
            continue
        x += _blank(word) if number else 0.0
        pieces.append(Piece(x, word.text, word.width, word.language, word.manner))
        x += word.width
    return tuple(pieces)
