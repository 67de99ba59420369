"""A disk that is full in the midst of a cycle: told in words, and right again when there is room."""

from pathlib import Path

from support.model_server import ModelServer, head_cursor
from support.services import make_service
from support.sync_desk import Keyring, SyncDesk


def fill(place: Path, leave: int) -> Path:
    filler = place / "filler"
    size = 0
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                size += file.write(b"x" * 4096)
        except OSError:
            pass
    with filler.open("r+b") as file:
        file.truncate(max(0, size - leave))
    return filler


def test_a_full_disk_costs_no_record_and_no_catalogue(
    small_disk: Path, server: ModelServer, keyring: Keyring
) -> None:
    desk = SyncDesk(small_disk / "desk", server.line, keyring=keyring)
    desk.enrol(server)
    server.log.put(make_service("a"))
    ids = desk.log(5)
    desk.exchange.sync()
    more = desk.log(5)
    server.log.put(*(make_service(f"b{n}", description="pitkä kuvaus " * 400) for n in range(40)))
    filler = fill(small_disk, leave=8192)
    result = desk.exchange.sync()
    assert result.state == "disk-full"
    assert desk.catalogue.info().services == 1
    filler.unlink()
    assert set(ids) <= set(server.records)
    server.log.withdraw(*(make_service(f"b{n}", description="pitkä kuvaus " * 400) for n in range(40)))
    assert desk.exchange.sync().cursor == head_cursor(server)
    assert set(server.records) == {*ids, *more}
    assert desk.record.outbox.count() == 0
    assert desk.record.problems() == ()
    desk.close()
