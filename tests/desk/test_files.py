"""A finished file gets its name once, also where the file system has no links."""

import errno
import os
from pathlib import Path

import pytest

from neuvola_desk.files import put_in_place


@pytest.fixture
def unfinished(tmp_path: Path) -> Path:
    path = tmp_path / "file.new"
    path.write_text("mine")
    return path


@pytest.fixture(params=[None, errno.EPERM, errno.ENOTSUP, errno.ENOSYS], ids=str)
def _links(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file system with links, and ones that refuse them in their ways."""
    if request.param is not None:
        monkeypatch.setattr(os, "link", _refusing(request.param))


def _refusing(number: int):
    def link(*_paths: object) -> None:
        raise OSError(number, os.strerror(number))

    return link


@pytest.mark.usefixtures("_links")
def test_it_is_put_where_nothing_is(unfinished: Path, tmp_path: Path) -> None:
    put_in_place(unfinished, tmp_path / "file")
    assert (tmp_path / "file").read_text() == "mine"


@pytest.mark.usefixtures("_links")
def test_what_another_process_put_there_stays(unfinished: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("theirs")
    put_in_place(unfinished, tmp_path / "file")
    assert (tmp_path / "file").read_text() == "theirs"


def test_any_other_fault_is_raised(unfinished: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "link", _refusing(errno.ENOSPC))
    with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)):
        put_in_place(unfinished, tmp_path / "file")
    assert not (tmp_path / "file").exists()
