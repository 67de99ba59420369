"""The raw files of sources, kept for looking things up."""

import io
import tarfile
from pathlib import Path

import pytest
import zstandard

from neuvola_server.files import sha256
from neuvola_server.raw_files import KEPT, RawFiles
from support.publishing import StandingClock


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock()


@pytest.fixture
def raw_files(tmp_path: Path, clock: StandingClock) -> RawFiles:
    return RawFiles(tmp_path / "harvest", clock)


def contents(path: Path) -> dict[str, bytes]:
    with path.open("rb") as file, zstandard.ZstdDecompressor().stream_reader(file) as reader:
        data = io.BytesIO(reader.read())
    with tarfile.open(fileobj=data) as archive:
        files = ((entry.name, archive.extractfile(entry)) for entry in archive)
        return {name: file.read() for name, file in files if file}


def test_a_file_and_a_folder_come_back_as_they_were(raw_files: RawFiles, tmp_path: Path) -> None:
    folder = tmp_path / "pages"
    (folder / "more").mkdir(parents=True)
    (folder / "1.json").write_bytes(b"[1]")
    (folder / "more" / "2.json").write_bytes(b"[2]")
    digest = raw_files.keep("ptv", folder)
    (kept,) = raw_files.kept("ptv")
    assert contents(kept) == {"1.json": b"[1]", "more/2.json": b"[2]"}
    assert sha256(kept) == digest
    raw_files.keep("lipas", folder / "1.json")
    assert contents(raw_files.kept("lipas")[0]) == {"1.json": b"[1]"}


def test_the_last_few_are_kept_and_what_is_the_same_only_once(
    raw_files: RawFiles, clock: StandingClock, tmp_path: Path
) -> None:
    file = tmp_path / "a.json"
    for n in range(KEPT + 2):
        for _ in range(2):
            clock.go(minutes=1)
            file.write_text(f"[{n}]")
            raw_files.keep("ptv", file)
    kept = raw_files.kept("ptv")
    assert [contents(one)["a.json"] for one in kept] == [f"[{n}]".encode() for n in range(2, KEPT + 2)]
    assert not list(kept[0].parent.glob(".*"))


@pytest.mark.parametrize("origin", ["..", "sheet/kulma", "../../etc", "ääni 1", "."])
def test_no_name_of_a_source_leads_out_of_the_folder(
    raw_files: RawFiles, tmp_path: Path, origin: str
) -> None:
    file = tmp_path / "a.json"
    file.write_text("[]")
    raw_files.keep(origin, file)
    (kept,) = raw_files.kept(origin)
    assert kept.parent.parent == tmp_path / "harvest"
