"""``check-text``: advice on how a text reads, whatever way the text is given."""

import io
from pathlib import Path

import pytest

from support.commands import Commands
from support.sheet_file import write_sheet


def test_advice_is_told_in_finnish_with_what_to_write(run: Commands) -> None:
    answer = run("check-text", "Tule, mikäli tarvitset esim. ruokaa.")
    assert answer.code == 0
    assert answer.out.splitlines() == [
        "”mikäli”: virastosana; käytä tuttua sanaa: jos",
        "”esim.”: lyhenne; kirjoita sana kokonaan: esimerkiksi",
    ]


def test_a_plain_text_is_told_to_be_so(run: Commands) -> None:
    answer = run("check-text", "Täältä saat ruokaa.")
    assert (answer.code, answer.out.startswith("Ei huomautettavaa.")) == (0, True)
    assert run("check-text", "Täältä saat ruokaa.", "--json").json == {"language": "fi", "remarks": []}


def test_a_program_gets_places_and_kinds(run: Commands) -> None:
    answer = run("check-text", "--json", "--language", "sv", "Ring t.ex. oss.")
    assert answer.json == {
        "language": "sv",
        "remarks": [
            {
                "kind": "abbreviation",
                "start": 5,
                "end": 10,
                "words": "t.ex.",
                "suggestion": "till exempel",
                "reason": "lyhenne; kirjoita sana kokonaan: till exempel",
            }
        ],
    }


def test_a_text_comes_from_a_file_or_from_stdin(
    run: Commands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "teksti.txt"
    path.write_bytes("\ufeffAika varataan.".encode())
    told = run("check-text", "--file", str(path)).out
    assert told.startswith("”varataan”: passiivi")
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"Aika varataan.")))
    assert run("check-text", "-").out == told


@pytest.mark.parametrize(
    ("data", "told"), [(None, "Tiedostoa tai kansiota ei ole"), (b"\xff\xfe\x00", "UTF-8-muodossa")]
)
def test_a_file_that_is_no_text_is_said(run: Commands, tmp_path: Path, data: bytes | None, told: str) -> None:
    path = tmp_path / "teksti.txt"
    if data is not None:
        path.write_bytes(data)
    answer = run("check-text", "--file", str(path))
    assert (answer.code, told in answer.err, answer.out) == (1, True, "")


def test_a_language_that_is_not_known_is_looked_at_for_length(run: Commands) -> None:
    answer = run("check-text", "--language", "so", "waa maxay")
    assert (answer.code, "vain virkkeiden ja sanojen pituus" in answer.err) == (0, True)


def test_a_long_sentence_is_shown_by_its_beginning(run: Commands) -> None:
    line = run("check-text", " ".join(["kissa"] * 19)).out.strip()
    assert line.startswith("”kissa kissa")
    assert line.endswith("kissa …”: pitkä virke; jaa se kahdeksi tai useammaksi")
    assert len(line) < 140


def test_a_sheet_is_read_row_by_row_and_only_what_could_be_plainer_is_told(
    run: Commands, tmp_path: Path
) -> None:
    path = tmp_path / "palvelut.csv"
    path.write_text(
        "id,name_fi,summary_fi,description_sv\n"
        '1,Kahvila,Täältä saat kahvia.,\n2,Neuvonta,"Tule, mikäli voit.",Ring t.ex. oss.\n',
        encoding="utf-8",
    )
    assert run("check-text", "--sheet", str(path)).out.splitlines() == [
        "2, summary_fi: ”mikäli”: virastosana; käytä tuttua sanaa: jos",
        "2, description_sv: ”t.ex.”: lyhenne; kirjoita sana kokonaan: till exempel",
    ]
    texts = run("check-text", "--sheet", str(path), "--json").json["texts"]
    assert [(one["id"], one["column"], len(one["remarks"])) for one in texts] == [
        ("2", "summary_fi", 1),
        ("2", "description_sv", 1),
    ]


def test_looking_at_a_sheet_brings_nothing_in(run: Commands, tmp_path: Path) -> None:
    assert run("check-text", "--sheet", str(write_sheet(tmp_path))).code == 0
    assert run("search", "ruoka", "--json").json["total"] == 0


def test_what_is_no_sheet_is_said(run: Commands, tmp_path: Path) -> None:
    answer = run("check-text", "--sheet", str(tmp_path / "puuttuu.csv"))
    assert (answer.code, bool(answer.err), answer.out) == (1, True, "")
