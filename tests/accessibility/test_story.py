"""A walk-in from the need to the logged visit, by what the elements offer and what may be written there."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from support.at_spi import Node
from support.seen_desk import PASSPHRASE, SeenDesk

OPEN_OR_NOT = re.compile("Auki|Suljettu|Ajanvarauksella|Aukiolo|Päivystää")
CHECKED = re.compile("Tarkistettu|Tarkistuspäivä")


def visits(desk: SeenDesk) -> list[dict[str, Any]]:
    """What the record holds, asked by the command line."""
    reading, writing = os.pipe()
    os.write(writing, PASSPHRASE.encode())
    os.close(writing)
    told = subprocess.run(
        [sys.executable, "-m", "neuvola_desk", "--data-dir", desk.data, "--json", "visit", "list"],
        env=os.environ
        | {"NEUVOLA_PASSPHRASE_FD": str(reading), "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"},
        pass_fds=(reading,),
        capture_output=True,
        check=True,
    )
    os.close(reading)
    found: list[dict[str, Any]] = json.loads(told.stdout)["visits"]
    return found


def options(desk: SeenDesk, name: str) -> list[Node]:
    """The options of a step that can be perceived."""
    return desk.all("list item", desk.reader.tree(desk.find("list", name).ref))


def choose_first(desk: SeenDesk, name: str) -> str:
    """Switches the first option on; its name without the count."""
    first = options(desk, name)[0]
    desk.reader.do(first, "Toggle")
    chosen = first.name.rpartition(",")[0]

    def is_on() -> bool:
        return any(one.name.startswith(chosen) and "selected" in one.states for one in options(desk, name))

    desk.reader.until(is_on, f"{chosen} to be chosen")
    return chosen


def test_three_clicks_two_services_a_leaflet_and_the_visit(desk: SeenDesk, tmp_path: Path) -> None:
    desk.press("Yksinäisyys", begins=True)
    results = desk.find("list", "Hakutulokset")
    choose_first(desk, "Millaista apua?")
    municipality = choose_first(desk, "Missä päin haluat asioida?")
    desk.find("push button", f"Poista valinta: {municipality}", begins=True)
    rows = desk.reader.until(lambda: desk.all("list item", desk.reader.tree(results.ref)), "rows")
    for row in rows[:2]:
        desk.reader.do(row, "Toggle")
    desk.press("Valitut (2)", "page tab")
    assert all("selected" in desk.reader.node(row.ref).states for row in rows[:2])

    desk.press("Tee esite")
    desk.press("Tallenna PDF…")
    path = tmp_path / "palveluesite.pdf"
    desk.write("Tiedoston nimi:", str(path))
    desk.press("Tallenna")
    desk.reader.until(lambda: path.exists() and path.read_bytes().startswith(b"%PDF"), "the leaflet")

    desk.press("Takaisin hakuun")
    desk.press("Käynti", "page tab")
    outcome = desk.find("radio button", "Lopputulos: Sai esitteen")
    assert "checked" in outcome.states
    desk.press("Merkitse käynti")
    desk.find("label", "Käynti merkitty.")
    assert [visit["needs"] for visit in visits(desk) if visit["outcome"] == "esite"] == [["yksinaisyys"]]


def test_a_pick_is_taken_back(desk: SeenDesk) -> None:
    desk.write("Hae palveluja", "yksinäinen")
    results = desk.find("list", "Hakutulokset")
    [first, *_others] = desk.reader.until(
        lambda: desk.all("list item", desk.reader.tree(results.ref)), "rows"
    )
    desk.reader.do(first, "Toggle")
    desk.find("page tab", "Valitut (1)")
    desk.reader.do(first, "Toggle")
    desk.find("page tab", "Valitut")
    assert "selected" not in desk.reader.node(first.ref).states


def test_a_result_reads_as_a_sentence(desk: SeenDesk) -> None:
    """Name, organisation, municipality, whether it is open."""
    desk.write("Hae palveluja", "yksinäinen")
    results = desk.find("list", "Hakutulokset")
    rows = desk.reader.until(lambda: desk.all("list item", desk.reader.tree(results.ref)), "rows")
    for row in rows:
        name, example, provider, *others = row.name.rstrip(".").split(". ")
        assert name
        assert example == "esimerkki, ei oikea palvelu"
        organisation, _kind, where = provider.split(" · ")
        assert organisation
        assert where
        assert OPEN_OR_NOT.match(others[0]), row.name
        assert CHECKED.search(row.name)


def test_the_count_is_said_while_the_keyboard_stays_in_the_field(desk: SeenDesk) -> None:
    desk.reader.forget_heard()
    desk.write("Hae palveluja", "yksinäinen")

    def said() -> str | None:
        return next((str(value) for *_where, value in desk.reader.heard() if "palvelu" in str(value)), None)

    told = desk.reader.until(said, "the number of services to be said")
    assert told in {label.name for label in desk.all("label")}
