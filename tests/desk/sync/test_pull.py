"""The catalogue is the server's to the last service, whatever file or page it came by."""

from dataclasses import replace
from pathlib import Path

import pytest

from neuvola_core.errors import (
    CursorRefusedError,
    ServerUnreachableError,
    SnapshotDamagedError,
)
from neuvola_core.wire import ChangePage
from neuvola_desk.sync import pace, pull, state
from neuvola_desk.sync.credentials import read_identity
from neuvola_desk.sync.pull import Pull
from neuvola_desk.sync.result import Watch
from support.change_log import ChangeLog
from support.model_server import ModelPort, ModelServer, head_cursor
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


@pytest.mark.parametrize("wrong", [{"count": 7}, {"chain": "1" * 64}])
def test_pages_that_end_elsewhere_than_the_server_says_are_told_to_a_person(
    desk: SyncDesk, server: ModelServer, tmp_path: Path, wrong: dict[str, object]
) -> None:
    put(server, "a")
    publish_snapshot(server, tmp_path / "shelf", sha256="0" * 64)
    whole = server.page

    def page(cursor: str, limit: int) -> ChangePage:
        said = whole(cursor, limit)
        return replace(said, head=replace(said.head, **wrong))  # type: ignore[arg-type]

    server.page = page  # type: ignore[method-assign]
    result = desk.exchange.sync()
    assert isinstance(result.fault, SnapshotDamagedError)
    assert result.fault.facts["reason"] == next(iter(wrong))
    assert desk.catalogue.info().services == 0
    assert leftovers(desk) == []


def pull_of(desk: SyncDesk, server: ModelServer) -> Pull:
    """A round of fetching alone."""
    identity = read_identity(desk.record.settings)
    assert identity is not None
    pages = pace.of_pages(desk.record.settings)
    port = ModelPort(server, next(iter(server.tokens)))
    return Pull(desk.catalogue, port, identity, lambda _proved: None, desk.paths.data, Watch(), pages)


@pytest.mark.parametrize("epoch", ["e1", "e2"])
def test_a_server_restored_to_before_its_import_takes_nothing_away(
    desk: SyncDesk, server: ModelServer, epoch: str
) -> None:
    """Said by another epoch, or seen by the cursor alone."""
    put(server, "a", "b")
    [visit] = desk.log()
    desk.exchange.sync()
    server.records.clear()
    server.log = ChangeLog(epoch)
    result = desk.exchange.sync()
    assert (result.state, result.withdrawn, len(names(desk))) == ("done", 0, 2)
    assert visit in server.records
    server.calls.clear()
    assert desk.exchange.sync().state == "done"
    assert server.calls == ["sync"]  # the loss was healed; it is not suspected for ever
    put(server, "x")
    assert desk.exchange.sync().cursor == head_cursor(server)
    assert len(names(desk)) == 1


def test_a_round_tells_whether_the_server_has_a_catalogue(desk: SyncDesk, server: ModelServer) -> None:
    begun = pull_of(desk, server)
    begun.run(server.log.head)
    assert begun.kept
    put(server, "a")
    followed = pull_of(desk, server)
    followed.run(server.log.head)
    assert not followed.kept
    server.log.withdraw(make_service("a"))
    emptied = pull_of(desk, server)
    emptied.run(server.log.head)
    assert (emptied.kept, desk.catalogue.info().services) == (False, 0)
    server.log = ChangeLog("e2")
    restored = pull_of(desk, server)
    restored.run(server.log.head)
    assert restored.kept


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
