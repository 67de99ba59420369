"""The same promise towards somebody who knows the program.

Every possible set of figures of a small table is published; those that give the very same report are what
the reader has to choose between. Among them each hidden figure must be one at the least and four at the most.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import product

import pytest

from neuvola_core import codec
from neuvola_core.reports.audit import THRESHOLD
from neuvola_core.reports.suppression import Published, publish, publish_quarter
from neuvola_core.reports.tables import Counted, TableId

Seen = dict[str, int]
World = tuple[Counted, Seen]
CHANNELS = tuple((TableId.CHANNEL, value) for value in ("puhelin", "ryhma", "jalkautuminen"))
MERGED = (TableId.CHANNEL, "paikalla")


def _counted(visits: int, **tables: dict[str, int]) -> Counted:
    """Everything that is not told is unrecorded."""
    plain = {
        "need": {"muu": visits},
        "channel": {"paikalla": visits},
        **{
            table: {"ei_kirjattu": visits}
            for table in ("target", "language", "interpreter", "outcome", "length")
        },
    }
    return Counted(visits, {**plain, **tables})


def _channel(visits: int, *others: int) -> Counted:
    names = ("puhelin", "ryhma", "jalkautuminen")
    return _counted(
        visits, channel={"paikalla": visits - sum(others), **dict(zip(names, others, strict=False))}
    )


def _said(*reports: Published) -> bytes:
    return codec.to_json(list(reports))


def _check(worlds: Iterable[tuple[bytes, dict[object, int]]]) -> int:
    """``worlds`` are reports with what they hide; returns how many different reports there were."""
    spans: dict[bytes, dict[object, set[int]]] = defaultdict(lambda: defaultdict(set))
    for report, hidden in worlds:
        for place, n in hidden.items():
            spans[report][place].add(n)
    for report, places in spans.items():
        for place, seen in places.items():
            if min(seen) >= THRESHOLD:
                continue  # nothing small is hidden in it
            assert min(seen) <= 1, (place, seen, report)
            assert max(seen) >= THRESHOLD - 1, (place, seen, report)
    return len(spans)


def _hidden(
    block: int, counted: Counted, published: Published, places: Iterable[tuple[TableId, str]]
) -> dict[object, int]:
    return {
        (block, *place): counted.of(*place)
        for place in places
        if place[1] not in published.of(place[0]).cells
    }


def _of_one_block(most: int) -> Iterator[tuple[bytes, dict[object, int]]]:
    for visits in range(THRESHOLD, most + 1):
        for others in product(range(visits + 1), repeat=len(CHANNELS)):
            if sum(others) <= visits:
                counted = _channel(visits, *others)
                published = publish(counted)
                hidden = _hidden(0, counted, published, CHANNELS)
                if published.of(TableId.CHANNEL).rest:
                    hidden[MERGED] = counted.of(*MERGED)
                yield _said(published), hidden


def test_one_block() -> None:
    assert _check(_of_one_block(12)) > 20


def _of_quarters(sizes: tuple[int, ...], blocks: int) -> Iterator[tuple[bytes, dict[object, int]]]:
    single = [_channel(visits, phone) for visits in sizes for phone in range(visits + 1)]
    known = [(counted, publish(counted)) for counted in single]
    nobody = (Counted(), publish(Counted()))
    for chosen in product(known, repeat=blocks):
        quarter = [*chosen, *[nobody] * (3 - blocks)]
        told = [published for _counted, published in quarter]
        hidden: dict[object, int] = {}
        for number, (counted, published) in enumerate(chosen):
            hidden |= _hidden(number, counted, published, CHANNELS[:1])
        whole = publish_quarter(quarter)
        if CHANNELS[0][1] not in (*whole.of(TableId.CHANNEL).cells, *whole.of(TableId.CHANNEL).at_least):
            hidden["quarter"] = sum(counted.of(*CHANNELS[0]) for counted, _published in chosen)
        yield _said(*told, whole), hidden


def test_a_quarter_with_two_blocks() -> None:
    assert _check(_of_quarters((5, 6, 7, 8, 9), 2)) > 50


def test_a_quarter_with_three_blocks() -> None:
    assert _check(_of_quarters((5, 7), 3)) > 20


@pytest.mark.long
def test_a_quarter_with_three_blocks_at_length() -> None:
    assert _check(_of_quarters((5, 6, 7, 8, 9), 3)) > 200


def _of_sensitive_needs(most: int) -> Iterator[tuple[bytes, dict[object, int]]]:
    """A visit of a sensitive need is never one of the young's."""
    place, need = (TableId.TARGET, "nuori"), (TableId.NEED, "paihteet")
    for visits in range(THRESHOLD, most + 1):
        for sensitive in range(visits + 1):
            for young in range(visits - sensitive + 1):
                counted = _counted(
                    visits,
                    need={"muu": visits, "paihteet": sensitive},
                    target={"nuori": young, "ei_kirjattu": visits - young},
                )
                published = publish(counted)
                yield _said(published), _hidden(0, counted, published, (place, need))


def test_sensitive_needs_beside_target_groups() -> None:
    assert _check(_of_sensitive_needs(20)) > 100


def test_visits_of_a_block_that_is_not_told() -> None:
    told = defaultdict(set)
    for visits in product(range(8), repeat=3):
        quarter = [(_channel(n), publish(_channel(n))) for n in visits]
        report = _said(*(published for _counted, published in quarter), publish_quarter(quarter))
        for number, (counted, published) in enumerate(quarter):
            if published.visits is None:
                told[report, number].add(counted.visits)
    assert told
    assert all(seen == {1, 2, 3, 4} for seen in told.values())
