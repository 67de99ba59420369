"""High-water mark and holes, against the plain set of all numbers seen."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from neuvola_server.numbering import after


@given(st.lists(st.lists(st.integers(1, 40), max_size=8), max_size=12))
def test_holes_are_what_was_never_seen(batches: list[list[int]]) -> None:
    high, gaps, seen = 0, (), set[int]()
    for batch in batches:
        high, gaps = after(high, gaps, sorted(set(batch)))
        seen |= set(batch)
        assert high == max(seen, default=0)
        told = [number for first, last in gaps for number in range(first, last + 1)]
        assert told == [number for number in range(1, high) if number not in seen]
        assert all(former[1] + 1 < later[0] for former, later in pairwise(gaps))


@given(st.lists(st.integers(1, 1000), min_size=1))
def test_seeing_again_changes_nothing(numbers: list[int]) -> None:
    numbers = sorted(set(numbers))
    once = after(0, (), numbers)
    assert after(*once, numbers) == once


def test_a_far_number_costs_no_more_than_a_near_one() -> None:
    assert after(0, (), [1 << 30]) == (1 << 30, ((1, (1 << 30) - 1),))
