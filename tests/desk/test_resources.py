"""The program's own files are found in a checkout, in a wheel and in a frozen build."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from neuvola_desk import resources
from neuvola_desk.resources import resource_path


@pytest.fixture(autouse=True)
def _looked_for_anew() -> Iterator[None]:
    resources._folder.cache_clear()
    yield
    resources._folder.cache_clear()


def test_in_a_checkout_they_are_beside_the_code() -> None:
    assert resource_path("demo", "catalogue.csv").is_file()
    assert resource_path("style", "desk.qss").is_file()


def test_in_a_wheel_they_are_inside_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "_resources").mkdir()
    monkeypatch.setattr(resources, "__file__", str(tmp_path / "resources.py"))
    assert resource_path("demo", "x.csv") == tmp_path / "_resources" / "demo" / "x.csv"


def test_in_a_frozen_build_they_are_where_it_was_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert resource_path("icons") == tmp_path / "resources" / "icons"
