"""Fills the papers of the Debian package: what the package tells of itself and of the parts in it.

Usage: papers.py FOLDER VERSION DAY, where FOLDER is the root of what will be installed and DAY an ISO date.
"""

import gzip
import json
import sys
from datetime import UTC, date, datetime, time
from email.utils import format_datetime
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).resolve().parent
ROOT: Final = HERE.parents[1]
NAME: Final = "neuvola-desk"
MAINTAINER: Final = "The Neuvola Desk maintainers <maintainers@neuvola.invalid>"


def filled(template: str, version: str, day: date) -> str:
    """A template with its two places filled in."""
    text = (HERE / template).read_text(encoding="utf-8")
    return text.replace("@VERSION@", version).replace("@DATE@", day.isoformat())


def changelog(version: str, day: date) -> str:
    """The package's own: what changed in the program is in the CHANGELOG beside it."""
    moment = format_datetime(datetime.combine(day, time(12), UTC))
    what = "  * What is new is told in CHANGELOG.md.gz."
    return f"{NAME} ({version}) unstable; urgency=medium\n\n{what}\n\n -- {MAINTAINER}  {moment}\n"


def copyright_text(year: int) -> str:
    """The licence of the program and of each part; the texts word by word are beside it."""
    told = json.loads((ROOT / "resources" / "licences" / "notices.json").read_text(encoding="utf-8"))
    lines = [
        "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/",
        "Upstream-Name: Neuvola Desk",
        "Comment: The package carries the parts below, each under its own licence. Their texts word by",
        " word are in /usr/share/doc/neuvola-desk/licences.txt.gz, and in the program (neuvola-desk about).",
        *(f" {one['name']} {one['version']}".rstrip() + f": {one['licence']}" for one in told["notices"]),
        "",
        "Files: *",
        f"Copyright: {year} The Neuvola Desk maintainers",
        "License: GPL-3+",
        " The full text of version 3 of the GNU General Public License is in",
        " /usr/share/common-licenses/GPL-3.",
    ]
    return "\n".join(lines) + "\n"


def licences_text() -> str:
    """Every licence of every part, word by word; a text that several share is told once."""
    told = json.loads((ROOT / "resources" / "licences" / "notices.json").read_text(encoding="utf-8"))
    parts = []
    for number, text in enumerate(told["texts"]):
        names = [one["name"] for one in told["notices"] if number in one["texts"]]
        parts.append("\n".join(("=" * 78, ", ".join(names) or "Neuvola Desk", "=" * 78, "", text, "")))
    return "\n".join(parts)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".gz":
        path.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    else:
        path.write_text(text, encoding="utf-8")


def main() -> None:
    """Writes them all."""
    folder, version, day = Path(sys.argv[1]), sys.argv[2], date.fromisoformat(sys.argv[3])
    share = folder / "usr" / "share"
    papers = share / "doc" / NAME
    _write(papers / "changelog.gz", changelog(version, day))
    _write(papers / "CHANGELOG.md.gz", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"))
    _write(papers / "copyright", copyright_text(day.year))
    _write(papers / "licences.txt.gz", licences_text())
    _write(share / "man" / "man1" / f"{NAME}.1.gz", filled("neuvola-desk.1.in", version, day))
    metainfo = "fi.neuvola.desk.metainfo.xml"
    _write(share / "metainfo" / metainfo, filled(f"{metainfo}.in", version, day))


if __name__ == "__main__":
    main()
