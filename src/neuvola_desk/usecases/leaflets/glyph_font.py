"""Fonts of which a PDF shows glyphs, not characters: what joined letters are drawn and read back with.

ISO 32000-1, 9.7 (composite fonts). A letter with its dots is one glyph in the file. Each pair of a glyph and
the characters that it stands for has a number of its own, since one glyph may stand for several letters.
"""

import zlib
from collections.abc import Iterable
from typing import Any, Final

from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFObjectReference, PDFStream

from neuvola_desk.usecases.leaflets.compound_glyphs import Component, with_compounds
from neuvola_desk.usecases.leaflets.readings import readings
from neuvola_desk.usecases.leaflets.shaping import Glyph, Part, glyph_width, harfbuzz_face

_FONTS: Final = "BasicFonts"
"""What the library calls the dictionary of fonts that every page shares."""
_NOTHING: Final = 0.01


_Shown = tuple[int, tuple[Part, ...], str]
"""A glyph, what belongs to it, and what it stands for."""


class GlyphFonts:
    """The fonts of one document."""

    def __init__(self) -> None:
        self._fonts: dict[str, _GlyphFont] = {}

    def drawing(self, face: str, size: float, glyphs: Iterable[Glyph]) -> str:
        """The operators that draw glyphs from where the pen is, and leave the pen behind the last one."""
        font = self._fonts.setdefault(face, _GlyphFont(face, f"J{len(self._fonts) + 1}"))
        return font.drawing(size, glyphs)

    def embed(self, document: Any) -> None:
        """Puts the fonts that were drawn with into the document, which is still to be written."""
        for font in self._fonts.values():
            document.idToObject[_FONTS].dict[font.name] = font.embedded(document)


class _GlyphFont:
    """One face and the glyphs used of it."""

    def __init__(self, face: str, name: str) -> None:
        self.face, self.name = face, name
        self._numbers: dict[_Shown, int] = {}

    def drawing(self, size: float, glyphs: Iterable[Glyph]) -> str:
        told = [f"/{self.name} {size:.3f} Tf"]
        row: list[str] = []
        rise = 0.0

        def end_row() -> None:
            if row:
                told.append(f"[{' '.join(row)}] TJ")
                row.clear()

        for glyph in glyphs:
            if glyph.y_offset != rise:
                end_row()
                rise = glyph.y_offset
                told.append(f"{rise * size / 1000:.3f} Ts")
            after = glyph.x_offset + glyph_width(glyph.id, self.face) - glyph.advance
            row += [*_moved(-glyph.x_offset), f"<{self._number(glyph):04X}>", *_moved(after)]
        end_row()
        if rise:
            told.append("0 Ts")
        return " ".join(told)

    def _number(self, glyph: Glyph) -> int:
        return self._numbers.setdefault((glyph.id, glyph.parts, glyph.text), len(self._numbers) + 1)

    def embedded(self, document: Any) -> PDFObjectReference:
        """The font's objects; gives the reference to the font."""
        made = document.Reference
        name = f"/NVLDSK+{self.face}"
        data, places = self._file()
        widths = {number: glyph_width(glyph, self.face) for (glyph, *_), number in self._numbers.items()}
        descendant = {
            "Type": "/Font",
            "Subtype": "/CIDFontType2",
            "BaseFont": name,
            "CIDSystemInfo": "<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>",
            "FontDescriptor": made(PDFDictionary(self._description(document, name, data))),
            "W": PDFArray([1, PDFArray([round(widths[number], 2) for number in sorted(widths)])]),
            "CIDToGIDMap": made(_stream(b"".join(place.to_bytes(2) for place in (0, *places)))),
        }
        font = {
            "Type": "/Font",
            "Subtype": "/Type0",
            "BaseFont": name,
            "Encoding": "/Identity-H",
            "DescendantFonts": PDFArray([made(PDFDictionary(descendant))]),
            "ToUnicode": made(_stream(self._readings())),
        }
        reference: PDFObjectReference = made(PDFDictionary(font))
        return reference

    def _file(self) -> tuple[bytes, list[int]]:
        """The font of what was drawn, and which glyph of it each number is, from 1 on."""
        import uharfbuzz as hb

        face = harfbuzz_face(self.face)
        wanted = hb.SubsetInput()
        wanted.sets(hb.SubsetInputSets.GLYPH_INDEX).update(
            one for glyph, parts, _text in self._numbers for one in (glyph, *(part.id for part in parts))
        )
        wanted.flags = hb.SubsetFlags.RETAIN_GIDS | hb.SubsetFlags.NO_LAYOUT_CLOSURE
        compounds = {shown: number for number, shown in enumerate(filter(_is_compound, self._numbers))}
        units = face.upem / 1000
        data, first = with_compounds(
            hb.subset(face, wanted).blob.data, [_components(shown, units) for shown in compounds]
        )
        return data, [first + compounds[s] if s in compounds else s[0] for s in self._numbers]

    def _description(self, document: Any, name: str, data: bytes) -> dict[str, object]:
        import uharfbuzz as hb

        face = harfbuzz_face(self.face)
        extents = hb.Font(face).get_font_extents("ltr")
        scale = 1000 / face.upem
        file = _stream(data)
        file.dictionary["Length1"] = len(data)
        return {
            "Type": "/FontDescriptor",
            "FontName": name,
            "Flags": 4,
            "FontBBox": PDFArray([-600, -500, 1600, 1200]),
            "ItalicAngle": 0,
            "Ascent": round(extents.ascender * scale),
            "Descent": round(extents.descender * scale),
            "CapHeight": 714,
            "StemV": 160 if "Bold" in self.face else 80,
            "FontFile2": document.Reference(file),
        }

    def _readings(self) -> bytes:
        """The characters that each number stands for."""
        pairs = {number: text for (*_, text), number in self._numbers.items()}
        return readings(pairs, digits=4)


def _moved(by: float) -> list[str]:
    return [f"{by:.2f}"] if abs(by) > _NOTHING else []


def _is_compound(shown: _Shown) -> bool:
    return bool(shown[1])


def _components(shown: _Shown, units: float) -> tuple[Component, ...]:
    glyph, parts, _text = shown
    moved = (Component(part.id, round(part.across * units), round(part.up * units)) for part in parts)
    return (Component(glyph), *moved)


def _stream(content: bytes) -> PDFStream:
    stream = PDFStream(content=zlib.compress(content, 9), filters=[])
    stream.dictionary["Filter"] = "/FlateDecode"
    return stream
