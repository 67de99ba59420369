"""Glyphs made of others: the font stays whole by another reader's judgement, and looks the same."""

import io
from functools import cache

import pytest
from fontTools.ttLib import TTFont

from neuvola_desk.usecases.leaflets.compound_glyphs import Component, with_compounds
from neuvola_desk.usecases.leaflets.shaping import font_file, shaped

FACE = "NotoSansArabic-Regular"


@cache
def font() -> bytes:
    return font_file(FACE).read_bytes()


def read(data: bytes) -> TTFont:
    return TTFont(io.BytesIO(data), checkChecksums=2)


def test_a_letter_and_its_dot_are_one_glyph() -> None:
    whole = read(font())
    bowl, dot = whole.getGlyphID("uni066E.init"), whole.getGlyphID("dotabovear")
    data, number = with_compounds(font(), [(Component(bowl), Component(dot, 52, -59))])
    after = read(data)
    assert number == whole["maxp"].numGlyphs == after["maxp"].numGlyphs - 1
    name = after.getGlyphName(number)
    glyph = after["glyf"][name]
    assert [(part.glyphName, part.x, part.y) for part in glyph.components] == [
        ("uni066E.init", 0, 0),
        ("dotabovear", 52, -59),
    ]
    assert after["hmtx"][name][0] == whole["hmtx"]["uni066E.init"][0]
    stated = (glyph.xMin, glyph.yMin, glyph.xMax, glyph.yMax)
    glyph.recalcBounds(after["glyf"])
    assert stated == (glyph.xMin, glyph.yMin, glyph.xMax, glyph.yMax)


def test_the_other_glyphs_stay_what_they_were() -> None:
    before, after = read(font()), read(with_compounds(font(), [(Component(5), Component(6, 1, 2))])[0])
    for name in before.getGlyphOrder()[::50]:
        assert after["hmtx"][name] == before["hmtx"][name]
        assert after["glyf"][name] == before["glyf"][name]


def test_what_has_no_outline_can_be_a_part() -> None:
    space = read(font()).getGlyphID("space")
    data, number = with_compounds(font(), [(Component(space), Component(space))])
    after = read(data)
    assert after["glyf"][after.getGlyphName(number)].isComposite()


def test_nothing_is_added_where_nothing_is_asked() -> None:
    data, number = with_compounds(font(), [])
    assert read(data)["maxp"].numGlyphs == number


@pytest.mark.parametrize("text", ["يوم الاثنين", "پێشەکی گۆڕان", "چگونه می\u200cتوانید", "لله", "محمّدٌ"])
def test_every_glyph_of_a_text_stands_for_characters_of_it(text: str) -> None:
    glyphs = shaped(text, FACE)
    assert all(glyph.text for glyph in glyphs)
    assert "".join(glyph.text for glyph in reversed(glyphs)) == text
    dots = [part for glyph in glyphs for part in glyph.parts]
    assert bool(dots) == (text not in {"لله", "محمّدٌ"})
