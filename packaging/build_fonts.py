"""Makes the static font files of the printed page from the variable fonts of the font packages.

The PDF library cannot pick a weight from a variable font, so each weight becomes a file of its own without
hinting tables, and without layout tables where letters are not joined. A file newer than what it is made from
is left alone.
"""

import importlib
from pathlib import Path

FONTS = Path(__file__).resolve().parents[1] / "resources" / "fonts"

SOURCES = {
    "NotoSans": ("fontpkg_noto_sans", "NotoSans[[]*wght].ttf"),
    "NotoSansArabic": ("fontpkg_noto_sans_arabic", "NotoSansArabic[[]*wght].ttf"),
}
"""File name stem → the package a family comes from and the pattern of its upright variable font."""

JOINED = frozenset({"NotoSansArabic"})
"""Families whose letters are joined by their layout tables."""

WEIGHTS = {"Regular": 400, "Bold": 700}

NOT_FOR_PAPER = ("BASE", "MATH", "fpgm", "prep", "cvt ", "cvar", "gasp", "DSIG")
"""Tables that only screens need; without them the files are smaller and quicker to read."""

LAYOUT = ("GSUB", "GPOS", "GDEF")


def _variable_font(package: str, pattern: str) -> Path:
    """The variable font file of an installed font package."""
    root = Path(str(importlib.import_module(package).__file__)).parent
    found = sorted((root / "files").glob(pattern))
    if not found:
        raise SystemExit(f"{package}: no font file like {pattern}")
    return found[0]


def _is_current(target: Path, *origins: Path) -> bool:
    return target.is_file() and all(target.stat().st_mtime >= origin.stat().st_mtime for origin in origins)


def _write_static(source: Path, target: Path, style: str, weight: int) -> None:
    """Writes one weight of a variable font, named after it, as a static TrueType file."""
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    font = TTFont(source, recalcTimestamp=False)
    family = target.stem.rpartition("-")[0]
    for tag in (*NOT_FOR_PAPER, *(() if family in JOINED else LAYOUT)):
        if tag in font:
            del font[tag]
    axes = {axis.axisTag: axis.defaultValue for axis in font["fvar"].axes}
    static = instantiateVariableFont(font, {**axes, "wght": weight}, inplace=True)
    if "STAT" in static:
        del static["STAT"]
    names = {2: style, 3: f"{family}-{style}", 4: f"{family} {style}", 6: f"{family}-{style}", 17: style}
    for record in list(static["name"].names):
        record.string = names.get(record.nameID, record.string)
    temporary = target.with_suffix(".part")
    static.save(temporary)
    temporary.replace(target)


def main() -> None:
    """Makes the files that are missing or older than their source."""
    FONTS.mkdir(parents=True, exist_ok=True)
    for family, (package, pattern) in SOURCES.items():
        source = _variable_font(package, pattern)
        licence = FONTS / f"{family}-LICENSE.txt"
        origin = source.parents[1] / "LICENSE"
        if not _is_current(licence, origin):
            licence.write_bytes(origin.read_bytes())
        for style, weight in WEIGHTS.items():
            target = FONTS / f"{family}-{style}.ttf"
            if not _is_current(target, source, Path(__file__)):
                _write_static(source, target, style, weight)


if __name__ == "__main__":
    main()
