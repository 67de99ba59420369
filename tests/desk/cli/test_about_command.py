"""``about`` answers people and programs alike, and needs neither record nor window."""

from importlib.metadata import version

from support.commands import Commands


def test_the_version_and_every_part(run: Commands):
    told = run("--json", "about").json
    assert (told["name"], told["version"]) == ("Neuvola Desk", version("neuvola-desk"))
    assert any(part["name"] == "SQLAlchemy" for part in told["parts"])
    assert "licences" not in told


def test_the_licences_word_by_word(run: Commands):
    told = run("--json", "about", "--licences").json
    assert "ZETETIC" in told["licences"]["SQLCipher"][0]
