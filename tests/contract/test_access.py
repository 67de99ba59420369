"""Every call looks at the token; a desk speaks for itself only."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from neuvola_core.errors import AccessRefusedError, NeuvolaError
from neuvola_core.port import ServerPort
from neuvola_core.wire import ReofferRequest, SyncRequest
from support.houses import Server, TestDesk, stored_rows, visit_record

CALLS: dict[str, Callable[[ServerPort, str, Path], object]] = {
    "sync": lambda port, desk, _: port.sync(SyncRequest("n", desk)),
    "changes": lambda port, _, __: port.changes("", 10),
    "manifest": lambda port, _, __: port.manifest(),
    "snapshot": lambda port, _, folder: port.fetch_snapshot("catalogue-1-1-00000000.db.zst", 1, folder / "f"),
    "reoffer": lambda port, desk, _: port.reoffer(ReofferRequest("n", desk, {"id": "digest"})),
    "token": lambda port, _, __: port.rotate_token("n"),
}


def _reason(call: Callable[[], object]) -> str:
    with pytest.raises(AccessRefusedError) as raised:
        call()
    return str(raised.value.facts["reason"])


def test_nothing_is_answered_without_the_right_token(server: Server, tmp_path: Path) -> None:
    desk = server.enrol()
    for call in CALLS.values():
        for token in ("", "guessed", desk.identity.token + "x"):
            assert _reason(partial(call, server.ask(token), desk.id, tmp_path)) == "unknown"


def test_nothing_is_answered_to_a_revoked_desk(server: Server, tmp_path: Path) -> None:
    desk = server.enrol("Kallio")
    server.house.desks.revoke("Kallio", who="operator")
    for call in CALLS.values():
        assert _reason(partial(call, desk.port, desk.id, tmp_path)) == "revoked"


def test_a_desk_speaks_for_itself_only(server: Server, tmp_path: Path) -> None:
    one, other = server.enrol("one"), server.enrol("other")
    for name in ("sync", "reoffer"):
        assert _reason(partial(CALLS[name], one.port, other.id, tmp_path)) == "other-desk"


def test_what_another_desk_is_made_to_send_is_not_stored(server: Server) -> None:
    one, other = server.enrol("one"), server.enrol("other")
    with pytest.raises(AccessRefusedError):
        one.port.sync(other.request(visit_record()))
    assert stored_rows(server.house) == {}


def test_the_old_token_holds_until_the_new_one_is_used(server: Server) -> None:
    desk = server.enrol()
    fresh = desk.port.rotate_token("n").token
    desk.sync()  # the answer was lost: the desk goes on with the old one
    newer = desk.port.rotate_token("n").token
    assert _reason(lambda: server.ask(fresh).manifest()) == "unknown"
    assert server.ask(newer).manifest() is None
    assert _reason(desk.sync) == "unknown"


def test_a_desk_is_told_when_its_token_is_due(server: Server) -> None:
    desk = server.enrol()
    server.clock.move(days=29)
    assert desk.sync().notices == ()
    server.clock.move(days=1)
    assert desk.sync().notices == ("token-due",)
    renewed = TestDesk(desk.identity, server.ask(desk.port.rotate_token("n").token), desk.ticket)
    assert renewed.sync().notices == ("token-due",)  # it was old when it came
    assert renewed.sync().notices == ()


def test_a_revoked_desk_gives_its_name_to_the_one_in_its_place(server: Server) -> None:
    former = server.enrol("Kallio")
    with pytest.raises(NeuvolaError) as raised:
        server.enrol("Kallio")
    assert raised.value.code == "desk-name-taken"
    server.house.desks.revoke("Kallio", who="operator")
    later = server.enrol("Kallio")
    assert later.id != former.id
    assert _reason(former.sync) == "revoked"
    assert later.sync().notices == ()


def test_a_copied_disk_is_noticed_and_what_it_sends_is_taken(server: Server) -> None:
    desk = server.enrol("Kallio")
    desk.sync()
    copy = TestDesk(desk.identity, desk.port, desk.ticket)
    desk.sync()
    desk.sync()
    record = visit_record()
    answer = copy.sync(record)
    assert "copied" in answer.notices
    assert answer.verdicts[record.id].status == "created"
    assert "copied" in desk.sync().notices
    assert [desk.copied for desk in server.house.desks.all()] == [True]
    server.house.desks.clear_copied("Kallio", who="operator")
    assert desk.sync().notices == ()


def test_a_lost_answer_looks_like_no_copy(server: Server) -> None:
    desk = server.enrol()
    desk.sync()
    for _ in range(3):
        desk.port.sync(desk.request())  # its answer, and the ticket in it, is lost
    assert desk.sync().notices == ()
    assert desk.sync().notices == ()
