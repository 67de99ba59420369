"""What the server did not take, from the command line."""

import json
from pathlib import Path

import pytest

from neuvola_core.visit import IsoWeek
from neuvola_desk.desk import Desk
from neuvola_desk.paths import DeskPaths
from support.commands import Commands


@pytest.fixture
def visit(run_with_record: Commands) -> str:
    """The id of a visit that was refused."""
    made = run_with_record("visit", "add", "--need", "velat", "--json")
    assert made.code == 0, made.err
    desk = Desk(DeskPaths(run_with_record.folder), ask_passphrase=lambda: "tyynen järven ranta")
    visit_id = str(made.json["id"])
    desk.record.outbox.settle((), {visit_id: "invalid/week"}, IsoWeek(2026, 47))
    desk.close()
    return visit_id


def test_without_a_record_there_is_nothing_to_list(run: Commands, tmp_path: Path) -> None:
    listed = run("sync", "refused", "list", "--json")
    assert (listed.code, listed.json) == (0, {"refused": []})
    assert run("sync", "refused", "export", str(tmp_path / "x.json")).code == 4


def test_it_is_listed_with_its_fields_and_in_words(run_with_record: Commands, visit: str) -> None:
    [one] = run_with_record("sync", "refused", "list", "--json").json["refused"]
    assert (one["id"], one["kind"], one["reason"]) == (visit, "visit", "invalid/week")
    assert one["values"]["needs"] == "velat"
    told = run_with_record("sync", "refused", "list")
    assert "Kohta viikko ei kelpaa" in told.out + told.err


def test_it_is_mended(run_with_record: Commands, visit: str) -> None:
    mended = run_with_record("sync", "refused", "correct", visit, "--set", "week=2026-W40", "--json")
    assert mended.code == 0, mended.err
    assert mended.json["replaces"] == visit
    [listed] = run_with_record("visit", "list", "--json").json["visits"]
    assert (listed["id"], listed["week"]) == (mended.json["id"], "2026-W40")
    assert run_with_record("sync", "refused", "list", "--json").json == {"refused": []}


@pytest.mark.parametrize(
    ("change", "code"), [("week=eilen", 1), ("needs=olematon", 2), ("olematon=1", 1), ("week", 2)]
)
def test_what_is_not_right_is_said_and_changes_nothing(
    run_with_record: Commands, visit: str, change: str, code: int
) -> None:
    assert run_with_record("sync", "refused", "correct", visit, "--set", change).code == code
    [one] = run_with_record("sync", "refused", "list", "--json").json["refused"]
    assert one["id"] == visit


def test_it_is_sent_again_or_given_up(run_with_record: Commands, visit: str) -> None:
    assert run_with_record("sync", "refused", "discard", visit).code == 2, "a reason is wanted"
    assert run_with_record("sync", "refused", "resend", visit).code == 0
    again = run_with_record("sync", "refused", "resend", visit)
    assert again.code == 1
    assert "ei ole korjattavien joukossa" in again.err
    assert run_with_record("sync", "refused", "discard", visit, "--reason", "vahinko").code == 1


def test_it_is_given_up_with_a_reason(run_with_record: Commands, visit: str) -> None:
    given_up = run_with_record("sync", "refused", "discard", visit, "--reason", "kahteen_kertaan", "--json")
    assert given_up.json == {"id": visit, "reason": "kahteen_kertaan"}
    assert run_with_record("visit", "list", "--json").json["visits"] == []


def test_it_is_copied(run_with_record: Commands, visit: str, tmp_path: Path) -> None:
    file = tmp_path / "ei-kelvanneet.json"
    assert run_with_record("sync", "refused", "export", str(file), "--json").json["records"] == 1
    [one] = json.loads(file.read_text("utf-8"))["records"]
    assert (one["id"], one["body"]["needs"]) == (visit, ["velat"])


def test_sync_alone_still_syncs(run: Commands) -> None:
    assert run("sync", "--json").json["state"] == "not-enrolled"
