"""Builds the frozen desk for the system it runs on, tries it, and says how large it is.

Run it with the Python of an environment that has requirements/run.lock, requirements/package.lock and the
program itself (``pip install --no-deps --no-build-isolation -e .``). It makes ``dist/neuvola-desk``.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
BUILD: Final = ROOT / "build"
DIST: Final = ROOT / "dist"
PICTURE: Final = BUILD / "neuvola-desk.png"
SIDE: Final = 1024
"""Pixels of the program's picture, from which the smaller ones of Windows and macOS are made."""


def draw(source: Path, target: Path, side: int) -> None:
    """Draws the icon; its light part is white wherever it is not on a coloured page."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QByteArray
    from PySide6.QtGui import QGuiApplication, QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    application = QGuiApplication.instance() or QGuiApplication([])
    told = source.read_text(encoding="utf-8").replace("currentColor", "#ffffff")
    image = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(told.encode())).render(painter)
    painter.end()
    target.parent.mkdir(parents=True, exist_ok=True)
    if not image.save(str(target)):
        raise SystemExit(f"{target} could not be written")
    application.processEvents()


def freeze() -> Path:
    """Runs PyInstaller; the folder it makes."""
    spec = ROOT / "packaging" / "pyinstaller" / "neuvola-desk.spec"
    work = BUILD / "pyinstaller"
    options = ["--noconfirm", "--log-level", "WARN", "--workpath", str(work), "--distpath", str(DIST)]
    _run("-m", "PyInstaller", *options, str(spec))
    return DIST / "neuvola-desk"


def _run(*arguments: str) -> None:
    subprocess.run([sys.executable, *arguments], check=True)  # noqa: S603 - our own programs


def try_out(folder: Path) -> None:
    """Searches and prints with what was built; stops the build where that does not work."""
    program = str(folder / ("neuvola-desk.exe" if sys.platform == "win32" else "neuvola-desk"))
    with tempfile.TemporaryDirectory() as data:
        sheet = Path(data, "one.csv")
        sheet.write_text("id,name_fi,needs\n1,Velkaneuvonta,velat\n", encoding="utf-8")
        told = _answer(program, data, "import", str(sheet))
        found = _answer(program, data, "--json", "search", "velkaneuvontaan")
        if '"Velkaneuvonta"' not in found:
            raise SystemExit(f"The search of the frozen program found nothing: {told} {found}")
        service = found.partition('"id":"')[2].partition('"')[0]
        leaflet = Path(data, "leaflet.pdf")
        _answer(program, data, "leaflet", service, "--language", "ar", "--output", str(leaflet))
        if not leaflet.read_bytes().startswith(b"%PDF"):
            raise SystemExit("The frozen program printed no leaflet")


def _answer(program: str, data: str, *arguments: str) -> str:
    command = [program, "--data-dir", data, *arguments]
    ran = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)  # noqa: S603
    if ran.returncode:
        raise SystemExit(f"{' '.join(arguments)}: {ran.returncode}\n{ran.stdout}\n{ran.stderr}")
    return ran.stdout


def size(folder: Path) -> int:
    """Bytes of all files in a folder; a link is no file."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file() and not file.is_symlink())


def main() -> None:
    """Everything in order."""
    _run(str(ROOT / "packaging" / "build_data.py"))
    draw(ROOT / "resources" / "icons" / "neuvola.svg", PICTURE, SIDE)
    folder = freeze()
    try_out(folder)
    sys.stderr.write(f"{folder.relative_to(ROOT)}: {size(folder) // 2**20} MiB, tried\n")


if __name__ == "__main__":
    main()
