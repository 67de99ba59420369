"""How well the rules give imported services their needs: precision and recall against labels made by hand.

    python benchmarks/needs/precision.py REGISTER PTV [--differences]

REGISTER and PTV are the folders that the sample was drawn from. Prints Markdown tables: both halves of the
sample, then every need of the test half, the worst first. With ``--differences`` it lists where rules and
labels differ in the tuning half; those of the test half are never shown, as rules must not be made to fit it.
"""

import argparse
import hashlib
import json
import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sample import services

from neuvola_core import taxonomy
from neuvola_core.catalogue import Service
from neuvola_core.folding import fold

LABELS = Path(__file__).with_name("labels.jsonl")
HALVES = ("tuning", "test")
ROUNDS = 2000


@dataclass(frozen=True, slots=True)
class Judged:
    """A service with the needs that a person gave it; the rules' own are in the service."""

    service: Service
    wanted: frozenset[str]

    @property
    def given(self) -> frozenset[str]:
        return frozenset(self.service.needs)

    @property
    def half(self) -> str:
        """By the name, so that one service told by two registers is not in both halves."""
        name = fold(self.service.name.best("fi"))
        return HALVES[hashlib.sha256(name.encode()).digest()[0] % 2]


@dataclass(frozen=True, slots=True)
class Score:
    """How often a need was given rightly, wrongly, and not given."""

    right: int
    extra: int
    missed: int

    @property
    def precision(self) -> float:
        return self.right / ((self.right + self.extra) or 1)

    @property
    def recall(self) -> float:
        return self.right / ((self.right + self.missed) or 1)

    @property
    def both(self) -> float:
        """The harmonic mean of the two."""
        return 2 * self.right / ((2 * self.right + self.extra + self.missed) or 1)


def judged(sources: Iterable[str]) -> Iterator[Judged]:
    """The labelled services, read anew; raises if the sources do not hold all of them."""
    with LABELS.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    read = {s.source.name + s.source.kind + s.source.source_id: s for path in sources for s in services(path)}
    for row in rows:
        yield Judged(read[row["source"] + row["kind"] + row["source_id"]], frozenset(row["needs"]))


def total(sample: Iterable[Judged]) -> Score:
    """Over all pairs of a service and a need."""
    count = Counter[str]()
    for one in sample:
        count["right"] += len(one.given & one.wanted)
        count["extra"] += len(one.given - one.wanted)
        count["missed"] += len(one.wanted - one.given)
    return Score(count["right"], count["extra"], count["missed"])


def by_need(sample: Sequence[Judged]) -> dict[str, Score]:
    """Each need that was given or wanted."""
    scores = {}
    for need in (term.id for term in taxonomy.needs().terms):
        pairs = [(need in one.given, need in one.wanted) for one in sample]
        if any(map(any, pairs)):
            scores[need] = Score(
                pairs.count((True, True)), pairs.count((True, False)), pairs.count((False, True))
            )
    return scores


def spread(sample: Sequence[Judged]) -> tuple[str, str]:
    """What chance in drawing the sample leaves open: 95 % of redrawn samples, precision and recall."""
    dice = random.Random(0)
    redrawn = [total(dice.choices(sample, k=len(sample))) for _ in range(ROUNDS)]

    def middle(values: list[float]) -> str:
        values.sort()
        return f"{values[ROUNDS // 40]:.2f}–{values[-ROUNDS // 40]:.2f}"

    return middle([s.precision for s in redrawn]), middle([s.recall for s in redrawn])


def mean(values: Sequence[float]) -> float:
    return sum(values) / (len(values) or 1)


def halves(sample: Sequence[Judged]) -> Iterator[str]:
    """The first table, a column for each half."""
    columns = [list(column(sample, half)) for half in HALVES]
    yield "| | " + " | ".join(HALVES) + " |"
    yield "| --- |" + " --: |" * len(HALVES)
    for rows in zip(*columns, strict=True):
        yield f"| {rows[0][0]} | " + " | ".join(value for _, value in rows) + " |"


def column(sample: Sequence[Judged], half: str) -> Iterator[tuple[str, str]]:
    """What is said of one half: titles with values."""
    mine = [one for one in sample if one.half == half]
    with_need = [one for one in mine if one.wanted]
    without = [one for one in mine if not one.wanted]
    first_right = sum(one.service.needs[:1] != () and one.service.needs[0] in one.wanted for one in with_need)
    score, (precision, recall), needs = total(mine), spread(mine), by_need(mine).values()
    yield "services", str(len(mine))
    yield "labels", str(score.right + score.missed)
    yield "precision (95 %)", f"{score.precision:.2f} ({precision})"
    yield "recall (95 %)", f"{score.recall:.2f} ({recall})"
    yield "precision, mean of needs", f"{mean([s.precision for s in needs if s.right + s.extra]):.2f}"
    yield "recall, mean of needs", f"{mean([s.recall for s in needs if s.right + s.missed]):.2f}"
    yield "the first need given is a right one", f"{first_right} of {len(with_need)}"
    yield "nobody's need, and none given", f"{sum(not one.given for one in without)} of {len(without)}"


def needs_table(sample: Sequence[Judged]) -> Iterator[str]:
    """The second table, the worst first; of equally bad ones the commoner first."""
    yield "| need | labels | right | wrongly given | missed | precision | recall |"
    yield "| --- | --: | --: | --: | --: | --: | --: |"
    scores = by_need(sample)
    for need in sorted(scores, key=lambda need: (scores[need].both, -scores[need].missed, need)):
        score = scores[need]
        precision = f"{score.precision:.2f}" if score.right + score.extra else "–"
        recall = f"{score.recall:.2f}" if score.right + score.missed else "–"
        yield (
            f"| {need} | {score.right + score.missed} | {score.right} | {score.extra} | {score.missed} "
            f"| {precision} | {recall} |"
        )


def differences(sample: Iterable[Judged]) -> Iterator[str]:
    """One line for each service that rules and labels tell differently of."""
    for one in sample:
        extra, missed = (" ".join(sorted(s)) for s in (one.given - one.wanted, one.wanted - one.given))
        if extra or missed:
            source = one.service.source
            yield (
                f"- {source.kind}/{source.source_id} {one.service.name.best()}: +[{extra}] −[{missed}] "
                f"({', '.join(one.service.classes)})"
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("register", metavar="REGISTER")
    parser.add_argument("ptv", metavar="PTV")
    parser.add_argument("--differences", action="store_true", help="of the tuning half")
    asked = parser.parse_args()
    sample = list(judged((asked.register, asked.ptv)))
    print("\n".join(halves(sample)), end="\n\n")
    print("\n".join(needs_table([one for one in sample if one.half == "test"])))
    if asked.differences:
        print("", *differences(one for one in sample if one.half == "tuning"), sep="\n")


if __name__ == "__main__":
    main()
