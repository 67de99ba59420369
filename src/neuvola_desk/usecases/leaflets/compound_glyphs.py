"""Puts glyphs into a TrueType font that are made of others of its glyphs: a letter with its dots as one.

ISO/IEC 14496-22 (Open Font Format), 4.3 and 5.3. The shaper draws ``ب`` as a bowl and a dot. Each code that a
PDF shows must lead back to characters, and of the two only one could; as one glyph they do, to one letter.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from struct import pack, unpack, unpack_from
from typing import Final

_ENTRY: Final = 16
_ARE_WORDS, _ARE_PLACES, _MORE, _KEEPS_METRICS = 0x0001, 0x0002, 0x0020, 0x0200
_MAGIC: Final = 0xB1B0AFBA
_MOST: Final = 0xFFFF

Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Component:
    """A glyph and how far it is moved, in the font's units."""

    glyph: int
    across: int = 0
    up: int = 0


def with_compounds(font: bytes, compounds: Sequence[Sequence[Component]]) -> tuple[bytes, int]:
    """The font with one more glyph for each, as wide as its first part, and the first one's number."""
    tables = _tables(font)
    (count,) = unpack_from(">H", tables[b"maxp"], 4)
    outlines, places = bytearray(tables[b"glyf"]), _places(tables, count)
    widths = _widths(tables, count)
    for parts in compounds:
        boxes = [box for part in parts if (box := _box(tables[b"glyf"], places, part))]
        box = _union(boxes)
        outlines += bytes(-len(outlines) % 4)
        places[-1] = len(outlines)
        outlines += pack(">h4h", -1, *box) + b"".join(_record(part, parts) for part in parts)
        places.append(len(outlines))
        widths.append((widths[parts[0].glyph][0], box[0]))
    tables[b"glyf"] = bytes(outlines)
    tables[b"loca"] = pack(f">{len(places)}I", *places)
    tables[b"hmtx"] = b"".join(pack(">Hh", *width) for width in widths)
    tables[b"hhea"] = tables[b"hhea"][:34] + pack(">H", len(widths))
    tables[b"head"] = tables[b"head"][:8] + bytes(4) + tables[b"head"][12:50] + pack(">hh", 1, 0)
    tables[b"maxp"] = _limits(tables[b"maxp"], len(widths), max(map(len, compounds), default=0))
    return _file(font[:4], tables), count


def _tables(font: bytes) -> dict[bytes, bytes]:
    (count,) = unpack_from(">H", font, 4)
    entries = (unpack_from(">4s4xII", font, 12 + _ENTRY * number) for number in range(count))
    return {tag: font[place : place + size] for tag, place, size in entries}


def _places(tables: Mapping[bytes, bytes], count: int) -> list[int]:
    """Where each outline begins, and where the last one ends."""
    (is_long,) = unpack_from(">h", tables[b"head"], 50)
    if is_long:
        return list(unpack(f">{count + 1}I", tables[b"loca"][: 4 * count + 4]))
    return [2 * half for half in unpack(f">{count + 1}H", tables[b"loca"][: 2 * count + 2])]


def _widths(tables: Mapping[bytes, bytes], count: int) -> list[tuple[int, int]]:
    """The advance and the left bearing of each glyph; those after the last advance all have it."""
    (full,) = unpack_from(">H", tables[b"hhea"], 34)
    rows = [unpack_from(">Hh", tables[b"hmtx"], 4 * number) for number in range(full)]
    bearings = unpack(f">{count - full}h", tables[b"hmtx"][4 * full : 4 * full + 2 * (count - full)])
    return [*rows, *((rows[-1][0], bearing) for bearing in bearings)]


def _box(outlines: bytes, places: Sequence[int], part: Component) -> Box | None:
    """What a part covers; nothing where it has no outline."""
    begin, end = places[part.glyph], places[part.glyph + 1]
    if begin == end:
        return None
    left, bottom, right, top = unpack_from(">4h", outlines, begin + 2)
    return left + part.across, bottom + part.up, right + part.across, top + part.up


def _union(boxes: Sequence[Box]) -> Box:
    if not boxes:
        return 0, 0, 0, 0
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)


def _record(part: Component, parts: Sequence[Component]) -> bytes:
    flags = _ARE_WORDS | _ARE_PLACES | (_KEEPS_METRICS if part is parts[0] else 0)
    more = 0 if part is parts[-1] else _MORE
    return pack(">HHhh", flags | more, part.glyph, part.across, part.up)


def _limits(table: bytes, count: int, parts: int) -> bytes:
    """The most of everything: how many glyphs, and the size and depth of those that are made of others."""
    points, contours, whole_points, whole_contours = unpack_from(">4H", table, 6)
    elements, depth = unpack_from(">2H", table, 28)
    most_points = min(_MOST, max(points, whole_points) * max(parts, 1))
    most_contours = min(_MOST, max(contours, whole_contours) * max(parts, 1))
    outer = pack(">H4H", count, points, contours, most_points, most_contours)
    return table[:4] + outer + table[14:28] + pack(">2H", max(elements, parts), depth + 1)


def _file(kind: bytes, tables: Mapping[bytes, bytes]) -> bytes:
    """The tables as a file, with the sums by which readers see that it is whole."""
    power = len(tables).bit_length() - 1
    head = kind + pack(">4H", len(tables), _ENTRY << power, power, (len(tables) - (1 << power)) * _ENTRY)
    place = len(head) + _ENTRY * len(tables)
    index, bodies = b"", b""
    for tag in sorted(tables):
        body = tables[tag]
        index += pack(">4s3I", tag, _sum(body), place + len(bodies), len(body))
        bodies += body + bytes(-len(body) % 4)
    whole = head + index + bodies
    at = whole.index(b"head")
    (of_head,) = unpack_from(">I", whole, at + 8)
    adjustment = pack(">I", (_MAGIC - _sum(whole)) & 0xFFFFFFFF)
    return whole[: of_head + 8] + adjustment + whole[of_head + 12 :]


def _sum(table: bytes) -> int:
    padded = table + bytes(-len(table) % 4)
    words: tuple[int, ...] = unpack(f">{len(padded) // 4}I", padded)
    return sum(words) & 0xFFFFFFFF
