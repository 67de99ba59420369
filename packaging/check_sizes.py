"""Fails when a source file has grown past one subject: 400 lines (tables are data files)."""

import sys
from pathlib import Path

LIMIT = 400


def main() -> int:
    """Prints every file over the limit; 1 if there is any."""
    root = Path(__file__).resolve().parents[1]
    files = (path for folder in ("src", "packaging", "benchmarks") for path in (root / folder).rglob("*.py"))
    long_ones = [
        (path, count) for path in files if (count := len(path.read_text("utf-8").splitlines())) > LIMIT
    ]
    for path, count in sorted(long_ones):
        sys.stderr.write(f"{path.relative_to(root)} has {count} lines; {LIMIT} is the limit\n")
    return 1 if long_ones else 0


if __name__ == "__main__":
    raise SystemExit(main())
