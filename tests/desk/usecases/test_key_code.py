"""The code of the key: typed, scanned, mistyped."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuvola_core.codes import ALPHABET
from neuvola_core.errors import KeyCodeError
from neuvola_desk.usecases.key_code import LINES, code_lines, key_of, line_is_whole, scan_text, split

keys = st.binary(min_size=32, max_size=32)
KEY = bytes(range(100, 132))


@given(keys)
def test_a_code_gives_its_key_back_typed_pasted_and_scanned(key: bytes) -> None:
    lines = code_lines(key)
    assert key_of(lines) == key
    assert key_of(split(scan_text(key))) == key
    assert key_of(split(scan_text(key).lower() + "\n")) == key
    assert key_of(split("\n".join(f"{n}.  {line}" for n, line in enumerate(lines, 1)))) == key
    assert key_of(split(" ".join(lines))) == key
    assert (
        key_of([line.lower().replace("0", "o").replace("1", "l").replace("-", " ") for line in lines]) == key
    )


@given(keys, st.integers(0, LINES - 1), st.integers(0, 7), st.sampled_from(ALPHABET))
def test_one_wrong_sign_is_always_noticed_in_its_line(key: bytes, row: int, at: int, sign: str) -> None:
    lines = [line.replace("-", "") for line in code_lines(key)]
    if lines[row][at] == sign:
        return
    lines[row] = lines[row][:at] + sign + lines[row][at + 1 :]
    with pytest.raises(KeyCodeError) as refused:
        key_of(lines)
    assert refused.value.facts == {"reason": "lines", "lines": (row + 1,)}


@given(keys, st.integers(0, LINES - 1), st.integers(0, 7), st.integers(0, 7))
def test_two_signs_that_changed_places_are_always_noticed(key: bytes, row: int, one: int, other: int) -> None:
    lines = [line.replace("-", "") for line in code_lines(key)]
    signs = list(lines[row])
    if signs[one] == signs[other]:
        return
    signs[one], signs[other] = signs[other], signs[one]
    assert not line_is_whole("".join(signs), row + 1)


@given(keys, st.integers(0, LINES - 1), st.integers(0, LINES - 1))
def test_a_line_in_the_place_of_another_is_noticed(key: bytes, one: int, other: int) -> None:
    lines = code_lines(key)
    assert line_is_whole(lines[one], other + 1) is (one == other)


def test_lines_of_two_sheets_do_not_make_a_key() -> None:
    mixed = [*code_lines(KEY)[:4], *code_lines(bytes(32))[4:]]
    with pytest.raises(KeyCodeError) as refused:
        key_of(mixed)
    assert refused.value.facts == {"reason": "whole"}


@pytest.mark.parametrize("typed", ["", "hei", "\n\n", "0000-0000\n" * 7, "ä" * 64, "U" * 64, "\0" * 8])
@given(extra=st.text(max_size=20))
def test_whatever_is_typed_is_refused_and_nothing_else(typed: str, extra: str) -> None:
    with pytest.raises(KeyCodeError):
        key_of(split(typed + extra))


def test_a_line_too_few_is_told_by_the_count() -> None:
    with pytest.raises(KeyCodeError) as refused:
        key_of(code_lines(KEY)[:7])
    assert refused.value.facts == {"reason": "count", "count": 7}
