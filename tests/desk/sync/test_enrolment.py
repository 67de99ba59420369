"""Becoming one of a server's desks, staying one, becoming another's: nothing waiting is lost on the way."""

from collections.abc import Callable
from pathlib import Path

import pytest

from neuvola_core.errors import (
    EnrolmentRefusedError,
    NotEnrolledError,
    RecordKeyError,
    ServerUnreachableError,
    SyncUnderWayError,
)
from neuvola_desk import keys
from neuvola_desk.config import load_settings
from neuvola_desk.record_port import LOCAL_POINT
from neuvola_desk.sync import state
from neuvola_desk.sync.credentials import RecordPlace, Tokens
from support.model_server import ModelServer
from support.sync_desk import Keyring, SyncDesk

New = Callable[..., SyncDesk]


def tokens_in(keyring: Keyring) -> list[str]:
    return [value for value in keyring.kept.values() if value]


def test_visits_of_a_desk_alone_belong_to_its_point_from_then_on(new_desk: New, server: ModelServer) -> None:
    desk = new_desk(enrolled=False)
    desk.log(2, point=LOCAL_POINT)
    desk.enrol(server)
    assert load_settings(desk.paths.config).point.id == "kallio"
    assert load_settings(desk.paths.config).point.name == "Kallion neuvonta"
    assert desk.exchange.sync().accepted == 2
    assert {record.body["point"] for record in server.bodies.values()} == {"kallio"}
    assert {key[0] for _series, _kind, key in server.totals} == {"kallio"}


def test_a_crash_between_record_and_settings_is_mended_by_the_next_cycle(
    new_desk: New, server: ModelServer
) -> None:
    desk = new_desk()
    desk.paths.config.unlink()
    desk.log(1, point=LOCAL_POINT)
    desk.exchange.sync()
    assert load_settings(desk.paths.config).point.id == "kallio"
    assert {record.body["point"] for record in server.bodies.values()} == {"kallio"}


def test_the_token_is_in_the_keyring_and_in_no_file(desk: SyncDesk, keyring: Keyring) -> None:
    [token] = tokens_in(keyring)
    [name] = keyring.kept
    assert name.startswith("token/")
    assert keys.installation_id(desk.paths) in name
    desk.close()
    for path in desk.paths.data.rglob("*"):
        if path.is_file():
            assert token.encode() not in path.read_bytes()
    desk.again()


def test_a_keyring_that_forgets_is_no_place(new_desk: New, keyring: Keyring, server: ModelServer) -> None:
    desk = new_desk(enrolled=False)
    keyring.forgets = True
    with pytest.raises(RecordKeyError):
        desk.enrol(server)
    assert desk.exchange.identity is None


def test_where_no_token_can_be_kept_the_code_is_not_used_up(
    new_desk: New, server: ModelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = new_desk(enrolled=False)
    (desk.paths.data / "installation.json").unlink()
    with pytest.raises(RecordKeyError):
        desk.enrol(server)
    assert "enrol" not in server.calls


def test_a_keyring_that_went_away_is_told(desk: SyncDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "os_keyring", lambda: None)
    result = desk.exchange.sync()
    assert result.state == "record-key"


def test_a_wrong_code_and_a_lost_answer_change_nothing(new_desk: New, server: ModelServer) -> None:
    desk = new_desk(enrolled=False)
    with pytest.raises(EnrolmentRefusedError):
        desk.exchange.enrol("http://localhost", "WRONG")
    code = server.new_code("d1")

    def lost(when: str, _call: str) -> None:
        if when == "after":
            raise ServerUnreachableError(url="x", reason="offline")

    server.faults = lost
    with pytest.raises(ServerUnreachableError):
        desk.exchange.enrol("http://localhost", code)
    assert desk.exchange.identity is None
    server.faults = lambda _when, _call: None
    desk.exchange.enrol("http://localhost", code)
    assert desk.exchange.sync().state == "done"


def test_another_server_is_offered_everything_under_new_numbers(
    new_desk: New, server: ModelServer, keyring: Keyring
) -> None:
    desk = new_desk()
    desk.log(3)
    desk.exchange.sync()
    former = desk.record.outbox.series()
    server.restore({})
    server.totals.clear()
    server.requests.clear()
    desk.enrol(server, "another")
    assert len(tokens_in(keyring)) == 1
    assert desk.exchange.sync().accepted == 3
    assert server.totals
    assert desk.record.outbox.series() != former
    assert sorted(r.number for request in server.requests for r in request.records) == [1, 2, 3]


def test_enrolment_waits_for_nobody_else(desk: SyncDesk, server: ModelServer) -> None:
    with desk.exchange.lease(), pytest.raises(SyncUnderWayError):
        desk.enrol(server, "again")


# --- the token and the one after it ------------------------------------------------------------------------


def test_a_due_token_is_renewed_and_the_old_one_goes_when_the_new_one_has_worked(
    desk: SyncDesk, server: ModelServer, keyring: Keyring
) -> None:
    [old] = tokens_in(keyring)
    server.notices = (state.TOKEN_DUE,)
    assert desk.exchange.sync().state == "done"
    assert set(tokens_in(keyring)) > {old}
    server.notices = ()
    assert desk.exchange.sync().state == "done"
    [new] = tokens_in(keyring)
    assert new != old
    assert desk.exchange.sync().state == "done"


def test_a_lost_answer_to_the_renewal_leaves_the_old_token(
    desk: SyncDesk, server: ModelServer, keyring: Keyring
) -> None:
    [old] = tokens_in(keyring)
    server.notices = (state.TOKEN_DUE,)

    def lost(when: str, call: str) -> None:
        if (when, call) == ("after", "token"):
            raise ServerUnreachableError(url="x", reason="offline")

    server.faults = lost
    assert desk.exchange.sync().state == "server-unreachable"
    assert tokens_in(keyring) == [old]
    server.faults = lambda _when, _call: None
    assert desk.exchange.sync().state == "done"


def test_a_new_token_that_the_server_does_not_know_gives_way_to_the_old_one(
    desk: SyncDesk, server: ModelServer, keyring: Keyring
) -> None:
    server.notices = (state.TOKEN_DUE,)
    desk.exchange.sync()
    server.notices = ()
    server.next_tokens.clear()  # restored from before
    assert desk.exchange.sync().state == "done"
    assert len(tokens_in(keyring)) == 1
    assert desk.exchange.sync().state == "done"


def test_when_neither_token_is_known_the_desk_is_not_let_in(
    desk: SyncDesk, server: ModelServer, keyring: Keyring
) -> None:
    server.notices = (state.TOKEN_DUE,)
    desk.exchange.sync()
    server.next_tokens.clear()
    server.tokens.clear()
    assert desk.exchange.sync().state == "access-refused"
    assert len(tokens_in(keyring)) == 2


def test_a_desk_whose_right_was_revoked_is_told_so_whichever_token_it_tries(
    desk: SyncDesk, server: ModelServer
) -> None:
    server.notices = (state.TOKEN_DUE,)
    desk.exchange.sync()  # a new token is kept beside the old one
    server.revoked.add("desk")
    refused = desk.exchange.sync()
    assert (refused.state, refused.fault.facts["reason"]) == ("access-refused", "revoked")


def test_without_a_token_the_desk_is_not_enrolled(desk: SyncDesk, keyring: Keyring) -> None:
    keyring.kept.clear()
    assert desk.exchange.sync().state == "not-enrolled"


def test_where_a_passphrase_encrypts_the_record_it_holds_the_token(desk: SyncDesk) -> None:
    tokens = Tokens(RecordPlace(desk.record.settings), "d")
    with pytest.raises(NotEnrolledError):
        tokens.candidates()
    tokens.first("one")
    tokens.next("two")
    assert tokens.candidates() == ("two", "one")
    tokens.worked("two")
    assert tokens.candidates() == ("two",)
    tokens.forget()
    with pytest.raises(NotEnrolledError):
        tokens.candidates()


def test_probing_asks_for_something_small(desk: SyncDesk, server: ModelServer) -> None:
    server.calls.clear()
    desk.exchange.probe()
    assert server.calls == ["manifest"]


def test_the_lease_of_a_folder_that_is_gone_is_a_known_fault(desk: SyncDesk, tmp_path: Path) -> None:
    from neuvola_core.errors import CannotWriteError

    desk.exchange.folder.chmod(0o500)
    object.__setattr__(desk.exchange, "folder", tmp_path / "desk" / "installation.json" / "x")
    with pytest.raises(CannotWriteError), desk.exchange.lease():
        pass
    desk.paths.data.chmod(0o700)
