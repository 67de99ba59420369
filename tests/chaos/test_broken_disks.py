"""Disks that are full or fail in the midst of the work, at a desk or at the server; nothing is lost by it.

The faults of input and output are libfiu's (Debian's fiu-utils), under real processes.
"""

import random
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from chaos.processes import DeskProcess, Ear, ServerProcess
from chaos.room import calling, ended, enrolled, judged
from neuvola_server.house import House, utc_now
from support.disks import disk_of
from support.publishing import incoming, make_house, news

LONGEST = 40.0
LIBRARIES = Path("/usr/lib/fiu")
POINTS = ("posix/io/rw/pwrite", "posix/io/rw/pwrite64", "posix/io/sync/fsync", "posix/io/sync/fdatasync")


def failing(share: float) -> Mapping[str, str]:
    """The environment of a process in which so many writes to databases fail."""
    if not (LIBRARIES / "fiu_posix_preload.so").exists():
        pytest.skip("libfiu is not installed (Debian: fiu-utils)")
    names = [f"enable_random name={point},probability={share}" for point in POINTS]
    preload = [str(LIBRARIES / f"fiu_{name}_preload.so") for name in ("run", "posix")]
    return {"LD_PRELOAD": " ".join(preload), "FIU_ENABLE": "\n".join(names), "FIU_CTRL_FIFO": ""}


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
        with self.server.running():
            url = f"http://127.0.0.1:{self.server.port}"
            for number, folder in enumerate(self.folders):
                enrolled(folder, url, self.house, f"desk {number}")
        self.server.around = dict(server or {})
        with self.server.running():
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


@pytest.fixture
def place_of(request: pytest.FixtureRequest) -> Iterator[Callable[[Path, Path], Place]]:
    made: list[House] = []

    def make(server: Path, desks: Path) -> Place:
        place = Place(server, desks)
        made.append(place.house)
        return place

    yield make
    for house in made:
        house.close()


def show(capsys: pytest.CaptureFixture[str], what: str) -> None:
    with capsys.disabled():
        sys.stdout.write(f"\n{what}\n")


@contextmanager
def filled(disk: Path) -> Iterator[None]:
    """Not a byte is left on the disk for the block."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        for size in (65_536, 4096, 512, 1):
            while shutil.disk_usage(disk).free >= size:
                try:
                    file.write(b"x" * size)
                except OSError:
                    break
    try:
        yield
    finally:
        filler.unlink()


def test_a_server_whose_disk_fills_up_takes_everything_later(
    place_of: Callable[[Path, Path], Place], place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with disk_of("60m", place / "disk") as disk:
        all_of_it = place_of(disk / "server", place)
        with all_of_it.at_work():
            all_of_it.until(lambda: all_of_it.done() > 0)
            with filled(disk):
                met = all_of_it.failed()
                all_of_it.until(lambda: all_of_it.failed() >= met + 6)
                before = all_of_it.done()
            all_of_it.until(lambda: all_of_it.done() > before + 2)
        show(capsys, f"full disk at the server: {all_of_it.judged()}")
        all_of_it.house.close()


def test_a_desk_whose_disk_fills_up_keeps_what_it_acknowledged(
    place_of: Callable[[Path, Path], Place], place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with disk_of("60m", place / "disk") as disk:
        all_of_it = place_of(place / "server", disk)
        with all_of_it.at_work():
            all_of_it.until(lambda: all_of_it.done() > 0)
            with filled(disk):
                all_of_it.until(lambda: all_of_it.faults() >= 20)
            before = all_of_it.saved()
            all_of_it.until(lambda: all_of_it.saved() > before + 20)
        show(capsys, f"full disk at the desks: {all_of_it.judged()}")


@pytest.mark.parametrize("share", [0.02, 0.2])
def test_a_server_whose_disk_fails_now_and_then_loses_nothing(
    place_of: Callable[[Path, Path], Place], place: Path, share: float, capsys: pytest.CaptureFixture[str]
) -> None:
    all_of_it = place_of(place / "server", place)
    with all_of_it.at_work(server=failing(share)):
        all_of_it.until(lambda: all_of_it.saved() >= 150 and all_of_it.failed() >= 3)
    show(capsys, f"{share:.0%} of the server's writes fail: {all_of_it.judged()}")


@pytest.mark.parametrize("share", [0.02, 0.2])
def test_a_desk_whose_disk_fails_now_and_then_keeps_what_it_acknowledged(
    place_of: Callable[[Path, Path], Place], place: Path, share: float, capsys: pytest.CaptureFixture[str]
) -> None:
    all_of_it = place_of(place / "server", place)
    chance = random.Random(5)
    with (
        all_of_it.at_work(desk=failing(share)),
        calling(lambda: chance.choice(all_of_it.desks).kill(), lambda: chance.uniform(0.3, 1.5)),
    ):
        all_of_it.until(lambda: all_of_it.saved() >= 150 and all_of_it.faults() >= 5)
    show(capsys, f"{share:.0%} of the desks' writes fail: {all_of_it.judged()}")
