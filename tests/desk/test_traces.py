"""What a process leaves when it dies: no dump, no words of a bug, no half a file."""

import subprocess
import sys
from pathlib import Path

import pytest

from neuvola_desk.traces import UnfinishedFiles, bug_words

SECRET = "kaneliorava 040 765 4321"

DUMPED = """
import ctypes, os, resource, sys
from neuvola_core.dumps import leave_no_dump
leave_no_dump()
assert resource.getrlimit(resource.RLIMIT_CORE) == (0, 0)
assert ctypes.CDLL(None).prctl(3, 0, 0, 0, 0) == 0, "dumpable"
secret = "kaneliorava" * 1000
os.abort()
"""


def run(code: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    script = f"ulimit -c unlimited 2> /dev/null; exec '{sys.executable}' -c \"$CODE\""
    return subprocess.run(
        ["/bin/sh", "-c", script], env={"CODE": code}, cwd=folder, capture_output=True, text=True
    )


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks Linux what it would dump")
def test_a_crash_dumps_no_memory(tmp_path: Path) -> None:
    done = run(DUMPED, tmp_path)
    assert "AssertionError" not in done.stderr, done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_command_that_meets_a_bug_tells_where_and_not_what(tmp_path: Path) -> None:
    code = f"from neuvola_desk.traces import tell_bugs_briefly; tell_bugs_briefly(); {{}}['{SECRET}']"
    done = run(code, tmp_path)
    assert done.returncode == 1
    assert "KeyError in <string>:1" in done.stderr
    assert "kaneliorava" not in done.stderr


def test_a_bug_is_told_without_its_own_words() -> None:
    try:
        raise ValueError(SECRET)
    except ValueError as bug:
        told = bug_words(type(bug), bug.__traceback__)
    assert told.startswith("ValueError in test_traces.py:")
    assert "kaneli" not in told


def test_what_a_kill_left_half_written_goes_at_the_next_start(tmp_path: Path) -> None:
    chosen = tmp_path / "chosen"
    chosen.mkdir()
    half, own, other = chosen / f".{'0' * 16}.pdf", chosen / "esite.pdf", chosen / ".piilo"
    for path in (half, own, other):
        path.write_bytes(b"x")
    files = UnfinishedFiles(tmp_path)
    files.begin(chosen)
    files.begin(tmp_path / "gone")
    assert (tmp_path / "unfinished").stat().st_mode & 0o777 == 0o600
    UnfinishedFiles(tmp_path).sweep()
    assert sorted(chosen.iterdir()) == [other, own]
    assert not (tmp_path / "unfinished").exists()
    UnfinishedFiles(tmp_path).sweep()


def test_a_list_that_cannot_be_written_stops_no_saving(tmp_path: Path) -> None:
    UnfinishedFiles(tmp_path / "nowhere").begin(tmp_path)
