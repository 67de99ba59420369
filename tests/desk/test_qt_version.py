"""Which PySide6 is refused."""

import sys

import PySide6
import pytest

from neuvola_desk.qt_version import qt_fault


def test_the_installed_pair_of_python_and_pyside_may_run() -> None:
    assert qt_fault() == ""


@pytest.mark.parametrize(
    ("installed", "python", "bad"),
    [
        ("6.11.0", (3, 11), False),
        ("6.12.0", (3, 11), True),
        ("7.0", (3, 11), True),
        ("6.12.0", (3, 12), False),
        ("6.8", (3, 11), False),
    ],
)
def test_a_qt_that_crashes_on_this_python_is_a_fault(
    installed: str, python: tuple[int, int], bad: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PySide6, "__version__", installed)
    monkeypatch.setattr(sys, "version_info", python)
    assert bool(qt_fault()) is bad
    assert not bad or installed in qt_fault()


def test_no_qt_at_all_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "PySide6", None)
    assert "PySide6" in qt_fault()
