"""PySide reads the source of what is imported after it, unless it is kept from it."""

import json
import subprocess
import sys

SOURCES_KEPT = """
import json, linecache
{first}
import PySide6.QtWidgets
from xml.sax.saxutils import escape
print(json.dumps([name for name in linecache.cache if name.endswith("saxutils.py")]))
"""


def sources_kept(first: str) -> list[str]:
    command = [sys.executable, "-c", SOURCES_KEPT.format(first=first)]
    told = subprocess.run(command, capture_output=True, text=True, check=True)
    kept: list[str] = json.loads(told.stdout)
    return kept


def test_the_source_of_what_is_imported_is_not_kept() -> None:
    assert sources_kept("import neuvola_desk.ui.plain_import") == []


def test_without_it_the_source_is_kept() -> None:
    """When this fails, PySide has left off, and the module can go."""
    assert sources_kept("import PySide6.QtCore")


def test_the_window_begins_with_it() -> None:
    assert sources_kept("import neuvola_desk.app") == []
