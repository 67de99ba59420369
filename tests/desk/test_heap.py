"""Memory that was freed goes back to the system."""

import ctypes
import subprocess
import sys

import pytest

from neuvola_desk import heap

FREED_MIB = 40
BETWEEN = f"""
import ctypes
from pathlib import Path
from neuvola_desk import heap

def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 2**20

size = 4096
made = [ctypes.create_string_buffer(b"x" * size, size) for _ in range({FREED_MIB} * 2**20 // size)]
kept = made[-1]  # above what is freed, so that the heap cannot shrink by itself
del made
before = resident()
heap.give_back()
print(before - resident())
"""
GLIBC = sys.platform == "linux" and hasattr(ctypes.CDLL(None), "malloc_trim")


@pytest.mark.skipif(not GLIBC, reason="the C library gives memory back by itself")
def test_what_is_free_is_given_back() -> None:
    """In a process of its own, as the heap is the whole process's."""
    told = subprocess.run([sys.executable, "-c", BETWEEN], capture_output=True, text=True, check=True)
    assert float(told.stdout) > FREED_MIB / 2


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_other_systems_are_not_asked(platform: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the C library was loaded")

    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(ctypes, "CDLL", refuse)
    heap.let_workers_share()
    heap.give_back()


def test_a_c_library_without_such_functions_will_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(ctypes, "CDLL", lambda _name: object())
    heap.let_workers_share()
    heap.give_back()
