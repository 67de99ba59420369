"""Draws the icon in the sizes that desktops ask for as pictures. Usage: pictures.py HICOLOR-FOLDER."""

import runpy
import sys
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
SIDES: Final = (48, 64, 128, 256)


def main() -> None:
    """Writes them into a hicolor theme."""
    draw = runpy.run_path(str(ROOT / "packaging" / "pyinstaller" / "build.py"))["draw"]
    for side in SIDES:
        place = Path(sys.argv[1], f"{side}x{side}", "apps", "neuvola-desk.png")
        draw(ROOT / "resources" / "icons" / "neuvola.svg", place, side)


if __name__ == "__main__":
    main()
