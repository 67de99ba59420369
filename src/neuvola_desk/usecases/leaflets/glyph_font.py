"""Fonts of which a PDF shows glyphs, not characters: what joined letters are drawn and read back with.

ISO 32000-1, 9.7 (composite fonts) and 9.10.3 (ToUnicode). Each pair of a glyph and the characters that
it stands for has a number of its own, since one glyph may be part of several letters.
"""

import zlib
from collections.abc import Iterable
from typing import Any, Final

from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFObjectReference, PDFStream

from neuvola_desk.usecases.leaflets.shaping import Glyph, glyph_width, harfbuzz_face

_FONTS: Final = "BasicFonts"
"""What the library calls the dictionary of fonts that every page shares."""
_MOST_AT_ONCE: Final = 100
_NOTHING: Final = 0.01


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
        self._numbers: dict[tuple[int, str], int] = {}

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
        return self._numbers.setdefault((glyph.id, glyph.text), len(self._numbers) + 1)

    def embedded(self, document: Any) -> PDFObjectReference:
        """The font's objects; gives the reference to the font."""
        made = document.Reference
        name = f"/NVLDSK+{self.face}"
        glyphs = {number: glyph for (glyph, _text), number in self._numbers.items()}
        descendant = {
            "Type": "/Font",
            "Subtype": "/CIDFontType2",
            "BaseFont": name,
            "CIDSystemInfo": "<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>",
            "FontDescriptor": made(PDFDictionary(self._description(document, name))),
            "W": PDFArray(
                [1, PDFArray([round(glyph_width(glyphs[n], self.face), 2) for n in sorted(glyphs)])]
            ),
            "CIDToGIDMap": made(_stream(_places(glyphs))),
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

    def _description(self, document: Any, name: str) -> dict[str, object]:
        import uharfbuzz as hb

        face = harfbuzz_face(self.face)
        wanted = hb.SubsetInput()
        wanted.sets(hb.SubsetInputSets.GLYPH_INDEX).update([glyph for glyph, _text in self._numbers])
        wanted.flags = hb.SubsetFlags.RETAIN_GIDS | hb.SubsetFlags.NO_LAYOUT_CLOSURE
        data = hb.subset(face, wanted).blob.data
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
        """The characters that each number stands for, as a CMap."""
        rows = [
            f"<{number:04X}> <{text.encode('utf-16-be').hex().upper()}>"
            for (_glyph, text), number in self._numbers.items()
            if text
        ]
        blocks = [rows[start : start + _MOST_AT_ONCE] for start in range(0, len(rows), _MOST_AT_ONCE)]
        told = [f"{len(block)} beginbfchar\n{chr(10).join(block)}\nendbfchar" for block in blocks]
        return "\n".join([_CMAP_HEAD, *told, _CMAP_TAIL]).encode("ascii")


_CMAP_HEAD: Final = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange"""
_CMAP_TAIL: Final = """endcmap
CMapName currentdict /CMap defineresource pop
end
end"""


def _moved(by: float) -> list[str]:
    return [f"{by:.2f}"] if abs(by) > _NOTHING else []


def _places(glyphs: dict[int, int]) -> bytes:
    """Which glyph each number is: two bytes a number, from 0 on."""
    return b"".join(glyphs.get(number, 0).to_bytes(2) for number in range(max(glyphs) + 1))


def _stream(content: bytes) -> PDFStream:
    stream = PDFStream(content=zlib.compress(content, 9), filters=[])
    stream.dictionary["Filter"] = "/FlateDecode"
    return stream
