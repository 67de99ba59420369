"""Ready-made catalogues: built of the log, signed, served whole by any host, and taken over by a desk."""

import base64
import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import zstandard
from nacl.signing import VerifyKey
from sqlalchemy import func, select, update

from neuvola_core import codec
from neuvola_core.errors import SnapshotGoneError
from neuvola_core.wire import SignedManifest, cursor_of
from neuvola_search.catalogue import open_catalogue
from neuvola_search.query import Query
from neuvola_server import snapshots as module
from neuvola_server import working
from neuvola_server.catalogue import PublishedCatalogue
from neuvola_server.house import House
from neuvola_server.storage.schema import snapshot, snapshot_chunk
from support.publishing import StandingClock, incoming, make_house, news, undated
from support.services import make_service


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock()


@pytest.fixture(params=["sqlite", "postgresql"])
def hosts(request: pytest.FixtureRequest, tmp_path: Path, clock: StandingClock) -> Iterator[list[House]]:
    """Two hosts of one database, each with a folder of its own."""
    url = f"sqlite:///{tmp_path / 'shared.db'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres_url")
    with ExitStack() as stack:
        yield [
            stack.enter_context(
                closing(make_house(tmp_path / name, url, clock, keep_snapshots=2, key_dir=tmp_path / "keys"))
            )
            for name in ("one", "two")
        ]


@pytest.fixture
def house(hosts: list[House]) -> House:
    return hosts[0]


def refreshed(house: House) -> SignedManifest:
    made = house.snapshots.refresh()
    assert made is not None
    return made


def unpacked(house: House, signed: SignedManifest, into: Path) -> Path:
    manifest = signed.manifest
    data = house.snapshots.file(manifest.name).read_bytes()
    assert (hashlib.sha256(data).hexdigest(), len(data)) == (manifest.sha256, manifest.size)
    raw = zstandard.ZstdDecompressor().decompress(data)
    assert (hashlib.sha256(raw).hexdigest(), len(raw)) == (manifest.raw_sha256, manifest.raw_size)
    into.write_bytes(raw)
    return into


def test_there_is_none_before_anything_is_published(house: House) -> None:
    assert house.snapshots.newest() is None
    assert house.snapshots.refresh() is None
    assert house.snapshots.refresh_if_due() is None
    assert house.snapshots.next_due() is None


def test_its_manifest_is_signed_and_says_where_the_log_stood(house: House, clock: StandingClock) -> None:
    house.publication.publish(news(incoming("Ruoka-apu"), incoming("Kerho")))
    house.publication.publish(news(gone=[incoming("Kerho").id]))
    signed = refreshed(house)
    head, manifest = house.publication.now(), signed.manifest
    assert (manifest.epoch, manifest.seq, manifest.chain) == (head.epoch, head.seq, head.chain)
    assert manifest.count == 1
    assert manifest.name == f"catalogue-{head.epoch}-3-{manifest.sha256[:8]}.db.zst"
    assert datetime.fromisoformat(manifest.created) == clock.now
    assert datetime.fromisoformat(manifest.expires) == clock.now + timedelta(days=14)
    assert signed.key == house.keys.verify_key
    key = VerifyKey(base64.b64decode(signed.key))
    key.verify(codec.to_json(manifest), base64.b64decode(signed.signature))
    assert house.snapshots.newest() == signed


def test_a_desk_takes_it_over_and_goes_on_from_there(house: House, tmp_path: Path) -> None:
    house.publication.publish(news(incoming("Ruoka-apu"), incoming("Kerho")))
    signed = refreshed(house)
    manifest = signed.manifest
    file = unpacked(house, signed, tmp_path / "fetched.db")
    with closing(open_catalogue(tmp_path / "desk" / "catalogue.db")) as desk:
        cursor = cursor_of(manifest.epoch, manifest.seq, manifest.chain)
        assert desk.adopt(file, cursor, manifest.count).pulled == 2
        assert desk.search(Query("kerho")).total == 1
        house.publication.publish(news(incoming("Kerho", "Uusi"), gone=[incoming("Ruoka-apu").id]))
        desk.follow(house.publication.page(desk.cursor(), 100))
        assert [hit.name.best() for hit in desk.search(Query("uusi")).hits] == ["Kerho"]
        assert desk.search(Query("ruoka")).total == 0
        assert undated(desk.all_services()) == {undated([make_service("Kerho", summary="Uusi")]).pop()}


def test_the_working_catalogue_follows_the_log(house: House, tmp_path: Path) -> None:
    house.publication.publish(news(*(incoming(f"Palvelu {n}") for n in range(30))))
    first = refreshed(house)
    house.publication.publish(
        news(incoming("Palvelu 3", "Uusi"), incoming("Palvelu 31"), gone=[incoming("Palvelu 4").id])
    )
    second = refreshed(house)
    assert (first.manifest.count, second.manifest.count, second.manifest.seq) == (30, 30, 33)
    with sqlite3.connect(unpacked(house, second, tmp_path / "raw.db")) as copy:
        rows = copy.execute("SELECT id, digest FROM services WHERE withdrawn_on IS NULL").fetchall()
    copy.close()
    assert dict(rows) == {
        one.id: one.digest
        for one in (
            *(incoming(f"Palvelu {n}") for n in (*range(3), *range(5, 30), 31)),
            incoming("Palvelu 3", "Uusi"),
        )
    }


def test_corrections_and_days_travel_with_it(house: House, tmp_path: Path) -> None:
    one = make_service("Ruoka-apu")
    house.publication.publish(news(incoming("Ruoka-apu"), complete=True, confirmed=["test"]))
    house.catalogue.amend(one.id, "phone", ["017 123 4567"])
    signed = refreshed(house)
    with closing(open_catalogue(unpacked(house, signed, tmp_path / "raw.db"))) as copy:
        (found,) = copy.all_services()
        assert found.amended == ("phone",)
        assert str(found.source.fetched_on) == "2026-11-20"
        assert {source.name: str(source.imported_on) for source in copy.info().sources} == {
            "test": "2026-11-20"
        }


@pytest.mark.parametrize("harm", ["nonsense", "emptied", "other-past", "newer"])
def test_a_working_catalogue_that_leads_nowhere_is_made_again(house: House, harm: str) -> None:
    house.publication.publish(news(incoming("Ruoka-apu")))
    refreshed(house)
    file = house.settings.data_dir / "working" / "catalogue.db"
    if harm == "nonsense":
        file.write_bytes(b"nonsense" * 1000)
    elif harm == "emptied":
        with closing(sqlite3.connect(file)) as connection, connection:
            connection.execute("DELETE FROM services")
    elif harm == "newer":
        with closing(sqlite3.connect(file)) as connection, connection:
            connection.execute("PRAGMA user_version = 99")
    else:
        house.publication.new_epoch()
    house.publication.publish(news(incoming("Kerho")))
    assert refreshed(house).manifest.count == 2


def test_another_host_serves_what_one_has_built(hosts: list[House], tmp_path: Path) -> None:
    one, two = hosts
    one.publication.publish(news(incoming("Ruoka-apu")))
    signed = refreshed(one)
    assert two.snapshots.newest() == signed
    assert not list((tmp_path / "two").rglob("*.zst"))
    unpacked(two, signed, tmp_path / "raw.db")
    assert two.snapshots.file(signed.manifest.name).is_relative_to(tmp_path / "two")
    assert not [file for file in (tmp_path / "two" / "snapshots").iterdir() if file.name.startswith(".")]


def test_a_host_without_a_working_catalogue_begins_with_what_another_has_built(
    hosts: list[House], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = hosts
    one.publication.publish(news(incoming("Ruoka-apu"), incoming("Kerho")))
    refreshed(one)
    two.publication.publish(news(incoming("Kerho", "Uusi"), incoming("Kolmas")))

    def indexed(*_: object) -> None:
        raise AssertionError("everything is indexed again")

    with monkeypatch.context() as changed:
        changed.setattr(PublishedCatalogue, "services", indexed)
        signed = refreshed(two)
    assert (signed.manifest.count, signed.manifest.seq) == (3, 4)
    assert [file.name for file in (two.settings.data_dir / "working").glob(".*")] == []


@pytest.mark.parametrize("harm", ["gone", "damaged", "old-index"])
def test_it_begins_from_the_services_where_no_ready_made_one_is_of_use(
    hosts: list[House], harm: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = hosts
    one.publication.publish(news(incoming("Ruoka-apu")))
    signed = refreshed(one)
    if harm == "gone":
        with one.database.engine.begin() as connection:
            connection.execute(snapshot_chunk.delete())
    elif harm == "damaged":
        two.snapshots.file(signed.manifest.name).write_bytes(b"nonsense")
    else:
        monkeypatch.setattr(working, "index_made_here", lambda: "1/old")
    two.publication.publish(news(incoming("Kerho")))
    assert refreshed(two).manifest.count == 2


def test_a_file_that_was_damaged_on_its_way_is_not_served(hosts: list[House], tmp_path: Path) -> None:
    one, two = hosts
    one.publication.publish(news(incoming("Ruoka-apu")))
    signed = refreshed(one)
    with one.database.engine.begin() as connection:
        connection.execute(update(snapshot_chunk).values(bytes=b"half"))
    with pytest.raises(SnapshotGoneError):
        two.snapshots.file(signed.manifest.name)
    assert not list((tmp_path / "two" / "snapshots").iterdir())


@pytest.mark.parametrize(
    "name", ["", "../server.db", "catalogue-ab-1-00000000.db.zst", "/etc/passwd", "catalogue-ab-1-0.db.zst/"]
)
def test_only_names_of_ready_made_catalogues_are_served(house: House, name: str) -> None:
    with pytest.raises(SnapshotGoneError) as gone:
        house.snapshots.file(name)
    assert gone.value.facts == {"name": name}


def test_only_the_newest_are_kept_on_any_host(hosts: list[House], clock: StandingClock) -> None:
    one, two = hosts
    names = []
    for n in range(4):
        clock.go(minutes=10)
        one.publication.publish(news(incoming(f"Palvelu {n}")))
        names.append(refreshed(one).manifest.name)
        two.snapshots.file(names[-1])
    with one.database.engine.connect() as connection:
        assert set(connection.execute(select(snapshot.c.name)).scalars()) == set(names[2:])
        chunks = select(func.count(func.distinct(snapshot_chunk.c.name)))
        assert connection.execute(chunks).scalar() == 2
    with pytest.raises(SnapshotGoneError):
        one.snapshots.file(names[0])
    clock.go(minutes=10)
    two.publication.publish(news(incoming("Viimeinen")))
    refreshed(two)
    with pytest.raises(SnapshotGoneError):
        two.snapshots.file(names[0])


def test_it_is_built_when_something_changed_and_not_too_often(house: House, clock: StandingClock) -> None:
    house.publication.publish(news(incoming("Ruoka-apu")))
    assert house.snapshots.next_due() == clock.now
    first = house.snapshots.refresh_if_due()
    assert first is not None
    assert house.snapshots.refresh_if_due() is None
    house.publication.publish(news(incoming("Kerho")))
    assert house.snapshots.next_due() == clock.now + timedelta(minutes=10)
    assert house.snapshots.refresh_if_due() is None
    clock.go(minutes=10)
    second = house.snapshots.refresh_if_due()
    assert second is not None
    assert second.manifest.seq == 2


def test_one_that_still_holds_is_confirmed_each_day_and_not_built_again(
    house: House, clock: StandingClock
) -> None:
    house.publication.publish(news(incoming("Ruoka-apu")))
    first = refreshed(house)
    assert house.snapshots.next_due() == clock.now + timedelta(days=1)
    clock.go(days=1)
    second = house.snapshots.refresh_if_due()
    assert second is not None
    assert second == house.snapshots.newest()
    assert second.manifest.expires > first.manifest.expires
    assert second.manifest.name == first.manifest.name
    VerifyKey(base64.b64decode(second.key)).verify(
        codec.to_json(second.manifest), base64.b64decode(second.signature)
    )


def test_another_version_of_the_index_is_built_at_once(
    house: House, clock: StandingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.publication.publish(news(incoming("Ruoka-apu")))
    refreshed(house)
    monkeypatch.setattr(module, "index_made_here", lambda: "3/new")
    assert house.snapshots.next_due() == clock.now + timedelta(minutes=10)


def test_one_host_builds_at_a_time(hosts: list[House]) -> None:
    one, two = hosts
    one.publication.publish(news(incoming("Ruoka-apu")))
    assert two.leases.take(module.LEASE)
    assert one.snapshots.refresh() is None
    two.leases.give_back(module.LEASE)
    assert one.snapshots.refresh() is not None


def test_a_new_epoch_leaves_none_of_the_old_ones(house: House) -> None:
    house.publication.publish(news(incoming("Ruoka-apu")))
    old = refreshed(house)
    house.publication.new_epoch()
    assert house.snapshots.newest() is None
    new = refreshed(house)
    assert new.manifest.epoch != old.manifest.epoch
    with pytest.raises(SnapshotGoneError):
        house.snapshots.file(old.manifest.name)


def test_progress_is_told_while_it_is_built(house: House) -> None:
    house.publication.publish(news(*(incoming(f"Palvelu {n}") for n in range(120))))
    told: list[tuple[int, int | None]] = []
    house.snapshots.refresh(lambda done, total: told.append((done, total)))
    assert told == [(50, 120), (100, 120)]


def test_what_a_killed_process_left_unfinished_is_removed_in_time(house: House) -> None:
    folder = house.settings.data_dir / "snapshots"
    (folder / ".building-old").mkdir(parents=True)
    (folder / ".building-old" / "catalogue.db").write_bytes(b"half")
    (folder / ".old.part").write_bytes(b"half")
    (folder / ".young.part").write_bytes(b"half")
    for old in (folder / ".building-old", folder / ".old.part"):
        os.utime(old, (0, 0))
    house.publication.publish(news(incoming("Ruoka-apu")))
    signed = refreshed(house)
    assert {file.name for file in folder.iterdir()} == {".young.part", signed.manifest.name}


def test_a_build_that_fails_leaves_nothing_behind(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    house.publication.publish(news(incoming("Ruoka-apu")))

    def full(*_: object) -> None:
        raise OSError("full")

    with monkeypatch.context() as failing:
        failing.setattr(module, "_compress", full)
        with pytest.raises(OSError, match="full"):
            house.snapshots.refresh()
    assert not list((house.settings.data_dir / "snapshots").iterdir())
    assert house.snapshots.newest() is None
    refreshed(house)


@pytest.mark.parametrize("spoilt", [b"", b"\0", b"more"])
def test_a_file_that_the_disk_spoilt_is_brought_again(
    house: House, tmp_path: Path, clock: StandingClock, spoilt: bytes
) -> None:
    house.publication.publish(news(incoming("Ruoka-apu")))
    signed = refreshed(house)
    path = house.snapshots.file(signed.manifest.name)
    whole = path.read_bytes()
    path.write_bytes({b"": whole[:-9], b"\0": b"\0" + whole[1:]}.get(spoilt, whole + spoilt))
    settings = house.settings
    with closing(House(settings, clock=clock)) as restarted:
        assert restarted.snapshots.file(signed.manifest.name).read_bytes() == whole
    assert unpacked(house, signed, tmp_path / "raw.db")
