"""Cleaning and sorting of texts, beside the folding that all floors share."""

import re
import unicodedata
from typing import Final

from neuvola_core.folding import fold

_INVISIBLE: Final = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
_SORT: Final = str.maketrans({"å": "{", "ä": "|", "ö": "}", "æ": "|", "ø": "}"})


def clean(text: str) -> str:
    """Composed Unicode without soft hyphens, direction marks and lone surrogates."""
    text = _INVISIBLE.sub("", text)
    return text if text.isascii() else unicodedata.normalize("NFKC", text)


def sort_key(name: str) -> str:
    """A key that sorts names as Finnish does: å, ä and ö after z, other diacritics as their letter."""
    lowered = unicodedata.normalize("NFC", clean(name)).casefold().translate(_SORT)
    return " ".join(re.findall(r"[\w{|}]+", fold(lowered)))
