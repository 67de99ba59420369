"""What a word may have been meant to be, if one slip was made in writing it."""

from string import ascii_lowercase
from typing import Final

_KEYS: Final = {near: keys for keys in ("qwertyuiop", "asdfghjkl", "zxcvbnm") for near in keys}


def _beside(letter: str) -> str:
    """The letters beside a letter on the keyboard."""
    row = _KEYS.get(letter, "")
    at = row.find(letter)
    return row[max(0, at - 1) : at] + row[at + 1 : at + 2]


def neighbours(word: str) -> dict[str, int]:
    """Every folded word that is one slip away, by how unusual that slip is: 0, 1 or 2."""
    found: dict[str, int] = {}
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    for head, tail in cuts:
        if len(tail) > 1 and tail[0] != tail[1]:
            found.setdefault(head + tail[1] + tail[0] + tail[2:], 0)
        if tail:
            found.setdefault(head + tail[1:], 0)
            found.setdefault(head + tail[0] + tail, 0)
            found.update((head + near + tail[1:], 1) for near in _beside(tail[0]))
    for head, tail in cuts:
        for letter in ascii_lowercase:
            found.setdefault(head + letter + tail, 1)
            if tail:
                found.setdefault(head + letter + tail[1:], 2)
    found.pop(word, None)
    return found
