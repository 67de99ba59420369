"""How long the desk takes to start, beside a bare window of the same toolkit in the same run.

    python benchmarks/start.py [--rounds N] [--platform NAME]

The two are started in turns, each in a process of its own, with a warm disk cache. *First paint* is when the
whole window has been drawn once. *Usable* is when a word typed at the first paint has its answer on screen:
that of the index for the desk, that of a filtered list of twenty rows for the bare window. Memory is resident
memory at those two moments. Prints Markdown tables of medians; Linux only, for the memory.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

REGISTER = Path(__file__).resolve().parents[2] / "shared" / "data" / "helsinki-register"
WORD = "velka"
PROGRAMS = ("bare", "desk")

Moments = dict[str, float]


def resident_mib() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


class Watch:
    """Notes the time and the memory of a moment; each moment once."""

    def __init__(self) -> None:
        self.moments: Moments = {}

    def note(self, name: str) -> None:
        if name not in self.moments:
            self.moments[name] = time.monotonic()
            self.moments[f"{name} MiB"] = resident_mib()
