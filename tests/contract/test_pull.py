"""The catalogue as a desk gets it: pages of changes, or a ready-made one, in pieces if need be."""

import hashlib
from itertools import pairwise
from pathlib import Path

import pytest

from neuvola_core.errors import CursorRefusedError, RequestRefusedError, SnapshotGoneError
from neuvola_core.wire import FIRST_LINK, NOWHERE, Change, cursor_of, next_link
from neuvola_server.storage import schema
from support.houses import Server
from support.publishing import incoming, news

BREAD, ADVICE, CLUB = map(incoming, ("Leipäjono", "Velkaneuvonta", "Miesten kerho"))


def _chain(changes: list[Change]) -> str:
    link = FIRST_LINK
    for change in changes:
        link = next_link(link, change.seq, change.id, change.digest)
    return link


def test_pages_follow_on_one_another_to_the_head(server: Server) -> None:
    desk = server.enrol()
    server.house.publication.publish(news(BREAD, ADVICE))
    server.house.publication.publish(news(CLUB, ADVICE, complete=True))  # bread is withdrawn
    changes: list[Change] = []
    cursor, more = NOWHERE, True
    while more:
        page = desk.port.changes(cursor, 1)
        assert len(page.changes) == 1
        changes += page.changes
        cursor, more = page.cursor, page.more
    assert [change.seq for change in changes] == [1, 2, 3, 4]
    assert _chain(changes) == page.head.chain
    assert cursor == cursor_of(page.head.epoch, page.head.seq, page.head.chain)
    live = {change.id: change for change in changes}
    assert {one for one, change in live.items() if not change.gone} == {ADVICE.id, CLUB.id}
    assert page.head.count == 2
    assert desk.sync(cursor=cursor).head == page.head
    last = desk.port.changes(cursor, 1000)
    assert (last.changes, last.more, last.cursor) == ((), False, cursor)


def test_a_cursor_that_leads_nowhere_is_told_why(server: Server) -> None:
    desk = server.enrol()
    server.house.publication.publish(news(BREAD))
    head = desk.sync().head
    reasons = {
        cursor_of("another", 1, head.chain): "epoch",
        cursor_of(head.epoch, 1, "f" * 64): "diverged",
        cursor_of(head.epoch, 99, head.chain): "diverged",
        "no cursor": "diverged",
    }
    for cursor, reason in reasons.items():
        with pytest.raises(CursorRefusedError) as raised:
            desk.port.changes(cursor, 10)
        assert raised.value.facts["reason"] == reason


def test_a_page_has_bounds(server: Server) -> None:
    desk = server.enrol()
    for limit in (0, -1, 1001):
        with pytest.raises(RequestRefusedError) as raised:
            desk.port.changes(NOWHERE, limit)
        assert raised.value.facts["status"] == 422


def test_a_ready_made_catalogue_goes_on_where_it_was_cut_off(server: Server, tmp_path: Path) -> None:
    desk = server.enrol()
    assert desk.port.manifest() is None
    server.house.publication.publish(news(BREAD, ADVICE, CLUB))
    server.house.snapshots.refresh()
    signed = desk.port.manifest()
    assert signed is not None
    manifest = signed.manifest
    assert (manifest.seq, manifest.count) == (3, 3)
    assert signed.key == desk.identity.verify_key
    into = tmp_path / "catalogue.part"
    told: list[tuple[int, int]] = []
    desk.port.fetch_snapshot(manifest.name, manifest.size, into, lambda done, size: told.append((done, size)))
    whole = into.read_bytes()
    assert (len(whole), hashlib.sha256(whole).hexdigest()) == (manifest.size, manifest.sha256)
    assert told[-1] == (manifest.size, manifest.size)
    assert all(former[0] < later[0] for former, later in pairwise(told))
    into.write_bytes(whole[: manifest.size // 2])
    told.clear()
    desk.port.fetch_snapshot(manifest.name, manifest.size, into, lambda done, size: told.append((done, size)))
    assert into.read_bytes() == whole
    assert told[0][0] > manifest.size // 2


def test_a_ready_made_catalogue_that_is_no_more_is_said_to_be_gone(server: Server, tmp_path: Path) -> None:
    desk = server.enrol()
    for name in ("catalogue-0a-1-00000000.db.zst", "..", "server.db"):
        with pytest.raises(SnapshotGoneError):
            desk.port.fetch_snapshot(name, 10, tmp_path / "part")


def test_after_a_restore_every_desk_is_told(server: Server) -> None:
    desk = server.enrol()
    server.house.publication.publish(news(BREAD))
    page = desk.port.changes(NOWHERE, 10)
    server.house.publication.new_epoch()
    assert desk.sync(cursor=page.cursor).head.epoch != page.head.epoch
    with pytest.raises(CursorRefusedError):
        desk.port.changes(page.cursor, 10)


def test_a_server_that_has_forgotten_answers_says_so(server: Server) -> None:
    desk = server.enrol()
    desk.sync()
    restored = desk.ticket
    desk.sync()
    desk.sync()
    _set_back(server, restored)
    assert desk.sync().notices == ("restored",)
    assert desk.sync().notices == ()


def _set_back(server: Server, ticket: str) -> None:
    """As a back-up would have it."""
    before = schema.desk.update().values(ticket=ticket, former_ticket="")
    server.house.database.write(lambda connection: connection.execute(before))
