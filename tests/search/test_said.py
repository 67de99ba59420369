"""Which expressions of a topic need not be looked at again, whatever word comes next."""

import random

import pytest

from neuvola_search.said import Before, Known, plainest, sureness


def _known() -> Known:
    return Known({}, 1.0, [], 1.0, is_met=True)


def test_words_begin_with_the_same_words_only() -> None:
    first, second = _known(), _known()
    before = Before((first,), {}, {}, [])
    assert before.begin([first])
    assert before.begin([first, second])
    assert not before.begin([second, first])  # equal, but another word
    assert not before.begin([])


def test_one_that_another_is_said_as_fully_and_as_much_as_is_left_out() -> None:
    assert plainest([(0.5, 2.0, 1), (0.5, 2.0, 2), (0.4, 2.0, 3), (0.9, 1.0, 4)]) == [
        (0.9, 1.0, 4),
        (0.5, 2.0, 1),
    ]


@pytest.mark.parametrize("seed", range(20))
def test_the_surest_is_among_what_is_left_however_long_the_query_is(seed: int) -> None:
    chance = random.Random(seed)
    said = [(chance.random(), chance.uniform(1, 9), number) for number in range(40)]
    left = plainest(said)
    for whole in (1.0, 5.0, 9.0, 20.0, 200.0):
        assert max(sureness(full, value, whole) for full, value, _ in left) == pytest.approx(
            max(sureness(full, value, whole) for full, value, _ in said)
        )
