"""The ready-made catalogue: proved before it is taken, and done without where it is of no use."""

import hashlib
from base64 import b64encode
from dataclasses import replace
from pathlib import Path

import pytest
import zstandard
from nacl.signing import SigningKey

from neuvola_core import codec
from neuvola_core.errors import (
    CannotWriteError,
    CursorRefusedError,
    DiskFullError,
    ServerUnreachableError,
    SnapshotDamagedError,
)
from neuvola_core.wire import ChangePage, SignedManifest
from neuvola_desk.sync import snapshot
from neuvola_desk.sync.credentials import read_identity
from support.model_server import ModelServer, head_cursor
from support.ready_made import publish_snapshot
from support.services import make_service
from support.sync_desk import SyncDesk


def put(server: ModelServer, *said: str) -> None:
    server.log.put(*(make_service(name) for name in said))


def leftovers(desk: SyncDesk) -> list[str]:
    return sorted(path.name for path in desk.paths.data.glob("snapshot-*")) + sorted(
        path.name for path in desk.paths.data.glob("catalogue-next*")
    )


def told_of(caplog: pytest.LogCaptureFixture) -> list[object]:
    """Why ready-made catalogues were not taken."""
    return [record.args[0] for record in caplog.records if record.args and "ready-made" in record.msg]


def forget(desk: SyncDesk) -> None:
    """Empties the catalogue, as on a desk that begins."""
    day = desk.clock.now().date()
    desk.catalogue.apply([], origin="server", complete=True, fetched_on=day, cursor="")


def test_a_ready_made_catalogue_that_went_is_asked_for_again_or_done_without(
    desk: SyncDesk, server: ModelServer, tmp_path: Path
) -> None:
    put(server, "a", "b")
    publish_snapshot(server, tmp_path / "shelf")
    server.snapshots.clear()
    assert desk.exchange.sync().cursor == head_cursor(server)
    assert server.calls.count("manifest") == 2


def test_a_ready_made_catalogue_of_another_epoch_or_a_newer_program_is_passed_by(
    desk: SyncDesk, server: ModelServer, tmp_path: Path
) -> None:
    put(server, "a")
    publish_snapshot(server, tmp_path / "shelf", schema=99)
    assert desk.exchange.sync().cursor == head_cursor(server)
    publish_snapshot(server, tmp_path / "shelf2", epoch="old")
    put(server, "b")
    assert desk.exchange.sync().cursor == head_cursor(server)
    assert "snapshot" not in server.calls


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"sha256": "0" * 64}, "sha256"),
        ({"raw_size": 10}, "raw-size"),
        ({"raw_sha256": "0" * 64}, "raw-sha256"),
        ({"count": 7}, "count"),
        ({"name": "../up"}, "name"),
        ({"sha256": "../up"}, "name"),
        ({"size": 0}, "size"),
        ({"chain": "1" * 64}, "cursor"),
    ],
)
def test_a_file_that_is_not_what_its_manifest_says_is_done_without_and_asked_for_again_the_next_time(
    desk: SyncDesk,
    server: ModelServer,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    changes: dict[str, object],
    reason: str,
) -> None:
    put(server, "a", "b")
    publish_snapshot(server, tmp_path / "shelf", **changes)
    result = desk.exchange.sync()
    assert (result.state, result.pulled, result.cursor) == ("done", 2, head_cursor(server))
    assert server.calls.count("changes") == 1
    assert told_of(caplog) == [reason]
    assert leftovers(desk) == []
    forget(desk)
    publish_snapshot(server, tmp_path / "good")
    server.calls.clear()
    assert desk.exchange.sync().cursor == head_cursor(server)
    assert "changes" not in server.calls


def test_a_file_that_is_no_packed_file_is_done_without(
    desk: SyncDesk, server: ModelServer, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    put(server, "a")
    signed = publish_snapshot(server, tmp_path / "shelf")
    bad = b"not packed at all"
    server.snapshots[signed.manifest.name].write_bytes(bad)
    manifest = replace(signed.manifest, size=len(bad), sha256=hashlib.sha256(bad).hexdigest())
    server.newest = server.sign(manifest)
    assert desk.exchange.sync().cursor == head_cursor(server)
    assert told_of(caplog) == ["packing"]
    assert leftovers(desk) == []


def test_a_manifest_that_somebody_else_signed_proves_nothing(
    desk: SyncDesk, server: ModelServer, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    put(server, "a")
    signed = publish_snapshot(server, tmp_path / "shelf")
    stranger = SigningKey.generate()
    forged = b64encode(stranger.sign(codec.to_json(signed.manifest)).signature).decode()
    key = b64encode(bytes(stranger.verify_key)).decode()
    for wrong, reason in (
        (SignedManifest(signed.manifest, forged, key), "key"),
        (replace(signed, signature=forged), "signature"),
        (replace(signed, signature="?"), "signature"),
        (replace(signed, manifest=replace(signed.manifest, count=2)), "signature"),
    ):
        forget(desk)
        caplog.clear()
        server.newest = wrong
        assert desk.exchange.sync().cursor == head_cursor(server)
        assert told_of(caplog) == [reason]
    assert "snapshot" not in server.calls


@pytest.mark.parametrize("call", ["manifest", "snapshot"])
@pytest.mark.parametrize("reason", ["fault", "not-ours", "portal"])
def test_a_ready_made_catalogue_that_the_server_cannot_bring_is_done_without(
    desk: SyncDesk, server: ModelServer, tmp_path: Path, call: str, reason: str
) -> None:
    put(server, "a")
    publish_snapshot(server, tmp_path / "shelf")

    def fail(when: str, called: str) -> None:
        if (when, called) == ("before", call):
            raise ServerUnreachableError(url="x", reason=reason)

    server.faults = fail
    assert desk.exchange.sync().cursor == head_cursor(server)


def test_pages_that_were_begun_are_gone_on_with_before_a_damaged_file_is_fetched_again(
    desk: SyncDesk, server: ModelServer, tmp_path: Path
) -> None:
    server.page_limit = 1
    put(server, "a", "b", "c")
    publish_snapshot(server, tmp_path / "shelf", sha256="0" * 64)
    calls = iter(range(100))

    def cut(when: str, call: str) -> None:
        if (when, call) == ("before", "changes") and next(calls) == 2:
            raise ServerUnreachableError(url="x", reason="offline")

    server.faults = cut
    assert desk.exchange.sync().state == "server-unreachable"
    assert desk.exchange.sync().cursor == head_cursor(server)
    assert (server.calls.count("snapshot"), server.calls.count("changes")) == (1, 4)


def test_where_the_beginning_is_compacted_away_it_is_the_damaged_file_that_is_told(
    desk: SyncDesk, server: ModelServer, tmp_path: Path
) -> None:
    local = make_service("local")
    desk.catalogue.apply([local], origin="helsinki", complete=True, fetched_on=desk.clock.now().date())
    [visit] = desk.log()
    put(server, "a", "b")
    publish_snapshot(server, tmp_path / "shelf", raw_sha256="0" * 64)

    def page(_cursor: str, _limit: int) -> ChangePage:
        raise CursorRefusedError(reason="compacted")

    server.page = page  # type: ignore[method-assign]
    result = desk.exchange.sync()
    assert isinstance(result.fault, SnapshotDamagedError)
    assert result.fault.facts["reason"] == "raw-sha256"
    assert (result.accepted, visit in server.records) == (1, True)
    assert desk.catalogue.info().services == 1
    assert leftovers(desk) == []


def test_the_next_key_holds_once_the_present_one_has_named_it(
    desk: SyncDesk, server: ModelServer, tmp_path: Path
) -> None:
    put(server, "a")
    following = SigningKey.generate()
    key = b64encode(bytes(following.verify_key)).decode()
    publish_snapshot(server, tmp_path / "shelf", next_key=key)
    desk.exchange.sync()
    identity = read_identity(desk.record.settings)
    assert identity is not None
    assert identity.next_key == key
    server.signing = following
    desk.catalogue.apply([], origin="server", complete=True, fetched_on=desk.clock.now().date(), cursor="")
    publish_snapshot(server, tmp_path / "shelf2")
    assert desk.exchange.sync().state == "done"
    identity = read_identity(desk.record.settings)
    assert identity is not None
    assert (identity.verify_key, identity.next_key) == (key, "")


def test_a_download_is_gone_on_with_and_what_is_stale_is_removed(
    desk: SyncDesk, server: ModelServer, tmp_path: Path
) -> None:
    put(server, "a")
    signed = publish_snapshot(server, tmp_path / "shelf")
    stale = desk.paths.data / "snapshot-0000.part"
    stale.write_bytes(b"x")
    (desk.paths.data / "snapshot-0000.db-wal").write_bytes(b"x")
    part = snapshot.packed_path(desk.paths.data, signed.manifest)
    part.write_bytes(b"begun")

    def cut(when: str, call: str) -> None:
        if (when, call) == ("before", "snapshot"):
            raise ServerUnreachableError(url="x", reason="offline")

    server.faults = cut
    assert desk.exchange.sync().state == "server-unreachable"
    assert leftovers(desk) == [part.name]
    server.faults = lambda _when, _call: None
    assert desk.exchange.sync().state == "done"
    assert leftovers(desk) == []


def test_a_disk_without_room_is_told_before_anything_is_begun(
    desk: SyncDesk, server: ModelServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(server, "a")
    publish_snapshot(server, tmp_path / "shelf")
    usage = type("Usage", (), {"free": 10})
    monkeypatch.setattr(snapshot.shutil, "disk_usage", lambda _folder: usage)
    result = desk.exchange.sync()
    assert result.state == "disk-full"
    assert isinstance(result.fault, DiskFullError)
    assert "snapshot" not in server.calls


def test_a_disk_that_fills_while_unpacking_leaves_the_packed_file_for_the_next_time(
    tmp_path: Path, server: ModelServer, small_disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(server, "a")
    signed = publish_snapshot(server, tmp_path / "shelf")
    packed = small_disk / "packed"
    raw = b"\0" * 2_000_000
    packed.write_bytes(zstandard.ZstdCompressor().compress(raw))
    manifest = replace(
        signed.manifest,
        size=packed.stat().st_size,
        sha256=hashlib.sha256(packed.read_bytes()).hexdigest(),
        raw_size=len(raw),
        raw_sha256=hashlib.sha256(raw).hexdigest(),
    )
    with pytest.raises(DiskFullError):
        snapshot.unpack(packed, manifest, small_disk)
    assert [path.name for path in small_disk.iterdir()] == ["packed"]
    with pytest.raises(CannotWriteError):
        snapshot.unpack(packed, manifest, tmp_path / "nowhere")


def test_an_older_ready_made_catalogue_is_no_way_back(
    desk: SyncDesk, server: ModelServer, tmp_path: Path
) -> None:
    put(server, "a")
    publish_snapshot(server, tmp_path / "shelf")
    put(server, "b")
    desk.exchange.sync()
    strange = make_service("strange")
    desk.catalogue.apply([strange], origin="server", complete=False, fetched_on=desk.clock.now().date())
    put(server, "c")
    server.calls.clear()
    assert desk.exchange.sync().cursor == head_cursor(server)
    assert "snapshot" not in server.calls


def test_a_packed_file_of_the_wrong_length_is_told(server: ModelServer, tmp_path: Path) -> None:
    put(server, "a")
    signed = publish_snapshot(server, tmp_path / "shelf")
    short = tmp_path / "short"
    short.write_bytes(b"x")
    with pytest.raises(SnapshotDamagedError):
        snapshot.unpack(short, signed.manifest, tmp_path)
    packed = server.snapshots[signed.manifest.name]
    with pytest.raises(SnapshotDamagedError) as told:
        snapshot.unpack(packed, replace(signed.manifest, raw_size=signed.manifest.raw_size + 1), tmp_path)
    assert told.value.facts["reason"] == "raw-size"
