"""The exchange without a line: files that only the two can read, and nothing stored twice."""

import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, SealedBox

from neuvola_core import bundle
from neuvola_core.bundle import BundleRefusedError, Outbox, Reply, Settled
from neuvola_core.codec import to_json
from neuvola_core.errors import DiskFullError, SnapshotDamagedError, SyncUnderWayError
from neuvola_core.wire import RecordKind, Total, Verdict
from neuvola_desk.sync import outgoing, state
from neuvola_desk.sync.bundle import Bundles
from support.model_server import ModelPort, ModelServer, head_cursor
from support.ready_made import publish_snapshot
from support.services import make_service
from support.sync_desk import SyncDesk


def unsealed(key: PrivateKey, sealed: bytes) -> bytes | None:
    try:
        return SealedBox(key).decrypt(sealed)
    except CryptoError:
        return None


def opened(server: ModelServer, path: Path) -> Outbox:
    return bundle.read_outbox(path, lambda sealed: unsealed(server.sealing, sealed))


def answered(server: ModelServer, asked: Path, answer: Path, snapshot: Path | None = None) -> Reply:
    """What the server's side does with a stick."""
    outbox = opened(server, asked)
    port = ModelPort(server, outbox.token)
    answers = tuple(Settled(port.sync(r), r.totals, r.void) for r in outbox.requests)
    cursor = outbox.requests[-1].cursor
    pages = () if snapshot else (server.page(cursor, 1000),)
    manifest = server.newest if snapshot else None
    reply = Reply(outbox.nonce, outbox.desk, answers, pages, manifest)
    bundle.write_reply(answer, reply, outbox.reply_key, snapshot)
    return reply


def test_the_stick_carries_everything_that_waits_and_brings_the_verdicts(
    desk: SyncDesk, server: ModelServer, tmp_path: Path
) -> None:
    ids = desk.log(120)
    desk.record.outbox.put("c1", RecordKind.CONTACT, b'{"sealed":"x"}')
    asked, answer = tmp_path / "asked", tmp_path / "answer"
    assert Bundles(desk.exchange).export_outbox(asked).records == 121
    assert desk.record.outbox.count() == 121
    answered(server, asked, answer)
    result = Bundles(desk.exchange).import_bundle(answer)
    assert (result.state, result.pushed, result.accepted, result.waiting) == ("done", 121, 121, 0)
    assert set(server.records) == {*ids, "c1"}
    assert desk.record.counters.changed() == ()
    assert [r.kind for r in server.requests[0].records] == ["contact_request"]
    assert state.remembered(desk.record.settings).clock_offset == 0


def test_what_goes_both_ways_is_stored_once(desk: SyncDesk, server: ModelServer, tmp_path: Path) -> None:
    desk.log(3)
    asked, answer = tmp_path / "asked", tmp_path / "answer"
    Bundles(desk.exchange).export_outbox(asked)
    assert desk.exchange.sync().accepted == 3
    ticket = desk.record.settings.get("ticket")
    answered(server, asked, answer)
    assert len(server.records) == 3
    result = Bundles(desk.exchange).import_bundle(answer)
    assert (result.state, result.known, result.refused, result.waiting) == ("done", 3, 0, 0)
    assert desk.record.settings.get("ticket") != ticket
    assert Bundles(desk.exchange).import_bundle(answer).state == "done"
    assert desk.exchange.sync().pushed == 0


def test_an_answer_brings_no_older_ticket_back(desk: SyncDesk, server: ModelServer, tmp_path: Path) -> None:
    asked, answer = tmp_path / "asked", tmp_path / "answer"
    Bundles(desk.exchange).export_outbox(asked)
    answered(server, asked, answer)
    desk.exchange.sync()
    newest = desk.record.settings.get("ticket")
    Bundles(desk.exchange).import_bundle(answer)
    assert desk.record.settings.get("ticket") == newest


def test_a_refused_record_is_put_aside_by_a_stick_too(
    desk: SyncDesk, server: ModelServer, tmp_path: Path
) -> None:
    [bad] = desk.log()
    asked, answer = tmp_path / "asked", tmp_path / "answer"
    Bundles(desk.exchange).export_outbox(asked)
    server.reject = lambda _record: Verdict("rejected", "invalid")
    answered(server, asked, answer)
    assert Bundles(desk.exchange).import_bundle(answer).refused == 1
    assert [item.id for item in desk.record.outbox.refused()] == [bad]


def test_nobody_but_the_server_reads_the_file_and_nobody_but_the_desk_the_answer(
    desk: SyncDesk, server: ModelServer, tmp_path: Path
) -> None:
    desk.log(2)
    asked, answer = tmp_path / "asked", tmp_path / "answer"
    Bundles(desk.exchange).export_outbox(asked)
    for said in (b"velat", b"visit", b"kallio", *(token.encode() for token in server.tokens)):
        assert said not in asked.read_bytes()
    with pytest.raises(BundleRefusedError) as told:
        bundle.read_outbox(asked, lambda sealed: unsealed(PrivateKey.generate(), sealed))
    assert told.value.facts["reason"] == "other-server"
    answered(server, asked, answer)
    assert b"created" not in answer.read_bytes()


@pytest.mark.parametrize("place", [0, 20, 60, 150, 260, -1])
def test_a_file_that_was_changed_is_refused_whole(
    desk: SyncDesk, server: ModelServer, tmp_path: Path, place: int
) -> None:
    desk.log(2)
    asked, answer = tmp_path / "asked", tmp_path / "answer"
    Bundles(desk.exchange).export_outbox(asked)
    answered(server, asked, answer)
    for path in (asked, answer):
        content = bytearray(path.read_bytes())
        content[min(place, len(content) - 1)] ^= 1
        path.write_bytes(content)
    with pytest.raises(BundleRefusedError):
        opened(server, asked)
    result = Bundles(desk.exchange).import_bundle(answer)
    assert result.state == "bundle-refused"
    assert result.waiting == 2


@pytest.mark.parametrize("share", [0, 0.01, 0.3, 0.6, 0.99])
def test_a_file_that_was_cut_short_is_refused_whole(
    desk: SyncDesk, server: ModelServer, tmp_path: Path, share: float
) -> None:
    desk.log(2)
    asked, answer = tmp_path / "asked", tmp_path / "answer"
    Bundles(desk.exchange).export_outbox(asked)
    answered(server, asked, answer)
    for path in (asked, answer):
        os.truncate(path, int(path.stat().st_size * share))
    with pytest.raises(BundleRefusedError):
        opened(server, asked)
    assert Bundles(desk.exchange).import_bundle(answer).state == "bundle-refused"
    assert desk.record.outbox.count() == 2


def test_a_message_whose_length_is_nonsense_is_refused(tmp_path: Path) -> None:
    key = bundle.new_reply_key()
    nonce = bundle.new_nonce()
    path = tmp_path / "x"
    bundle.write_reply(path, Reply(nonce, "d", ()), key)
    read = bundle.read_reply(path, {nonce: key}, tmp_path / "none")
    assert read == Reply(nonce, "d", ())
    assert not (tmp_path / "none").exists()


def test_an_answer_to_another_desk_or_a_forgotten_export_changes_nothing(
    desk: SyncDesk, server: ModelServer, tmp_path: Path
) -> None:
    desk.log()
    asked, answer = tmp_path / "asked", tmp_path / "answer"
    Bundles(desk.exchange).export_outbox(asked)
    outbox = opened(server, asked)
    bundle.write_reply(answer, Reply(outbox.nonce, "another", ()), outbox.reply_key)
    result = Bundles(desk.exchange).import_bundle(answer)
    assert result.fault is not None
    assert result.fault.facts["reason"] == "other-desk"
    answered(server, asked, answer)
    for _ in range(10):
        Bundles(desk.exchange).export_outbox(tmp_path / "later")
    result = Bundles(desk.exchange).import_bundle(answer)
    assert result.fault is not None
    assert result.fault.facts["reason"] == "unknown-export"
    assert result.waiting == 1


def test_the_catalogue_comes_by_pages_in_the_answer(
    desk: SyncDesk, server: ModelServer, tmp_path: Path
) -> None:
    asked, answer = tmp_path / "asked", tmp_path / "answer"
    Bundles(desk.exchange).export_outbox(asked)
    answered(server, asked, answer)
    assert Bundles(desk.exchange).import_bundle(answer).cursor == ""
    local = make_service("local")
    desk.catalogue.apply([local], origin="helsinki", complete=True, fetched_on=desk.clock.now().date())
    server.log.put(make_service("a"), make_service("b"))
    Bundles(desk.exchange).export_outbox(asked)
    answered(server, asked, answer)
    result = Bundles(desk.exchange).import_bundle(answer)
    assert (result.pulled, result.withdrawn, result.cursor) == (2, 1, head_cursor(server))
    again = Bundles(desk.exchange).import_bundle(answer)
    assert (again.state, again.pulled) == ("done", 0)
    server.log.put(make_service("c"))
    Bundles(desk.exchange).export_outbox(asked)
    answered(server, asked, answer)
    assert Bundles(desk.exchange).import_bundle(answer).pulled == 1


def test_the_ready_made_catalogue_comes_in_the_answer(
    desk: SyncDesk, server: ModelServer, tmp_path: Path
) -> None:
    server.log.put(make_service("a"), make_service("b"))
    signed = publish_snapshot(server, tmp_path / "shelf")
    asked, answer = tmp_path / "asked", tmp_path / "answer"
    Bundles(desk.exchange).export_outbox(asked)
    answered(server, asked, answer, server.snapshots[signed.manifest.name])
    result = Bundles(desk.exchange).import_bundle(answer)
    assert (result.state, result.pulled, result.cursor) == ("done", 2, head_cursor(server))
    assert list(desk.paths.data.glob("snapshot-*")) == []


def stick(server: ModelServer, folder: Path) -> Path:
    signed = publish_snapshot(server, folder)
    (folder / "manifest.json").write_bytes(to_json(signed))
    return folder


@pytest.mark.parametrize("form", ["folder", "manifest", "file"])
def test_a_catalogue_on_a_stick_is_taken_into_use(
    desk: SyncDesk, server: ModelServer, tmp_path: Path, form: str
) -> None:
    server.log.put(make_service("a"))
    folder = stick(server, tmp_path / "stick")
    packed = next(folder.glob("*.zst"))
    named = {"folder": folder, "manifest": folder / "manifest.json", "file": packed}[form]
    result = Bundles(desk.exchange).import_bundle(named)
    assert (result.state, result.pulled, result.cursor) == ("done", 1, head_cursor(server))
    assert packed.exists()
    assert Bundles(desk.exchange).import_bundle(named).pulled == 0
    at = state.remembered(desk.record.settings).catalogue_at
    assert at is not None
    assert at.isoformat() == "2026-11-22T09:00:00+00:00"


def test_an_older_catalogue_is_never_taken(desk: SyncDesk, server: ModelServer, tmp_path: Path) -> None:
    server.log.put(make_service("a"))
    old = stick(server, tmp_path / "old")
    server.log.put(make_service("b"))
    desk.exchange.sync()
    result = Bundles(desk.exchange).import_bundle(old)
    assert isinstance(result.fault, SnapshotDamagedError)
    assert result.fault.facts["reason"] == "older"
    assert desk.catalogue.info().services == 2


def test_a_catalogue_of_a_former_epoch_is_taken_only_if_it_was_made_later(
    desk: SyncDesk, server: ModelServer, tmp_path: Path
) -> None:
    server.log.put(make_service("a"))
    Bundles(desk.exchange).import_bundle(stick(server, tmp_path / "first"))
    server.restore({})
    folder = tmp_path / "second"
    signed = publish_snapshot(server, folder, created="2026-11-21T09:00:00+00:00")
    (folder / "manifest.json").write_bytes(to_json(signed))
    assert Bundles(desk.exchange).import_bundle(folder).state == "snapshot-damaged"
    folder = tmp_path / "third"
    signed = publish_snapshot(server, folder, created="2026-11-23T09:00:00+00:00")
    (folder / "manifest.json").write_bytes(to_json(signed))
    assert Bundles(desk.exchange).import_bundle(folder).cursor == head_cursor(server)


def test_what_is_no_exchange_at_all_is_told(desk: SyncDesk, server: ModelServer, tmp_path: Path) -> None:
    server.log.put(make_service("a"))
    folder = stick(server, tmp_path / "stick")
    next(folder.glob("*.zst")).unlink()
    states = [
        Bundles(desk.exchange).import_bundle(path).state
        for path in (tmp_path / "none", folder, _file(tmp_path, b"x"), _file(tmp_path, b"{}", "x.json"))
    ]
    assert states == ["bundle-refused", "bundle-refused", "bundle-refused", "bundle-refused"]
    shutil.rmtree(folder)


def _file(folder: Path, content: bytes, name: str = "x") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def test_a_stick_that_is_full_leaves_no_half_a_file(
    desk: SyncDesk, server: ModelServer, small_disk: Path
) -> None:
    desk.log(40)
    (small_disk / "filler").write_bytes(b"x" * 712_000)
    with pytest.raises(DiskFullError):
        Bundles(desk.exchange).export_outbox(small_disk / "asked")
    assert [path.name for path in small_disk.iterdir()] == ["filler"]
    assert desk.exchange.sync().accepted == 40


def test_a_stick_waits_for_a_cycle_to_end(desk: SyncDesk, tmp_path: Path) -> None:
    with desk.exchange.lease():
        with pytest.raises(SyncUnderWayError):
            Bundles(desk.exchange).export_outbox(tmp_path / "x")
        assert Bundles(desk.exchange).import_bundle(tmp_path / "x").state == "sync-under-way"


@pytest.mark.parametrize(
    "total",
    [
        Total("footfall", ("p", "eilen", "aamu"), 1),
        Total("given", ("p", "viikko", "n", "s"), 1),
        Total("language", ("p", "2026-11", "klingon"), 1),
        Total("language", ("p",), 1),
        Total("newer", ("p", "x"), 1),
    ],
)
def test_a_total_that_this_program_does_not_keep_is_passed_over(total: Total) -> None:
    assert outgoing.count_of(total) is None


def test_a_counter_becomes_itself_again(desk: SyncDesk) -> None:
    desk.log()
    for count in desk.record.counters.changed():
        assert outgoing.count_of(outgoing.total_of(count)) == count


def test_a_page_with_a_damaged_service_is_told(desk: SyncDesk, server: ModelServer, tmp_path: Path) -> None:
    server.log.put(make_service("a"))
    asked, answer = tmp_path / "asked", tmp_path / "answer"
    Bundles(desk.exchange).export_outbox(asked)
    outbox = opened(server, asked)
    page = server.page("", 10)
    wrong = replace(page, changes=tuple(replace(c, fetched_on="eilen") for c in page.changes))
    bundle.write_reply(answer, Reply(outbox.nonce, outbox.desk, (), (wrong,)), outbox.reply_key)
    assert Bundles(desk.exchange).import_bundle(answer).state == "snapshot-damaged"


def test_a_folder_that_may_not_be_read_is_told(
    desk: SyncDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(_path: Path) -> bool:
        raise PermissionError(13, "denied")

    monkeypatch.setattr(bundle, "is_answer", denied)
    assert Bundles(desk.exchange).import_bundle(_file(tmp_path, b"x")).state == "unreadable-source"


def test_totals_that_fill_a_request_go_on_in_the_next(
    desk: SyncDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.log(3)
    monkeypatch.setattr(outgoing, "LARGEST_REQUEST", outgoing._RESERVE + 400)
    _private, loads = outgoing.leaving(desk.record, desk.clock.now(), automatic=False)
    assert sum(len(load.totals) for load in loads) == 4
    assert sum(len(load.items) for load in loads) == 3
    assert len(loads) > 3
