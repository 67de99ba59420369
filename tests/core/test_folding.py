"""The same letters, however they are typed."""

import pytest

from neuvola_core.folding import fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Äitiysneuvola", "aitiysneuvola"),
        ("ÅBO", "abo"),
        ("Señor", "senor"),
        ("Straße", "strasse"),
        ("øre", "ore"),
        ("Ǿre", "ore"),
        ("Tiếng Việt", "tieng viet"),
        ("äiti\u00adneuvola", "aitineuvola"),
        ("a\u0308iti", "aiti"),
    ],
)
def test_dots_and_case_do_not_matter(text: str, folded: str) -> None:
    assert fold(text) == folded
