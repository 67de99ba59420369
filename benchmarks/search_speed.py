"""How long a keystroke takes: the index beside a plain LIKE over the same services in the same run.

    python benchmarks/search_speed.py SOURCE [--copies N] [--rounds N]

SOURCE is anything `neuvola-desk import` reads, such as a folder of the Helsinki service register. With
``--copies`` there are more of the same, each copy in another municipality and with a name of its own.
A keystroke is the ranked first 20 with the exact total and all facet counts. Prints a Markdown table of CPU
milliseconds.
"""

import argparse
import sqlite3
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from neuvola_core.areas import municipalities
from neuvola_core.catalogue import Service
from neuvola_core.classify import with_terms
from neuvola_core.ids import catalogue_id
from neuvola_core.text import Text
from neuvola_exchange.registry import open_source
from neuvola_search.catalogue import Catalogue, open_catalogue
from neuvola_search.fold import fold
from neuvola_search.query import Query

QUERIES = (
    """
toimeentulotuki|asumistukea|ruoka-apu|lastensuojeluilmoitus|perheneuvola|velkaneuvonta|kotihoito vanhukselle
päivähoito|mielenterveys|hammaslääkäri|vammaispalvelu kuljetus|koulu|omaishoitja|aitiysneuvola|hätämajoitus
päihdekuntoutus|maahanmuuttajien neuvonta|vuokra-asunto|ei ole rahaa ruokaan|rollaattori lainaksi
bostadslös|food aid
""".strip()
    .replace("\n", "|")
    .split("|")
)


def services(source: str, copies: int) -> Iterator[Service]:
    read = [with_terms(item) for item in open_source(source).items if isinstance(item, Service)]
    codes = [code for code, place in municipalities().items() if not place.valid_to]
    yield from read
    for copy in range(1, copies):
        for service in read:
            source_id = f"{service.source.source_id}-{copy}"
            yield replace(
                service,
                id=catalogue_id(service.source.name, service.source.kind, source_id),
                source=replace(service.source, source_id=source_id),
                name=Text({language: f"{name} {copy}" for language, name in service.name.items()}),
                municipalities=(codes[hash(source_id) % len(codes)],),
            )


class Like:
    """What one would do without an index: every word somewhere in the text, names before the rest."""

    def __init__(self, found: Sequence[Service]) -> None:
        self._table = sqlite3.connect(":memory:")
        self._table.execute("CREATE TABLE plain (id INTEGER PRIMARY KEY, name TEXT, text TEXT)")
        self._facets = []
        for number, service in enumerate(found):
            texts = (service.summary, service.description, service.instructions, service.conditions)
            words = (word.text for word in (*service.synonyms, *service.keywords))
            body = fold(" ".join((*words, *(t for text in texts for t in text.values()))))
            name = fold(" ".join(service.name.values()))
            self._table.execute("INSERT INTO plain VALUES (?, ?, ?)", (number, name, f"{name} {body}"))
            self._facets.append(
                (*service.needs, *service.activities, *service.municipalities, *service.target_groups)
            )

    def search(self, text: str) -> tuple[list[int], int, Counter[str]]:
        words = fold(text).split()
        where = " AND ".join("text LIKE '%' || ? || '%'" for _ in words) or "1"
        rows = self._table.execute(
            f"SELECT id FROM plain WHERE {where} ORDER BY name LIKE ? || '%' DESC, name",
            (*words, words[0] if words else ""),
        ).fetchall()
        counts: Counter[str] = Counter()
        for (number,) in rows:
            counts.update(self._facets[number])
        return [number for (number,) in rows[:20]], len(rows), counts


def timed(ask: Callable[[str], object], rounds: int) -> list[float]:
    taken = []
    for _ in range(rounds):
        for query in QUERIES:
            for length in range(1, len(query) + 1):
                started = time.process_time()
                ask(query[:length])
                taken.append((time.process_time() - started) * 1000)
    return sorted(taken)


def row(name: str, taken: Sequence[float]) -> str:
    p50, p95 = taken[len(taken) // 2], taken[int(len(taken) * 0.95)]
    return f"| {name} | {len(taken)} | {p50:.2f} | {p95:.2f} | {taken[-1]:.2f} |"


def measure(catalogue: Catalogue, found: Sequence[Service], rounds: int) -> None:
    started, cpu = time.perf_counter(), time.process_time()
    applied = catalogue.apply(found, origin="benchmark", complete=True, fetched_on=date(2026, 1, 1))
    size = catalogue.path.stat().st_size / 1e6
    print(
        f"{applied.added} services put in: {time.process_time() - cpu:.1f} s CPU, "
        f"{time.perf_counter() - started:.1f} s, {size:.0f} MB\n"
    )
    catalogue.warm()
    like = Like(found)
    print("| engine | keystrokes | p50 ms | p95 ms | most ms |\n| --- | --: | --: | --: | --: |")
    print(row("index, first time", timed(lambda text: catalogue.search(Query(text)), 1)))
    print(row("index, again", timed(lambda text: catalogue.search(Query(text)), rounds)))
    print(row("LIKE", timed(like.search, 1)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("source")
    parser.add_argument("--copies", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        catalogue = open_catalogue(Path(folder) / "catalogue.db")
        measure(catalogue, list(services(given.source, given.copies)), given.rounds)
        catalogue.close()


if __name__ == "__main__":
    main()
