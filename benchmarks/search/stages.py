"""What ``speed.py`` runs in processes of their own: building an engine's files, asking it, changing them.

    python benchmarks/search/stages.py STAGE ENGINE FOLDER COUNT QUERIES

Prints one line of JSON. Only the stage's own modules are imported, for the memory is measured too.
"""

import json
import os
import resource
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

OURS = "index"
CHANGED = 100
DAY = date(2026, 1, 1)
MOMENT = datetime(2026, 1, 14, 10, 30, tzinfo=ZoneInfo("Europe/Helsinki"))
FILTERS: Mapping[str, Mapping[str, object]] = {
    "municipality": {"municipalities": ("091",)},
    "need": {"needs": ("velat",)},
    "language": {"languages": ("sv",)},
    "target": {"targets": ("nuoret",)},
    "open now": {"open_at": MOMENT},
}

Measured = dict[str, float]
T = TypeVar("T")


class Metered:
    """Passes on what is made, and keeps count of the CPU time that making it took."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def over(self, made: Iterable[T]) -> Iterator[T]:
        source = iter(made)
        while True:
            started = time.process_time()
            try:
                one = next(source)
            except StopIteration:
                return
            finally:
                self.seconds += time.process_time() - started
            yield one


def resident_mib() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def size_mb(folder: Path) -> float:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6


def timed(ask: Callable[[str], object], texts: Sequence[str], name: str = "") -> Measured:
    taken = []
    for text in texts:
        started = time.process_time()
        ask(text)
        taken.append((time.process_time() - started) * 1000)
    taken.sort()
    return {
        f"{name}p50": taken[len(taken) // 2],
        f"{name}p95": taken[int(len(taken) * 0.95)],
        f"{name}most": taken[-1],
    }


def build(engine: str, folder: Path, count: int, _queries: int) -> Measured:
    from corpus import corpus

    metered = Metered()
    services = metered.over(corpus(count))
    started, clock = time.process_time(), time.perf_counter()
    if engine == OURS:
        from neuvola_search.catalogue import open_catalogue

        catalogue = open_catalogue(folder / "catalogue.db")
        catalogue.apply(services, origin="made", complete=True, fetched_on=DAY)
        catalogue.close()
    else:
        from peers import PEERS, row

        PEERS[engine](folder).build(row(number, service) for number, service in enumerate(services))
    return {
        "CPU s": time.process_time() - started - metered.seconds,
        "s": time.perf_counter() - clock,
        "peak MiB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "MB": size_mb(folder),
    }


def ask(engine: str, folder: Path, _count: int, queries: int) -> Measured:
    from typed import keystrokes

    texts = keystrokes(queries)
    if engine == OURS:
        return _ask_ours(folder, texts)
    from peers import PEERS

    peer = PEERS[engine](folder)
    peer.open()
    found = timed(peer.search, texts)
    return {**found, **timed(peer.search, texts, "again "), "MiB": resident_mib(), "keystrokes": len(texts)}


def _ask_ours(folder: Path, texts: Sequence[str]) -> Measured:
    from neuvola_search.catalogue import open_catalogue
    from neuvola_search.query import Query

    catalogue = open_catalogue(folder / "catalogue.db")
    catalogue.search(Query(limit=1))
    found = {"loaded MiB": resident_mib(), "keystrokes": float(len(texts))}
    found |= timed(lambda text: catalogue.search(Query(text)), texts)
    found["MiB"] = resident_mib()
    found |= timed(lambda text: catalogue.search(Query(text)), texts, "again ")
    for name, chosen in FILTERS.items():
        query = Query(**chosen)  # type: ignore[arg-type]
        started = time.process_time()
        catalogue.search(query)
        found[f"{name} first"] = (time.process_time() - started) * 1000
        found |= timed(lambda text, c=chosen: catalogue.search(Query(text, **c)), texts, f"{name} ")  # type: ignore[misc]
    return {**found, "MiB, filters too": resident_mib()}


def update(engine: str, folder: Path, count: int, _queries: int) -> Measured:
    from corpus import corpus

    edition = _next_edition(folder)
    changed = list(islice(corpus(count, edition=edition), CHANGED))
    if engine == OURS:
        from neuvola_search.catalogue import open_catalogue
        from neuvola_search.query import Query

        catalogue = open_catalogue(folder / "catalogue.db")
        catalogue.search(Query(limit=1))
        started = time.process_time()
        applied = catalogue.apply(changed, origin="made", complete=False, fetched_on=DAY)
        taken = time.process_time() - started
        if applied.updated + applied.added != CHANGED:
            raise SystemExit(f"not all were changed: {applied}")
        return {"update s": taken}
    from peers import PEERS, row

    peer = PEERS[engine](folder)
    peer.open()
    rows = [row(number, service) for number, service in enumerate(changed)]
    started = time.process_time()
    peer.update(rows)
    return {"update s": time.process_time() - started}


def _next_edition(folder: Path) -> int:
    """A content that the kept files do not have yet."""
    noted = folder / "edition"
    edition = int(noted.read_text(encoding="ascii")) + 1 if noted.exists() else 1
    noted.write_text(str(edition), encoding="ascii")
    return edition


STAGES: Mapping[str, Callable[[str, Path, int, int], Measured]] = {
    "build": build,
    "ask": ask,
    "update": update,
}


def main() -> None:
    stage, engine, folder, count, queries = sys.argv[1:]
    print(json.dumps(STAGES[stage](engine, Path(folder), int(count), int(queries))))


if __name__ == "__main__":
    main()
