"""How long the desk takes to start, beside a bare window of the same toolkit in the same run.

    python benchmarks/start.py [--rounds N] [--platform NAME]

The bare window is a QMainWindow with a QListView of twenty lines and nothing else; *with the same imports* it
first loads every module that the desk has loaded when it can be used. They are started in turns, each in a
process of its own, with files in the disk cache and bytecode compiled. *First paint* is when the whole window
has been drawn once; *usable* is when the answer to a word typed at the first paint has been drawn. Time is
counted from before the process is made. Prints a Markdown table of medians. Linux only.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # what is measured must load Qt itself
    from PySide6.QtCore import QEvent, QObject

REGISTER = Path(__file__).resolve().parents[2] / "shared" / "data" / "helsinki-register"
WORD = "velka"
MODULES = "modules.json"

Moments = dict[str, float]


def resident_mib() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def note(moments: Moments, name: str) -> None:
    moments[name] = time.monotonic()
    moments[f"{name} CPU"] = time.process_time() * 1000
    moments[f"{name} MiB"] = resident_mib()


def after_first(target: "QObject", kind: "QEvent.Type", then: Callable[[], None]) -> "QObject":
    """Calls ``then`` once, when the target's first event of this kind has been dealt with."""
    from PySide6.QtCore import QCoreApplication, QObject

    class Filter(QObject):
        def eventFilter(self, watched: QObject, event: "QEvent") -> bool:  # noqa: N802 - Qt's own name
            if event.type() is not kind:
                return False
            watched.removeEventFilter(self)
            QCoreApplication.sendEvent(watched, event)
            then()
            return True

    made = Filter()
    target.installEventFilter(made)
    return made


def run_bare(_data: Path) -> Moments:
    from PySide6.QtCore import QEvent, QStringListModel
    from PySide6.QtWidgets import QApplication, QListView, QMainWindow

    moments: Moments = {}
    application = QApplication([])
    application.setStyle("Fusion")
    window, view = QMainWindow(), QListView()
    view.setModel(QStringListModel([f"Palvelu {number}" for number in range(20)], view))
    window.setCentralWidget(view)
    window.resize(1280, 800)
    window.show()

    def painted() -> None:
        note(moments, "paint")
        application.quit()

    kept = after_first(window.windowHandle(), QEvent.Type.Expose, painted)
    application.exec()
    del kept
    return moments


def run_bare_with_imports(data: Path) -> Moments:
    """The floor of a program that needs these modules, whatever it does with them."""
    for name in json.loads((data.parent / MODULES).read_text(encoding="utf-8")):
        with suppress(ImportError):  # made by another module, under a name of its own
            import_module(name)
    return run_bare(data)


def run_desk(data: Path) -> Moments:
    from PySide6.QtCore import QEvent
    from PySide6.QtWidgets import QApplication

    from neuvola_desk.app import House
    from neuvola_desk.paths import DeskPaths

    moments: Moments = {}
    application = QApplication([])
    application.setStyle("Fusion")
    house = House(application, DeskPaths(data).create())
    kept = []

    def painted() -> None:
        note(moments, "paint")
        house.window.field.setText(WORD)

    def answered() -> None:
        search = house.window.search
        if search.choices.text != WORD or not search.pane.model.rowCount():
            raise SystemExit("the first answer is not that of the word")
        kept.append(after_first(search.pane.view.viewport(), QEvent.Type.Paint, shown))

    def shown() -> None:
        note(moments, "usable")
        loaded = [name for name in sys.modules if not name.startswith("__")]
        (data.parent / MODULES).write_text(json.dumps(loaded), encoding="utf-8")
        application.quit()

    house.ready.connect(answered)
    house.open()
    kept.append(after_first(house.window.windowHandle(), QEvent.Type.Expose, painted))
    application.exec()
    house.close()
    return moments


PROGRAMS = {"desk": run_desk, "bare": run_bare, "imports": run_bare_with_imports}


def started(program: str, data: Path, settings: dict[str, str]) -> Moments:
    """Starts a program and gives its moments, times in milliseconds from before it was started."""
    command = [sys.executable, __file__, "--run", program, "--data", str(data)]
    begin = time.monotonic()
    told = subprocess.run(command, env=settings, capture_output=True, text=True, check=False, timeout=120)
    if told.returncode:
        raise SystemExit(told.stderr)
    moments: Moments = json.loads(told.stdout)
    return {name: value if " " in name else (value - begin) * 1000 for name, value in moments.items()}


def environment(folder: Path, platform: str) -> dict[str, str]:
    """What the measured programs run in: no keyring, and bytecode kept as in an installed program."""
    settings = {
        "QT_QPA_PLATFORM": platform,
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
        "PYTHONPYCACHEPREFIX": str(folder / "bytecode"),
    }
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return inherited | settings


def fill(data: Path) -> str:
    """Gives the desk a catalogue; says which."""
    from neuvola_desk.desk import Desk
    from neuvola_desk.paths import DeskPaths

    with closing(Desk(DeskPaths(data).create())) as desk:
        if REGISTER.is_dir():
            desk.imports.run([REGISTER])
            name = "the Helsinki service register"
        else:
            desk.load_demo()
            name = "the demo catalogue"
        return f"{name}, {desk.catalogue.info().services} services"


def median(rounds: Sequence[Moments], name: str) -> float:
    return statistics.median(moments[name] for moments in rounds)


def measure(rounds: int, platform: str, folder: Path) -> None:
    catalogue = fill(folder / "data")
    settings = environment(folder, platform)
    for program in PROGRAMS:
        started(program, folder / "data", settings)
    found: dict[str, list[Moments]] = {program: [] for program in PROGRAMS}
    for _ in range(rounds):
        for program, moments in found.items():
            moments.append(started(program, folder / "data", settings))
    floor, floor_cpu = median(found["bare"], "paint"), median(found["bare"], "paint CPU")
    print(f"Desk with {catalogue}; {rounds} rounds in turns, platform {platform}.\n")
    loaded, loaded_cpu = median(found["imports"], "paint"), median(found["imports"], "paint CPU")
    print(
        "| | ms | least–most | × bare | × imports | CPU ms, all threads | × bare | × imports | resident MiB |"
    )
    print("| --- | --: | --: | --: | --: | --: | --: | --: | --: |")
    for program, name, words in (
        ("bare", "paint", "bare window, first paint"),
        ("imports", "paint", "bare window with the same imports, first paint"),
        ("desk", "paint", "desk, first paint"),
        ("desk", "usable", "desk, usable: first answer on screen"),
    ):
        times = sorted(moments[name] for moments in found[program])
        middle, cpu, memory = (median(found[program], f"{name}{part}") for part in ("", " CPU", " MiB"))
        print(
            f"| {words} | {middle:.0f} | {times[0]:.0f}–{times[-1]:.0f} | {middle / floor:.2f} "
            f"| {middle / loaded:.2f} | {cpu:.0f} | {cpu / floor_cpu:.2f} | {cpu / loaded_cpu:.2f} "
            f"| {memory:.0f} |"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--platform", default="offscreen")
    parser.add_argument("--run", choices=PROGRAMS, help=argparse.SUPPRESS)
    parser.add_argument("--data", type=Path, default=Path(), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.run:
        print(json.dumps(PROGRAMS[given.run](given.data)))
        return
    with tempfile.TemporaryDirectory() as folder:
        measure(given.rounds, given.platform, Path(folder))


if __name__ == "__main__":
    main()
