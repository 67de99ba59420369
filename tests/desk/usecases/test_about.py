"""What the program says of itself is true of what is installed."""

import json
from importlib.metadata import version

import pytest

from neuvola_desk.resources import resource_path
from neuvola_desk.usecases import about


def named() -> dict[str, about.Notice]:
    return {one.name.casefold(): one for one in about.notices()}


def test_everything_carried_has_a_licence_and_its_text():
    for one in about.notices():
        assert one.licence, one.name
        assert all(len(text) > 20 for text in one.texts), one.name
        assert one.texts, one.name


@pytest.mark.parametrize("name", ["SQLAlchemy", "reportlab", "keyring", "uharfbuzz", "pyroaring"])
def test_what_is_imported_is_named_with_its_version(name: str):
    assert named()[name.casefold()].version == version(name)


@pytest.mark.parametrize("name", ["voikko-fi", "fontpkg-noto-sans", "qt", "openssl", "python"])
def test_what_is_built_in_is_named_too(name: str):
    assert name in named()


def test_neither_the_server_nor_the_tests_are_part_of_the_desk():
    assert named().keys().isdisjoint({"fastapi", "uvicorn", "psycopg", "jinja2", "pytest", "fonttools"})


def test_the_programs_own_licence_comes_first():
    first = about.notices()[0]
    assert (first.name, first.licence) == ("Neuvola Desk", "GPL-3.0-or-later")
    assert "GNU GENERAL PUBLIC LICENSE" in first.texts[0]


def test_a_build_without_notices_says_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path):
    monkeypatch.setattr(about, "resource_path", lambda *parts: tmp_path.joinpath(*parts))
    assert about.notices() == ()


def test_unread_translations_are_those_whose_files_say_so():
    unread = about.unread()
    assert "fi" not in unread.leaflet
    for code in unread.leaflet:
        told = json.loads(resource_path("leaflet", "texts", f"{code}.json").read_text("utf-8"))
        assert not told.get("read_by_a_native", False)
    assert set(unread.notice) <= {"sv", "en"}


def test_sources_name_each_keeper_once_and_the_oldest_check():
    found = about.sources()
    assert len(set(found.crisis_lines)) == len(found.crisis_lines) > 3
    assert len(set(found.official_names)) == len(found.official_names) > 3
    assert found.checked_on is not None
