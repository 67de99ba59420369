"""The desk's own log: a file a day, thirty days, and a disk that takes none stops nobody."""

import os
from datetime import datetime, timedelta
from pathlib import Path

from neuvola_core.roles import Role
from neuvola_desk.desk import Desk
from neuvola_desk.event_log import EventLog
from neuvola_desk.paths import DeskPaths
from neuvola_desk.usecases.clock import HELSINKI, FixedClock

MORNING = datetime(2026, 11, 22, 9, 5, tzinfo=HELSINKI)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_line_is_a_minute_an_event_and_a_role(tmp_path: Path) -> None:
    log = EventLog(tmp_path / "logs", FixedClock(MORNING))
    log.note("pin-missed")
    log.note("settings-changed", Role.COORDINATOR, "idle_minutes,point")
    [file] = (tmp_path / "logs").iterdir()
    assert file.read_text(encoding="utf-8").splitlines() == [
        "2026-11-22T09:05 pin-missed",
        "2026-11-22T09:05 settings-changed koordinaattori idle_minutes,point",
    ]
    assert (tmp_path / "logs").stat().st_mode & 0o077 == 0


def test_a_day_is_kept_for_thirty_days(tmp_path: Path) -> None:
    clock = FixedClock(MORNING)
    log = EventLog(tmp_path, clock)
    log.note("pin-missed")
    clock.move(timedelta(days=30))
    log.sweep()
    assert names(tmp_path) == ["desk-2026-11-22.log"]
    clock.move(timedelta(days=1))
    log.sweep()
    assert names(tmp_path) == []


def test_logs_of_bugs_go_by_the_day_of_their_last_line(tmp_path: Path) -> None:
    for name, days in (("window.log", 31), ("window.log.2026-10-01", 60), ("window.log.2026-11-20", 2)):
        (tmp_path / name).write_text("x", encoding="utf-8")
        then = (MORNING - timedelta(days=days)).timestamp()
        os.utime(tmp_path / name, (then, then))
    (tmp_path / "other.txt").write_text("x", encoding="utf-8")
    EventLog(tmp_path, FixedClock(MORNING)).sweep()
    assert names(tmp_path) == ["other.txt", "window.log.2026-11-20"]


def test_a_day_that_a_wrong_clock_wrote_goes_too(tmp_path: Path) -> None:
    EventLog(tmp_path, FixedClock(MORNING + timedelta(days=400))).note("pin-missed")
    EventLog(tmp_path, FixedClock(MORNING)).sweep()
    assert names(tmp_path) == []


def test_a_folder_that_cannot_be_made_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / "logs").write_text("a file", encoding="utf-8")
    EventLog(tmp_path / "logs", FixedClock(MORNING)).note("pin-missed")
    assert (tmp_path / "logs").read_text(encoding="utf-8") == "a file"


def test_a_desk_that_is_tended_sweeps_without_a_record(tmp_path: Path) -> None:
    clock = FixedClock(MORNING)
    desk = Desk(DeskPaths(tmp_path / "desk").create(), clock=clock)
    desk.log.note("pin-missed")
    clock.move(timedelta(days=31))
    desk.tend()
    assert names(desk.paths.logs) == []
    desk.close()
