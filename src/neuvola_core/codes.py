"""Codes that people read out and type: Crockford's 32 signs, the last of which checks the others.

The check sign is a weighted sum modulo 37, a prime above 32: one wrong sign and two that changed places are
always noticed. A code that would need a sign beyond the 32 is never given out.
"""

import secrets
import unicodedata
from typing import Final

from neuvola_core import codec

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's: 32 signs that are hard to take for each other."""
GROUP: Final = 4
_LOOKS_LIKE: Final = str.maketrans({"O": "0", "I": "1", "L": "1"})
_SAME_LOOK: Final = str.maketrans("АВЕКМНОРСТУХІаеорсухі", "ABEKMHOPCTYXIaeopcyxi")
"""Cyrillic letters on the keys of those who read a Latin code."""
_MODULUS: Final = 37


def new_code(signs: int) -> str:
    """A random code of ``signs`` signs, the check sign among them; raises ``ValueError`` below 2, over 36."""
    if not 2 <= signs < _MODULUS:
        raise ValueError(signs)
    while True:
        code = "".join(secrets.choice(ALPHABET) for _ in range(signs - 1))
        check = _sum(code)
        if check < len(ALPHABET):
            return code + ALPHABET[check]


def plain(typed: str) -> str:
    """A code as it was given out, from whatever keyboard: nothing between its signs, look-alikes mended."""
    text = unicodedata.normalize("NFKC", typed).translate(_SAME_LOOK)
    digits = (str(unicodedata.digit(sign, sign)) for sign in text)
    return "".join(sign for sign in digits if sign.isalnum()).upper().translate(_LOOKS_LIKE)


def is_whole(code: str) -> bool:
    """Whether the check sign of a plain code agrees with the others."""
    known = 2 <= len(code) < _MODULUS and all(sign in ALPHABET for sign in code)
    return known and _sum(code[:-1]) == ALPHABET.index(code[-1])


def grouped(code: str) -> str:
    """A code in groups of four, as it is printed and read out."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def code_hash(purpose: str, code: str) -> str:
    """SHA-256 in hex of a plain code for one purpose: what is kept of it where the code itself may not be."""
    return codec.digest(f"{purpose}|{code}".encode())


def _sum(code: str) -> int:
    weighted = (place * ALPHABET.index(sign) for place, sign in enumerate(code, start=1))
    return sum(weighted) % _MODULUS
