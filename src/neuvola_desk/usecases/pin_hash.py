"""A PIN and what is kept of it: four to six digits under Argon2id, each with a salt of its own."""

import unicodedata
from typing import Final

from neuvola_core.errors import PinRefusedError

LEAST_DIGITS: Final = 4
MOST_DIGITS: Final = 6

# RFC 9106 has no advice for a million possible secrets. The record's own encryption keeps the hashes; these
# figures keep a try under a tenth of a second on an old computer, with every PIN of the point looked at.
_TIME_COST: Final = 2
_MEMORY_KIB: Final = 19456
_LANES: Final = 1


def digits_of(typed: str) -> str:
    """The digits that were typed; raises ``PinRefusedError`` where it is no PIN."""
    told = unicodedata.normalize("NFKC", typed).strip()
    if not (LEAST_DIGITS <= len(told) <= MOST_DIGITS and told.isascii() and told.isdigit()):
        raise PinRefusedError(reason="form", least=LEAST_DIGITS, most=MOST_DIGITS)
    return told


def hash_of(digits: str) -> str:
    """What is kept of a PIN."""
    from argon2 import PasswordHasher  # loaded by the first PIN: most starts of a command need none

    hasher = PasswordHasher(time_cost=_TIME_COST, memory_cost=_MEMORY_KIB, parallelism=_LANES)
    return hasher.hash(digits)


def fits(digits: str, kept: str) -> bool:
    """Whether a PIN is the one that was kept."""
    from argon2 import PasswordHasher
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return PasswordHasher().verify(kept, digits)
    except (VerificationError, InvalidHashError):
        return False
