"""A server and two desks on disks or by clocks that are not sound, and what they came to afterwards."""

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from chaos.processes import DeskProcess, Ear, ServerProcess
from chaos.room import ended, enrolled, judged
from neuvola_server.house import utc_now
from support.publishing import incoming, make_house, news

LONGEST = 120.0
_STARTS = 20
"""So often a server whose surroundings are not sound is started at most, until it stands."""


class Place:
    """A server and two desks."""

    def __init__(self, server: Path, desks: Path) -> None:
        server.mkdir()
        self.house = make_house(server, clock=utc_now)
        self.house.publication.publish(news(*(incoming(f"s{n}") for n in range(30))))
        self.server = ServerProcess(server)
        self.ear = Ear()
        self.folders = [desks / f"desk{number}" for number in range(2)]
        self.desks: list[DeskProcess] = []

    @contextmanager
    def at_work(
        self, *, desk: Mapping[str, str] | None = None, server: Mapping[str, str] | None = None
    ) -> Iterator[None]:
        """Everything runs for the block, each in its environment; the judgement comes after it."""
        for number, folder in enumerate(self.folders):
            enrolled(folder, f"http://127.0.0.1:{self.server.port}", self.house, f"desk {number}")
        self.server.around = dict(server or {})
        with self.server.running(most=_STARTS if server else 1):
            self.desks = [
                DeskProcess(folder, 7 + number, environment=desk, ear=self.ear)
                for number, folder in enumerate(self.folders)
            ]
            with ended(self.desks):
                yield
        self.server.around = {}

    def saved(self) -> int:
        return sum(len(desk.ledger.saved) for desk in self.desks)

    def faults(self) -> int:
        return sum(desk.ledger.faults.total() for desk in self.desks)

    def done(self) -> int:
        return sum(desk.ledger.cycles["done"] for desk in self.desks)

    def failed(self) -> int:
        """Cycles that did not come to their end."""
        return sum(desk.ledger.cycles.total() for desk in self.desks) - self.done()

    def until(self, enough: Callable[[], bool]) -> None:
        """Waits for it; says how far it came if it does not come."""
        try:
            self.ear.until(enough, LONGEST, "")
        except TimeoutError:
            told = [(len(one.ledger.saved), one.ledger.cycles, one.ledger.faults) for one in self.desks]
            raise TimeoutError(told) from None

    def judged(self) -> str:
        """The figures, when the disks are sound again."""
        with self.server.running():
            figures = judged(self.house, self.desks)
        figures["faults met by people"] = self.faults()
        return ", ".join(f"{name} {n}" for name, n in figures.items())


def show(capsys: pytest.CaptureFixture[str], what: str) -> None:
    with capsys.disabled():
        sys.stdout.write(f"\n{what}\n")
