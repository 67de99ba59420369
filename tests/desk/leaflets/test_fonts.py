import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuvola_desk.usecases.leaflets import fonts


@pytest.mark.parametrize(
    "text",
    ["äöåÄÖÅšž", "Sámi: čáŋŧđ", "Привіт, Київ", "Đường Việt Nam ệỡ", "“lainaus” – 5 € ½ №", "Waa maxay?"],
)
def test_the_scripts_of_the_leaflets_are_there(text):
    assert fonts.printable(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("→ Tule ✔", "› Tule •"),
        ("apua 😀!", "apua !"),
        ("\u200bnolla\ufeff", "nolla"),
        ("5 ㎏", "5 kg"),
        ("①", "1"),
        ("漢", fonts.MISSING),
        ("a\u0308", "ä"),
    ],
)
def test_what_no_font_has_is_replaced_visibly_or_left_out(text, expected):
    assert fonts.printable(text) == expected


@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=100))
def test_every_character_that_is_printed_has_a_glyph(text):
    for style in (fonts.REGULAR, fonts.BOLD):
        for character in fonts.printable(text):
            ((face, _stretch),) = fonts.stretches(character, style)
            assert ord(character) in face.widths


def test_the_soft_hyphen_is_as_wide_as_a_hyphen():
    assert fonts.width(fonts.SOFT_HYPHEN, fonts.REGULAR) == fonts.width("-", fonts.REGULAR)


def test_the_font_files_come_with_their_licence():
    from neuvola_desk.resources import resource_path

    assert "Open Font License" in resource_path("fonts", "NotoSans-LICENSE.txt").read_text(encoding="utf-8")
