"""The catalogue is the server's to the last service, whatever file or page it came by."""

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
from neuvola_core.wire import SignedManifest
from neuvola_desk.sync import pull, snapshot, state
from neuvola_desk.sync.credentials import read_identity
from support.model_server import ModelServer, head_cursor
from support.ready_made import publish_snapshot
from support.services import make_service
from support.sync_desk import SyncDesk


def names(desk: SyncDesk) -> set[str]:
    return {service.name["fi"] for service in desk.catalogue.all_services()}


def put(server: ModelServer, *said: str) -> None:
    server.log.put(*(make_service(name) for name in said))


def leftovers(desk: SyncDesk) -> list[str]:
    return sorted(path.name for path in desk.paths.data.glob("snapshot-*")) + sorted(
        path.name for path in desk.paths.data.glob("catalogue-next*")
    )


def test_without_a_ready_made_catalogue_the_changes_are_followed_from_the_beginning(
    desk: SyncDesk, server: ModelServer
) -> None:
    server.page_limit = 2
    put(server, "a", "b", "c")
    server.log.withdraw(make_service("b"))
    result = desk.exchange.sync()
    assert (result.state, result.pulled, result.cursor) == ("done", 2, head_cursor(server))
    assert len(names(desk)) == 2
    assert leftovers(desk) == []


def test_the_ready_made_catalogue_takes_the_place_of_what_was_imported(
    desk: SyncDesk, server: ModelServer, tmp_path: Path
) -> None:
    local = make_service("local")
    desk.catalogue.apply([local], origin="helsinki", complete=True, fetched_on=desk.clock.now().date())
    put(server, "a", "b")
    publish_snapshot(server, tmp_path / "shelf")
    put(server, "c")
    result = desk.exchange.sync()
    assert (result.state, result.pulled, result.withdrawn) == ("done", 3, 1)
    assert (result.cursor, len(names(desk))) == (head_cursor(server), 3)
    assert server.calls.count("changes") == 1
    assert leftovers(desk) == []


def test_changes_and_withdrawals_come_page_by_page(desk: SyncDesk, server: ModelServer) -> None:
    put(server, "a", "b", "c")
    desk.exchange.sync()
    server.calls.clear()
    put(server, "d")
    server.log.withdraw(make_service("a"))
    result = desk.exchange.sync()
    assert (result.pulled, result.withdrawn) == (1, 1)
    assert server.calls == ["sync", "changes"]


def test_a_server_without_a_catalogue_takes_nothing_away(desk: SyncDesk, server: ModelServer) -> None:
    local = make_service("local")
    desk.catalogue.apply([local], origin="helsinki", complete=True, fetched_on=desk.clock.now().date())
    result = desk.exchange.sync()
    assert (result.state, result.pulled, result.cursor) == ("done", 0, "")
    assert desk.catalogue.info().services == 1


def test_a_cursor_that_was_compacted_away_is_no_loss(
    desk: SyncDesk, server: ModelServer, tmp_path: Path
) -> None:
    put(server, "a")
    desk.exchange.sync()
    put(server, "b", "c")
    publish_snapshot(server, tmp_path / "shelf")
    server.oldest_seq = 3
    series = desk.record.outbox.series()
    server.calls.clear()
    result = desk.exchange.sync()
    assert (result.state, result.cursor) == ("done", head_cursor(server))
    assert "reoffer" not in server.calls
    assert desk.record.outbox.series() == series


def test_a_server_that_went_another_way_is_followed_and_offered_everything_again(
    desk: SyncDesk, server: ModelServer
) -> None:
    """Restored without a word and published since: only the chain shows it."""
    put(server, "a", "b")
    [visit] = desk.log()
    desk.exchange.sync()
    server.records.clear()
    server.log = type(server.log)()
    put(server, "a", "x", "y")
    result = desk.exchange.sync()
    assert (result.state, result.cursor) == ("done", head_cursor(server))
    assert len(names(desk)) == 3
    assert visit in server.records


def test_a_desk_far_behind_takes_the_ready_made_catalogue(
    desk: SyncDesk, server: ModelServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pull, "FAR_BEHIND", 2)
    put(server, "a")
    desk.exchange.sync()
    put(server, "b", "c", "d")
    publish_snapshot(server, tmp_path / "shelf")
    server.calls.clear()
    assert desk.exchange.sync().cursor == head_cursor(server)
    assert "snapshot" in server.calls
    assert "changes" not in server.calls


def test_a_catalogue_that_is_not_the_servers_is_taken_anew(desk: SyncDesk, server: ModelServer) -> None:
    put(server, "a", "b")
    desk.exchange.sync()
    other = make_service("strange")
    desk.catalogue.apply([other], origin="server", complete=False, fetched_on=desk.clock.now().date())
    put(server, "c")
    result = desk.exchange.sync()
    assert (result.state, result.cursor) == ("done", head_cursor(server))
    assert len(names(desk)) == 3


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
def test_a_file_that_is_not_what_its_manifest_says_leaves_the_old_catalogue(
    desk: SyncDesk, server: ModelServer, tmp_path: Path, changes: dict[str, object], reason: str
) -> None:
    local = make_service("local")
    desk.catalogue.apply([local], origin="helsinki", complete=True, fetched_on=desk.clock.now().date())
    [visit] = desk.log()
    put(server, "a", "b")
    publish_snapshot(server, tmp_path / "shelf", **changes)
    result = desk.exchange.sync()
    assert result.state == "snapshot-damaged"
    assert isinstance(result.fault, SnapshotDamagedError)
    assert result.fault.facts["reason"] == reason
    assert (result.accepted, visit in server.records) == (1, True)
    assert desk.catalogue.info().services == 1
    assert [name for name in leftovers(desk) if name.endswith((".db", ".part"))] == []
    publish_snapshot(server, tmp_path / "good")
    assert desk.exchange.sync().cursor == head_cursor(server)


def test_a_file_that_is_no_packed_file_is_told(desk: SyncDesk, server: ModelServer, tmp_path: Path) -> None:
    put(server, "a")
    signed = publish_snapshot(server, tmp_path / "shelf")
    bad = b"not packed at all"
    server.snapshots[signed.manifest.name].write_bytes(bad)
    manifest = replace(signed.manifest, size=len(bad), sha256=hashlib.sha256(bad).hexdigest())
    server.newest = server.sign(manifest)
    result = desk.exchange.sync()
    assert result.fault is not None
    assert result.fault.facts["reason"] == "packing"


def test_a_manifest_that_somebody_else_signed_is_refused(
    desk: SyncDesk, server: ModelServer, tmp_path: Path
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
        server.newest = wrong
        result = desk.exchange.sync()
        assert result.fault is not None
        assert result.fault.facts["reason"] == reason
    assert desk.catalogue.info().services == 0


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


def test_pages_that_do_not_fit_together_are_not_taken(desk: SyncDesk, server: ModelServer) -> None:
    put(server, "a", "b")
    whole = server.page

    def holed(cursor: str, limit: int):
        page = whole(cursor, limit)
        return replace(page, changes=page.changes[1:])

    server.page = holed  # type: ignore[method-assign]
    result = desk.exchange.sync()
    assert result.fault is not None
    assert result.fault.facts["reason"] == "hole"
    assert desk.catalogue.info().services == 0
    assert leftovers(desk) == []


def test_pages_that_never_end_are_given_up(desk: SyncDesk, server: ModelServer) -> None:
    put(server, "a")
    whole = server.page
    server.page = lambda cursor, limit: replace(whole("", 0), cursor=cursor, more=True)  # type: ignore[method-assign]
    result = desk.exchange.sync()
    assert result.fault is not None
    assert result.fault.facts["reason"] == "hole"


def test_a_day_that_is_none_is_a_damaged_service(desk: SyncDesk, server: ModelServer) -> None:
    put(server, "a")
    whole = server.page

    def wrong(cursor: str, limit: int):
        page = whole(cursor, limit)
        return replace(page, changes=tuple(replace(c, fetched_on="eilen") for c in page.changes))

    server.page = wrong  # type: ignore[method-assign]
    result = desk.exchange.sync()
    assert result.fault is not None
    assert result.fault.facts["reason"] == "service"


def test_following_from_the_beginning_goes_on_after_a_cut(desk: SyncDesk, server: ModelServer) -> None:
    server.page_limit = 1
    put(server, "a", "b", "c")
    calls = iter(range(100))

    def cut(when: str, call: str) -> None:
        if (when, call) == ("before", "changes") and next(calls) == 2:
            raise ServerUnreachableError(url="x", reason="offline")

    server.faults = cut
    assert desk.exchange.sync().state == "server-unreachable"
    assert desk.catalogue.info().services == 0
    assert leftovers(desk)
    server.calls.clear()
    assert desk.exchange.sync().cursor == head_cursor(server)
    assert server.calls.count("changes") == 1
    assert leftovers(desk) == []


def test_a_beginning_of_another_epoch_is_thrown_away(desk: SyncDesk, server: ModelServer) -> None:
    server.page_limit = 1
    put(server, "a", "b")
    calls = iter(range(100))

    def cut(when: str, call: str) -> None:
        if (when, call) == ("before", "changes") and next(calls) == 1:
            raise ServerUnreachableError(url="x", reason="offline")

    server.faults = cut
    desk.exchange.sync()
    server.restore({})
    assert desk.exchange.sync().cursor == head_cursor(server)


def test_the_day_of_the_catalogue_is_the_servers(desk: SyncDesk, server: ModelServer) -> None:
    put(server, "a")
    desk.exchange.sync()
    assert state.remembered(desk.record.settings).catalogue_at == server.now()


def test_a_server_that_loses_its_way_while_it_is_followed_is_healed_in_the_same_cycle(
    desk: SyncDesk, server: ModelServer
) -> None:
    put(server, "a")
    [visit] = desk.log()
    desk.exchange.sync()
    whole = server.page
    refused = iter((CursorRefusedError(reason="epoch"), CursorRefusedError(reason="epoch")))

    def page(cursor: str, limit: int):
        for refusal in refused:
            raise refusal
        return whole(cursor, limit)

    server.page = page  # type: ignore[method-assign]
    put(server, "b")
    server.records.clear()
    result = desk.exchange.sync()
    assert (result.state, result.cursor) == ("done", head_cursor(server))
    assert visit in server.records


def test_a_cursor_that_is_refused_for_any_other_reason_ends_the_cycle(
    desk: SyncDesk, server: ModelServer
) -> None:
    put(server, "a")

    def page(_cursor: str, _limit: int):
        raise CursorRefusedError(reason="scope")

    server.page = page  # type: ignore[method-assign]
    result = desk.exchange.sync()
    assert result.state == "cursor-refused"
    assert "reoffer" not in server.calls


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
