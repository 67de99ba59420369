"""What characters a font's codes are read back as: a ToUnicode CMap (ISO 32000-1, 9.10.3)."""

from collections.abc import Mapping
from typing import Final

_MOST_AT_ONCE: Final = 100


def readings(pairs: Mapping[int, str], *, digits: int) -> bytes:
    """The CMap of codes that are written with so many hexadecimal digits."""
    rows = [f"<{code:0{digits}X}> <{text.encode('utf-16-be').hex().upper()}>" for code, text in pairs.items()]
    blocks = [rows[start : start + _MOST_AT_ONCE] for start in range(0, len(rows), _MOST_AT_ONCE)]
    told = [f"{len(block)} beginbfchar\n{chr(10).join(block)}\nendbfchar" for block in blocks]
    space = f"<{'0' * digits}> <{'F' * digits}>"
    return "\n".join([_HEAD, space, "endcodespacerange", *told, _TAIL]).encode("ascii")


_HEAD: Final = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange"""
_TAIL: Final = """endcmap
CMapName currentdict /CMap defineresource pop
end
end"""
