"""Folding: the same letters whether typed with dots or without, in any case and any Unicode form."""

import re
import unicodedata
from typing import Final

_SAME: Final = str.maketrans({"ø": "o", "æ": "ae", "đ": "d", "ł": "l", "ı": "i", "œ": "oe", "ŋ": "n"})
_INVISIBLE: Final = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
_SORT: Final = str.maketrans({"å": "{", "ä": "|", "ö": "}", "æ": "|", "ø": "}"})


def clean(text: str) -> str:
    """Composed Unicode without soft hyphens, direction marks and lone surrogates."""
    text = _INVISIBLE.sub("", text)
    return text if text.isascii() else unicodedata.normalize("NFKC", text)


def fold(text: str) -> str:
    """Lower case without diacritics: å ä ö become a a o, on the side of the texts and of the query alike."""
    text = text.casefold()
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFKD", text)
    return "".join(c for c in apart if not unicodedata.combining(c)).translate(_SAME)


def sort_key(name: str) -> str:
    """A key that sorts names as Finnish does: å, ä and ö after z, other diacritics as their letter."""
    lowered = unicodedata.normalize("NFC", clean(name)).casefold().translate(_SORT)
    return " ".join(re.findall(r"[\w{|}]+", fold(lowered)))
