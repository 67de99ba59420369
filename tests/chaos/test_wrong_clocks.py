"""Clocks that jump a year on and back while people work, at a desk or at the server; nothing is lost by it.

The clocks are libfaketime's (Debian's faketime), under real processes.
"""

from collections.abc import Callable, Mapping
from itertools import cycle
from pathlib import Path

import pytest

from chaos.place import Place, show
from chaos.room import calling

JUMPS = ("+365d", "+0", "-365d", "+0")
ENOUGH = 6


class Clock:
    """What time it is for a process, said in a file that the process reads again and again."""

    def __init__(self, file: Path) -> None:
        found = sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))
        if not found:
            pytest.skip("libfaketime is not installed (Debian: faketime)")
        self._file = file
        self._jumps = cycle(JUMPS)
        self.jumped = 0
        self.environment: Mapping[str, str] = {
            "LD_PRELOAD": str(found[0]),
            "FAKETIME_TIMESTAMP_FILE": str(file),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            # Without it a thread that waits for its turn in the interpreter may wait for ever.
            "FAKETIME_FORCE_MONOTONIC_FIX": "1",
        }
        self._say("+0")

    def jump(self) -> None:
        self._say(next(self._jumps))
        self.jumped += 1

    def _say(self, offset: str) -> None:
        """The file is there whole at every moment."""
        unfinished = self._file.with_suffix(".new")
        unfinished.write_text(f"{offset}\n")
        unfinished.replace(self._file)


@pytest.mark.parametrize("whose", ["desk", "server"])
def test_a_clock_that_jumps_by_years_loses_nothing(
    place_of: Callable[[Path, Path], Place], place: Path, whose: str, capsys: pytest.CaptureFixture[str]
) -> None:
    clock = Clock(place / "clock")
    all_of_it = place_of(place / "server", place)
    with (
        all_of_it.at_work(**{whose: clock.environment}),
        calling(clock.jump, lambda: 0.7),
    ):
        all_of_it.until(lambda: clock.jumped >= ENOUGH and all_of_it.saved() >= 100 and all_of_it.done() >= 5)
    show(capsys, f"the clock of the {whose} jumps: {all_of_it.judged()}")
