"""Everything that a window says or holds: looked for in every widget, action, model and undo stack."""

from collections.abc import Iterator

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractListModel,
    QCoreApplication,
    QEvent,
    QModelIndex,
    QObject,
    Qt,
)
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QCompleter,
    QGroupBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QTextEdit,
    QWidget,
)

_ROLES = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.EditRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.StatusTipRole,
    Qt.ItemDataRole.WhatsThisRole,
    Qt.ItemDataRole.AccessibleTextRole,
    Qt.ItemDataRole.AccessibleDescriptionRole,
    Qt.ItemDataRole.UserRole,
)


def everything_said() -> Iterator[tuple[QObject, str]]:
    """Every text of the program's windows, each with what holds it."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    QCoreApplication.processEvents()
    clipboard = QGuiApplication.clipboard()
    yield clipboard, clipboard.text()
    for window in QApplication.topLevelWidgets():
        for thing in (window, *window.findChildren(QObject)):
            for text in _said_by(thing):
                if text:
                    yield thing, text


def holding(*known: str) -> list[str]:
    """Where any of these texts is still held, for a test to show."""
    return [
        f"{_place_of(thing)}: {text[:80]}"
        for thing, text in everything_said()
        if any(word.casefold() in text.casefold() for word in known)
    ]


def _place_of(thing: QObject) -> str:
    """The names of what holds it, the innermost last."""
    names: list[str] = []
    at: QObject | None = thing
    while at is not None:
        names.append(at.objectName() or type(at).__name__)
        at = at.parent()
    return " > ".join(reversed(names[:6]))


def undoable() -> list[str]:
    """Text fields that could bring back what was in them."""
    fields = [field for window in QApplication.topLevelWidgets() for field in window.findChildren(QWidget)]
    return [
        f"{type(field).__name__} {field.objectName()} {field.accessibleName()}"
        for field in fields
        if (isinstance(field, QLineEdit) and (field.isUndoAvailable() or field.isRedoAvailable()))
        or (
            isinstance(field, QTextEdit | QPlainTextEdit)
            and (field.document().isUndoAvailable() or field.document().isRedoAvailable())
        )
    ]


def _said_by(thing: QObject) -> Iterator[str]:
    if isinstance(thing, QWidget):
        yield thing.windowTitle()
        yield from (thing.toolTip(), thing.statusTip(), thing.whatsThis())
        yield from (thing.accessibleName(), thing.accessibleDescription())
    if isinstance(thing, QAction):
        yield from (thing.text(), thing.toolTip(), thing.statusTip(), thing.iconText())
    if isinstance(thing, QLabel | QAbstractButton | QLineEdit):
        yield thing.text()
    if isinstance(thing, QLineEdit):
        yield thing.selectedText()
    if isinstance(thing, QGroupBox):
        yield thing.title()
    if isinstance(thing, QTextEdit | QPlainTextEdit):
        yield thing.toPlainText()
    if isinstance(thing, QTabBar):
        for n in range(thing.count()):
            yield from (thing.tabText(n), thing.tabToolTip(n))
    if isinstance(thing, QComboBox):
        yield thing.currentText()
    model = thing.model() if isinstance(thing, QAbstractItemView | QComboBox | QCompleter) else None
    if model is not None:
        yield from _rows(model, QModelIndex())


def _rows(model: QAbstractItemModel, parent: QModelIndex) -> Iterator[str]:
    is_list = isinstance(model, QAbstractListModel)  # which keeps its columns to itself
    for row in range(model.rowCount(parent)):
        for column in range(1 if is_list else model.columnCount(parent)):
            index = model.index(row, column, parent)
            yield from (str(told) for role in _ROLES if (told := index.data(role)) is not None)
            if not is_list and model.rowCount(index):
                yield from _rows(model, index)
