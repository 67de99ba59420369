"""Connections to an encrypted database file: every pragma is set here and nowhere else.

SQLCipher 4 with a raw 32-byte key, so no key derivation runs at open.
"""

import hashlib
import hmac
import zlib
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from sqlcipher3 import dbapi2

KEY_BYTES: Final = 32
BUSY_MS: Final = 5000

# Page layout of SQLCipher 4 (https://www.zetetic.net/sqlcipher/design/): data, 16 bytes IV, 64 bytes
# HMAC-SHA512 over data, IV and page number; the HMAC key is derived from the raw key and the file's salt
# XOR 0x3a in two rounds. The salt is the first 16 bytes of the file.
_PAGE: Final = 4096
_MAC: Final = 64
_SALT: Final = 16
_SALT_MASK: Final = 0x3A
_PAGES_TRIED: Final = 64


def connect(path: Path, key: bytes, *, foreign_keys: bool = True) -> Any:
    """An open connection that begins and ends transactions only when told to."""
    if len(key) != KEY_BYTES:
        raise ValueError("the key is 32 bytes")
    connection = dbapi2.connect(str(path), isolation_level=None, check_same_thread=False)
    try:
        for pragma in _pragmas(key, foreign_keys):
            connection.execute(f"PRAGMA {pragma}").fetchall()
    except dbapi2.Error:
        connection.close()
        raise
    return connection


def look_into(path: Path, key: bytes) -> Any:
    """A connection to a file that nobody writes to: it reads, and leaves no file beside it."""
    address = f"file:{quote(str(path))}?mode=ro&immutable=1"
    connection = dbapi2.connect(address, uri=True, isolation_level=None)
    try:
        for pragma in ("cipher_log_level = NONE", f"key = \"x'{key.hex()}'\"", "temp_store = MEMORY"):
            connection.execute(f"PRAGMA {pragma}").fetchall()
    except dbapi2.Error:
        connection.close()
        raise
    return connection


def _pragmas(key: bytes, foreign_keys: bool) -> tuple[str, ...]:
    return (
        "cipher_log_level = NONE",  # a wrong key is told by an exception, not on stderr
        f"key = \"x'{key.hex()}'\"",
        "cipher_compatibility = 4",
        f"busy_timeout = {BUSY_MS}",
        "journal_mode = WAL",
        "synchronous = FULL",
        f"foreign_keys = {'ON' if foreign_keys else 'OFF'}",
        "secure_delete = ON",
        "temp_store = MEMORY",
        "trusted_schema = OFF",
        "cache_size = -65536",
    )


def is_encrypted(path: Path) -> bool:
    """Whether the file can be one of SQLCipher's: a page at least, and ciphertext cannot be compressed."""
    with path.open("rb") as file:
        pages = file.read(_PAGE * _PAGES_TRIED)
    return len(pages) >= _PAGE and len(zlib.compress(pages, 1)) >= len(pages)


def key_fits(path: Path, key: bytes) -> bool:
    """Whether any page of the file was written with this key: tells a wrong key from a damaged file."""
    with path.open("rb") as file:
        pages = file.read(_PAGE * _PAGES_TRIED)
    salt = bytes(byte ^ _SALT_MASK for byte in pages[:_SALT])
    mac_key = hashlib.pbkdf2_hmac("sha512", key, salt, 2, KEY_BYTES)
    for number, start in enumerate(range(0, len(pages) - _PAGE + 1, _PAGE), 1):
        signed = pages[start + (_SALT if number == 1 else 0) : start + _PAGE - _MAC]
        mac = hmac.digest(mac_key, signed + number.to_bytes(4, "little"), "sha512")
        if hmac.compare_digest(mac, pages[start + _PAGE - _MAC : start + _PAGE]):
            return True
    return False
