"""What is done and said by Qt before there is a window."""

import os

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QMessageBox


def keep_no_settings() -> None:
    """Leads Qt's own settings, in which its dialogs remember folders that were saved into, nowhere.

    Where they are a registry (Windows) the folders stay there.
    """
    for form in (QSettings.Format.NativeFormat, QSettings.Format.IniFormat):
        QSettings.setPath(form, QSettings.Scope.UserScope, os.devnull)


def say_in_a_box(words: str) -> None:
    """Tells whoever started the program from a menu, where nobody reads what it prints, why it ends."""
    QMessageBox.critical(None, "Neuvola", words)
