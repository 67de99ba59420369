"""Measures everything and writes docs/benchmarks.md: the tables, and the command that makes each.

    python benchmarks/run_all.py

Takes some minutes; the machine should have nothing else to do. The search needs the public catalogues beside
the checkout (../shared); without them its table is left out, and the page says so.
"""

import os
import platform
import subprocess
import sys
from datetime import date
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
REGISTER = ROOT.parent / "shared" / "data" / "helsinki-register"

READING = {
    "start.py": "Cold start beside a bare window of the same toolkit, in turns, each in its own process. "
    "The goal is a first paint within 1.5 times the bare window's.",
    "memory.py": "Resident memory after a long day of use. The goal is 180 MiB at the end.",
    "search_speed.py": "CPU time of one keystroke over the Helsinki register: the first twenty ranked, "
    "with the exact total and all facet counts, beside LIKE over the same texts, which gives neither.",
    "leaflet_speed.py": "A leaflet of twelve services, beside drawing the same words without any layout.",
}


def table(script: str, *arguments: str) -> str:
    """What a script prints, under its command."""
    told = subprocess.run(
        [sys.executable, str(HERE / script), *arguments], capture_output=True, text=True, check=False
    )
    if told.returncode:
        sys.exit(f"{script} failed:\n{told.stderr}")
    shown = " ".join(os.path.relpath(part, ROOT) if part.startswith("/") else part for part in arguments)
    return f"`python benchmarks/{script} {shown}`".replace(" `", "`") + f"\n\n{told.stdout.strip()}\n"


def main() -> None:
    """Runs the scripts one after another and writes the page."""
    parts = [
        "# Benchmarks\n",
        f"Measured on {date.today():%Y-%m-%d}, {os.cpu_count()} cores ({platform.machine()}), "  # noqa: DTZ011
        f"Python {platform.python_version()}. Trust the ratios more than the times. "
        "`make bench` writes this page anew.\n",
    ]
    for script, heading in (
        ("start.py", "Start"),
        ("search_speed.py", "Search"),
        ("leaflet_speed.py", "Leaflet"),
        ("memory.py", "Memory"),
    ):
        parts.append(f"## {heading}\n\n{READING[script]}\n")
        if script != "search_speed.py":
            parts.append(table(script))
        elif REGISTER.is_dir():
            parts.append(table(script, str(REGISTER)))
        else:
            parts.append("Not measured: the public catalogues are not beside this checkout.\n")
        sys.stderr.write(f"{script} done\n")
    (ROOT / "docs" / "benchmarks.md").write_text("\n".join(parts), encoding="utf-8")


if __name__ == "__main__":
    main()
