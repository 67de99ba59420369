"""Two programs on one desk: somebody works at the window while a command imports or logs.

Nobody meets an error, a reader sees one edition of the register whole, and nothing that was logged is lost.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import pytest

from neuvola_desk.desk import Desk
from neuvola_desk.keys import record_key
from neuvola_desk.paths import DeskPaths
from neuvola_desk.usecases.visit_draft import VisitDraft
from neuvola_search.query import Query
from support.editions import QUERIES, Edition, answers, desk_with_both, integrity, rows
from support.records import raw

PASSPHRASE = "tyynen järven ranta"
LONGEST = 60.0
"""Seconds that a command may take on a slow machine."""
ALL = Query(limit=400)


@contextmanager
def command(data: Path, *words: str) -> Iterator[subprocess.Popen[bytes]]:
    """The program in a process of its own, where no keyring is and the passphrase comes by a descriptor."""
    reading, writing = os.pipe()
    os.write(writing, PASSPHRASE.encode() + b"\n")
    os.close(writing)
    settings = {
        "NEUVOLA_PASSPHRASE_FD": str(reading),
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
    }
    with subprocess.Popen(
        [sys.executable, "-m", "neuvola_desk", "--data-dir", str(data), *words],
        env=os.environ | settings,
        pass_fds=(reading,),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        os.close(reading)
        try:
            yield process
        finally:
            process.kill()


def ended(process: subprocess.Popen[bytes]) -> tuple[int, str]:
    """The exit code and what was told to the person."""
    _, told = process.communicate(timeout=LONGEST)
    return process.returncode, told.decode()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, tuple[Edition, Edition]]:
    return desk_with_both(tmp_path_factory.mktemp("editions"))


@pytest.fixture
def editions(made: tuple[Path, tuple[Edition, Edition]]) -> tuple[Edition, Edition]:
    return made[1]


@contextmanager
def desk_over(data: Path) -> Iterator[Desk]:
    with closing(Desk(DeskPaths(data).create(), ask_passphrase=lambda: PASSPHRASE)) as opened:
        yield opened


@pytest.fixture
def empty_desk(tmp_path: Path) -> Iterator[Desk]:
    with desk_over(tmp_path / "empty") as opened:
        yield opened


@pytest.fixture
def desk(tmp_path: Path, made: tuple[Path, tuple[Edition, Edition]]) -> Iterator[Desk]:
    with desk_over(shutil.copytree(made[0], tmp_path / "desk")) as opened:
        yield opened


def test_a_reader_sees_the_old_or_the_new_while_a_command_imports(
    desk: Desk, editions: tuple[Edition, Edition]
) -> None:
    new, old = editions
    for _ in range(2):
        asked = 0
        with command(desk.paths.data, "import", str(new.sheet)) as process:
            while process.poll() is None:
                for query, before, after in zip(QUERIES, old.answers, new.answers, strict=True):
                    found = replace(desk.catalogue.search(query), took_ms=0.0)
                    assert found in (before, after)
                    asked += 1
            assert ended(process) == (0, "")
        assert asked
        assert answers(desk.catalogue) == new.answers, "the reader goes on with the new state"
        assert rows(desk.paths) == new.rows
        new, old = old, new


def test_a_reader_that_was_there_before_anything_notices_the_first_import(
    empty_desk: Desk, editions: tuple[Edition, Edition]
) -> None:
    desk, first = empty_desk, editions[0].alone()
    seen = {desk.catalogue.search(ALL).total}
    with command(desk.paths.data, "import", str(first.sheet)) as process:
        while process.poll() is None:
            seen.add(desk.catalogue.search(ALL).total)
        assert ended(process) == (0, "")
    assert seen <= {0, len(first.live)}
    assert answers(desk.catalogue) == first.answers


def test_two_imports_at_once_both_come_in_one_after_the_other(
    desk: Desk, editions: tuple[Edition, Edition]
) -> None:
    data = desk.paths.data
    with (
        command(data, "import", str(editions[0].sheet)) as one,
        command(data, "import", str(editions[1].sheet)) as other,
    ):
        assert ended(one) == (0, "")
        assert ended(other) == (0, "")
    assert integrity(desk.paths) == "ok"
    stands = next(edition for edition in editions if edition.rows == rows(desk.paths))
    assert answers(desk.catalogue) == stands.answers


def test_a_visit_is_logged_by_a_command_while_the_window_holds_the_record(empty_desk: Desk) -> None:
    here = {empty_desk.visits.log(VisitDraft(needs=("velat",))).id}
    with command(empty_desk.paths.data, "visit", "add", "--need", "asumisen_kulut") as process:
        while process.poll() is None:
            here.add(empty_desk.visits.log(VisitDraft(needs=("velat",))).id)
        assert ended(process) == (0, "")
    logged = {visit.id: visit.needs for visit in empty_desk.visits.unsent()}
    assert here < set(logged)
    assert [needs for id_, needs in logged.items() if id_ not in here] == [("asumisen_kulut",)]
    assert empty_desk.record.problems() == ()


def test_a_visit_waits_for_a_write_that_is_under_way(empty_desk: Desk) -> None:
    empty_desk.visits.log(VisitDraft(needs=("velat",)))
    key = record_key(empty_desk.paths, ask_passphrase=lambda: PASSPHRASE, keyring=lambda: None)
    with closing(raw(empty_desk.paths.record, key)) as other:
        other.execute("BEGIN IMMEDIATE")
        with command(empty_desk.paths.data, "visit", "add", "--need", "asumisen_kulut") as process:
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=2.0)
            assert process.poll() is None, "it waits"
            other.execute("ROLLBACK")
            assert ended(process) == (0, "")
    assert len(empty_desk.visits.unsent()) == 2


@pytest.mark.long
def test_a_record_that_stays_held_is_said_in_words_and_nothing_is_written(empty_desk: Desk) -> None:
    empty_desk.visits.log(VisitDraft(needs=("velat",)))
    key = record_key(empty_desk.paths, ask_passphrase=lambda: PASSPHRASE, keyring=lambda: None)
    with closing(raw(empty_desk.paths.record, key)) as other:
        other.execute("BEGIN IMMEDIATE")
        with command(empty_desk.paths.data, "visit", "add", "--need", "asumisen_kulut") as process:
            code, told = ended(process)
    assert code == 1
    assert "Traceback" not in told
    assert told.strip()
    assert len(empty_desk.visits.unsent()) == 1
