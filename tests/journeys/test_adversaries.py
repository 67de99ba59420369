"""Somebody takes the computer, or looks through its disk, at any moment: no file tells of a visitor.

The program itself runs in a home of its own; while it stands still every file there is looked through, byte
by byte, and so is everything the process holds open.
"""

import base64
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import pytest

from neuvola_desk.config import Point, save_settings
from neuvola_desk.keys import record_key
from neuvola_desk.paths import DeskPaths
from neuvola_desk.usecases.key_code import code_lines
from neuvola_search import lexicon_table
from neuvola_search.catalogue import open_catalogue
from support import contact_desk
from support.contact_window import SETTINGS
from support.cups import PrintHouse, print_house
from support.small_desk import services

OWN_DATA = str(lexicon_table.TABLE)
"""The program's own dictionary, which SQLite may open as it opens everything."""

PASSPHRASE = "kolme vanhaa veturia"
PHONE, EMAIL, NAME = "040 765 4321", "irmeli.kaneli@example.org", "Irmeli Kaneli"
SEARCH = "naapurin ulosottovelka kaneliorava"
GAP, HANDOVER = "kaneliorava jonottaa iltaan", "kaneliorava palaa huomenna"
HALF = "kaneliorava kesken"
REQUEST = ("407654321", contact_desk.NAME, contact_desk.SENTENCE)
"""Of a contact request; its phone is written as above, and otherwise once it is read."""
NEEDLES = (PHONE, EMAIL, NAME, SEARCH, GAP, HANDOVER, HALF, "kaneliorava", "irmeli", PASSPHRASE, *REQUEST)


def forms(text: str) -> set[bytes]:
    """What a text may look like on a disk."""
    plain = {text, text.lower(), text.upper(), text.replace(" ", ""), text.replace(" ", "%20")}
    coded = {base64.b64encode(text.encode()[skip:])[:-4] for skip in range(3)}
    return {
        one.encode(code) for one in plain for code in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le")
    } | coded


def key_forms(key: bytes) -> set[bytes]:
    code = code_lines(key)
    plain = "".join(line.replace("-", "") for line in code)
    texts = {
        key.hex(),
        key.hex().upper(),
        base64.b64encode(key).decode(),
        base64.urlsafe_b64encode(key).decode(),
    }
    return {key, key[:16], key[16:], *(one.encode() for one in (*texts, *code, plain))}


@dataclass
class Place:
    """A home with everything that a program may write into, and the program in it."""

    root: Path
    cups: str = ""
    running: "subprocess.Popen[str] | None" = None
    passphrase: str = PASSPHRASE
    seen: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        for name in ("home", "tmp", "run", "saved", "config", "cache", "share", "state"):
            (self.root / name).mkdir(mode=0o700)
        paths = self.paths.create()
        save_settings(paths.config, replace(SETTINGS, printer="Aula", point=Point(name="Kulma")))
        catalogue = open_catalogue(paths.catalogue)
        catalogue.apply(services(), origin="test", complete=True, fetched_on=date(2026, 11, 18))
        catalogue.close()

    @property
    def paths(self) -> DeskPaths:
        return DeskPaths(self.root / "data")

    @property
    def environment(self) -> dict[str, str]:
        tests = Path(__file__).resolve().parents[1]
        return {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(tests),
            "HOME": str(self.root / "home"),
            "TMPDIR": str(self.root / "tmp"),
            **{f"XDG_{n.upper()}_HOME": str(self.root / n) for n in ("config", "cache", "state")},
            "XDG_DATA_HOME": str(self.root / "share"),
            "XDG_RUNTIME_DIR": str(self.root / "run"),
            "NEUVOLA_DATA_DIR": str(self.paths.data),
            "NEUVOLA_PASSPHRASE_FD": "7",
            "QT_QPA_PLATFORM": "offscreen",
            "CUPS_SERVER": self.cups or str(self.root / "no-cups"),
            "PYTHONDONTWRITEBYTECODE": "1",
        }

    def start(self) -> None:
        reading, writing = os.pipe()
        os.write(writing, self.passphrase.encode() + b"\n")
        os.close(writing)

        def prepare() -> None:
            os.dup2(reading, 7)
            resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))

        with (self.root / "told").open("ab") as told:
            self.running = subprocess.Popen(
                [sys.executable, "-m", "support.served_desk"],
                cwd=self.root / "home",
                env=self.environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=told,
                text=True,
                preexec_fn=prepare,
                pass_fds=(7,),
            )
        os.close(reading)
        self._wait()

    def do(self, what: str, words: str = "") -> None:
        self.order(what, words)
        self._wait()

    def order(self, what: str, words: str = "") -> None:
        """As ``do``, without waiting until it is done."""
        assert self.running is not None
        assert self.running.stdin is not None
        self.running.stdin.write(json.dumps({"do": what, "with": words}) + "\n")
        self.running.stdin.flush()

    def _wait(self) -> None:
        assert self.running is not None
        assert self.running.stdout is not None
        assert self.running.stdout.readline() == "done\n", (self.root / "told").read_text()

    def kill(self) -> None:
        assert self.running is not None
        self.running.send_signal(signal.SIGKILL)
        self.end()

    def end(self) -> int:
        """Closes stdin, by which the window closes, and waits."""
        assert self.running is not None
        with self.running as process:
            if process.stdin is not None:
                process.stdin.close()
            process.wait(timeout=60)
        self.running = None
        return process.returncode

    def command(self, *words: str) -> subprocess.CompletedProcess[bytes]:
        reading, writing = os.pipe()
        os.write(writing, self.passphrase.encode() + b"\n")
        os.close(writing)
        environment = {**self.environment, "NEUVOLA_PASSPHRASE_FD": str(reading)}
        program = [sys.executable, "-m", "neuvola_desk", *words]
        done = subprocess.run(program, env=environment, capture_output=True, pass_fds=(reading,), timeout=120)
        os.close(reading)
        with (self.root / "told").open("ab") as told:
            told.write(done.stderr)
        return done

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Every file, and every open file that has no name any more."""
        for path in sorted(self.root.rglob("*")):
            if path.is_file() and not path.is_symlink():
                self.seen.add(path.name)
                yield str(path), path.read_bytes()
        if self.running is not None and os.geteuid() == 0:
            for opened in Path(f"/proc/{self.running.pid}/fd").iterdir():
                name = str(opened.readlink())
                if "(deleted)" in name and opened.is_file():
                    yield name, opened.read_bytes()

    def written_elsewhere(self) -> list[str]:
        """Regular files outside this place that the process holds open for writing."""
        found = []
        if self.running is not None and os.geteuid() == 0:
            for opened in Path(f"/proc/{self.running.pid}/fd").iterdir():
                name = str(opened.readlink())
                told = Path(f"/proc/{self.running.pid}/fdinfo/{opened.name}").read_text()
                flags = int(
                    next(line.split()[1] for line in told.splitlines() if line.startswith("flags")), 8
                )
                is_written = flags & (os.O_WRONLY | os.O_RDWR) and opened.is_file()
                if is_written and not name.startswith((str(self.root), "/memfd:", "/dev/", OWN_DATA)):
                    found.append(name)
        return found

    def finds(self, *needles: bytes) -> list[str]:
        return [
            f"{name}: {needle!r}" for name, content in self.files() for needle in needles if needle in content
        ]

    def check(self) -> None:
        """Nothing of a visitor is in any file."""
        wanted = {form for needle in NEEDLES for form in forms(needle) if len(form) > 5}
        assert self.finds(*wanted) == []
        assert self.written_elsewhere() == []

    def check_key(self) -> None:
        key = record_key(self.paths, ask_passphrase=lambda: self.passphrase, keyring=lambda: None)
        assert self.finds(*key_forms(key)) == []


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    one = Place(tmp_path)
    yield one
    if one.running is not None:
        one.kill()


def wait_for(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end
        os.sched_yield()


def serve(place: Place, *, look: bool = True) -> None:
    """A whole visit, looked through after each step."""
    steps = (
        ("search", SEARCH),
        ("clear_search", ""),
        ("search", f"{NAME} {PHONE} {EMAIL}"),
        ("pick", ""),
        ("visit", f"soita {PHONE}"),
        ("visit", GAP),
        ("handover", HANDOVER),
        ("half_type", HALF),
        ("leaflet", ""),
        ("type_request", ""),
        ("ask_consent", ""),
        ("send_request", ""),
        ("bug", f"{NAME} {PHONE}"),
        ("cover", ""),
    )
    for what, words in steps:
        place.do(what, words)
        if look:
            place.check()


def test_no_file_tells_of_a_visitor_before_during_and_after(place: Place) -> None:
    place.check()
    place.start()
    place.check()
    serve(place)
    place.check_key()
    place.do("next_visitor")
    place.check()
    assert place.end() == 0
    place.check()
    place.check_key()
    assert {"desk.db", "window.log", "installation.json", "settings.json"} <= place.seen


def test_the_search_would_find_what_it_looks_for(place: Place) -> None:
    """A test that finds nothing must be able to find something."""
    (place.root / "tmp" / "leak").write_bytes("Soitto: 040 765 4321 / Irmeli".encode("utf-16-le"))
    with pytest.raises(AssertionError, match="leak"):
        place.check()


@pytest.mark.parametrize("step", ["visit", "send_request", "leaflet", "search"])
def test_a_power_cut_in_the_middle_leaves_nothing(place: Place, step: str) -> None:
    place.start()
    serve(place, look=False)
    if step == "send_request":
        for before in ("next_visitor", "pick", "type_request", "ask_consent"):
            place.do(before)
    place.order(step, GAP)
    place.kill()
    place.check()
    place.check_key()
    place.start()
    place.check()
    place.end()
    place.check()


def test_a_crash_leaves_no_core(place: Place) -> None:
    place.start()
    serve(place, look=False)
    place.order("crash")
    assert place.end() == -signal.SIGABRT
    assert [path for path in place.root.rglob("*core*") if path.is_file()] == []
    place.check()
    place.check_key()


def test_a_saved_leaflet_is_the_only_thing_that_stays(place: Place) -> None:
    place.start()
    place.do("search", SEARCH)
    place.do("pick")
    target = place.root / "saved" / "palveluesite.pdf"
    place.do("save", str(target))
    place.do("next_visitor")
    place.end()
    place.check()
    assert [path.name for path in (place.root / "saved").iterdir()] == ["palveluesite.pdf"]
    assert place.finds(b"palveluesite.pdf", b"saved/palvelu") == [], "no list of recent files"


def test_a_file_half_saved_when_the_power_went_is_swept_at_the_next_start(place: Place) -> None:
    leftover = place.root / "saved" / f".{'a' * 16}.pdf"
    leftover.write_bytes(b"%PDF half")
    (place.paths.data / "unfinished").write_text(f"{leftover.parent}\n")
    place.start()
    assert not leftover.exists()
    assert not (place.paths.data / "unfinished").exists()
    place.end()


def test_the_command_line_leaves_nothing_either(place: Place) -> None:
    assert place.command("search", SEARCH).returncode == 0
    assert place.command("visit", "add", "--need", "velat", "--note", f"soita {PHONE}").returncode == 1
    assert place.command("visit", "add", "--need", "velat", "--note", GAP).returncode == 0
    assert place.command("visit", "list").returncode == 0
    assert place.command("doctor").returncode in (0, 1)
    place.check()
    place.check_key()


@pytest.fixture
def queue(place: Place) -> Iterator[PrintHouse]:
    with print_house(wait_for) as running:
        running.add("Aula")
        running.command("cupsdisable", "Aula")
        place.cups = running.address
        yield running


def spooled(queue: PrintHouse) -> list[Path]:
    return sorted((Path(queue.address).parent / "spool").glob("d*"))


def test_the_print_queue_holds_a_leaflet_only_until_the_next_visitor(place: Place, queue: PrintHouse) -> None:
    place.start()
    serve(place, look=False)
    place.do("print_out")
    assert len(spooled(queue)) == 1
    folder = Path(queue.address).parent
    wanted = {form for needle in NEEDLES for form in forms(needle) if len(form) > 5}
    held = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert [str(path) for path, content in held.items() if any(needle in content for needle in wanted)] == []
    assert not any(b"Turvakoti" in content for path, content in held.items() if path.name.startswith("c"))
    place.do("next_visitor")
    assert queue.jobs() == []
    assert spooled(queue) == []
    place.end()
    place.check()


def test_whoever_takes_the_disk_opens_nothing_without_the_passphrase(place: Place, tmp_path: Path) -> None:
    place.command("visit", "add", "--need", "velat", "--note", GAP)
    stolen = tmp_path / "stolen"
    shutil.copytree(place.paths.data, stolen)
    place.passphrase = "veikkaus"
    refused = place.command("--data-dir", str(stolen), "visit", "list")
    assert refused.returncode == 1
    assert GAP.encode() not in refused.stdout + refused.stderr
