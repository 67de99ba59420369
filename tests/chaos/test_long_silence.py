"""A desk that meets no server for a whole season, and then only one at the end of a line that keeps breaking.

Every day people are counselled, retention purges run, questions are counted. When the desk syncs at last,
each connection breaks after 20 kB both ways together, less than a full request or a catalogue takes.
"""

import random
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import msgspec
import pytest

from chaos.room import Judge
from chaos.processes import Ledger
from neuvola_core import codec
from neuvola_core.coarsening import ENOUGH, coarsened, counts
from neuvola_core.visit import IsoWeek, Language, Target, Visit
from neuvola_desk.keys import Argon2, Installation, _write_installation
from neuvola_desk.paths import DeskPaths
from neuvola_desk.record_port import Given
from neuvola_desk.sync.exchange import http_line
from neuvola_desk.usecases.clock import HELSINKI, FixedClock
from neuvola_desk.usecases.visit_draft import VisitDraft
from neuvola_desk.usecases.visits import VisitLog
from neuvola_server.api.app import create_app
from neuvola_server.house import House
from support.dropping_line import dropping_line
from support.houses import HandClock, house_at, stored_rows
from support.publishing import incoming, news
from support.records import DEBT, FOOD
from support.serving import serving
from support.sync_desk import SyncDesk

FIRST_DAY = datetime(2026, 8, 24, 8, 0, tzinfo=HELSINKI)
POINT = "kallio"
A_DAY = 40
QUESTIONS = 3
DROPS_AFTER = 20_000
CYCLES_A_DAY = 2
SENSITIVE = "vakivalta"
LANGUAGES = (*[Language.FI] * 20, *[Language.SV] * 5, Language.SO, Language.RU)
TARGETS = (*[Target.UNRECORDED] * 5, *[Target.WORKING_AGE] * 5, Target.OLDER)
NEEDS = ("velat", "rahat_eivat_riita", "ruoka_apu", SENSITIVE)
"""Vietnamese and Kurdish are spoken now and then, by the day: never often enough to be told."""


def draft(chance: random.Random) -> VisitDraft:
    needs = tuple(chance.sample(NEEDS, chance.randint(1, 2)))
    rare = chance.random() < 0.001
    return VisitDraft(
        needs=needs,
        language=Language.VI if rare else chance.choice(LANGUAGES),
        target=Target.DISABLED if rare else chance.choice(TARGETS),
        given=(Given(needs[0], chance.choice((FOOD, DEBT))),),
    )


@dataclass
class Season:
    """What happened while nobody was there to be told."""

    desk: SyncDesk
    days: int
    chance: random.Random

    def pass_by(self) -> set[str]:
        """The visits, by id, that people were told are saved."""
        log = VisitLog(self.desk.record, self.desk.clock, POINT)
        saved = set()
        for _ in range(self.days):
            for _ in range(A_DAY):
                saved.add(log.log(draft(self.chance)).id)
                self.desk.clock.move(timedelta(minutes=11))
            log.count_question(QUESTIONS)
            assert self.desk.exchange.sync().state == "server-unreachable"
            self.desk.clock.move(timedelta(days=1, minutes=-11 * A_DAY))
            self.desk.record.purge(self.desk.clock.now())
        return saved


@pytest.fixture
def house(place: Path) -> Iterator[House]:
    (place / "server").mkdir()
    with house_at(place / "server", clock=HandClock()) as house:
        house.publication.publish(news(*(incoming(f"s{n}", f"{n:x}" * 40) for n in range(300))))
        yield house


@pytest.mark.parametrize("days", [9, pytest.param(90, marks=pytest.mark.long)])
def test_all_of_a_season_comes_through_a_line_that_keeps_breaking(
    house: House, place: Path, days: int, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = place / "desk"
    _write_installation(DeskPaths(folder).create(), Installation("installation", Argon2(salt="")))
    clock = FixedClock(FIRST_DAY)
    with serving(create_app(house)) as url, closing(SyncDesk(folder, http_line, clock)) as desk:
        server = urlsplit(url)
        with dropping_line(str(server.hostname), int(server.port or 0), 0) as line:
            desk.exchange.enrol(line.url, house.enrolment.new_code("Kallio", point=POINT))
            line.after = 1
            saved = Season(desk, days, random.Random(days)).pass_by()
            assert stored_rows(house) == {}
            held = desk.record.visits.of_weeks(POINT, IsoWeek(1, 1), IsoWeek(9999, 1))
            line.after, line.bytes, line.drops = DROPS_AFTER, 0, 0
            cycles = 0
            while desk.exchange.sync().state != "done":
                cycles += 1
                assert cycles < 400, desk.record.outbox.count()
            drops, carried = line.drops, line.bytes
            line.after = 0
    assert drops, "the line never broke"
