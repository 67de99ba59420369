"""How often the right service is among the first five: the judged queries over a real catalogue.

    python benchmarks/search/quality.py DATA_DIR [--folder JUDGED] [--half tuning|test|all] [--misses N]

DATA_DIR holds a catalogue of the Helsinki register and the PTV folder (``neuvola-desk import``). The judged
set is ``judged/``: wishes with every service that answers them, and queries with the wishes they may mean. A
query belongs to the tuning or to the test half by the hash of its text, so that new queries move no old ones;
what is tuned on the one is looked at on the other. ``judged/unseen`` is asked by ``--folder``, and nothing is
tuned on it.
Success@5: an answering service is among the first five. MRR: one over the place of the first.
"""

import argparse
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from neuvola_search.catalogue import open_catalogue
from neuvola_search.query import Query

JUDGED = Path(__file__).parent / "judged"
FIRST = 5
LAY = ("lay", "situation")


@dataclass(frozen=True, slots=True)
class Judged:
    """A query and the ids of the services that answer it."""

    query: str
    language: str
    kind: str
    needs: frozenset[str]
    answers: frozenset[str]

    @property
    def half(self) -> str:
        """ "tuning" or "test"."""
        return "test" if hashlib.sha256(self.query.encode()).digest()[0] & 1 else "tuning"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the search answered: its first services, and the place of the first right one, or 0."""

    judged: Judged
    place: int
    found: tuple[str, ...]


def judged_queries(folder: Path = JUDGED) -> list[Judged]:
    """Every judged query of the folder, but not of folders in it."""
    found = []
    for file in sorted(folder.glob("queries*.jsonl")):
        targets = json.loads(
            file.with_name(file.name.replace("queries", "targets")).with_suffix(".json").read_text()
        )
        services = {target["id"]: target for target in targets}
        for line in file.read_text(encoding="utf-8").splitlines():
            one = json.loads(line)
            meant = [services[target] for target in one["targets"]]
            answers = frozenset(service for target in meant for service in target["services"])
            needs = frozenset(target["need"] for target in meant)
            found.append(Judged(one["query"], one["lang"], one["kind"], needs, answers))
    return found


def outcomes(data: Path, queries: Iterable[Judged]) -> Iterator[Outcome]:
    """Each query asked as it stands, in the whole catalogue."""
    with closing(open_catalogue(data / "catalogue.db", create=False)) as catalogue:
        for judged in queries:
            hits = catalogue.search(Query(text=judged.query, language=judged.language)).hits
            places = [place for place, hit in enumerate(hits, 1) if hit.source_id in judged.answers]
            yield Outcome(
                judged, places[0] if places else 0, tuple(hit.name.best("fi") for hit in hits[:FIRST])
            )


def row(name: str, some: Sequence[Outcome]) -> str:
    right = sum(0 < outcome.place <= FIRST for outcome in some)
    reciprocal = sum(1 / outcome.place for outcome in some if outcome.place)
    return f"| {name} | {len(some)} | {100 * right / len(some):.1f} | {reciprocal / len(some):.3f} |"


def table(found: Sequence[Outcome]) -> Iterator[str]:
    yield "| queries | number | success@5 % | MRR |"
    yield "| --- | --: | --: | --: |"
    groups: list[tuple[str, Callable[[Judged], bool]]] = [("all", lambda _: True)]
    groups += [(kind, lambda j, k=kind: j.kind == k) for kind in sorted({o.judged.kind for o in found})]
    groups.append(("lay and situation", lambda j: j.kind in LAY))
    groups += [(lang, lambda j, k=lang: j.language == k) for lang in ("fi", "sv", "en")]
    for name, belongs in groups:
        some = [outcome for outcome in found if belongs(outcome.judged)]
        if some:
            yield row(name, some)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path)
    parser.add_argument("--folder", type=Path, default=JUDGED)
    parser.add_argument("--half", choices=("tuning", "test", "all"), default="all")
    parser.add_argument("--misses", type=int, default=0)
    given = parser.parse_args()
    queries = (j for j in judged_queries(given.folder) if given.half in ("all", j.half))
    found = list(outcomes(given.data, queries))
    print(*table(found), sep="\n")
    misses = [outcome for outcome in found if not 0 < outcome.place <= FIRST]
    for miss in misses[: given.misses]:
        needs = ", ".join(sorted(miss.judged.needs))
        said = f"{miss.judged.kind} {miss.judged.language} «{miss.judged.query}»"
        print(f"- {said} ({needs}): {'; '.join(miss.found)}")


if __name__ == "__main__":
    main()
