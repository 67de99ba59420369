"""Printing by CUPS: which printers there are, sending a leaflet to one, taking own jobs back. No Qt.

The leaflet goes to ``lp`` through a pipe, so that nothing of it is left in a temporary folder, and every job
is called "Palveluesite", so that a queue tells nothing of the visitor.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Protocol
from urllib.parse import urlsplit

from neuvola_core.errors import CannotPrintError
from neuvola_desk.usecases.leaflets.values import TITLE

MOST_COPIES: Final = 20
LONGEST_WAIT: Final = 20.0
"""Seconds before a printing system that does not answer is given up."""

_JOB: Final = re.compile(r"^request id is (\S+)", re.MULTILINE)
_DEFAULT: Final = re.compile(r"^system default destination: (\S+)$", re.MULTILINE)
_DEVICE: Final = re.compile(r"^device for (\S+): (.*)$", re.MULTILINE)
_DISABLED: Final = re.compile(r"^printer (\S+) disabled ", re.MULTILINE)

_HAS_A5: Final = re.compile(r"^(?:PageSize|media)/[^:]*:.*?\b(?:A5|iso_a5_148x210mm)\b", re.MULTILINE)
_HAS_DUPLEX: Final = re.compile(r"^\w*(?:Duplex|sides)/[^:]*:.*?(?:Tumble|two-sided)", re.MULTILINE)

_NETWORK: Final = frozenset(
    {"dnssd", "mdns", "http", "https", "implicitclass", "ipp", "ipps", "lpd", "smb", "socket"}
)
_THIS_MACHINE: Final = frozenset({"localhost", "127.0.0.1", "::1"})

# What lp says in English (LC_ALL=C), and the reason that the faces have a sentence for.
_REFUSALS: Final[Mapping[str, str]] = {
    "does not exist": "unknown-printer",
    "not accepting": "not-accepting",
    "scheduler not responding": "not-answering",
    "unable to connect": "not-answering",
}


@dataclass(frozen=True, slots=True)
class Printer:
    """A print queue. ``is_local``: on this machine's own wire, so that no sheet comes out in another room."""

    name: str
    is_default: bool = False
    is_local: bool = True
    is_stopped: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """How a leaflet is put on paper; also what a printer can do: ``small_sheet`` A5, ``two_sided`` duplex."""

    small_sheet: bool = False
    two_sided: bool = False


PLAIN: Final = Paper()
"""A4, one side."""


class PrintService(Protocol):
    """A printing system; every call may take seconds and is made on a worker."""

    def printers(self) -> tuple[Printer, ...]:
        """The queues one can print to, the default one first; empty where there is no printing system."""

    def abilities(self, printer: str) -> Paper:
        """What is known of what a printer can do; where nothing is, no more than A4 and one side."""

    def submit(self, pdf: bytes, printer: str, copies: int, paper: Paper = PLAIN) -> str:
        """Sends a leaflet; the job's id, "" where it cannot be taken back. Raises ``CannotPrintError``."""

    def cancel(self, jobs: Iterable[str]) -> None:
        """Takes jobs back that are still in the queue; those that have ended are left as they are."""


class CupsPrinting:
    """Prints by the commands of CUPS, which keep the leaflet's letters as letters."""

    def printers(self) -> tuple[Printer, ...]:
        """The queues that ``lpstat`` knows, found on the network or made by hand."""
        names = _asked("lpstat", "-e").split()
        if not names:
            return ()
        told = _asked("lpstat", "-d", "-v", "-p")
        default = next(iter(_DEFAULT.findall(told)), "")
        devices = dict(_DEVICE.findall(told))
        stopped = set(_DISABLED.findall(told))
        found = (
            Printer(
                name,
                is_default=name == default,
                is_local=name in devices and is_local(devices[name]),
                is_stopped=name in stopped,
            )
            for name in names
        )
        return tuple(sorted(found, key=lambda printer: (not printer.is_default, printer.name.casefold())))

    def abilities(self, printer: str) -> Paper:
        """What ``lpoptions`` lists of a printer; of a raw queue it lists nothing."""
        asked = ("-p", printer, "-l")
        told = _asked("lpoptions", *asked)
        if not told and "CUPS_SERVER" not in os.environ:
            # Over its socket CUPS tells nothing to whoever may not read its files; over the wire it does.
            told = _asked("lpoptions", "-h", "localhost", *asked)
        return Paper(bool(_HAS_A5.search(told)), bool(_HAS_DUPLEX.search(told)))

    def submit(self, pdf: bytes, printer: str, copies: int, paper: Paper = PLAIN) -> str:
        """Sends a leaflet to ``lp``."""
        command = shutil.which("lp")
        if command is None:
            raise CannotPrintError(printer=printer, reason="no-system")
        amount = str(min(max(copies, 1), MOST_COPIES))
        try:
            done = subprocess.run(  # noqa: S603 - a fixed program; the printer's name is an argument of its own
                [command, "-d", printer, "-n", amount, "-t", TITLE, *_paper_options(paper), "-"],
                input=pdf,
                capture_output=True,
                env=_plain_english(),
                timeout=LONGEST_WAIT,
                check=False,
            )
        except (subprocess.TimeoutExpired, OSError) as fault:
            raise CannotPrintError(printer=printer, reason="not-answering") from fault
        if done.returncode != 0:
            raise CannotPrintError(printer=printer, reason=_reason(done.stderr.decode(errors="replace")))
        return next(iter(_JOB.findall(done.stdout.decode(errors="replace"))), "")

    def cancel(self, jobs: Iterable[str]) -> None:
        """Takes jobs back, and what the queue holds of them."""
        for job in jobs:
            _asked("cancel", "-x", job)


def is_local(device: str) -> bool:
    """Whether a CUPS device address names a printer on this machine's own wire."""
    try:
        address = urlsplit(device)
        host = address.hostname or ""
    except ValueError:
        return False
    if address.scheme not in _NETWORK:
        return not (address.scheme == "hp" and address.path.startswith("/net/"))
    # A printer on a USB wire that speaks IPP is named so by the driver that makes it look like a network one.
    return host in _THIS_MACHINE or "(usb)" in device.replace("%20", " ").lower()


def _asked(name: str, *arguments: str) -> str:
    """What a command of CUPS tells; nothing where there is none or it does not answer."""
    command = shutil.which(name)
    if command is None:
        return ""
    try:
        done = subprocess.run(  # noqa: S603 - a fixed program
            [command, *arguments],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            env=_plain_english(),
            timeout=LONGEST_WAIT,
            check=False,
        )
    except (subprocess.TimeoutExpired, OSError):
        return ""
    return done.stdout.decode(errors="replace")


def _paper_options(paper: Paper) -> list[str]:
    """Both are always said: a printer's own habit may be another."""
    sides = "two-sided-long-edge" if paper.two_sided else "one-sided"
    return ["-o", f"media={'A5' if paper.small_sheet else 'A4'}", "-o", f"sides={sides}"]


def _plain_english() -> dict[str, str]:
    """The environment in which the commands say what is read here."""
    return {**os.environ, "LC_ALL": "C"}


def _reason(told: str) -> str:
    words = told.lower()
    return next((reason for sign, reason in _REFUSALS.items() if sign in words), "refused")
