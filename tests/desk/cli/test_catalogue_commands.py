"""The command line over the catalogue, as scripts use it."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from support.commands import Commands
from support.sheet_file import ROWS, write_sheet


def test_an_import_counts_what_came(run: Commands, tmp_path: Path) -> None:
    sheet = write_sheet(tmp_path)
    first = run("import", str(sheet), "--json").json
    assert {key: first[key] for key in ("format", "added", "updated", "unchanged", "withdrawn", "empty")} == {
        "format": "sheet",
        "added": 3,
        "updated": 0,
        "unchanged": 0,
        "withdrawn": 0,
        "empty": 0,
    }
    assert first["rejected"] == []
    assert run("import", str(sheet), "--json").json["unchanged"] == 3


def found(run: Commands, words: str) -> list[str]:
    return [hit["name"] for hit in run("search", words, "--json").json["hits"]]


def test_a_row_that_is_gone_is_withdrawn_and_comes_back(run: Commands, tmp_path: Path) -> None:
    run("import", str(write_sheet(tmp_path)))
    assert run("import", str(write_sheet(tmp_path, ROWS[:2])), "--json").json["withdrawn"] == 1
    assert "Ruoka-apu" not in found(run, "ruoka-apu")
    assert run("import", str(write_sheet(tmp_path)), "--json").json["updated"] == 1
    assert found(run, "ruoka-apu")[0] == "Ruoka-apu"


def test_a_bad_row_is_reported_and_stops_nothing(run: Commands, tmp_path: Path) -> None:
    answer = run("import", str(write_sheet(tmp_path, (*ROWS, ",ei tunnusta,,,,,,,,,,,"))), "--json")
    assert answer.code == 0
    assert answer.json["added"] == 3
    [rejected] = answer.json["rejected"]
    assert "palvelut.csv" in rejected["where"]
    assert rejected["reason"]


def test_a_source_that_is_not_there_is_told_in_finnish(run: Commands, tmp_path: Path) -> None:
    answer = run("import", str(tmp_path / "puuttuu.json"))
    assert answer.code == 1
    assert "Tiedostoa tai kansiota ei ole" in answer.err
    assert "Traceback" not in answer.err


def test_one_unreadable_source_does_not_stop_the_others(run: Commands, tmp_path: Path) -> None:
    answer = run("import", str(tmp_path / "puuttuu.json"), str(write_sheet(tmp_path)), "--json")
    assert answer.code == 0
    assert answer.json["added"] == 3


def test_a_search_tells_everything_the_contract_names(run: Commands, tmp_path: Path) -> None:
    run("import", str(write_sheet(tmp_path)))
    found = run("--json", "search", "velkaneuvontaa").json
    assert {"query", "total", "took_ms", "hits", "facets", "suggestion"} <= set(found)
    hit = found["hits"][0]
    assert {
        "id",
        "source",
        "kind",
        "source_id",
        "name",
        "organisation",
        "summary",
        "municipalities",
        "url",
    } <= set(hit)
    assert (hit["source"], hit["kind"], hit["source_id"], hit["name"]) == (
        "sheet",
        "service",
        "1",
        "Velkaneuvonta",
    )
    assert hit["municipalities"] == ["297"]
    assert "velkaneuvonta" in hit["why"].lower()
    assert found["facets"]["need"]["velat"] == 1


def test_filters_narrow(run: Commands, tmp_path: Path) -> None:
    run("import", str(write_sheet(tmp_path)))
    assert run("search", "--need", "ruoka_apu", "--json").json["total"] == 1
    assert run("search", "--municipality", "Siilinjärvi", "--json").json["total"] == 1
    assert run("search", "--municipality", "297", "--json").json["total"] == 3
    assert run("search", "--limit", "1", "--json").json["total"] == 3


def test_a_profile_is_where_the_search_begins(run: Commands, tmp_path: Path) -> None:
    run("import", str(write_sheet(tmp_path)))
    lonely = run("search", "--profile", "yksinainen", "--json").json
    assert [hit["name"] for hit in lonely["hits"]] == ["Ystävätoiminta"]
    by_hand = run("search", "--profile", "yksinainen", "--need", "velat", "--json").json
    assert [hit["name"] for hit in by_hand["hits"]] == ["Velkaneuvonta"]


@pytest.mark.parametrize(
    "words", [("--need", "lohikäärme"), ("--municipality", "Ankkalinna"), ("--profile", "yrjo")]
)
def test_an_unknown_need_or_place_is_a_usage_fault(run: Commands, words: tuple[str, str]) -> None:
    answer = run("search", *words, "--json")
    assert answer.code == 2
    assert answer.out == ""
    assert words[1] in answer.err


def test_a_batch_answers_each_line_with_one_line(
    run: Commands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("import", str(write_sheet(tmp_path)))
    queries = tmp_path / "kyselyt.txt"
    queries.write_text("velkaa\n\nystävä\n", encoding="utf-8")
    answers = [json.loads(line) for line in run("search", "--batch", str(queries)).out.splitlines()]
    assert [answer["query"] for answer in answers] == ["velkaa", "", "ystävä"]
    assert answers[0]["hits"][0]["name"] == "Velkaneuvonta"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"ruokaa")))
    [answer] = run("search", "--batch", "-").out.splitlines()
    assert json.loads(answer)["hits"][0]["name"] == "Ruoka-apu"


def test_needs_have_ids_and_names_in_three_languages(run: Commands) -> None:
    needs = run("needs", "--json").json["needs"]
    assert len(needs) >= 55
    assert all({"fi", "sv", "en"} <= set(need["name"]) for need in needs)
    assert needs[-1]["id"] == "muu"


def test_an_exported_sheet_comes_back_the_same(run: Commands, tmp_path: Path) -> None:
    run("import", str(write_sheet(tmp_path)))
    exported = tmp_path / "viety.csv"
    assert run("export", "--format", "sheet", "--output", str(exported), "--json").json["services"] == 3
    text = exported.read_text(encoding="utf-8-sig")
    assert "Velkaneuvonta" in text
    assert "Skuldrådgivning" in text


def test_nothing_that_a_person_typed_becomes_a_traceback(run: Commands, tmp_path: Path) -> None:
    junk = tmp_path / "roskaa.json"
    junk.write_bytes(b"\x00\xff{not json")
    answer = run("import", str(junk))
    assert answer.code == 1
    assert "Lähdettä ei voitu lukea" in answer.err


def test_a_command_imports_no_qt(run: Commands, tmp_path: Path) -> None:
    told = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys; from neuvola_desk.__main__ import main; main(sys.argv[1:]);"
            "sys.exit(any(name.startswith('PySide6') for name in sys.modules))",
            "--data-dir",
            str(tmp_path / "desk"),
            "needs",
        ],
        capture_output=True,
        check=False,
    )
    assert told.returncode == 0, told.stderr.decode()
