"""How a one-time code is shown to people, and how a code that they type is read."""

import unicodedata
from typing import Final

_SAME_LOOK: Final = str.maketrans("АВЕКМНОРСТУХІаеорсухі", "ABEKMHOPCTYXIaeopcyxi")
"""Cyrillic letters on the keys of those who read a Latin code."""


def grouped(code: str) -> str:
    """A one-time code in two halves, to be read out; the dash is no part of it."""
    half = len(code) // 2
    return f"{code[:half]}-{code[half:]}"


def as_meant(typed: str) -> str:
    """A code in Latin letters and digits, from whatever keyboard, without what stands between them."""
    text = unicodedata.normalize("NFKC", typed).translate(_SAME_LOOK)
    digits = (str(unicodedata.digit(sign, sign)) for sign in text)
    return "".join(sign for sign in digits if sign.isalnum())
