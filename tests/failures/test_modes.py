"""Every failure mode of docs/sync.md has its tests, and the page names all of them and no other."""

import ast
import re
from collections import defaultdict
from pathlib import Path

HERE = Path(__file__).parent
PAGE = HERE.parents[1] / "docs" / "sync.md"
MODES = set(range(1, 40))
ROW = re.compile(r"^\| (\d+) \| [^|]+ \| ([^|]+) \|$", re.MULTILINE)


def _tested() -> dict[int, set[str]]:
    """The tests of this folder by the number that their docstring begins with."""
    found: defaultdict[int, set[str]] = defaultdict(set)
    for path in HERE.glob("test_*.py"):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                number = re.match(r"(\d+): ", ast.get_docstring(node) or "")
                if number:
                    found[int(number[1])].add(f"{path.stem}::{node.name}")
                else:
                    assert path == Path(__file__), f"{node.name} names no mode"
    return found


def test_every_mode_has_a_test() -> None:
    assert _tested().keys() == MODES


def test_the_page_names_the_tests_of_each_mode() -> None:
    named = {
        int(number): set(re.findall(r"`([^`]+)`", tests))
        for number, tests in ROW.findall(PAGE.read_text("utf-8"))
    }
    assert named == _tested()
