"""What the status bar does as time goes by: a new day has its own tally, and the record is tended."""

import pytest
from PySide6.QtCore import Qt

from neuvola_core.errors import BusyError, DiskFullError, NeuvolaError
from neuvola_desk.desk import Desk
from neuvola_desk.storage.record import Record
from neuvola_desk.ui.status.bar import StatusBar
from support.real_room import RealRoom
from support.small_desk import NOW

TODAY = NOW.date()


def look(real: RealRoom) -> str:
    """The minute turns; what the bar says then."""
    bar = real.screen(StatusBar)
    bar._look.timeout.emit()
    real.settle()
    return real.words(bar)


def copies(real: RealRoom) -> list[str]:
    return sorted(path.name for path in (real.paths.data / "backups").iterdir())


def joined(desk: Desk) -> int:
    with desk.record._database.read() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM joined_visit").scalar_one())


def log_a_visit(real: RealRoom) -> None:
    real.search("velkaneuvonta")
    real.press(Qt.Key.Key_F8)


def test_after_midnight_the_tally_begins_again(real: RealRoom) -> None:
    log_a_visit(real)
    real.later(hours=13)
    assert "Tänään 1 käynti" in look(real)
    real.later(hours=1)  # 0.30
    assert "Tänään 0 käyntiä" in look(real)


def test_yesterdays_tally_goes_even_if_the_record_does_not_answer(
    real: RealRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    log_a_visit(real)
    real.later(hours=14)

    def refuse(*_arguments: object, **_more: object) -> None:
        raise DiskFullError(path="x")

    monkeypatch.setattr("neuvola_desk.usecases.visits.VisitLog.tally", refuse)
    assert "Tänään" not in look(real)
    real.window.status.retranslate()
    assert "Tänään" not in real.words(real.window.status)


def test_what_has_had_its_time_is_erased_within_the_hour(real: RealRoom) -> None:
    log_a_visit(real)
    real.later(minutes=59)
    look(real)
    assert real.ask(joined) == 1
    real.later(hours=1)  # 12.29: the morning has closed
    look(real)
    assert real.ask(joined) == 0


def test_the_copy_of_the_day_is_made_at_the_start_and_when_the_day_changes(real: RealRoom) -> None:
    real.ask(lambda desk: desk.record.path)
    assert copies(real) == [f"desk-{TODAY}.db"]
    real.later(hours=1)
    look(real)
    assert copies(real) == [f"desk-{TODAY}.db"]
    real.later(hours=13)
    look(real)
    assert copies(real) == ["desk-2026-11-18.db", "desk-2026-11-19.db"]


@pytest.mark.parametrize(
    ("fault", "told"), [(DiskFullError(path="x"), "Levy on täynnä"), (BusyError(path="x"), "")]
)
def test_a_copy_that_cannot_be_made_is_told_and_tried_again(
    real: RealRoom, monkeypatch: pytest.MonkeyPatch, fault: NeuvolaError, told: str
) -> None:
    def refuse(*_arguments: object) -> None:
        raise fault

    real.later(days=1)
    with monkeypatch.context() as broken:
        broken.setattr(Record, "back_up", refuse)
        words = look(real)
    assert told in words
    assert bool(told) is ("Levy" in words or "Yritä" in words)
    real.later(hours=1)
    look(real)
    assert "desk-2026-11-19.db" in copies(real)


def test_a_record_that_nobody_has_opened_is_left_shut(
    real: RealRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[bool] = []
    desk = Desk(real.paths, clock=real.clock, ask_passphrase=lambda: opened.append(True) and None)
    desk.tend()
    assert opened == []
    desk.close()
