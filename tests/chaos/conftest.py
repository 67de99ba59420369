"""Where the databases of a chaos run lie."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from chaos.place import Place
from neuvola_server.house import House

_MEMORY = Path("/dev/shm")
_ROOM = 500_000_000


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory where there is one, for what a killed process has written is safe there as well."""
    if not _MEMORY.is_dir() or shutil.disk_usage(_MEMORY).free < _ROOM:
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir=_MEMORY, prefix="chaos-") as folder:
        yield Path(folder)


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
