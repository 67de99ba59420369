"""``check-text``: advice on how a text reads, whatever way the text is given."""

import io
from pathlib import Path

import pytest

from support.commands import Commands


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
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO("Aika varataan.".encode())))
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
