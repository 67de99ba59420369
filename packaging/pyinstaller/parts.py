"""What goes into the frozen folder, and what PyInstaller would take along that the desk never uses."""

import sys
from pathlib import Path, PurePosixPath
from typing import Final

_NO_RESOURCE: Final = frozenset({".po", ".pot", ".new", ".part"})
_PACKAGES: Final = ("neuvola_core", "neuvola_exchange", "neuvola_search")
_MIGRATIONS: Final = "neuvola_desk/storage/migrations"
"""Read as files by alembic, not imported."""

_QT_PLUGINS: Final = frozenset(
    {
        "generic",
        "egldeviceintegrations",
        "networkinformation",
        "printsupport"
        if sys.platform.startswith("linux")
        else "",  # there the desk prints by CUPS's commands
        "qmltooling",
        "sqldrivers",
        "tls",
        "virtualkeyboard",
        "wayland-graphics-integration-server",
    }
)
_QT_PARTS: Final = (
    "qeglfs",
    "qlinuxfb",
    "qvkkhrdisplay",
    "qvnc",
    "qminimal",
    "qpdf",
    "qtvirtualkeyboard",
    "qgtk3",
)
"""Plugins for devices without a desktop, and those that would draw in libraries of no use here."""
_QT_LIBRARIES: Final = ("qml", "quick", "virtualkeyboard", "qt6pdf", "qt6sql", "eglfs", "qt6test", "designer")


def own_data(root: Path) -> list[tuple[str, str]]:
    """The program's own files, as (file, folder in the build)."""
    found = [
        (file, Path("resources", file.relative_to(root / "resources").parent))
        for file in sorted((root / "resources").rglob("*"))
        if file.is_file() and file.suffix not in _NO_RESOURCE
    ]
    for package in _PACKAGES:
        data = root / "src" / package / "data"
        found += [(file, file.parent.relative_to(root / "src")) for file in _files(data)]
    found += [(file, file.parent.relative_to(root / "src")) for file in _files(root / "src" / _MIGRATIONS)]
    return [(str(file), folder.as_posix()) for file, folder in found]


def _files(folder: Path) -> list[Path]:
    return [file for file in sorted(folder.rglob("*")) if file.is_file() and "__pycache__" not in file.parts]


def leaflet_languages(resources: Path) -> frozenset[str]:
    """The languages whose names of languages are shown somewhere."""
    return frozenset(file.stem for file in (resources / "leaflet" / "texts").glob("*.json"))


def is_left_out(name: str, source: str, languages: frozenset[str], system: Path) -> bool:
    """Whether a collected file stays out; ``name`` is its place in the build.

    Libraries of the Linux system stay out too: there they are mended by the system, and a package names them.
    """
    place = PurePosixPath(name.replace("\\", "/"))
    if system in Path(source).resolve().parents and not place.name.startswith("libpython"):
        return True
    if "locale-data" in place.parts:
        return place.suffix == ".dat" and place.stem not in languages | {"root"}
    if "phonenumbers" in place.parts:
        return bool({"geodata", "carrierdata", "tzdata"} & set(place.parts))
    return "PySide6" in place.parts and _is_unused_qt(place)


def _is_unused_qt(place: PurePosixPath) -> bool:
    if "translations" in place.parts:
        return not place.name.startswith(("qtbase_fi", "qtbase_sv", "qtbase_en"))
    if "plugins" in place.parts:
        return bool(_QT_PLUGINS & set(place.parts)) or any(part in place.name for part in _QT_PARTS)
    return any(part in place.name.lower() for part in _QT_LIBRARIES)
