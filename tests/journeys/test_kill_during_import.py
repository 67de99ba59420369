"""The power goes while a register comes in: the catalogue is the old one or the new one, and works.

Two editions of a register take turns. Each import is killed somewhere, at a random moment or in a chosen
phase of the work; then the catalogue must hold one edition whole and answer as if it had never held another.
"""

import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random
from time import monotonic

import pytest

from neuvola_desk.desk import Desk
from neuvola_desk.paths import DeskPaths
from neuvola_desk.usecases.imports import ImportReport
from support.editions import Edition, answers, desk_with_both, integrity, no_edition, rows

TESTS = Path(__file__).resolve().parents[1]
LONGEST = 60.0
"""Seconds that an import may take on a slow machine."""
KILLS = (2, pytest.param(20, marks=pytest.mark.long))
"""Of each test: ten in all in the ordinary run, a hundred more in the long one."""
TRIES = 10
"""Some imports are through before the kill comes."""
PHASES = ("reading", "indexing", "committing")


@dataclass(frozen=True, slots=True)
class Death:
    """How an import ended: whether it was killed, and whether it had said that it was through."""

    killed: bool
    acknowledged: bool


def worker(data: Path, sheet: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "support.import_worker", str(data), str(sheet)]
    return subprocess.Popen(command, cwd=TESTS, stdout=subprocess.PIPE)


def steps(data: Path, sheet: Path) -> list[str]:
    """What an import that nobody stops says."""
    with worker(data, sheet) as process:
        said, _ = process.communicate(timeout=LONGEST)
    assert process.returncode == 0
    return said.decode().split()


def killed_after_line(data: Path, sheet: Path, number: int, moments: float) -> Death:
    """Kills the import ``moments`` seconds after it has said so many lines."""
    with worker(data, sheet) as process:
        assert process.stdout is not None
        said = [line for _, line in zip(range(number), process.stdout, strict=False)]
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=moments)
        process.kill()
        said += process.stdout
    return Death(process.returncode == -signal.SIGKILL, b"done\n" in said)


def killed_in_time(data: Path, sheet: Path, moments: float) -> Death:
    """Kills the real command ``moments`` seconds after it was started."""
    command = [sys.executable, "-m", "neuvola_desk", "--data-dir", str(data), "import", str(sheet)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=moments)
        process.kill()
    return Death(process.returncode == -signal.SIGKILL, process.returncode == 0)


def killed_in(phase: str, data: Path, sheet: Path, said: list[str], random: Random) -> Death:
    """Kills the import after a random line of a phase, and a little later."""
    lines = [number for number, word in enumerate(said, 1) if word == phase]
    return killed_after_line(data, sheet, random.choice(lines), random.uniform(0, 0.008))


def check(paths: DeskPaths, edition: Edition) -> None:
    """The catalogue is sound, stands at this edition and at no other, and is found by search."""
    assert rows(paths) == edition.rows
    assert integrity(paths) == "ok"
    with closing(Desk(paths)) as desk:
        assert desk.catalogue.info().services == len(edition.live)
        assert answers(desk.catalogue) == edition.answers


def finish(paths: DeskPaths, sheet: Path) -> ImportReport:
    with closing(Desk(paths)) as desk:
        return desk.imports.run([sheet])


def check_after(death: Death, paths: DeskPaths, old: Edition, new: Edition) -> None:
    """The catalogue stands at one of them; then the next import completes what was begun."""
    stood_at_new = rows(paths) == new.rows
    assert stood_at_new or not death.acknowledged
    check(paths, new if stood_at_new else old)
    report = finish(paths, new.sheet)
    counted = (report.added + report.updated + report.withdrawn, report.unchanged)
    expected = (0, len(new.live)) if stood_at_new else (len(new.rows - old.rows), len(new.rows & old.rows))
    assert counted == expected
    check(paths, new)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, tuple[Edition, Edition]]:
    return desk_with_both(tmp_path_factory.mktemp("editions"))


@pytest.fixture
def paths(tmp_path: Path, made: tuple[Path, tuple[Edition, Edition]]) -> DeskPaths:
    return DeskPaths(shutil.copytree(made[0], tmp_path / "desk"))


@pytest.fixture
def editions(made: tuple[Path, tuple[Edition, Edition]]) -> tuple[Edition, Edition]:
    return made[1]


def kill_again_and_again(
    kills: int, kill: Callable[[Path], Death], paths: DeskPaths, new: Edition, old: Edition
) -> None:
    """Import after import, the editions in turns, until so many have been killed and looked at."""
    landed = 0
    for _ in range(kills * TRIES):
        death = kill(new.sheet)
        check_after(death, paths, old, new)
        old, new = new, old
        landed += death.killed
        if landed == kills:
            return
    raise AssertionError(f"only {landed} of {kills} kills came before the import was through")


@pytest.mark.parametrize("kills", KILLS)
@pytest.mark.parametrize("phase", PHASES)
def test_a_kill_in_any_phase_leaves_the_old_or_the_new(
    paths: DeskPaths, editions: tuple[Edition, Edition], phase: str, kills: int
) -> None:
    random = Random(f"{phase} {kills}")
    said = steps(paths.data, editions[0].sheet)
    kill_again_and_again(
        kills,
        lambda sheet: killed_in(phase, paths.data, sheet, said, random),
        paths,
        editions[1],
        editions[0],
    )


@pytest.mark.parametrize("kills", KILLS)
def test_a_command_killed_at_any_time_leaves_the_old_or_the_new(
    paths: DeskPaths, editions: tuple[Edition, Edition], kills: int
) -> None:
    random = Random(kills)
    started = monotonic()
    assert not killed_in_time(paths.data, editions[0].sheet, LONGEST).killed
    whole = monotonic() - started
    kill_again_and_again(
        kills,
        lambda sheet: killed_in_time(paths.data, sheet, random.uniform(0, whole)),
        paths,
        editions[1],
        editions[0],
    )


@pytest.mark.parametrize("kills", KILLS)
def test_a_first_import_that_is_killed_leaves_nothing_or_everything(
    tmp_path: Path, editions: tuple[Edition, Edition], kills: int
) -> None:
    random = Random(kills)
    nothing, first = no_edition(tmp_path), editions[0].alone()
    said = steps(tmp_path / "desk", first.sheet)
    for number in range(kills):
        paths = DeskPaths(tmp_path / f"desk-{number}").create()
        death = killed_in(random.choice(PHASES), paths.data, first.sheet, said, random)
        check_after(death, paths, nothing, first)
