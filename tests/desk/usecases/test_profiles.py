"""Profiles of the desk: edited by the coordinator, kept apart from the originals, brought back by one act."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from neuvola_core.errors import NotAllowedError, UnknownNeedError
from neuvola_core.profiles import originals
from neuvola_core.roles import Role, Standing
from neuvola_core.text import Text
from neuvola_desk.event_log import EventLog
from neuvola_desk.usecases.clock import FixedClock
from neuvola_desk.usecases.profiles import ProfileBook
from support.small_desk import NOW

LONELY = originals()[0]
EDITED = replace(LONELY, name=Text(fi="Juttuseuraa"), needs=("yksinaisyys",), shown=False)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "profiles.json"


def book(file: Path, role: Role = Role.COORDINATOR) -> ProfileBook:
    return ProfileBook(file, Standing(role), EventLog(file.parent / "logs", FixedClock(NOW)))


def test_they_are_the_originals_until_somebody_edits_one(file: Path) -> None:
    assert book(file).all() == originals()
    assert not file.exists(), "reading writes nothing"
    book(file).keep(EDITED)
    assert book(file).all() == (EDITED, *originals()[1:])
    assert book(file).get("yksinainen") == EDITED


def test_the_original_comes_back_and_nothing_is_kept_of_the_other(file: Path) -> None:
    book(file).keep(EDITED)
    assert book(file).restore("yksinainen") == LONELY
    assert book(file).all() == originals()
    assert "Juttuseuraa" not in file.read_text(encoding="utf-8")


def test_only_what_was_edited_is_kept_so_that_new_originals_come_through(file: Path) -> None:
    book(file).keep(EDITED)
    kept = json.loads(file.read_bytes())["profiles"]
    assert [row["id"] for row in kept] == ["yksinainen"]


@pytest.mark.parametrize("role", [Role.VOLUNTEER, Role.COUNSELLOR])
def test_others_than_the_coordinator_read_and_do_not_edit(role: Role, file: Path) -> None:
    own = book(file, role)
    assert own.all() == originals()
    for act in (lambda: own.keep(EDITED), lambda: own.restore("yksinainen")):
        with pytest.raises(NotAllowedError):
            act()
    assert not file.exists()


@pytest.mark.parametrize("content", ["", "[]", '{"profiles": 3}', "\x00", '{"profiles": [3]}'])
def test_a_damaged_file_is_never_a_reason_not_to_start(content: str, file: Path) -> None:
    file.write_text(content, encoding="utf-8")
    assert book(file).all() == originals()
    book(file).keep(EDITED)
    assert book(file).get("yksinainen") == EDITED


def test_a_row_with_a_need_that_is_no_more_is_passed_over(file: Path) -> None:
    book(file).keep(EDITED)
    told = file.read_text(encoding="utf-8").replace('"yksinaisyys"', '"raha_puu"')
    file.write_text(told, encoding="utf-8")
    assert book(file).all() == originals()


def test_an_unknown_profile_is_refused(file: Path) -> None:
    with pytest.raises(UnknownNeedError):
        book(file).keep(replace(LONELY, id="yrjo"))


def test_the_log_tells_that_lists_were_edited_and_not_which(file: Path) -> None:
    book(file).keep(EDITED)
    told = "".join(path.read_text(encoding="utf-8") for path in (file.parent / "logs").iterdir())
    assert "profiles-edited koordinaattori" in told
    assert "yksinainen" not in told
