"""A desk that meets no server for a whole season, and then one at the end of a line that keeps breaking.

Every day people are counselled, retention purges run, questions are counted. When the desk exchanges data at
last, each connection breaks after 20 kB both ways together: less than a full request or a catalogue takes.
"""

import random
import sys
from collections import Counter
from collections.abc import Iterator, Set
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from chaos.room import assert_catalogue, assert_counters, assert_sound, without_keyring
from neuvola_core import codec
from neuvola_core.coarsening import coarsened, counts, is_sensitive
from neuvola_core.visit import IsoWeek, Language, PartOfDay, Target, Visit
from neuvola_desk.record_port import Count, Footfall, Given, GivenCount, LanguageCount
from neuvola_desk.sync.exchange import http_line
from neuvola_desk.usecases.clock import HELSINKI, FixedClock
from neuvola_desk.usecases.visit_draft import VisitDraft
from neuvola_desk.usecases.visits import VisitLog
from neuvola_server.api.app import create_app
from neuvola_server.house import House
from support.dropping_line import DroppingLine, dropping_line
from support.houses import HandClock, house_at, stored_rows
from support.publishing import incoming, news
from support.records import DEBT, FOOD, totals
from support.serving import serving
from support.sync_desk import SyncDesk

FIRST_DAY = datetime(2026, 8, 24, 8, 0, tzinfo=HELSINKI)
POINT = "kallio"
A_DAY = 40
DROPS_AFTER = 20_000
NEEDS = ("velat", "rahat_eivat_riita", "elake", "vakivalta")
"""The last one is sensitive."""
LANGUAGES = (*[Language.FI] * 20, *[Language.SV] * 5, Language.SO, Language.RU)
TARGETS = (*[Target.UNRECORDED] * 5, *[Target.WORKING_AGE] * 5, Target.OLDER)
MOST_CYCLES = 400


def draft(chance: random.Random) -> VisitDraft:
    needs = tuple(chance.sample(NEEDS, chance.randint(1, 2)))
    return VisitDraft(
        needs=needs,
        language=chance.choice(LANGUAGES),
        target=chance.choice(TARGETS),
        given=(Given(needs[0], chance.choice((FOOD, DEBT))),),
    )


def rare_draft() -> VisitDraft:
    """Of a language and a target group that are met once in all."""
    return VisitDraft(needs=("velat",), language=Language.VI, target=Target.DISABLED)


@dataclass
class Season:
    """What happened while no server was there to be told."""

    desk: SyncDesk
    chance: random.Random
    saved: set[str] = field(default_factory=set)
    counted: Counter[Count] = field(default_factory=Counter)

    def pass_by(self, days: int) -> None:
        for _ in range(days):
            morning = self.desk.clock.now()
            for number in range(A_DAY):
                self.visit(rare_draft() if not self.saved else draft(self.chance))
                self.desk.clock.move(timedelta(minutes=11))
                if number % 10 == 0:
                    self.question()
            self.desk.clock.move(morning + timedelta(days=1) - self.desk.clock.now())
            self.desk.record.purge(self.desk.clock.now())

    def visit(self, draft: VisitDraft) -> None:
        now = self.desk.clock.now()
        self.saved.add(VisitLog(self.desk.record, self.desk.clock, POINT).log(draft).id)
        self.counted[self.footfall()] += 1
        self.counted[LanguageCount(POINT, f"{now:%Y-%m}", draft.language, 0)] += 1
        for pair in draft.given:
            self.counted[GivenCount(POINT, IsoWeek.of(now.date()), pair.need, pair.service, 0)] += 1

    def question(self) -> None:
        VisitLog(self.desk.record, self.desk.clock, POINT).count_question()
        self.counted[self.footfall()] += 1

    def footfall(self) -> Footfall:
        now = self.desk.clock.now()
        return Footfall(POINT, now.date(), PartOfDay.of(now.hour), 0)


@pytest.fixture
def house(place: Path) -> Iterator[House]:
    (place / "server").mkdir()
    with house_at(place / "server", clock=HandClock()) as house:
        house.publication.publish(news(*(incoming(f"s{n}", f"{n:x}" * 40) for n in range(300))))
        house.snapshots.refresh()
        yield house


@pytest.fixture
def line(house: House) -> Iterator[DroppingLine]:
    with serving(create_app(house)) as url:
        server = urlsplit(url)
        with dropping_line(str(server.hostname), int(server.port or 0), 0) as line:
            yield line


@pytest.fixture
def desk(house: House, line: DroppingLine, place: Path) -> Iterator[SyncDesk]:
    without_keyring(place / "desk")
    with closing(SyncDesk(place / "desk", http_line, FixedClock(FIRST_DAY))) as desk:
        desk.exchange.enrol(line.url, house.enrolment.new_code("Kallio", point=POINT))
        yield desk


@pytest.mark.parametrize("days", [9, pytest.param(90, marks=pytest.mark.long)])
def test_all_of_a_season_comes_through_a_line_that_keeps_breaking(
    house: House, line: DroppingLine, desk: SyncDesk, days: int, capsys: pytest.CaptureFixture[str]
) -> None:
    season = Season(desk, random.Random(days))
    season.pass_by(days)
    assert desk.record.outbox.count() == len(season.saved) == days * A_DAY
    held = desk.record.visits.of_weeks(POINT, IsoWeek(1, 1), IsoWeek(9999, 52))
    line.after, line.bytes = DROPS_AFTER, 0
    cycles = exchanged(desk)
    figures = f"{days * A_DAY} visits, {line.bytes} bytes, {line.drops} drops, {cycles} cycles"
    line.after = 0
    assert line.drops, "the line never broke"
    assert_all_there(house, season.saved, held)
    assert totals(desk.record) == season.counted
    assert_counters(house, desk)
    assert_catalogue(house, desk)
    assert desk.record.problems() == ()
    assert_sound(house)
    with capsys.disabled():
        sys.stdout.write(f"\nafter a long silence: {figures}\n")


def exchanged(desk: SyncDesk) -> int:
    """How many cycles it took until everything was exchanged."""
    for cycle in range(1, MOST_CYCLES):
        if desk.exchange.sync().state == "done":
            return cycle
    raise AssertionError(f"{desk.record.outbox.count()} still wait")


def assert_all_there(house: House, saved: Set[str], held: tuple[Visit, ...]) -> None:
    """Each visit once, as coarse as the privacy notice says and no coarser."""
    rows = stored_rows(house)
    assert rows.keys() == saved == {visit.id for visit in held}
    told = {name: codec.from_json(row.body, Visit) for name, row in rows.items()}
    by_week = {week: counts(held, POINT, week) for week in {visit.week for visit in held}}
    assert told == {visit.id: coarsened(visit, by_week[visit.week]) for visit in held}
    spoken = {visit.language for visit in told.values()}
    assert Language.VI not in spoken
    assert Target.DISABLED not in {visit.target for visit in told.values()}
    assert {Language.FI, Language.OTHER} <= spoken
    hidden = {(visit.language, visit.target) for visit in told.values() if is_sensitive(visit)}
    assert hidden == {(Language.UNRECORDED, Target.UNRECORDED)}
