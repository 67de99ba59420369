"""Disks that are full or fail in the midst of the work, at a desk or at the server; nothing is lost by it.

The faults of input and output are libfiu's (Debian's fiu-utils), under real processes.
"""

import random
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from chaos.place import Place, show
from chaos.room import calling
from support.disks import disk_of

LIBRARIES = Path("/usr/lib/fiu")
POINTS = ("posix/io/rw/pwrite", "posix/io/rw/pwrite64", "posix/io/sync/fsync", "posix/io/sync/fdatasync")


def failing(share: float) -> Mapping[str, str]:
    """The environment of a process in which so many writes to databases fail."""
    if not (LIBRARIES / "fiu_posix_preload.so").exists():
        pytest.skip("libfiu is not installed (Debian: fiu-utils)")
    names = [f"enable_random name={point},probability={share}" for point in POINTS]
    preload = [str(LIBRARIES / f"fiu_{name}_preload.so") for name in ("run", "posix")]
    return {"LD_PRELOAD": " ".join(preload), "FIU_ENABLE": "\n".join(names), "FIU_CTRL_FIFO": ""}


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


SHARES = (0.02, pytest.param(0.1, marks=pytest.mark.long))


@pytest.mark.parametrize("share", SHARES)
def test_a_server_whose_disk_fails_now_and_then_loses_nothing(
    place_of: Callable[[Path, Path], Place], place: Path, share: float, capsys: pytest.CaptureFixture[str]
) -> None:
    all_of_it = place_of(place / "server", place)
    with all_of_it.at_work(server=failing(share)):
        all_of_it.until(lambda: all_of_it.saved() >= 150 and all_of_it.failed() >= 3)
    show(capsys, f"{share:.0%} of the server's writes fail: {all_of_it.judged()}")


@pytest.mark.parametrize("share", SHARES)
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
