"""Judged queries as they are typed, letter by letter."""

import json
from pathlib import Path

JUDGED = Path(__file__).resolve().parent / "judged"


def queries(wanted: int) -> list[str]:
    """Judged queries spread evenly over all of them."""
    found = [
        json.loads(line)["query"]
        for file in sorted(JUDGED.glob("queries_*.jsonl"))
        for line in file.read_text(encoding="utf-8").splitlines()
    ]
    step = max(1, len(found) // wanted)
    return found[::step][:wanted]


def keystrokes(wanted: int) -> list[str]:
    """What stands in the field after each letter of each of the queries."""
    return [query[:length] for query in queries(wanted) for length in range(1, len(query) + 1)]
