"""A desk at work in a process of its own: people log visits, take some back, and data are exchanged.

    python -m chaos.desk_process FOLDER SEED MOST

For each line on stdin a child is started that works until it is killed; its pid comes out on stdout and
"dead STATUS" at its end. The child says what a person has been told: "+id" a visit is saved, "?id" it is
about to be taken back, "-id" it has been, "!id" a record that no server will take is saved, ". STATE" a
cycle ended, "x CODE" a known fault met a person.
"""

import json
import os
import random
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from neuvola_core.errors import NeuvolaError, UndoTooLateError
from neuvola_core.ids import new_record_id
from neuvola_core.wire import RecordKind
from neuvola_desk.sync.exchange import http_line
from neuvola_desk.usecases.clock import SystemClock
from neuvola_desk.usecases.visits import VisitLog
from support.records import full_draft
from support.sync_desk import SyncDesk

POINT = "kallio"
POISON_SHARE = 0.01
UNDO_SHARE = 0.03


def tell(said: str) -> None:
    os.write(1, f"{said}\n".encode())


def _nested(levels: int) -> object:
    inner: object = "x"
    for _ in range(levels):
        inner = [inner]
    return inner


def poison(chance: random.Random, record_id: str) -> tuple[str, dict[str, object]]:
    """A record that the server must refuse: by its content, its size, its kind, or with its whole request."""
    return chance.choice(
        [
            (RecordKind.EXPERIENCE, {"id": record_id, "mood": "of no list"}),
            (RecordKind.CONTACT, {"sealed": {}, "organisations": ["o1"]}),
            (RecordKind.UNDO, {"undoes": "not an id"}),
            ("k" * 101, {"id": record_id}),
            (RecordKind.CORRECTION, {"id": record_id, "text": "t" * 40_000}),
            ("deep", {"id": record_id, "levels": _nested(500)}),
        ]
    )


class Person:
    """Whoever sits at the desk; what they hear back is told."""

    def __init__(self, desk: SyncDesk, chance: random.Random) -> None:
        self._desk = desk
        self._chance = chance
        self._log = VisitLog(desk.record, desk.clock, POINT)
        self._own: list[str] = []

    def work(self) -> None:
        if self._chance.random() < POISON_SHARE:
            self._save_poison()
        elif self._own and self._chance.random() < UNDO_SHARE:
            self._take_back(self._chance.choice(self._own))
        else:
            visit = self._log.log(full_draft()).id
            tell(f"+{visit}")
            self._own.append(visit)

    def _save_poison(self) -> None:
        record_id = new_record_id()
        kind, body = poison(self._chance, record_id)
        self._desk.record.outbox.put(record_id, kind, json.dumps(body).encode())
        tell(f"!{record_id}")

    def _take_back(self, visit: str) -> None:
        self._own.remove(visit)
        tell(f"?{visit}")
        try:
            self._log.undo(visit)
        except UndoTooLateError:
            tell("x undo-too-late")
        else:
            tell(f"-{visit}")


def live(folder: Path, chance: random.Random, most: int) -> None:
    """Works until the end of the process."""
    desk = SyncDesk(folder, http_line, clock=SystemClock())  # type: ignore[arg-type]
    person = Person(desk, chance)
    while True:
        for _ in range(chance.randint(1, most)):
            with told():
                person.work()
        with told():
            tell(f". {desk.exchange.sync().state}")


@contextmanager
def told() -> Iterator[None]:
    """A known fault is what a person sees; they go on."""
    try:
        yield
    except NeuvolaError as fault:
        tell(f"x {fault.code}")


def main(folder: Path, seed: int, most: int) -> None:
    for life, _ in enumerate(sys.stdin):
        child = os.fork()
        if child == 0:
            with told():
                live(folder, random.Random(seed * 1000 + life), most)
            os._exit(0)
        tell(str(child))
        _, status = os.waitpid(child, 0)
        tell(f"dead {status}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
