"""Words that are one slip away."""

import pytest

from neuvola_search.slips import neighbours


@pytest.mark.parametrize(
    ("typed", "meant", "unusual"),
    [
        ("vanikla", "vankila", 0),
        ("avieoro", "avioero", 0),
        ("vellka", "velka", 0),
        ("terapa", "terapia", 1),
        ("vapaehto", "vapaaehto", 0),
        ("vuojra", "vuokra", 1),
        ("vuoxra", "vuokra", 2),
    ],
)
def test_a_word_with_one_slip_may_be_the_word(typed: str, meant: str, unusual: int) -> None:
    assert neighbours(typed)[meant] == unusual


def test_two_slips_are_too_many() -> None:
    assert "toimeentulotuki" not in neighbours("tiomeentulotkui")


def test_a_word_is_no_slip_of_itself() -> None:
    assert "aalto" not in neighbours("aalto")
