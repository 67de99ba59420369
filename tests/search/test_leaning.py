"""What the pieces of words lean towards."""

from math import isclose

from neuvola_search.analysis import Form
from neuvola_search.leaning import MOST, Tally, Weights, pieces, pull, runs, shares, summed

CAT, DOG, FISH = Form("kissa"), Form("koira"), Form("kala")
NEEDS = (0, 0, 1)
"""Topics 0 and 1 are of one need, topic 2 of another; their needs are numbers 3 and 4."""


def _weights(*sayings: tuple[int, Form, bool]) -> dict[str, Weights]:
    tally = Tally()
    for topic, form, is_weak in sayings:
        tally.add(topic, [form], is_weak=is_weak)
    return {piece: (tuple(said), tuple(said.values())) for piece, said in tally.weights(NEEDS)}


def _shares(weights: dict[str, Weights], *forms: Form) -> dict[int, float]:
    words = [pieces(form) for form in forms]
    letters = [
        summed([0] * 5, (weights[run] for run in runs(word.marked) if run in weights)) for word in words
    ]
    pulls = [pull(word, some, weights) for word, some in zip(words, letters, strict=True)]
    return shares(list(map(sum, zip(*pulls, strict=True))), sum(word.size for word in words), NEEDS)


def test_a_word_is_its_base_forms_their_parts_and_its_runs_of_letters() -> None:
    word = pieces(Form("kissat", bases=("kissa",), parts=(("kis",), ("sa", "sat"))))
    assert list(word.bases) == ["=kissa", "=kis", "=sa", "=sat"]
    assert word.bases["=kissa"] > word.bases["=kis"] > word.bases["=sa"]
    assert word.marked == "^kissat$"
    assert set(runs(word.marked)) >= {"^ki", "at$", "^kis", "ssat"}


def test_a_word_that_nobody_knows_is_its_own_base_form() -> None:
    assert list(pieces(CAT).bases) == ["=kissa"]


def test_an_open_word_has_no_end_yet_and_its_runs_come_letter_by_letter() -> None:
    shorter, longer = (pieces(Form(typed), is_open=True).marked for typed in ("kiss", "kissa"))
    assert sorted(runs(longer)) == sorted([*runs(shorter), *runs(longer, len(shorter))])
    assert pieces(CAT).marked == longer + "$"


def test_a_small_word_tells_little() -> None:
    assert pieces(Form("mutta")).size < pieces(CAT).size / 10


def test_what_is_said_of_a_topic_leans_towards_it_and_its_need() -> None:
    weights = _weights((0, CAT, False), (1, DOG, False), (2, FISH, False), (2, FISH, False))
    found = _shares(weights, CAT)
    assert found[0] > found[1] > found[2]
    assert isclose(sum(found.values()), 1.0, abs_tol=0.01)


def test_a_weak_saying_leans_less() -> None:
    found = _shares(_weights((0, CAT, True), (0, DOG, False), (1, CAT, False), (1, FISH, False)), CAT)
    assert found[0] < found[1]


def test_a_word_with_a_slip_leans_as_the_word_does() -> None:
    weights = _weights(*[(0, Form("sukeltaja"), False)] * 2, *[(2, Form("leikkaus"), False)] * 2)
    found = _shares(weights, Form("sukletaja"))
    assert max(found, key=lambda topic: found[topic]) == 0


def test_runs_that_stand_in_one_expression_only_tell_nothing() -> None:
    assert set(_weights((0, CAT, False), (1, DOG, False))) == {"=kissa", "=koira"}


def test_weights_fit_a_byte() -> None:
    many = [(0, CAT, False)] * 4_000 + [(2, DOG, False)]
    assert max(weight for _, some in _weights(*many).values() for weight in some) <= MOST


def test_nothing_known_leans_nowhere_more_than_elsewhere() -> None:
    found = _shares(_weights((0, CAT, False), (2, FISH, False)), Form("xyz"))
    assert len(set(found.values())) == 1
