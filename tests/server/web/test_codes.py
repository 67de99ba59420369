"""How codes are shown and read."""

import pytest

from neuvola_server.web.codes import as_meant, grouped


def test_a_one_time_code_is_in_two_halves():
    assert grouped("ABCDE12345") == "ABCDE-12345"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ABCD-EF12", "ABCDEF12"),
        ("  ab cd‑ef_12\u200b\n", "abcdef12"),
        ("АВСЕН", "ABCEH"),
        ("хс", "xc"),
        ("۱۲٣٤", "1234"),
        ("ＡＢ１", "AB1"),
        ("<>&", ""),
    ],
)
def test_a_code_from_any_keyboard(typed: str, meant: str):
    assert as_meant(typed) == meant
