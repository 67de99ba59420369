"""What encryption costs at the desk: the same storage code over SQLCipher and over plain SQLite, in one run.

Run with ``python benchmarks/encryption.py``; prints a Markdown table. Both desks are open side by side and
take turns, so that whatever else the machine does meets both. The catalogue is plain in both: a search or a
leaflet is slower only if an open encrypted record makes it so.
"""

import statistics
import sys
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlcipher3 import dbapi2

from neuvola_core.visit import Language
from neuvola_desk import keys
from neuvola_desk.desk import Desk
from neuvola_desk.paths import DeskPaths
from neuvola_desk.record_port import Given, NoteKind
from neuvola_desk.storage import cipher
from neuvola_desk.usecases.clock import FixedClock
from neuvola_desk.usecases.visit_draft import VisitDraft
from neuvola_search.query import Query

ROUNDS = 60
HISTORY = 2000
"""Visits that lie in the record before anything is measured: a point's quarter and more."""
LIMIT = 1.3
NOW = datetime(2026, 11, 23, 10, 30, tzinfo=UTC)
WORDS = (
    "velkaa",
    "yksinäinen",
    "vuokra maksamatta",
    "ruokaa",
    "masentaa",
    "lapsi ei nuku",
    "puhelin",
    "kela",
)

_encrypted = cipher.connect


def _connect(path: Path, key: bytes, *, foreign_keys: bool = True) -> Any:
    """Plain SQLite, by the same library and pragmas, for the record in the folder that is named so."""
    if "plain" not in path.parts:
        return _encrypted(path, key, foreign_keys=foreign_keys)
    connection = dbapi2.connect(str(path), isolation_level=None, check_same_thread=False)
    for pragma in cipher._pragmas(key, foreign_keys):
        if not pragma.startswith(("cipher", "key")):
            connection.execute(f"PRAGMA {pragma}").fetchall()
    return connection


def open_desk(folder: Path) -> Desk:
    desk = Desk(DeskPaths(folder).create(), clock=FixedClock(NOW), ask_passphrase=lambda: "kolme veturia")
    if desk.catalogue.info().services == 0:
        desk.load_demo()
    return desk


def draft(desk: Desk) -> VisitDraft:
    found = desk.catalogue.search(Query(text="velka", limit=2)).hits
    given = tuple(Given("velat", hit.id) for hit in found)
    return VisitDraft(needs=("velat", "rahat_eivat_riita"), language=Language.SO, given=given)


def taken(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


def opened(desk: Desk) -> Callable[[], object]:
    def act() -> None:
        with closing(cipher.connect(desk.paths.record, desk.key)) as connection:
            connection.execute("SELECT count(*) FROM visit").fetchall()

    return act


def acts(desk: Desk, number: int) -> dict[str, Callable[[], object]]:
    ids = [hit.id for hit in desk.catalogue.search(Query(text="apua", limit=6)).hits]
    visit = replace(draft(desk), note=f"jonoa on paljon {number}")
    return {
        "search, one keystroke": lambda: desk.catalogue.search(
            Query(text=WORDS[number % len(WORDS)], limit=20)
        ),
        "visit logged, with note": lambda: desk.visits.log(visit),
        "today's tally": lambda: desk.visits.tally(full=True),
        "handover note": lambda: desk.notes.write(NoteKind.HANDOVER, f"muista soittaa {number}"),
        "leaflet of six services": lambda: desk.leaflet(ids, "fi", large=False),
        "record opened": opened(desk),
    }


def measure(plain: Desk, encrypted: Desk) -> dict[str, tuple[list[float], list[float]]]:
    found: dict[str, tuple[list[float], list[float]]] = {}
    for number in range(ROUNDS):
        pair = [(0, acts(plain, number)), (1, acts(encrypted, number))]
        for side, of_desk in pair if number % 2 else reversed(pair):
            for name, act in of_desk.items():
                found.setdefault(name, ([], []))[side].append(taken(act))
    return found


def fill(desk: Desk) -> None:
    visit = draft(desk)
    for _n in range(HISTORY):
        desk.visits.log(visit)


def row(name: str, off: list[float], on: list[float]) -> str:
    cells = [statistics.median(off), statistics.median(on), statistics.quantiles(on, n=20)[-1]]
    ratio = cells[1] / cells[0]
    return f"| {name} | {cells[0]:.2f} | {cells[1]:.2f} | {ratio:.2f} | {cells[2]:.2f} |"


def main() -> int:
    cipher.connect = _connect
    keys.os_keyring = lambda: None
    with TemporaryDirectory() as folder:
        desks = [open_desk(Path(folder, name)) for name in ("plain", "encrypted")]
        for desk in desks:
            fill(desk)
        found = measure(desks[0], desks[1])
        for desk in desks:
            desk.close()
        starts = [Path(folder, name, "desk.db").read_bytes()[:15] for name in ("plain", "encrypted")]
    if not starts[0].startswith(b"SQLite format") or starts[1].startswith(b"SQLite format"):
        sys.stderr.write("the two records are not what they should be\n")
        return 1
    print(
        f"{datetime.now(UTC):%Y-%m-%d}: {HISTORY} visits in the record, {ROUNDS} turns each, milliseconds.\n"
    )
    print("| | plain, median | encrypted, median | ratio | encrypted, p95 |")
    print("| --- | --: | --: | --: | --: |")
    for name, (off, on) in found.items():
        print(row(name, off, on))
    print(f"\nWanted: {LIMIT} at most for search, visit and leaflet.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
