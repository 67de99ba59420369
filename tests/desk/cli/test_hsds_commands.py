"""``export --format hsds`` and ``import --format hsds``: a catalogue from one desk to another."""

import json
from pathlib import Path

from support.commands import Commands
from support.hsds_schema import faults
from support.sheet_file import write_sheet


def test_a_catalogue_goes_from_one_desk_to_another(run: Commands, tmp_path: Path) -> None:
    run("import", str(write_sheet(tmp_path)))
    exported = tmp_path / "luettelo.json"
    answer = run("export", "--format", "hsds", "--output", str(exported), "--json")
    assert answer.json == {"format": "hsds", "services": 3, "output": str(exported)}
    page = json.loads(exported.read_text(encoding="utf-8"))
    assert [fault for record in page["contents"] for fault in faults(record)] == []
    other = ("--data-dir", str(tmp_path / "toinen"))
    told = run(*other, "import", str(exported), "--json").json
    assert (told["format"], told["added"], told["rejected"], told["noted"]) == ("hsds", 3, [], [])
    again = run(*other, "import", "--format", "hsds", str(exported), "--json").json
    assert (again["added"], again["unchanged"], again["withdrawn"]) == (0, 3, 0)
    mine, theirs = (run(*where, "search", "velka", "--json").json for where in ((), other))
    assert [hit["name"] for hit in theirs["hits"]] == [hit["name"] for hit in mine["hits"]] != []
    assert theirs["facets"]["need"] == mine["facets"]["need"]
    assert {hit["source"] for hit in theirs["hits"]} == {"hsds"}


def test_only_the_sources_asked_for_go_out(run: Commands, tmp_path: Path) -> None:
    run("import", str(write_sheet(tmp_path)))
    for source, count in (("sheet", 3), ("ptv", 0)):
        path = tmp_path / f"{source}.json"
        words = ("export", "--format", "hsds", "--source", source, "--output", str(path), "--json")
        assert run(*words).json["services"] == count


def test_what_is_offered_no_more_is_withdrawn(run: Commands, tmp_path: Path) -> None:
    path = tmp_path / "piiri.json"
    row = {"id": "1", "name": "Velkapiiri", "status": "active", "assured_date": "2026-01-01"}
    path.write_text(json.dumps([row]), encoding="utf-8")
    assert run("import", str(path), "--json").json["added"] == 1
    path.write_text(json.dumps([{**row, "status": "defunct"}]), encoding="utf-8")
    assert run("import", str(path), "--json").json["withdrawn"] == 1
    assert run("search", "velkapiiri", "--json").json["total"] == 0


def test_what_is_odd_in_a_record_is_told_in_finnish(run: Commands, tmp_path: Path) -> None:
    path = tmp_path / "piiri.json"
    rows = [{"id": "1", "name": "Piiri", "status": "active", "minimum_age": "kaikki"}, {"status": "active"}]
    path.write_text(json.dumps(rows), encoding="utf-8")
    answer = run("import", "--format", "hsds", str(path), "--json")
    assert answer.code == 0
    assert answer.json["rejected"] == [{"where": "piiri.json", "reason": "tunnus puuttuu"}]
    assert answer.json["noted"] == [
        {"where": "piiri.json#1", "reason": "ikäraja ”kaikki” ei ole luku; se jätettiin pois"}
    ]
