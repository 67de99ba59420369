"""What memory the desk holds through a long day: searches, cards, leaflets with preview, visits.

    python benchmarks/memory.py [--platform NAME]

A whole desk in a process of its own, driven through its window: 200 queries typed letter by letter, 30 cards,
10 leaflets of six services with all pages of the preview drawn, 50 visits. Prints a Markdown table of the
resident memory after each. Linux only.
"""

import argparse
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from random import Random

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from neuvola_desk.app import House
from neuvola_desk.desk import Desk
from neuvola_desk.paths import DeskPaths
from neuvola_desk.ui.background import Lane
from neuvola_desk.ui.leaflet.screen import LeafletScreen
from neuvola_desk.ui.tray.tray import Picked
from neuvola_desk.usecases.visit_draft import VisitDraft
from neuvola_search.query import Hit
from search.typed import queries
from start import environment, fill, resident_mib

TARGET_MIB = 180
LOOKS_MS = 2
LONGEST = 30
PASSPHRASE = "tyynen järven ranta"
LANGUAGES = ("fi", "sv", "en")


class Day:
    """A desk at work; every step ends when nothing is under way any more."""

    def __init__(self, application: QApplication, data: Path) -> None:
        paths = DeskPaths(data)
        self.house = House(
            application, paths, make_desk=lambda: Desk(paths, ask_passphrase=lambda: PASSPHRASE)
        )
        loop = QEventLoop()
        self.house.ready.connect(loop.quit)
        self.house.open()
        loop.exec()
        self.settle()

    def wait_until(self, come: Callable[[], bool]) -> None:
        """Runs an event loop, as only in one Qt deletes what was to be deleted later."""
        search, background, loop, timer = (
            self.house.window.search,
            self.house.background,
            QEventLoop(),
            QTimer(),
        )

        def look() -> None:
            if not background.busy and not search.pending and come():
                loop.quit()

        timer.timeout.connect(look)
        timer.start(LOOKS_MS)
        loop.exec()

    def settle(self) -> None:
        self.wait_until(lambda: True)

    def hits(self) -> list[Hit]:
        model = self.house.window.search.pane.model
        rows = [model.row_at(model.index(number)) for number in range(model.rowCount())]
        return [row.hit for row in rows if row and row.hit]

    def search(self, count: int) -> None:
        random, asked = Random(count), [query for query in queries(2 * count) if len(query) <= LONGEST]
        for _ in range(count):
            words = " ".join(random.sample(asked, random.choice((1, 1, 2))))
            for length in range(1, len(words) + 1):
                self.house.window.search.field.setText(words[:length])
                self.settle()
        self.house.window.search.field.setText("")
        self.settle()

    def open_cards(self, cards: int) -> None:
        for hit in self.hits()[:cards]:
            self.house.signals.service_opened.emit(hit.id)
            self.settle()

    def make_leaflets(self, leaflets: int) -> None:
        window, tray = self.house.window, self.house.context.tray
        page = window.page("leaflet")
        if page is None or not isinstance(page.content, LeafletScreen):
            raise SystemExit("there is no leaflet page")
        screen = page.content
        found = self.hits()
        for number in range(leaflets):
            for hit in found[number : number + 6]:
                tray.add(Picked(hit.id, hit.name, hit.organisation))
            window.show_screen("leaflet")
            language = screen.options.language
            language.setCurrentIndex(language.findData(LANGUAGES[number % len(LANGUAGES)]))
            self.wait_until(lambda: screen.preview.pages > 0)
            for page in range(screen.preview.pages):
                self.wait_until(lambda seen=page: seen in screen.preview.drawn)  # type: ignore[misc]
                screen.preview.turn(1)
            window.next_visitor()
            self.settle()

    def walk_in(self) -> None:
        self.search(3)
        self.open_cards(3)
        self.make_leaflets(1)
        self.log_visits(1)

    def log_visits(self, visits: int) -> None:
        for _ in range(visits):
            self.house.door.ask(_log, lane=Lane.RECORD)
            self.settle()


def _log(desk: Desk) -> object:
    return desk.visits.log(VisitDraft(needs=("velat",)))


def make_record(data: Path) -> None:
    """A desk that has been in use: its record is there and need not be migrated."""
    with closing(Desk(DeskPaths(data), ask_passphrase=lambda: PASSPHRASE)) as desk:
        _log(desk)


def opened(data: Path) -> Day:
    application = QApplication([])
    application.setStyle("Fusion")
    return Day(application, data)


def rehearse(data: Path) -> None:
    """Leaves compiled bytecode behind, as an installed program has it: compiling takes memory of its own."""
    day = opened(data)
    day.walk_in()
    day.house.close()


def run(data: Path) -> None:
    print("| after | resident MiB |\n| --- | --: |", flush=True)
    day = opened(data)
    for words, work in (
        ("the start, everything loaded", day.settle),
        ("a walk-in: words, cards, leaflet with preview, visit", day.walk_in),
        ("200 queries letter by letter", lambda: day.search(200)),
        ("30 cards", lambda: day.open_cards(30)),
        ("10 leaflets with preview", lambda: day.make_leaflets(10)),
        ("50 visits", lambda: day.log_visits(50)),
        ("100 more queries", lambda: day.search(100)),
    ):
        work()
        print(f"| {words} | {resident_mib():.0f} |", flush=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"| the most at any time | {peak:.0f} |\n\nTarget: {TARGET_MIB} MiB.")
    day.house.close()


STEPS: dict[str, Callable[[Path], None]] = {"record": make_record, "rehearsal": rehearse, "day": run}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--platform", default="offscreen")
    parser.add_argument("--run", choices=STEPS, help=argparse.SUPPRESS)
    parser.add_argument("--data", type=Path, default=Path(), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.run:
        STEPS[given.run](given.data)
        return
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        print(f"Desk with {fill(data)}, platform {given.platform}.\n", flush=True)
        for step in STEPS:
            command = [sys.executable, __file__, "--run", step, "--data", str(data)]
            subprocess.run(command, env=environment(Path(folder), given.platform), check=True)


if __name__ == "__main__":
    main()
