"""What the tests of several floors of the desk need."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from support.disks import disk_of


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 700 kB."""
    with disk_of("700k", tmp_path / "disk") as place:
        yield place
