"""A printing system of the test's own: cupsd on a socket in its own folder, and a printer that listens."""

import os
import shutil
import socketserver
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest

_BACKEND = Path("/usr/lib/cups/backend/socket")

_FILES = """
ServerRoot {folder}/root
StateDir {folder}/state
CacheDir {folder}/cache
RequestRoot {folder}/spool
TempDir {folder}/tmp
AccessLog {folder}/access.log
ErrorLog {folder}/error.log
PageLog {folder}/page.log
Printcap
SystemGroup root
"""

_SERVER = """
Listen {folder}/socket
Browsing Off
DefaultAuthType None
WebInterface No
PreserveJobHistory Yes
PreserveJobFiles No
<Location />
  Order allow,deny
  Allow all
</Location>
<Policy default>
  JobPrivateAccess all
  JobPrivateValues none
  SubscriptionPrivateAccess all
  SubscriptionPrivateValues none
  <Limit All>
    Order allow,deny
    Allow all
  </Limit>
</Policy>
"""


# A description of a printer that hands pages on as they are.
_ABLE = """*PPD-Adobe: "4.3"
*FormatVersion: "4.3"
*FileVersion: "1.0"
*LanguageVersion: English
*LanguageEncoding: ISOLatin1
*PCFileName: "ABLE.PPD"
*Manufacturer: "Test"
*Product: "(Able)"
*ModelName: "Able"
*ShortNickName: "Able"
*NickName: "Able"
*PSVersion: "(3010.000) 0"
*LanguageLevel: "3"
*ColorDevice: False
*DefaultColorSpace: Gray
*cupsFilter2: "application/pdf application/pdf 0 -"
*OpenUI *PageSize/Media Size: PickOne
*DefaultPageSize: A4
*PageSize A4/A4: ""
*PageSize A5/A5: ""
*CloseUI: *PageSize
*OpenUI *PageRegion/Media Size: PickOne
*DefaultPageRegion: A4
*PageRegion A4/A4: ""
*PageRegion A5/A5: ""
*CloseUI: *PageRegion
*DefaultImageableArea: A4
*ImageableArea A4/A4: "10 10 585 832"
*ImageableArea A5/A5: "10 10 410 585"
*DefaultPaperDimension: A4
*PaperDimension A4/A4: "595 842"
*PaperDimension A5/A5: "420 595"
*OpenUI *Duplex/Double-Sided Printing: PickOne
*DefaultDuplex: None
*Duplex None/Off: ""
*Duplex DuplexNoTumble/Long Edge: ""
*Duplex DuplexTumble/Short Edge: ""
*CloseUI: *Duplex
"""

_ASK_JOBS = """{
OPERATION Get-Jobs
GROUP operation-attributes-tag
ATTR charset attributes-charset utf-8
ATTR naturalLanguage attributes-natural-language en
ATTR uri printer-uri $uri
ATTR keyword which-jobs all
ATTR keyword requested-attributes all
}
"""


def fake_command(folder: Path, name: str, script: str) -> None:
    """Puts a command of the test's own into a folder of the path."""
    folder.mkdir(exist_ok=True)
    file = folder / name
    file.write_text(f"#!/bin/sh\n{script}\n")
    file.chmod(0o755)


class _Paper(socketserver.StreamRequestHandler):
    """Takes what a print job sends, as a network printer on port 9100 does."""

    def handle(self) -> None:
        sheet = self.rfile.read()
        server = self.server
        assert isinstance(server, _Tray)
        server.sheets.append(sheet)


class _Tray(socketserver.ThreadingTCPServer):
    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Paper)
        self.sheets: list[bytes] = []


class PrintHouse:
    """The running printing system; every command of CUPS finds it by ``CUPS_SERVER``."""

    def __init__(self, folder: Path, tray: _Tray) -> None:
        self._folder = folder
        self._tray = tray
        self._environment = {**os.environ, "CUPS_SERVER": f"{folder}/socket", "LC_ALL": "C"}

    @property
    def address(self) -> str:
        """What ``CUPS_SERVER`` must say."""
        return self._environment["CUPS_SERVER"]

    @property
    def descriptions(self) -> str:
        """What ``CUPS_SERVERROOT`` must say where printers are asked what they can do."""
        return f"{self._folder}/root"

    @property
    def sheets(self) -> list[bytes]:
        """What has come out of the printer, one item a job."""
        return self._tray.sheets

    @property
    def port(self) -> int:
        """Where the printer listens."""
        return int(self._tray.server_address[1])

    def add(self, name: str) -> None:
        """Makes a queue to the printer."""
        device = f"socket://127.0.0.1:{self.port}/?snmp=false&waiteof=false"
        self.command("lpadmin", "-p", name, "-E", "-v", device, "-m", "raw")

    def add_able(self, name: str) -> None:
        """Makes a queue to the printer that knows A5 and both sides; it too prints what it is given."""
        description = self._folder / f"{name}.ppd"
        description.write_text(_ABLE)
        device = f"socket://127.0.0.1:{self.port}/?snmp=false&waiteof=false"
        self.command("lpadmin", "-p", name, "-E", "-v", device, "-P", str(description))

    def told_of_jobs(self) -> str:
        """What the printing system keeps of the jobs that it has had, one attribute a line."""
        asked = self._folder / "jobs.test"
        asked.write_text(_ASK_JOBS)
        return self.command("ipptool", "-tv", f"ipp://{quote(self.address, safe='')}/", str(asked))

    def command(self, *words: str) -> str:
        """Runs a command of CUPS and gives what it tells."""
        done = subprocess.run(words, env=self._environment, capture_output=True, text=True, timeout=30)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def jobs(self, which: str = "not-completed") -> list[str]:
        """The ids of jobs."""
        told = self.command("lpstat", "-W", which, "-o")
        return [line.split()[0] for line in told.splitlines() if line.strip()]


@contextmanager
def print_house(wait: Callable[[Callable[[], bool]], None]) -> Iterator[PrintHouse]:
    """Runs until the test is over; the test is skipped, saying so, where CUPS is not installed."""
    missing = [name for name in ("cupsd", "lp", "lpadmin", "lpstat", "cancel", "ipptool") if not _which(name)]
    if missing or not _BACKEND.exists():
        pytest.skip(f"CUPS is not installed here: {', '.join(missing) or _BACKEND}")
    folder = Path(tempfile.mkdtemp(prefix="cups-"))
    folder.chmod(0o755)  # the printer's own user reads the spool
    for name in ("root", "state", "cache", "spool", "tmp"):
        (folder / name).mkdir()
    (folder / "files.conf").write_text(_FILES.format(folder=folder))
    (folder / "cupsd.conf").write_text(_SERVER.format(folder=folder))
    command = [_which("cupsd"), "-f", "-c", f"{folder}/cupsd.conf", "-s", f"{folder}/files.conf"]
    with (
        _Tray() as tray,
        (folder / "told").open("wb") as told,
        subprocess.Popen(command, stdout=told, stderr=told) as daemon,
    ):
        threading.Thread(target=tray.serve_forever, kwargs={"poll_interval": 0.05}).start()
        try:
            wait(lambda: _listens(folder / "socket") or daemon.poll() is not None)
            assert daemon.poll() is None, (folder / "told").read_text()
            yield PrintHouse(folder, tray)
        finally:
            daemon.terminate()
            daemon.wait(timeout=30)
            tray.shutdown()
            shutil.rmtree(folder, ignore_errors=True)


def _listens(place: Path) -> bool:
    """Whether somebody answers there: the file is made a moment before. Asked by another process, as in some
    tests this one may connect to nothing.
    """
    asked = {**os.environ, "CUPS_SERVER": str(place), "LC_ALL": "C"}
    told = subprocess.run(["lpstat", "-r"], env=asked, capture_output=True, text=True, timeout=30)
    return place.exists() and "is running" in told.stdout


def _which(name: str) -> str:
    return shutil.which(name) or shutil.which(name, path="/usr/sbin:/sbin") or ""
