"""Histories of desks, a server and everything that goes wrong between them, against a model.

Whatever the order of visits, changes, broken calls, killed desks, clocks put on or back, and servers restored
from a backup: once the line holds, the server has what the desks' people made, each once, the desks have the
server's catalogue, and no outbox holds anything that is not refused in sight.
"""

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from neuvola_core import codec
from neuvola_core.correction import Correction, Part
from neuvola_core.errors import UndoTooLateError
from neuvola_core.ids import new_record_id
from neuvola_core.roles import UNGUARDED
from neuvola_core.wire import RecordKind
from neuvola_desk.sync import unsent
from neuvola_server.house import House
from neuvola_server.storage import schema
from neuvola_server.storage.database import Database
from support.broken_line import Break, BrokenLine, KilledError
from support.houses import HandClock
from support.publishing import incoming, make_house, news
from support.sync_desk import Keyring, SyncDesk

DESKS = 2
CALLS = 6
ROUNDS = 8
NAMES = ("Velkaneuvonta", "Ruoka-apu", "Uimahalli", "Ystävätoiminta", "Asumisneuvonta")

_one = st.sampled_from([*Break, Break.NONE, Break.NONE])
breaks = st.one_of(st.just([]), st.lists(_one, max_size=2), st.lists(_one, max_size=CALLS))
desks = st.integers(0, DESKS - 1)


@dataclass
class Templates:
    """A server and desks that are enrolled with it, made once and copied for every history."""

    folder: Path
    keyrings: list[Keyring] = field(default_factory=list)

    def make(self) -> None:
        house = make_house(_folder(self.folder / "server"), clock=HandClock())
        for number in range(DESKS):
            keyring = Keyring()
            with _keyring(keyring):
                desk = SyncDesk(self.folder / f"desk{number}", BrokenLine(house).line, keyring=keyring)
                desk.exchange.enrol("http://localhost", house.enrolment.new_code(f"desk {number}"))
                desk.close()
            self.keyrings.append(keyring)
        house.close()


def _folder(path: Path) -> Path:
    path.mkdir(parents=True)
    return path


class _keyring:  # noqa: N801 - used as a function
    """The keyring of the desk that is at work."""

    def __init__(self, keyring: Keyring) -> None:
        self._patch = pytest.MonkeyPatch()
        self._keyring = keyring

    def __enter__(self) -> None:
        self._patch.setattr("neuvola_desk.keys.os_keyring", lambda: self._keyring)

    def __exit__(self, *_exc: object) -> None:
        self._patch.undo()


_templates: list[Templates] = []


@pytest.fixture(scope="module", autouse=True)
def templates(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    made = Templates(tmp_path_factory.mktemp("histories") / "made")
    made.make()
    _templates.append(made)
    yield
    _templates.clear()


class Histories(RuleBasedStateMachine):
    """The model: what people made and have not taken back, by id; what is published."""

    def __init__(self) -> None:
        super().__init__()
        self.made: dict[str, str] = {}
        self.taken_back: set[str] = set()
        self.published: dict[str, str] = {}
        self.backup: Path | None = None
        self.published_then: dict[str, str] = {}
        self.clock_moved = False
        self.restored = False
        self.generation = 0

    @initialize()
    def open(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="history-"))
        shutil.copytree(_templates[0].folder, self.folder, dirs_exist_ok=True)
        self.clock = HandClock()
        self.house: House = make_house(self.folder / "server", clock=self.clock)
        self.lines = [BrokenLine(self.house) for _ in range(DESKS)]
        self.keyrings = [Keyring(dict(one.kept)) for one in _templates[0].keyrings]
        self.desks = [
            SyncDesk(self.folder / f"desk{n}", self.lines[n].line, keyring=self.keyrings[n])
            for n in range(DESKS)
        ]

    # --- what people do -------------------------------------------------------------------------------------

    @rule(number=desks, count=st.integers(1, 4))
    def log_visits(self, number: int, count: int) -> None:
        for visit in self.desks[number].log(count):
            self.made[visit] = RecordKind.VISIT

    @rule(number=desks)
    def undo_the_last(self, number: int) -> None:
        desk = self.desks[number]
        last = desk.record.visits.latest(desk.clock.now())
        if last is None:
            return
        try:
            desk.record.visits.undo(last.id, new_record_id(), desk.clock.now())
        except UndoTooLateError:
            return
        self.made.pop(last.id, None)
        self.taken_back.add(last.id)

    @rule(number=desks)
    def propose_a_correction(self, number: int) -> None:
        proposed = Correction(new_record_id(), "11111111-1111-5111-8111-111111111111", Part.CLOSED)
        self.desks[number].record.outbox.put(proposed.id, RecordKind.CORRECTION, codec.to_json(proposed))
        self.made[proposed.id] = RecordKind.CORRECTION

    @rule(name=st.sampled_from(NAMES), said=st.sampled_from(("yksi", "kaksi")))
    def publish(self, name: str, said: str) -> None:
        one = incoming(name, said)
        self.house.publication.publish(news(one))
        self.published[one.id] = one.digest

    @rule(name=st.sampled_from(NAMES))
    def withdraw(self, name: str) -> None:
        one = incoming(name)
        if self.published.pop(one.id, None):
            self.house.publication.publish(news(gone=(one.id,)))

    @rule()
    def make_ready(self) -> None:
        if self.published:
            self.house.snapshots.refresh()

    # --- what goes wrong ------------------------------------------------------------------------------------

    @rule(number=desks, plan=breaks, automatic=st.booleans())
    def exchange(self, number: int, plan: list[Break], automatic: bool) -> None:
        self.lines[number].plan = list(plan)
        with _keyring(self.keyrings[number]):
            try:
                self.desks[number].exchange.sync(automatic=automatic)
            except KilledError:
                self.desks[number] = self.desks[number].again()
        self.lines[number].plan = []

    @rule(number=desks)
    def deliver_late(self, number: int) -> None:
        self.lines[number].deliver_late()

    @precondition(lambda self: not self.restored)
    @rule(number=desks, days=st.sampled_from((-365, -1, 1, 365)))
    def move_a_clock(self, number: int, days: int) -> None:
        # A desk forgets after 30 days what was sent, so a clock and a restore are not tried together.
        self.clock_moved = True
        self.desks[number].clock.move(timedelta(days=days))

    @rule()
    def back_up_the_server(self) -> None:
        self.house.database.engine.dispose()
        self.backup = self.folder / "backup.db"
        shutil.copy(self.folder / "server" / "server.db", self.backup)
        self.published_then = dict(self.published)

    @precondition(lambda self: not self.clock_moved)
    @rule(number=desks, said=st.booleans(), afterwards=st.integers(0, 3))
    def lose_what_came_after_a_backup(self, number: int, said: bool, afterwards: int) -> None:
        """Quiet, as many changes as were lost, or more: the number alone would not tell."""
        self.back_up_the_server()
        self.log_visits(number, 2)
        self.publish(NAMES[0], f"ennen {self.generation}")
        self.exchange(number, [], automatic=False)
        self.restore_the_server(said)
        for change in range(afterwards):
            self.generation += 1
            self.publish(NAMES[1 + change], f"jälkeen {self.generation}")

    @precondition(lambda self: self.backup is not None and not self.clock_moved)
    @rule(said=st.booleans())
    def restore_the_server(self, said: bool) -> None:
        assert self.backup is not None
        self.restored = True
        self.house.close()
        for line in self.lines:
            line.late = []
        for suffix in ("", "-wal", "-shm"):
            (self.folder / "server" / f"server.db{suffix}").unlink(missing_ok=True)
        shutil.copy(self.backup, self.folder / "server" / "server.db")
        self.published = dict(self.published_then)
        self.house = make_house(self.folder / "server", clock=self.clock)
        for line in self.lines:
            line.house = self.house
        if said:
            self.house.publication.new_epoch()

    # --- what must hold -------------------------------------------------------------------------------------

    def teardown(self) -> None:
        if not hasattr(self, "desks"):
            return
        try:
            self._come_to_rest()
            self._compare()
        finally:
            for desk in self.desks:
                desk.close()
            self.house.close()
            shutil.rmtree(self.folder, ignore_errors=True)

    def _come_to_rest(self) -> None:
        for number, desk in enumerate(self.desks):
            self.lines[number].deliver_late()
            self.lines[number].plan = []
            with _keyring(self.keyrings[number]):
                for _ in range(ROUNDS):
                    for refused in desk.record.outbox.refused():
                        unsent.resend(desk.record.outbox, refused.id, UNGUARDED)
                    result = desk.exchange.sync()
                    if result.state == "done" and not result.waiting:
                        break
                assert (result.state, result.waiting) == ("done", 0)

    def _compare(self) -> None:
        stored = _stored(self.house.database)
        there = {one: kind for one, (kind, state) in stored.items() if state == "stored"}
        undone = {one for one, (_kind, state) in stored.items() if state == "undone"}
        undos = {one for one, (kind, _state) in stored.items() if kind == RecordKind.UNDO}
        assert {one: kind for one, kind in there.items() if one not in undos} == self.made
        assert undone <= self.taken_back
        if self.restored and not self.published:
            return  # a server that has lost its whole catalogue takes nothing away
        for desk in self.desks:
            services = {one.id: one for one in desk.catalogue.all_services()}
            assert set(services) == set(self.published)
            assert desk.catalogue.cursor() == "" or desk.catalogue.info().services == len(self.published)


def _stored(database: Database) -> dict[str, tuple[str, str]]:
    record = schema.record
    wanted = select(record.c.id, record.c.kind, record.c.state)
    return {row.id: (row.kind, row.state) for row in database.read(lambda c: c.execute(wanted).all())}


def _run(count: int) -> None:
    quiet = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    chosen = settings(
        max_examples=count,
        stateful_step_count=10,
        deadline=None,
        suppress_health_check=quiet,
        derandomize=False,
        database=None,
        print_blob=True,
    )
    run_state_machine_as_test(Histories, settings=chosen)


@pytest.mark.parametrize("part", range(4))
def test_histories_end_well(part: int) -> None:
    _run(50)


@pytest.mark.long
@pytest.mark.parametrize("part", range(20))
def test_many_histories_end_well(part: int) -> None:
    _run(100)
