"""Runs the benchmarks and puts what they print into docs/benchmarks.md; the words around stay as they are.

    python benchmarks/run_all.py [NAME...]

Without names all of them. Each table stands between two comment lines that name it.
"""

import argparse
import os
import platform
import re
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from importlib.metadata import version
from pathlib import Path

HERE = Path(__file__).resolve().parent
DOCUMENT = HERE.parent / "docs" / "benchmarks.md"
BENCHMARKS: dict[str, Sequence[str]] = {
    "start": ("start.py",),
    "memory": ("memory.py",),
    "scrolling": ("scrolling.py",),
    "search": ("search/speed.py",),
    "leaflet": ("leaflet_speed.py",),
    "desks": ("sync/load.py",),
    "first sync": ("sync/first_sync.py",),
    "encryption": ("encryption.py",),
}


def machine() -> str:
    """What the figures were measured on; the load tells how much to trust the absolute ones."""
    found = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text(encoding="utf-8"))
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    return (
        f"{date.today():%Y-%m-%d}, {found[1] if found else platform.machine()}, {os.cpu_count()} cores, "  # noqa: DTZ011 - the day here
        f"{memory:.0f} GiB, Linux, load {os.getloadavg()[1]:.1f}; Python {platform.python_version()}, "
        f"PySide {version('pyside6-essentials')}, SQLite {sqlite3.sqlite_version}."
    )


def told(command: Sequence[str]) -> str:
    print(" ".join(command), file=sys.stderr, flush=True)
    ran = subprocess.run([sys.executable, *command], cwd=HERE, stdout=subprocess.PIPE, text=True, check=True)
    return ran.stdout.strip()


def with_block(document: str, name: str, content: str) -> str:
    """The document with what stands between the two lines that name a block replaced."""
    begin, end = f"<!-- {name}: written by run_all.py -->\n", f"<!-- end of {name} -->\n"
    before, found, rest = document.partition(begin)
    _old, closed, after = rest.partition(end)
    if not found or not closed:
        raise SystemExit(f"{DOCUMENT.name} has no place for {name}")
    return f"{before}{begin}{content}\n{end}{after}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHMARKS))
    names = parser.parse_args().names or list(BENCHMARKS)
    for name in names:
        if name not in BENCHMARKS:
            parser.error(f"{name} is none of {', '.join(BENCHMARKS)}")
    for name in names:
        block = f"Measured {machine()}\n\n{told(BENCHMARKS[name])}"
        document = with_block(DOCUMENT.read_text(encoding="utf-8"), name, block)
        DOCUMENT.write_text(document, encoding="utf-8")


if __name__ == "__main__":
    main()
