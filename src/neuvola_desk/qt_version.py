"""Which PySide6 must not run here."""

import sys
from importlib import import_module
from typing import Final

from neuvola_desk.i18n import _

_BROKEN_FROM: Final = (6, 12)
_MENDED_BY_PYTHON: Final = (3, 12)


def qt_fault() -> str:
    """Why this PySide6 must not run here; empty when it may.

    6.12 loses a reference to None with every void call on Python 3.11 and ends in an abort. Its name can be
    asked all the same: only calls are broken.
    """
    try:
        installed = str(import_module("PySide6").__version__)
    except ImportError:
        return _("PySide6 puuttuu. Asenna ohjelma uudelleen.")
    numbers = tuple(int(part) for part in installed.split(".")[:2] if part.isdigit())
    if numbers >= _BROKEN_FROM and sys.version_info < _MENDED_BY_PYTHON:
        return _("PySide6 {version} ei toimi Python 3.11:ssä. Asenna vanhempi kuin 6.12.").format(
            version=installed
        )
    return ""
