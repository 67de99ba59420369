"""Pictures every screen of the window in every language, colour, text size and window size.

``--keep`` makes the small set of docs/screens instead; ``--only`` takes the scenes whose names are given.
"""

import argparse
import os
import shutil
import subprocess
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from neuvola_desk.ui.before_window import keep_no_settings
from neuvola_desk.ui.icons import own_icon
from screens.desk import no_machine, prepare
from screens.keeping import keep, looks_of, scenes_of
from screens.looks import LANGUAGES, SCALES, SIZES, THEMES, Look, looks
from screens.overview import write_overview
from screens.scene import Scene
from screens.scenes import SCENES
from screens.stage import Stage

Wanted = Callable[[str, str], Sequence[Look]]
"""In which looks a moment is wanted in a language."""


def picture(scene: Scene, stage: Stage, wanted: Wanted, output: Path) -> int:
    """Plays a scene and pictures each of its moments; how many pictures were made."""
    made = 0
    try:
        stage.open(bare=scene.bare, new=scene.new, asks=scene.asks)
        for name in scene.play(stage):
            for look in wanted(name, stage.language):
                stage.wear(look)
                file = output / f"{name}.{stage.language}.{look.name}.png"
                if not stage.picture().save(str(file)):
                    raise OSError(f"cannot write {file}")
                made += 1
    finally:
        stage.close()
    return made


def picture_all(output: Path, language: str, wanted: Wanted, only: Sequence[str]) -> list[str]:
    """Every scene in one language; the names of those that could not be played."""
    application = QApplication(["neuvola-desk"])
    application.setStyle("Fusion")
    keep_no_settings()
    application.setWindowIcon(own_icon())
    no_machine()
    made, broken = 0, list[str]()
    with TemporaryDirectory() as folder:
        prepared = Path(folder, "prepared")
        prepare(prepared)
        for scene in SCENES:
            if not only or scene.name in only:
                stage = Stage(application, prepared, Path(folder, scene.name), language)
                try:
                    made += picture(scene, stage, wanted, output)
                except Exception:  # noqa: BLE001 - the runner's edge: the other scenes are pictured
                    traceback.print_exc()
                    broken.append(scene.name)
                shutil.rmtree(stage.paths.data)
                sys.stderr.write(f"{language}: {scene.name}, {made}\n")
    return broken


def in_processes(languages: Sequence[str], arguments: Sequence[str], at_once: int) -> int:
    """A process for each language, for every window of a process speaks the same one."""
    waiting = list(languages)
    running: list[subprocess.Popen[bytes]] = []
    fault = 0
    while waiting or running:
        while waiting and len(running) < at_once:
            command = [sys.executable, "-m", "screens", *arguments, "--languages", waiting.pop(0)]
            running.append(subprocess.Popen(command))  # noqa: S603 - this program itself
        fault = running.pop(0).wait() or fault
    return fault


def read_arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    """What is asked for on the command line."""
    parser = argparse.ArgumentParser(prog="screens", description="Pictures every screen of the window.")
    parser.add_argument("--output", type=Path, default=Path("build/screens"), help="folder for the pictures")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="make the small set for this folder only")
    parser.add_argument("--languages", nargs="+", choices=LANGUAGES, default=list(LANGUAGES))
    parser.add_argument("--themes", nargs="+", choices=THEMES, default=list(THEMES))
    parser.add_argument("--scales", nargs="+", type=int, default=list(SCALES), help="text sizes in per cent")
    parser.add_argument("--sizes", nargs="+", default=list(SIZES), help="window sizes")
    parser.add_argument("--only", nargs="+", default=[], choices=[scene.name for scene in SCENES])
    parser.add_argument("--processes", type=int, default=2, help="languages pictured at once")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit code: 1 where a scene could not be played."""
    asked = read_arguments(arguments)
    asked.output.mkdir(parents=True, exist_ok=True)
    given = [*(sys.argv[1:] if arguments is None else arguments)]
    if len(asked.languages) > 1:
        fault = in_processes(asked.languages, given, asked.processes)
        if asked.keep and not fault:
            keep(asked.output, asked.keep)
    else:
        every = list(looks(asked.themes, asked.scales, asked.sizes))
        wanted: Wanted = looks_of if asked.keep else lambda _moment, _language: every
        only = scenes_of(asked.languages[0]) if asked.keep else asked.only
        fault = len(picture_all(asked.output, asked.languages[0], wanted, only))
    write_overview(asked.output)
    return 1 if fault else 0


if __name__ == "__main__":
    raise SystemExit(main())
