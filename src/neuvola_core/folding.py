"""Folding: the same letters whether typed with dots or without, in any case and any Unicode form."""

import unicodedata
from typing import Final

_SAME: Final = {"ø": "o", "æ": "ae", "đ": "d", "ł": "l", "ı": "i", "œ": "oe", "ŋ": "n", "\u00ad": None}
_ALONE: Final = str.maketrans(_SAME)
_COMMON: Final = str.maketrans({**_SAME, "å": "a", "ä": "a", "ö": "o", "é": "e", "ü": "u"})


def fold(text: str) -> str:
    """Small letters without diacritics (å ä → a, ö → o) and without soft hyphens.

    Texts and queries are folded alike.
    """
    # What Finnish and Swedish texts have is looked up; the rest is taken apart, which takes ten times longer.
    common = text.casefold().translate(_COMMON)
    if common.isascii():
        return common
    apart = unicodedata.normalize("NFKD", common)
    return "".join(c for c in apart if not unicodedata.combining(c)).translate(_ALONE)
