"""What was erased is in no byte of the files, free pages and log included; tried, not believed."""

from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from neuvola_core.visit import Language
from neuvola_desk.record_port import SERVER_DAY, Given
from neuvola_desk.storage.record import Record
from neuvola_desk.usecases.clock import FixedClock
from neuvola_desk.usecases.visit_draft import VisitDraft
from support.raw_pages import database_bytes, log_bytes
from support.records import KEY, SUNDAY_MORNING, full_draft, new_log, new_record, totals

SECRET_SERVICE = "deadbeef-dead-5ead-8ead-deadbeefdead"


def everything(record: Record) -> bytes:
    return database_bytes(record.path, KEY) + log_bytes(record.path.with_name("desk.db-wal"), KEY)


def traces(record: Record, *words: str) -> list[str]:
    content = everything(record)
    return [word for word in words if word.encode() in content]


def test_the_dump_sees_what_is_there(tmp_path: Path) -> None:
    record = new_record(tmp_path)
    logged = new_log(record).log(full_draft(note="Salainen lause"))
    assert traces(record, logged.id, "Salainen lause", "rahat_eivat_riita") == [
        logged.id,
        "Salainen lause",
        "rahat_eivat_riita",
    ]
    record.close()


def test_an_undone_visit_leaves_no_trace(tmp_path: Path) -> None:
    record = new_record(tmp_path)
    log = new_log(record)
    kept = log.log(VisitDraft(needs=("muu",)))
    before = totals(record)
    draft = full_draft(
        language=Language.VI, given=(Given("velat", SECRET_SERVICE),), note="Ei paikkoja missään"
    )
    undone = log.log(draft)
    log.undo(undone.id)
    assert totals(record) == before
    words = (undone.id, SECRET_SERVICE, "velat", "Ei paikkoja missään", '"vi"')
    assert traces(record, *words) == []
    assert traces(record, kept.id) == [kept.id]
    record.close()


@pytest.mark.parametrize("seed", range(5))
def test_no_trace_is_left_among_many_visits(tmp_path: Path, seed: int) -> None:
    """Many rows, so that pages split and merge: a rebalanced page must not keep a copy either."""
    random = Random(seed)
    record = new_record(tmp_path)
    log = new_log(record)
    logged = [log.log(full_draft()).id for _ in range(60)]
    undone = random.sample(logged, 40)
    for visit_id in undone:
        log.undo(visit_id)
    assert traces(record, *undone) == []
    assert len(log.unsent()) == 20
    record.close()


def test_what_has_had_its_time_leaves_no_trace(tmp_path: Path) -> None:
    record = new_record(tmp_path)
    clock = FixedClock(SUNDAY_MORNING)
    logged = new_log(record, clock).log(full_draft(note="Ryhmä oli täynnä"))
    record.outbox.settle([logged.id], {}, new_log(record).tally().week)
    clock.move(timedelta(days=40))
    record.settings.put(SERVER_DAY, clock.now().date().isoformat())
    assert record.purge(clock.now()) > 0
    assert traces(record, logged.id, "Ryhmä oli täynnä") == []
    record.close()
