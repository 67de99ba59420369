"""How long a frame of the result list takes while 30,000 hits are scrolled.

    python benchmarks/scrolling.py [--hits N] [--frames N]

The rows are the demo catalogue's services over and over, as the search gives them, in a list of the size it
has in windows of 1280 × 800 and 1920 × 1080, drawn offscreen. Each frame moves the list by a third of a row,
or by a whole screen of rows, and paints what is in sight. CPU milliseconds of the drawing thread; 60 frames a
second leave 16.7. Prints a Markdown table.
"""

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication

from neuvola_desk.config import Settings
from neuvola_desk.desk import Desk
from neuvola_desk.paths import DeskPaths
from neuvola_desk.ui.search.choices import Choices
from neuvola_desk.ui.search.model import ResultModel
from neuvola_desk.ui.search.results_view import ResultView
from neuvola_desk.ui.search.rows import Found, Row, find
from neuvola_desk.ui.signals import DeskSignals
from neuvola_desk.ui.theme import Theme, load_own_fonts
from neuvola_desk.ui.tray.tray import Tray
from neuvola_desk.usecases.clock import SystemClock

WORD = "apua"
SIZES = {"1280 × 800": (588, 579), "1920 × 1080": (1228, 859)}
"""Of the window, and of the list in it."""
FRAME_MS = 1000 / 60


def hits(desk: Desk, count: int) -> Found:
    """As many rows as wanted; each service comes again under other ids."""
    now = SystemClock().now()
    choices = Choices().typed(WORD)
    found = find(desk, choices.query(now, "fi", limit=200), now, choices)
    real = [row for row in found.rows if row.hit is not None]
    rows = tuple(_again(real[number % len(real)], number) for number in range(count))
    return replace(found, rows=rows, results=replace(found.results, total=count))


def _again(row: Row, number: int) -> Row:
    assert row.hit is not None
    return replace(row, hit=replace(row.hit, id=f"{row.hit.id}-{number}"))


def frames(view: ResultView, step: int, count: int) -> list[float]:
    """CPU milliseconds of each frame, scrolling down and on again from the top."""
    bar = view.verticalScrollBar()
    drawn = QPixmap(view.viewport().size())
    times: list[float] = []
    for _frame in range(count):
        place = bar.value() + step
        begun = time.thread_time()
        bar.setValue(place if place < bar.maximum() else 0)
        view.viewport().render(drawn)
        times.append(1000 * (time.thread_time() - begun))
    return times


def row_of(name: str, how: str, times: Sequence[float]) -> str:
    ordered = sorted(times)
    middle, late = statistics.median(ordered), ordered[round(0.99 * (len(ordered) - 1))]
    held = sum(one <= FRAME_MS for one in ordered) / len(ordered)
    return (
        f"| {name} | {how} | {middle:.1f} | {late:.1f} | {ordered[-1]:.1f} "
        f"| {1000 / middle:.0f} | {100 * held:.1f} % |"
    )


def measure(count: int, many: int, folder: Path) -> None:
    application = QApplication([])
    application.setStyle("Fusion")
    signals = DeskSignals()
    theme = Theme(application, signals, application, load_own_fonts())
    with closing(Desk(DeskPaths(folder).create())) as desk:
        desk.load_demo()
        found = hits(desk, count)
    print("| window | scrolled by | median ms | p99 ms | most ms | frames a second | within 16.7 ms |")
    print("| --- | --- | --: | --: | --: | --: | --: |")
    for scale in (100, 200):
        theme.apply(Settings(theme="light", text_scale=scale))
        for name, size in SIZES.items():
            model = ResultModel(Tray(signals), application)
            view = ResultView(model, theme)
            theme.dress(view)
            view.resize(*size)
            view.show()
            view.show_found(found)
            application.processEvents()
            height = view.sizeHintForRow(0)
            for how, step in (("a third of a row", height // 3), ("a screen", size[1])):
                frames(view, step, 30)
                print(row_of(f"{name}, text {scale} %", how, frames(view, step, many)))
            view.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--hits", type=int, default=30_000)
    parser.add_argument("--frames", type=int, default=400)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        measure(given.hits, given.frames, Path(folder))
    print(f"\n{given.hits} hits, {given.frames} frames each, {date.today():%Y-%m-%d}.")  # noqa: DTZ011 - the day here


if __name__ == "__main__":
    main()
