"""A server, a line and desks for a chaos run, and the judgement over them when the line has healed."""

import sqlite3
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import select, text

from chaos.desk_process import POINT
from chaos.processes import DeskProcess, Ledger
from neuvola_core import codec
from neuvola_core.catalogue import Service
from neuvola_core.wire import RecordKind, cursor_of, record_digest
from neuvola_desk.keys import Argon2, Installation, _write_installation
from neuvola_desk.paths import DeskPaths
from neuvola_desk.record_port import RECORD_ID, Footfall
from neuvola_desk.sync.exchange import Line, http_line
from neuvola_desk.sync.outgoing import record_of, total_of
from neuvola_server.house import House
from neuvola_server.storage import schema
from neuvola_server.totals import SERIAL, key_of
from support.houses import stored_rows
from support.publishing import undated
from support.sync_desk import SyncDesk

ENDS = {0, 9}
"""A desk tells its person why it cannot be opened, or it is killed."""
_CYCLES = 4


def without_keyring(folder: Path) -> None:
    """Lets the token lie in the record, where every process finds it."""
    _write_installation(DeskPaths(folder).create(), Installation("installation", Argon2(salt="")))


def enrolled(folder: Path, url: str, house: House, name: str) -> Path:
    """A desk that belongs to the server at the address, where nobody need listen yet."""
    without_keyring(folder)
    door = Line(house.door("127.0.0.1"), house.port, lambda: None)
    with closing(SyncDesk(folder, lambda _url, _ca: door)) as desk:
        desk.exchange.enrol(url, house.enrolment.new_code(name, point=POINT))
    return folder


@contextmanager
def calling(work: Callable[[], None], pause: Callable[[], float]) -> Iterator[None]:
    """Does the work again and again beside the block, with pauses between."""
    stop = threading.Event()
    failed: list[BaseException] = []

    def go_on() -> None:
        try:
            while not stop.wait(pause()):
                work()
        except BaseException as fault:
            failed.append(fault)
            raise

    thread = threading.Thread(target=go_on)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
    assert not failed


class Judge:
    """Looks at every desk and the server when all is quiet."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._rows = stored_rows(house)
        self._seen: set[str] = set()
        self._came = 0
        self.figures: Counter[str] = Counter()

    def desk(self, folder: Path, ledger: Ledger) -> None:
        """Lets the desk say its last, then compares what its people were told with what there is."""
        with closing(SyncDesk(folder, http_line)) as desk:
            for _ in range(_CYCLES):
                result = desk.exchange.sync()
            assert (result.state, result.waiting) == ("done", len(desk.record.outbox.refused()))
            self._rows = stored_rows(self._house)
            self._poison(desk, ledger)
            self._visits(desk, ledger)
            counts = desk.record.counters.totals()
            self._came += sum(count.n for count in counts if isinstance(count, Footfall))
            assert_counters(self._house, desk)
            assert_catalogue(self._house, desk)
            assert desk.record.problems() == ()
            self.figures["services"] = desk.catalogue.info().services
        with closing(sqlite3.connect(folder / "catalogue.db")) as catalogue:
            assert catalogue.execute("PRAGMA integrity_check").fetchall() == [("ok",)]

    def _poison(self, desk: SyncDesk, ledger: Ledger) -> None:
        refused = {item.id for item in desk.record.outbox.refused()}
        assert ledger.poison <= refused, "a refused record is not in sight"
        assert not refused & ledger.saved, "a good record was refused"
        assert not refused & self._rows.keys(), "a bad record was taken"
        self.figures["refused"] += len(refused)

    def _visits(self, desk: SyncDesk, ledger: Ledger) -> None:
        kept = ledger.saved - ledger.perhaps_taken_back
        stored = {name for name in kept if name in self._rows and self._rows[name].state == "stored"}
        assert stored == kept, f"{len(kept - stored)} of {len(kept)} acknowledged visits are missing"
        for name in ledger.taken_back & self._rows.keys():
            assert (self._rows[name].state, self._rows[name].body) == ("undone", None)
        for item in desk.record.outbox.sent():
            assert item.id in self._rows
            row = self._rows[item.id]
            assert row.state != "stored" or row.digest == record_digest(record_of(item))
            self._seen.add(item.id)
        self._seen |= ledger.saved  # a desk by whose clock a year has gone has erased what it sent
        self.figures["acknowledged"] += len(ledger.saved)
        self.figures["taken back"] += len(ledger.taken_back)
        self.figures["cycles"] += sum(ledger.cycles.values())
        self.figures["cycles that failed"] += sum(ledger.cycles.values()) - ledger.cycles["done"]

    def server(self) -> None:
        """Nothing that no desk made, nobody counted twice, nothing of two minds, a sound database."""
        for name, row in self._rows.items():
            of = codec.from_json(row.body, dict)["undoes"] if row.kind == RecordKind.UNDO else name
            assert of in self._seen
        stored = [row for row in self._rows.values() if (row.kind, row.state) == (RecordKind.VISIT, "stored")]
        assert len(stored) == self._came
        conflicts = select(schema.conflict.c.id)
        assert self._house.database.read(lambda connection: connection.execute(conflicts).all()) == []
        assert_sound(self._house)
        self.figures["records on the server"] = len(self._rows)


def assert_counters(house: House, desk: SyncDesk) -> None:
    """The server has every counter of the desk as it stands."""
    told = {(total.kind, key_of(total)): total.n for total in map(total_of, desk.record.counters.totals())}
    series = desk.record.settings.get(RECORD_ID)
    wanted = select(schema.total).where(schema.total.c.series == series, schema.total.c.kind != SERIAL)
    rows = house.database.read(lambda connection: connection.execute(wanted).all())
    assert {(row.kind, row.key): row.n for row in rows if row.n} == told


def assert_catalogue(house: House, desk: SyncDesk) -> None:
    """The desk has the server's catalogue, to the word and to the link of the chain."""
    head = house.publication.now()
    assert desk.catalogue.cursor() == cursor_of(head.epoch, head.seq, head.chain)
    wanted = select(schema.service.c.canonical).where(~schema.service.c.gone)
    rows = house.database.read(lambda connection: connection.execute(wanted).all())
    held = undated(desk.catalogue.all_services())
    assert undated(codec.from_json(row.canonical, Service) for row in rows) == held


def assert_sound(house: House) -> None:
    """The database is whole: every page of SQLite, every index and table of PostgreSQL."""
    if house.database.is_sqlite:
        with closing(sqlite3.connect(str(house.database.engine.url.database))) as database:
            assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return
    checked = (
        "SELECT count(bt_index_check(c.oid, true)) FROM pg_class c JOIN pg_am a ON a.oid = c.relam"
        " WHERE a.amname = 'btree' AND c.relkind = 'i' AND c.relnamespace = 'public'::regnamespace"
    )
    with house.database.engine.begin() as connection:
        connection.execute(text("CREATE EXTENSION IF NOT EXISTS amcheck"))
        assert connection.execute(text(checked)).scalar_one() > 10
        heap = "SELECT count(*) FROM pg_class c, verify_heapam(c.oid) WHERE c.relkind = 'r'"
        heap += " AND c.relnamespace = 'public'::regnamespace"
        assert connection.execute(text(heap)).scalar_one() == 0


def judged(house: House, desks: Sequence[DeskProcess]) -> Counter[str]:
    """The figures of a run that ended well; raises ``AssertionError`` for any other."""
    judge = Judge(house)
    for desk in desks:
        assert set(desk.ledger.ends) <= ENDS, f"a desk fell: {desk.log.read_text()[-3000:]}"
        judge.desk(desk.folder, desk.ledger)
    judge.server()
    judge.figures["desk kills"] = sum(desk.kills for desk in desks)
    return judge.figures


@contextmanager
def ended(desks: Sequence[DeskProcess]) -> Iterator[None]:
    """No desk works any more after the block."""
    try:
        yield
    finally:
        for desk in desks:
            desk.stop()
