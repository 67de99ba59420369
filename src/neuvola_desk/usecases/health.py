"""What works on this machine, what does not, and what to do about each fault."""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path

from neuvola_core.errors import NeuvolaError
from neuvola_desk.i18n import _
from neuvola_desk.messages import sentence
from neuvola_desk.paths import DeskPaths
from neuvola_desk.printing import CupsPrinting
from neuvola_desk.qt_version import qt_fault
from neuvola_desk.resources import resource_path
from neuvola_search import lexicon_table
from neuvola_search.dictionary import TABLE

_LIBRARIES = (
    "PySide6",
    "sqlalchemy",
    "sqlcipher3",
    "keyring",
    "pyroaring",
    "reportlab",
    "pypdfium2",
    "openpyxl",
)
_CUPS_FILES = Path("/etc/cups/cupsd.conf")
_SWAPS = Path("/proc/swaps")
_BLOCKS = Path("/sys/block")


class State(StrEnum):
    """How a check came out."""

    OK = "ok"
    WARNING = "warning"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Finding:
    """One check: what was looked at, how it came out, and what to do."""

    check: str
    state: State
    told: str


def _libraries() -> Finding:
    missing = [name for name in _LIBRARIES if find_spec(name) is None]
    if missing:
        told = _("Puuttuu: {names}. Asenna ohjelma uudelleen.").format(names=", ".join(missing))
        return Finding("libraries", State.FAULT, told)
    fault = qt_fault()
    return Finding("libraries", State.FAULT if fault else State.OK, fault or _("Kirjastot ovat paikoillaan."))


def _language_data() -> Finding:
    if not TABLE.exists():
        return Finding(
            "dictionary", State.WARNING, _("Suomen sanakirja puuttuu: haku toimii, mutta heikommin.")
        )
    if not lexicon_table.TABLE.exists():
        told = _("Arkikielen sanasto puuttuu: haku toimii, mutta heikommin. Asenna ohjelma uudelleen.")
        return Finding("lexicon", State.WARNING, told)
    if not any(resource_path("fonts").glob("*.ttf")):
        return Finding("fonts", State.FAULT, _("Esitteen kirjasimet puuttuvat. Aja make setup."))
    return Finding("dictionary", State.OK, _("Sanakirja ja kirjasimet ovat paikoillaan."))


def _disk(paths: DeskPaths) -> Finding:
    free = shutil.disk_usage(paths.data).free // 2**20
    if free < 200:
        return Finding(
            "disk", State.WARNING, _("Levytilaa on vain {free} Mt. Vapauta tilaa.").format(free=free)
        )
    return Finding("disk", State.OK, _("Levytilaa on {free} Mt.").format(free=free))


def _printers() -> Finding:
    lpstat = shutil.which("lpstat")
    if lpstat is None:
        return Finding(
            "printers", State.WARNING, _("Tulostusjärjestelmää ei ole. Esitteen voi tallentaa PDF:nä.")
        )
    try:
        told = subprocess.run(  # noqa: S603 - a fixed program without arguments from outside
            [lpstat, "-e"], capture_output=True, text=True, timeout=5, check=False
        )
    except subprocess.TimeoutExpired:
        return Finding(
            "printers", State.WARNING, _("Tulostusjärjestelmä ei vastaa. Esitteen voi tallentaa PDF:nä.")
        )
    names = told.stdout.split()
    if not names:
        return Finding("printers", State.WARNING, _("Tulostimia ei ole. Esitteen voi tallentaa PDF:nä."))
    return Finding("printers", State.OK, _("Tulostimet: {names}.").format(names=", ".join(names)))


def _far_printers() -> Finding | None:
    """A sheet that comes out elsewhere, or waits in another machine's queue, may be read there."""
    far = [printer.name for printer in CupsPrinting().printers() if not printer.is_local]
    if not far:
        return None
    told = _(
        "Nämä tulostimet eivät ole kiinni tässä koneessa: {names}. Esite voi jäädä muiden nähtäville tai "
        "toisen koneen jonoon. Käytä lähitulostinta."
    )
    return Finding("printer-place", State.WARNING, told.format(names=", ".join(far)))


def _kept_jobs() -> Finding | None:
    """CUPS keeps printed files for a day unless told otherwise; leaflets must not stay in its queue."""
    try:
        lines = _CUPS_FILES.read_text(encoding="utf-8", errors="replace").lower().splitlines()
    except FileNotFoundError:
        return None
    except OSError:
        told = _(
            "Tulostusjonon asetuksia ei voitu lukea. Pyydä ylläpitoa katsomaan, että tiedostossa {path} on "
            "rivi PreserveJobFiles No."
        )
        return Finding("print-queue", State.WARNING, told.format(path=_CUPS_FILES))
    said = [words[1] for line in lines if len(words := line.split()) > 1 and words[0] == "preservejobfiles"]
    if said and said[-1] in ("no", "off", "false", "0"):  # the last one holds
        return Finding("print-queue", State.OK, _("Tulostusjono ei säilytä tulosteita."))
    told = _("Tulostusjono voi säilyttää tulosteita. Lisää tiedostoon {path} rivi PreserveJobFiles No.")
    return Finding("print-queue", State.WARNING, told.format(path=_CUPS_FILES))


def _swap() -> Finding | None:
    """What is in memory may be written to the swap; a plain one would keep it when the machine is off."""
    try:
        rows = _SWAPS.read_text(encoding="utf-8", errors="replace").splitlines()[1:]
    except OSError:
        return None
    plain = [row.split()[0] for row in rows if row.strip() and not _is_safe_swap(row.split()[0])]
    if not plain:
        return None
    told = _("Sivutustila {names} ei ole salattu: siihen voi jäädä jälkiä. Pyydä ylläpitoa salaamaan se.")
    return Finding("swap", State.WARNING, told.format(names=", ".join(plain)))


def _is_safe_swap(device: str) -> bool:
    """Compressed memory, or a device that the system encrypts."""
    name = Path(device).name
    if name.startswith("zram"):
        return True
    try:
        return (_BLOCKS / name / "dm" / "uuid").read_text(encoding="ascii").startswith("CRYPT-")
    except (OSError, UnicodeDecodeError):
        return False


def _opened(check: str, opening: Callable[[], str]) -> Finding:
    try:
        return Finding(check, State.OK, opening())
    except NeuvolaError as fault:
        return Finding(check, State.FAULT, sentence(fault))


def independent() -> Finding:
    """What there is to say of the server where there is none."""
    return Finding("server", State.OK, _("Palvelinta ei ole: työasema toimii itsenäisesti."))


def _unknown_server() -> Finding:
    told = _("Palvelinta ei voitu tarkistaa, koska käyntitiedot eivät avaudu.")
    return Finding("server", State.WARNING, told)


def _asked(ask_server: Callable[[], Finding]) -> Finding:
    try:
        return ask_server()
    except NeuvolaError as fault:
        return Finding("server", State.WARNING, sentence(fault))


def examine(
    paths: DeskPaths,
    open_catalogue: Callable[[], str],
    open_record: Callable[[], str],
    ask_server: Callable[[], Finding] = independent,
) -> Iterator[Finding]:
    """Every check in turn; the openers give a sentence about what they opened or raise a known fault."""
    yield _libraries()
    yield _language_data()
    yield _disk(paths)
    yield _opened("catalogue", open_catalogue)
    record = _opened("record", open_record)
    yield record
    yield _printers()
    yield from (found for found in (_far_printers(), _kept_jobs(), _swap()) if found)
    # What the desk knows of the server is in the record.
    yield _asked(ask_server) if record.state is State.OK else _unknown_server()
