"""Asking for a file to save a sheet of paper to."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from neuvola_desk.i18n import _

FILE_NAME: Final = "palveluesite.pdf"
"""Tells nothing of whom the leaflet is for or what it is about."""


def save_dialog(parent: QWidget, title: str, name: str = FILE_NAME) -> QFileDialog:
    """A dialog that is ready to be opened and goes when it is closed."""
    dialog = QFileDialog(parent, title, str(Path.home()))
    # The system's own dialog would put the file into the system's list of recent files.
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilter(_("PDF-tiedosto (*.pdf)"))
    dialog.setDefaultSuffix("pdf")
    dialog.selectFile(name)
    for label, words in (
        # Qt's own words lack some of these in Finnish.
        (QFileDialog.DialogLabel.LookIn, _("Kansio:")),
        (QFileDialog.DialogLabel.FileName, _("Tiedoston nimi:")),
        (QFileDialog.DialogLabel.FileType, _("Tiedoston tyyppi:")),
        (QFileDialog.DialogLabel.Accept, _("Tallenna")),
        (QFileDialog.DialogLabel.Reject, _("Peruuta")),
    ):
        dialog.setLabelText(label, words)
    dialog.resize(dialog.sizeHint().expandedTo(parent.size() * 0.6))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return dialog
