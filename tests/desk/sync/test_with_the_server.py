"""A desk and the server itself, straight and over HTTP; through a line that misbehaves."""

import secrets
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from neuvola_desk.storage.copies import set_aside
from neuvola_desk.storage.record import restore_backup
from neuvola_desk.sync import state
from neuvola_desk.sync.exchange import Line, http_line
from neuvola_desk.sync.outgoing import total_of
from neuvola_desk.sync.status import facts
from neuvola_search.catalogue import open_catalogue
from neuvola_server.api.app import create_app
from neuvola_server.house import House
from neuvola_server.storage import schema
from neuvola_server.totals import SERIAL, key_of
from support.counting_line import counting_line
from support.fault_proxy import Harm, faulty_line
from support.houses import HandClock, house_at, stored_rows
from support.publishing import incoming, news
from support.records import KEY
from support.serving import serving
from support.sync_desk import Keyring, SyncDesk


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    folder = tmp_path / "server"
    folder.mkdir()
    with house_at(folder, clock=HandClock()) as house:
        yield house


def direct(house: House) -> Callable[[str, str], Line]:
    return lambda _url, _ca: Line(house.door("127.0.0.1"), house.port, lambda: None)


@pytest.fixture
def url(house: House) -> Iterator[str]:
    with serving(create_app(house)) as url:
        yield url


@pytest.fixture(params=["direct", "http"])
def desk(
    request: pytest.FixtureRequest, house: House, tmp_path: Path, keyring: Keyring
) -> Iterator[SyncDesk]:
    over_http = request.param == "http"
    url = request.getfixturevalue("url") if over_http else "http://localhost"
    desk = SyncDesk(tmp_path / "desk", http_line if over_http else direct(house), keyring=keyring)
    desk.exchange.enrol(url, house.enrolment.new_code("Kallio", point="kallio"))
    yield desk
    desk.close()


def publish(house: House, *names: str) -> None:
    house.publication.publish(news(*(incoming(name) for name in names)))


def test_visits_go_and_the_catalogue_comes(desk: SyncDesk, house: House) -> None:
    publish(house, "a", "b", "c")
    ids = desk.log(120)
    result = desk.exchange.sync()
    assert (result.state, result.accepted, result.waiting, result.pulled) == ("done", 120, 0, 3)
    assert set(stored_rows(house)) == set(ids)
    assert desk.catalogue.info().services == 3
    again = desk.exchange.sync()
    assert (again.pushed, again.pulled, again.cursor) == (0, 0, result.cursor)


def test_changes_are_followed_page_by_page(desk: SyncDesk, house: House) -> None:
    publish(house, "a", "b")
    desk.exchange.sync()
    publish(house, "a", "c")
    result = desk.exchange.sync()
    assert (result.state, result.pulled) == ("done", 1)
    assert desk.catalogue.info().services == 3


def test_a_ready_made_catalogue_replaces_what_was_imported(desk: SyncDesk, house: House) -> None:
    publish(house, *(f"s{n}" for n in range(30)))
    house.snapshots.refresh()
    result = desk.exchange.sync()
    assert (result.state, result.pulled) == ("done", 30)
    assert list(desk.paths.data.glob("snapshot-*")) == []
    with_search = open_catalogue(desk.paths.catalogue)
    assert with_search.info().services == 30
    with_search.close()


def test_the_token_is_renewed_when_it_is_due(desk: SyncDesk, house: House, keyring: Keyring) -> None:
    former = dict(keyring.kept)
    clock: HandClock = house.clock  # type: ignore[assignment]
    clock.move(days=31)
    assert desk.exchange.sync().state == "done"
    assert desk.exchange.sync().state == "done"
    [renewed] = [value for name, value in keyring.kept.items() if value]
    assert renewed not in former.values()
    assert desk.exchange.sync().state == "done"
    assert renewed in keyring.kept.values()
    assert state.TOKEN_DUE not in state.remembered(desk.record.settings).notices


def test_a_cycle_without_news_is_one_small_request_and_one_small_answer(
    house: House, url: str, tmp_path: Path, keyring: Keyring
) -> None:
    publish(house, "a")
    place = urlsplit(url)
    with counting_line(str(place.hostname), int(place.port or 0)) as line:
        desk = SyncDesk(tmp_path / "desk", http_line, keyring=keyring)
        desk.exchange.enrol(line.url, house.enrolment.new_code("Kallio"))
        desk.log(3)
        desk.exchange.sync()
        line.clear()
        assert desk.exchange.sync().state == "done"
        desk.close()
    [(asked, answered)] = line.exchanges
    assert asked + answered < 1000, (asked, answered)


def test_a_line_that_breaks_every_few_kilobytes_lets_everything_through_in_the_end(
    house: House, url: str, tmp_path: Path, keyring: Keyring
) -> None:
    publish(house, *(f"{secrets.token_hex(200)} {n}" for n in range(120)))
    house.snapshots.refresh()
    place = urlsplit(url)
    with faulty_line(str(place.hostname), int(place.port or 0), lambda _n: Harm.NONE) as line:
        desk = SyncDesk(tmp_path / "desk", http_line, keyring=keyring)
        desk.exchange.enrol(line.url, house.enrolment.new_code("Kallio"))
        ids = desk.log(250)
        line.drop_after = 6_000
        cycles = 0
        while desk.exchange.sync().state != "done":
            cycles += 1
            assert cycles < 60
        held = desk.catalogue.info().services
        publish(house, *(f"{secrets.token_hex(200)} new {n}" for n in range(60)))
        while desk.exchange.sync().state != "done":
            cycles += 1
            assert cycles < 90
        assert (held, desk.catalogue.info().services) == (120, 180)
        assert set(stored_rows(house)) == set(ids)
        desk.close()


def told_to(house: House) -> dict[tuple[str, str], int]:
    """Every counter that the server has, summed over the series."""
    sums: Counter[tuple[str, str]] = Counter()
    for row in house.database.read(lambda connection: connection.execute(select(schema.total)).all()):
        if row.kind != SERIAL:
            sums[(row.kind, row.key)] += row.n
    return dict(sums)


def counted_at(desk: SyncDesk) -> dict[tuple[str, str], int]:
    return {(total.kind, key_of(total)): total.n for total in map(total_of, desk.record.counters.totals())}


def test_a_record_restored_from_its_copy_is_counted_once(
    house: House, tmp_path: Path, keyring: Keyring
) -> None:
    desk = SyncDesk(tmp_path / "desk", direct(house), keyring=keyring)
    desk.exchange.enrol("http://localhost", house.enrolment.new_code("Kallio", point="kallio"))
    desk.log(2)
    desk.exchange.sync()
    copy = desk.record.back_up(desk.clock.now().date())
    desk.close()
    set_aside(desk.paths.record, desk.clock.now().date())
    restore_backup(desk.paths.record, KEY, copy).close()
    restored = SyncDesk(tmp_path / "desk", direct(house), desk.clock, keyring)
    restored.log(3)
    assert restored.exchange.sync().state == "done"
    assert told_to(house) == counted_at(restored)
    restored.close()


@pytest.mark.parametrize("behind", [0, 2, 3])
def test_a_desk_and_its_copy_are_both_counted(
    house: House, tmp_path: Path, keyring: Keyring, behind: int
) -> None:
    desk = SyncDesk(tmp_path / "desk", direct(house), keyring=keyring)
    desk.exchange.enrol("http://localhost", house.enrolment.new_code("Kallio", point="kallio"))
    desk.log(2)
    desk.exchange.sync()
    before = counted_at(desk)
    desk.close()
    shutil.copytree(tmp_path / "desk", tmp_path / "copy")
    desk = SyncDesk(tmp_path / "desk", direct(house), desk.clock, keyring)
    for _ in range(behind):
        desk.log()
        desk.exchange.sync()
    copy = SyncDesk(tmp_path / "copy", direct(house), desk.clock, keyring)
    for _ in range(4):
        copy.log()
        assert copy.exchange.sync().state == "done"
    both = {key: n + counted_at(copy)[key] - before[key] for key, n in counted_at(desk).items()}
    assert told_to(house) == both
    assert facts(copy.record).totals == 0
    desk.close()
    copy.close()
