"""The letters of what is written from the right, on whatever machine."""

from functools import cache

from PySide6.QtGui import QFontDatabase

from neuvola_desk.resources import resource_path


@cache
def load_arabic() -> None:
    """Brings the program's own faces, once, when something in them is to be shown."""
    for path in sorted(resource_path("fonts").glob("NotoSansArabic-*.ttf")):
        QFontDatabase.addApplicationFont(str(path))
