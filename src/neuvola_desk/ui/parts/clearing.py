"""The button inside a field that empties it, which Qt leaves without a name."""

from PySide6.QtWidgets import QLineEdit, QToolButton

from neuvola_desk.i18n import _


def name_clear_button(field: QLineEdit) -> None:
    """Says in the language in use what the button does; ``field`` must have it."""
    for button in field.findChildren(QToolButton):
        button.setAccessibleName(_("Tyhjennä kenttä"))
