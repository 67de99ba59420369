"""Secrets that the server gives out: it keeps only what it can compare them with."""

import hashlib
import secrets
from typing import Final

_BYTES: Final = 32


def new_token() -> str:
    """256 random bits, safe in a header."""
    return secrets.token_urlsafe(_BYTES)


def token_hash(token: str) -> str:
    """What is stored of a token; it has too many bits to be guessed, so a fast hash does."""
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()
