"""Chaos with real processes: a line that harms most connections, desks and the server killed again and again.

Afterwards every visit that a desk told its person was saved is on the server once, nothing is there that no
desk made, what the server refuses is in sight and blocks nothing, counters and catalogues are equal.
"""

import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from chaos.processes import DeskProcess, Ear, ServerProcess
from chaos.room import calling, ended, enrolled, judged
from neuvola_server.house import House, utc_now
from support.fault_proxy import Harm, faulty_line
from support.houses import stored_rows
from support.postgres import Cluster
from support.publishing import incoming, make_house, news

HARMED = 0.6
HARMS = (
    Harm.REFUSE,
    Harm.SWALLOW_ANSWER,
    Harm.CUT_ANSWER,
    Harm.CUT_REQUEST,
    Harm.TWICE,
    Harm.SLICES,
    Harm.PORTAL,
    Harm.ERROR,
    Harm.BUSY,
)


@dataclass(frozen=True)
class Storm:
    """How bad it gets, and when it has been bad for long enough."""

    desks: int
    saved: int
    server_kills: int
    server_lives: float
    most: int
    """Visits between two exchanges, at most."""
    desk_lives: tuple[float, float] = (0.3, 1.5)
    longest: float = 600.0


SMALL = Storm(desks=2, saved=250, server_kills=1, server_lives=6.0, most=4)
LARGE = Storm(desks=5, saved=10_000, server_kills=8, server_lives=8.0, most=30)


@dataclass
class Chaos:
    """One run; ``hang_up`` ends the sessions of the server's database."""

    folder: Path
    server: ServerProcess
    house: House
    storm: Storm
    hang_up: Callable[[], None] = lambda: None
    seed: int = 20261122
    published: int = 0
    ear: Ear = field(default_factory=Ear)

    def run(self) -> str:
        """The figures of a run that ended well."""
        self.publish()
        chance = random.Random(self.seed)
        began = time.monotonic()
        whole = faulty_line("127.0.0.1", self.server.port, lambda _number: Harm.NONE)
        with whole as line, self.server.running():
            folders = [
                enrolled(self.folder / f"desk{number}", line.url, self.house, f"desk {number}")
                for number in range(self.storm.desks)
            ]
            line.plan = lambda _number: chance.choice(HARMS) if chance.random() < HARMED else Harm.NONE
            desks = self.start(folders)
            with ended(desks):
                self.storm_over(desks)
            assert {fault for desk in desks for fault in desk.ledger.faults} <= {"undo-too-late"}
            figures = Counter({"server kills": self.server.kills, "connections": line.connections})
            figures["there before the line healed"] = len(stored_rows(self.house))
            line.plan = lambda _number: Harm.NONE
            figures += judged(self.house, desks)
        figures |= {"publications": self.published, "seconds": round(time.monotonic() - began)}
        assert figures["there before the line healed"]
        return ", ".join(f"{name} {n}" for name, n in figures.items())

    def start(self, folders: list[Path]) -> list[DeskProcess]:
        return [
            DeskProcess(folder, self.seed + number, most=self.storm.most, ear=self.ear)
            for number, folder in enumerate(folders)
        ]

    def storm_over(self, desks: list[DeskProcess]) -> None:
        """Returns when enough was saved and killed."""
        lives = random.Random(self.seed + 1)
        low, high = self.storm.desk_lives

        def kill_a_desk() -> None:
            lives.choice(desks).kill()

        def kill_the_server() -> None:
            self.server.kill()
            self.server.start()

        def saved() -> int:
            return sum(len(desk.ledger.saved) for desk in desks)

        def enough() -> bool:
            return saved() >= self.storm.saved and self.server.kills >= self.storm.server_kills

        with (
            calling(kill_a_desk, lambda: lives.uniform(low, high) / len(desks)),
            calling(kill_the_server, lambda: self.storm.server_lives),
            calling(self.disturb, lambda: lives.uniform(0.5, 3.0)),
        ):
            self.ear.until(enough, self.storm.longest, "too little was saved")

    def disturb(self) -> None:
        """The catalogue goes on meanwhile, and the database hangs up."""
        self.publish()
        self.hang_up()

    def publish(self) -> None:
        said = [incoming(f"s{n}", f"{self.published}" if n % 5 == 0 else "") for n in range(30)]
        self.house.publication.publish(news(*said, incoming(f"new{self.published}")))
        self.published += 1


@pytest.fixture(params=["sqlite", "postgresql"])
def chaos(request: pytest.FixtureRequest, place: Path) -> Iterator[Callable[[Storm], Chaos]]:
    folder = place / "server"
    folder.mkdir()
    url, hang_up = "", lambda: None
    if request.param == "postgresql":
        cluster: Cluster = request.getfixturevalue("postgres_cluster")
        url = request.getfixturevalue("postgres_url")
        hang_up = lambda: cluster.hang_up(url.split("/")[-1].split("?")[0])  # noqa: E731
    house = make_house(folder, url, clock=utc_now)
    yield lambda storm: Chaos(place, ServerProcess(folder, url), house, storm, hang_up)
    house.close()


def test_nothing_is_lost_or_doubled(
    chaos: Callable[[Storm], Chaos], capsys: pytest.CaptureFixture[str]
) -> None:
    told = chaos(SMALL).run()
    with capsys.disabled():
        sys.stdout.write(f"\nchaos, small: {told}\n")


@pytest.mark.long
def test_nothing_of_ten_thousand_is_lost_or_doubled(
    chaos: Callable[[Storm], Chaos], capsys: pytest.CaptureFixture[str]
) -> None:
    told = chaos(LARGE).run()
    with capsys.disabled():
        sys.stdout.write(f"\nchaos: {told}\n")
