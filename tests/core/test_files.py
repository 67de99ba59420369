"""A finished file gets its name once, also where the file system has no links, and never half-made."""

import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from neuvola_core.errors import CannotWriteError, DiskFullError
from neuvola_core.files import discard_stale, put_in_place, whole_file
from support.disks import disk_of


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 700 kB."""
    with disk_of("700k", tmp_path / "disk") as place:
        yield place


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


def test_a_file_is_there_when_it_is_finished_and_not_before(tmp_path: Path) -> None:
    path = tmp_path / "esite.pdf"
    with whole_file(path) as unfinished:
        unfinished.write_bytes(b"half")
        assert not path.exists()
        assert unfinished.suffix == ".pdf"
    assert path.read_bytes() == b"half"
    assert [file.name for file in tmp_path.iterdir()] == ["esite.pdf"]


def test_a_new_file_takes_the_rights_of_the_one_it_replaces(tmp_path: Path) -> None:
    path = tmp_path / "esite.pdf"
    path.write_bytes(b"old")
    path.chmod(0o640)
    with whole_file(path) as unfinished:
        unfinished.write_bytes(b"new")
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"new", 0o640)


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    target, link = tmp_path / "real" / "a.csv", tmp_path / "b.csv"
    target.write_text("old")
    link.symlink_to(target)
    with whole_file(link) as unfinished:
        unfinished.write_text("new")
    assert link.is_symlink()
    assert target.read_text() == "new"


def test_a_block_that_fails_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("old")

    def fail() -> None:
        with whole_file(path) as unfinished:
            unfinished.write_text("ne")
            raise ValueError("a bug")

    with pytest.raises(ValueError, match="a bug"):
        fail()
    assert path.read_text() == "old"
    assert [file.name for file in tmp_path.iterdir()] == ["a.csv"]


def test_a_full_disk_leaves_the_old_file(small_disk: Path) -> None:
    path = small_disk / "a.csv"
    path.write_text("old")
    with pytest.raises(DiskFullError) as told, whole_file(path) as unfinished:
        unfinished.write_bytes(bytes(800_000))
    assert told.value.facts["path"] == path
    assert path.read_text() == "old"
    assert [file.name for file in small_disk.iterdir()] == ["a.csv"]


def test_a_place_that_is_not_there_is_told_by_the_name_that_was_given(tmp_path: Path) -> None:
    path = tmp_path / "nowhere" / "a.csv"
    with pytest.raises(CannotWriteError) as told, whole_file(path) as unfinished:
        unfinished.write_text("new")
    assert told.value.facts["path"] == path


def test_what_a_writer_says_of_the_unfinished_file_is_told_of_the_wanted_one(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    with pytest.raises(DiskFullError) as told, whole_file(path) as unfinished:
        raise CannotWriteError(path=unfinished) from OSError(errno.ENOSPC, "full")
    assert told.value.facts["path"] == path


@pytest.mark.skipif(os.name != "posix", reason="pipes with a name")
def test_what_is_no_file_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reading = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    with whole_file(pipe) as unfinished:
        unfinished.write_bytes(b"through")
    assert os.read(reading, 20) == b"through"
    os.close(reading)
    assert pipe.is_fifo()


def test_only_what_was_left_long_ago_is_removed(tmp_path: Path) -> None:
    for name in ("a.new-1", "a.new-2", "a"):
        (tmp_path / name).write_text("")
    for name in ("a.new-1", "a"):
        os.utime(tmp_path / name, (0, 0))
    discard_stale(tmp_path, "a.new-*")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["a", "a.new-2"]
