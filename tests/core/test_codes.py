"""Codes: every single slip of reading or typing is noticed, and how it was typed does not matter."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuvola_core import codes
from neuvola_core.codes import ALPHABET, code_hash, grouped, is_whole, new_code, plain

LENGTHS = st.integers(2, 36)
CODES = LENGTHS.map(new_code)


@given(LENGTHS)
def test_a_new_code_is_whole_and_of_its_length(signs: int) -> None:
    code = new_code(signs)
    assert len(code) == signs
    assert set(code) <= set(ALPHABET)
    assert is_whole(code)


@pytest.mark.parametrize("signs", [-1, 0, 1, 37, 100])
def test_a_length_that_could_not_be_checked_is_refused(signs: int) -> None:
    with pytest.raises(ValueError, match=str(signs)):
        new_code(signs)


@given(CODES, st.data())
def test_one_wrong_sign_is_noticed(code: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(code) - 1))
    wrong = data.draw(st.sampled_from([sign for sign in ALPHABET if sign != code[place]]))
    assert not is_whole(code[:place] + wrong + code[place + 1 :])


@given(CODES)
def test_two_neighbours_that_changed_places_are_noticed(code: str) -> None:
    for place, (one, other) in enumerate(pairwise(code[:-1])):
        if one != other:
            assert not is_whole(code[:place] + other + one + code[place + 2 :])


@given(CODES, st.data())
def test_any_two_checked_signs_that_changed_places_are_noticed(code: str, data: st.DataObject) -> None:
    first, second = data.draw(st.lists(st.integers(0, max(0, len(code) - 2)), min_size=2, max_size=2))
    signs = list(code)
    signs[first], signs[second] = signs[second], signs[first]
    assert is_whole("".join(signs)) == (signs == list(code))


@given(CODES)
def test_however_it_is_typed_it_is_the_same_code(code: str) -> None:
    assert plain(grouped(code)) == code
    assert plain(f"  {grouped(code).lower()} ".replace("-", " – ")) == code
    assert plain(code.replace("0", "o").replace("1", "l")) == code
    assert plain(code.replace("1", "I")) == code


@given(st.text(max_size=40))
def test_any_text_is_judged_without_a_fault(typed: str) -> None:
    code = plain(typed)
    assert is_whole(code) in (True, False)
    if is_whole(code):
        assert set(code) <= set(ALPHABET)


def test_what_is_too_short_or_has_other_signs_is_no_code() -> None:
    assert not is_whole("")
    assert not is_whole("0")
    assert not is_whole("ABCU")
    assert not is_whole("0" * 37)
    assert is_whole("00")


def test_groups_are_of_four() -> None:
    assert grouped("ABCDEFGHJ") == "ABCD-EFGH-J"
    assert grouped("") == ""


def test_a_hash_is_for_one_purpose_and_does_not_hold_the_code() -> None:
    code = new_code(12)
    hashed = code_hash("one", code)
    assert hashed == code_hash("one", code)
    assert hashed != code_hash("two", code)
    assert len(hashed) == 64
    assert code.lower() not in hashed


def test_codes_are_not_given_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    assert len({new_code(12) for _ in range(2000)}) == 2000
    drawn: list[str] = []

    def choice(signs: str) -> str:
        drawn.append(signs)
        return signs[0]

    monkeypatch.setattr(codes.secrets, "choice", choice)
    assert new_code(4) == "0000"
    assert drawn == [ALPHABET] * 3


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ABCD-EF12", "ABCDEF12"),
        ("  ab cd‑ef_12\u200b\n", "ABCDEF12"),
        ("АВСЕН", "ABCEH"),
        ("хс", "XC"),
        ("О", "0"),
        ("۱۲٣٤", "1234"),
        ("ＡＢ１", "AB1"),
        ("<>&", ""),
    ],
)
def test_a_code_is_read_from_any_keyboard(typed: str, meant: str) -> None:
    assert plain(typed) == meant
