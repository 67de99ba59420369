"""Collects the licences of everything the desk carries: ``resources/licences/notices.json``.

What is installed tells itself what it needs and under which licence; ``notices/carried.json`` adds what
wheels carry inside without saying so, and ``notices/`` the licence texts that wheels leave out.
"""

import json
import sys
import sysconfig
import tomllib
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any, Final

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

HERE: Final = Path(__file__).resolve().parent
TARGET: Final = HERE.parent / "resources" / "licences" / "notices.json"
BESIDE: Final = ("pyvoikko", "fontpkg-noto-sans", "fontpkg-noto-sans-arabic")
"""Packages whose content is built in, though nothing of them is installed with the desk."""
FROZEN: Final = ("pyinstaller",)
"""Part of a frozen program only, and named where they are installed."""
TEXT_NAMES: Final = ("LICENSE", "LICENCE", "COPYING", "NOTICE")
HOME_LABELS: Final = ("source", "source code", "repository", "github", "homepage", "home", "documentation")
MOST_IN_A_LINE: Final = 80
VAGUE: Final = ("Dual License",)
UNTOLD: Final = {"sqlcipher3": "Zlib"}
"""Licences that a distribution tells by its text only."""
LGPL: Final = frozenset({"pyside6-essentials", "shiboken6"})
"""Those whose wheels leave the text of their licence out."""


def needed() -> dict[str, Distribution]:
    """What is installed because the desk needs it at run time, by canonical name."""
    found: dict[str, Distribution] = {}
    project = tomllib.loads((HERE.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted: list[str] = list(project["dependencies"])
    while wanted:
        requirement = Requirement(wanted.pop())
        name = canonicalize_name(requirement.name)
        if name in found or (requirement.marker and not requirement.marker.evaluate({"extra": ""})):
            continue
        found[name] = distribution(name)
        wanted += found[name].requires or ()
    return found


def _told(one: Distribution, key: str) -> list[str]:
    """What its metadata says under a key; nothing, one thing or several."""
    said = one.metadata.json.get(key) or []
    return [said] if isinstance(said, str) else said


def licence_of(one: Distribution) -> str:
    """The licence in one line, as the distribution tells it."""
    said = " ".join(_told(one, "license_expression") or _told(one, "license")).strip()
    if said and "\n" not in said and len(said) <= MOST_IN_A_LINE and said not in VAGUE:
        return said
    classified = (line.split("::") for line in _told(one, "classifier") if line.startswith("License ::"))
    told = " / ".join(parts[-1].strip() for parts in classified)
    return told or UNTOLD.get(canonicalize_name(one.metadata["Name"]), "")


def home_of(one: Distribution) -> str:
    """Where it comes from; empty where it does not say."""
    links = {}
    for line in _told(one, "project_url"):
        label, _comma, link = line.partition(",")
        links[label.strip().casefold()] = link.strip()
    named = (links[label] for label in HOME_LABELS if label in links)
    return next(iter(_told(one, "home_page")), "") or next(named, "")


def texts_of(one: Distribution) -> Iterator[str]:
    """The licence texts it carries."""
    for file in sorted(one.files or (), key=str):
        place = Path(str(one.locate_file(file)))
        is_text = any(word in file.name.upper() for word in TEXT_NAMES) or "BUILD_LICENSES" in file.parts
        if ".dist-info" in str(file) and is_text and place.is_file():
            yield place.read_text(encoding="utf-8", errors="replace").strip()


def _notice(one: Distribution) -> dict[str, Any]:
    name = str(one.metadata["Name"])
    texts = list(texts_of(one))
    if canonicalize_name(name) in LGPL:
        texts.append((HERE / "notices" / "LGPL-3.0.txt").read_text(encoding="utf-8").strip())
    return {
        "name": name,
        "version": one.version,
        "licence": licence_of(one),
        "home": home_of(one),
        "texts": texts,
    }


def _python() -> dict[str, Any]:
    """The interpreter, which a frozen program carries."""
    places = (Path(sysconfig.get_path("stdlib"), "LICENSE.txt"), Path(sys.base_prefix, "LICENSE.txt"))
    texts = [place.read_text(encoding="utf-8").strip() for place in places if place.is_file()][:1]
    texts = texts or list(texts_of(distribution("typing-extensions")))  # the same licence
    version = ".".join(map(str, sys.version_info[:3]))
    return {
        "name": "Python",
        "version": version,
        "licence": "PSF-2.0",
        "home": "https://www.python.org",
        "texts": texts,
    }


def _carried() -> Iterator[dict[str, Any]]:
    for row in json.loads((HERE / "notices" / "carried.json").read_text(encoding="utf-8")):
        place = HERE / "notices" / row["text"] if row["text"] else HERE.parent / "LICENSE"
        told = {"name": row["name"], "version": "", "licence": row["licence"], "home": row["home"]}
        yield {**told, "texts": [place.read_text(encoding="utf-8").strip()]}


def collect() -> list[dict[str, Any]]:
    """Every notice, by name."""
    found = list(needed().values()) + [distribution(name) for name in BESIDE]
    for name in FROZEN:
        try:
            found.append(distribution(name))
        except PackageNotFoundError:
            continue
    notices = [*map(_notice, found), _python(), *_carried()]
    silent = [one["name"] for one in notices if not one["licence"] and not one["texts"]]
    if silent:
        raise SystemExit(f"No licence is told by: {', '.join(silent)}")
    return sorted(notices, key=lambda one: str(one["name"]).casefold())


def main() -> None:
    """Writes the file unless it says the same already; each text is in it once, the program's own first."""
    own = (HERE.parent / "LICENSE").read_text(encoding="utf-8").strip()
    texts = [own]
    notices = collect()
    for one in notices:
        for text in one["texts"]:
            if text not in texts:
                texts.append(text)
        one["texts"] = [texts.index(text) for text in one["texts"]]
    told = json.dumps({"notices": notices, "texts": texts}, ensure_ascii=False, indent=1) + "\n"
    if TARGET.is_file() and TARGET.read_text(encoding="utf-8") == told:
        return
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    unfinished = TARGET.with_suffix(".new")
    unfinished.write_text(told, encoding="utf-8")
    unfinished.replace(TARGET)
    sys.stderr.write(f"{TARGET.name}: {len(notices)} notices, {len(told) // 1024} KiB\n")


if __name__ == "__main__":
    main()
