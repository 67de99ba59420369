"""Every byte of an encrypted database file, decrypted: what someone with file and key could find in it.

Page layout and key derivation as in https://www.zetetic.net/sqlcipher/design/; free pages and the unused
middle of each page included.
"""

import struct
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

PAGE, IV, MAC = 4096, 16, 64


def _decrypted(page: bytes, key: bytes, start: int) -> bytes:
    iv = page[PAGE - IV - MAC : PAGE - MAC]
    decryptor = Cipher(algorithms.AES(key), modes.CBC(iv)).decryptor()
    return decryptor.update(page[start : PAGE - IV - MAC]) + decryptor.finalize()


def database_bytes(path: Path, key: bytes) -> bytes:
    """The whole file in plain."""
    content = path.read_bytes()
    pages = [content[start : start + PAGE] for start in range(0, len(content), PAGE)]
    return b"".join(_decrypted(page, key, 16 if number == 0 else 0) for number, page in enumerate(pages))


def log_bytes(path: Path, key: bytes) -> bytes:
    """The write-ahead log in plain: https://www.sqlite.org/fileformat2.html#the_write_ahead_log."""
    if not path.exists():
        return b""
    content, plain = path.read_bytes(), b""
    for start in range(32, len(content), 24 + PAGE):
        (number,) = struct.unpack(">I", content[start : start + 4])
        plain += _decrypted(content[start + 24 : start + 24 + PAGE], key, 16 if number == 1 else 0)
    return plain
