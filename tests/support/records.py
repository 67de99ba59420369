"""A record, a clock and drafts for tests."""

from collections import Counter
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from sqlcipher3 import dbapi2

from neuvola_core.visit import IsoWeek, Language, PartOfDay
from neuvola_desk.record_port import Count, Footfall, Given, GivenCount, LanguageCount
from neuvola_desk.storage import cipher
from neuvola_desk.storage.record import Record, open_record
from neuvola_desk.usecases.clock import HELSINKI, FixedClock
from neuvola_desk.usecases.visit_draft import VisitDraft
from neuvola_desk.usecases.visits import VisitLog

KEY = bytes(range(32))
POINT = "paikallinen"
SUNDAY_MORNING = datetime(2026, 11, 22, 9, 30, tzinfo=HELSINKI)
FOOD = "11111111-1111-5111-8111-111111111111"
DEBT = "22222222-2222-5222-8222-222222222222"


def new_record(folder: Path) -> Record:
    return open_record(folder / "desk.db", KEY)


def new_log(record: Record, clock: FixedClock | None = None, point: str = POINT) -> VisitLog:
    return VisitLog(record, clock or FixedClock(SUNDAY_MORNING), point)


def full_draft(**changes: object) -> VisitDraft:
    draft = VisitDraft(
        needs=("velat", "rahat_eivat_riita"),
        language=Language.SO,
        given=(Given("rahat_eivat_riita", FOOD), Given("velat", DEBT)),
    )
    return replace(draft, **changes)  # type: ignore[arg-type]


def raw(path: Path, key: bytes = KEY) -> dbapi2.Connection:
    return cipher.connect(path, key)


def totals(record: Record) -> dict[Count, int]:
    return {replace(count, n=0): count.n for count in record.counters.totals()}


def expected_totals(drafts: list[VisitDraft], moment: datetime = SUNDAY_MORNING) -> dict[Count, int]:
    """What the counters must say after these drafts were logged at one moment."""
    expected: Counter[Count] = Counter()
    for draft in drafts:
        expected[Footfall(POINT, moment.date(), PartOfDay.of(moment.hour), 0)] += 1
        for pair in set(draft.given):
            expected[GivenCount(POINT, IsoWeek.of(moment.date()), pair.need, pair.service, 0)] += 1
        if draft.language is not Language.UNRECORDED:
            expected[LanguageCount(POINT, f"{moment:%Y-%m}", draft.language, 0)] += 1
    return dict(expected)
