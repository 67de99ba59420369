"""Makes the library's PDF half as large: its small objects go into compressed streams.

ISO 32000-1, 7.5.7 (object streams) and 7.5.8 (cross-reference streams). What comes in is always the same
writer's: one cross-reference table over all objects, none of them deleted, and nothing encrypted.
"""

import re
import zlib
from collections.abc import Mapping
from hashlib import md5
from typing import Final

_HEAD: Final = b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n"
_END: Final = b"endstream"
_EOL: Final = b"\r\n"
_IN_FILE: Final = 1
_IN_STREAM: Final = 2


def packed(data: bytes) -> bytes:
    """The same document, without the library's name."""
    objects, trailer = _read(data)
    streams = {number: body for number, body in objects.items() if body.endswith(_END)}
    small = {number: body for number, body in objects.items() if number not in streams}
    holder, table = len(objects) + 1, len(objects) + 2
    entries = {number: (_IN_STREAM, holder, index) for index, number in enumerate(small)}
    written = bytearray(_HEAD)
    for number, body in (*streams.items(), (holder, _held(small))):
        entries[number] = (_IN_FILE, len(written), 0)
        written += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(written)
    entries[table] = (_IN_FILE, start, 0)
    roots = b" ".join(re.findall(rb"/(?:Root|Info) \d+ 0 R", trailer))
    name = md5(written, usedforsecurity=False).hexdigest().encode()
    told = b"/Type /XRef /Size %d /W [1 4 2] %b /ID [<%b> <%b>]" % (table + 1, roots, name, name)
    written += b"%d 0 obj\n%b\nendobj\n" % (table, _stream(told, _rows(entries)))
    return bytes(written + b"startxref\n%d\n%%%%EOF\n" % start)


def _read(data: bytes) -> tuple[dict[int, bytes], bytes]:
    """The objects by their numbers, and the trailer."""
    start = int(data[data.rindex(b"startxref") :].split()[1])
    table, _, trailer = data[start:].partition(b"trailer")
    offsets = [int(row[:10]) for row in table.splitlines()[2:] if row.rstrip().endswith(b"n")]
    ends = dict(zip(sorted(offsets), [*sorted(offsets)[1:], start], strict=True))
    objects = {}
    for number, offset in enumerate(offsets, start=1):
        head, tail, found = b"%d 0 obj" % number, b"endobj", data[offset : ends[offset]].strip()
        if not (found.startswith(head) and found.endswith(tail)):
            raise ValueError(f"object {number} is not where the table says")
        objects[number] = _ended(found[len(head) : -len(tail)].strip())
    return objects, trailer


def _ended(body: bytes) -> bytes:
    """An object whose stream is followed by a line's end (ISO 19005-2, 6.1.7.1), unlike the library's.

    Of the two that there are, this is the one that nobody can take for a part of the stream.
    """
    return body[: -len(_END)] + _EOL + _END if body.endswith(_END) else body


def _held(small: Mapping[int, bytes]) -> bytes:
    """An object stream of these objects."""
    places, offset = [], 0
    for number, body in small.items():
        places.append(b"%d %d" % (number, offset))
        offset += len(body) + 1
    index = b" ".join(places) + b"\n"
    told = b"/Type /ObjStm /N %d /First %d" % (len(small), len(index))
    return _stream(told, index + b"\n".join(small.values()))


def _rows(entries: Mapping[int, tuple[int, int, int]]) -> bytes:
    """The cross-reference table: number 0 is free, as it always is."""
    rows = [(0, 0, 0xFFFF), *(entries[number] for number in sorted(entries))]
    return b"".join(kind.to_bytes(1) + place.to_bytes(4) + index.to_bytes(2) for kind, place, index in rows)


def _stream(told: bytes, content: bytes) -> bytes:
    small = zlib.compress(content, 9)
    head = b"<< %b /Filter /FlateDecode /Length %d >>\nstream\n" % (told, len(small))
    return head + small + _EOL + _END
