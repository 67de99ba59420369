"""The clipboard, as far as this program has put something there: marked as private, and emptied in time."""

from typing import Final

from PySide6.QtCore import QByteArray, QMimeData, QObject
from PySide6.QtGui import QClipboard, QGuiApplication

# What clipboard managers ask for before they keep or send on what was copied: KDE's, Windows' two, macOS's.
_PRIVATE: Final = {
    "x-kde-passwordManagerHint": b"secret",
    "ExcludeClipboardContentFromMonitorProcessing": b"1",
    "CanUploadToCloudClipboard": b"\0\0\0\0",
    "org.nspasteboard.ConcealedType": b"1",
}
_MARK: Final = "x-kde-passwordManagerHint"

_ALONE: Final = frozenset({"offscreen", "minimal", "eglfs", "linuxfb", "vnc"})
"""Platforms whose clipboard no other program can reach, and which do not tell whose it is."""


class OwnClipboard(QObject):
    """Marks what is copied here, so that no history of the desktop keeps it."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        QGuiApplication.clipboard().dataChanged.connect(self._mark)

    @staticmethod
    def forget() -> None:
        """Takes away what this program has put there, and nothing that another has."""
        clipboard = QGuiApplication.clipboard()
        if _is_own(clipboard):
            clipboard.clear()
        if clipboard.supportsSelection() and clipboard.ownsSelection():
            clipboard.clear(QClipboard.Mode.Selection)

    @staticmethod
    def _mark() -> None:
        clipboard = QGuiApplication.clipboard()
        data: QMimeData | None = clipboard.mimeData()  # an emptied clipboard has none
        if data is None or not data.hasText() or data.hasFormat(_MARK) or not _is_own(clipboard):
            return
        marked = QMimeData()
        marked.setText(data.text())
        for kind, value in _PRIVATE.items():
            marked.setData(kind, QByteArray(value))
        clipboard.setMimeData(marked)


def _is_own(clipboard: QClipboard) -> bool:
    return clipboard.ownsClipboard() or QGuiApplication.platformName() in _ALONE
