"""Whatever can be acted on in the screens of the visit, the day, the import and the settings has a name."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QLineEdit,
    QListView,
    QProgressBar,
    QToolButton,
    QWidget,
)

from neuvola_core.visit import Outcome
from neuvola_desk.ui.screen import Screen
from neuvola_desk.ui.visit.screen import VisitScreen
from support.real_room import RealRoom

ACTED_ON = (QAbstractButton, QLineEdit, QComboBox, QAbstractItemView, QProgressBar)


def spoken(widget: QWidget) -> str:
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


@pytest.mark.parametrize("key", ["visit", "today", "import", "settings"])
def test_everything_has_a_spoken_name(real: RealRoom, key: str) -> None:
    real.seem_to_need("velat")
    real.window.show_screen(key)
    [screen] = [found for found in real.window.findChildren(Screen) if found.key == key]
    if isinstance(screen, VisitScreen):
        screen.form.outcome.choose(Outcome.NOT_FOUND)
        screen.form.needs.field.setText("yks")
    real.settle()
    nameless = [
        f"{type(widget).__name__} in {type(widget.parent()).__name__}"
        for kind in ACTED_ON
        for widget in screen.findChildren(kind)
        if not spoken(widget) and not is_of_qt(widget)
    ]
    assert nameless == []


def is_of_qt(widget: QWidget) -> bool:
    """The list of a combo box and the clear button of a field: made and named by Qt itself."""
    above = widget.parent()
    while above is not None and not isinstance(above, QComboBox | QLineEdit):
        above = above.parent()
    return above is not None and type(widget) in (QListView, QToolButton, QLineEdit)


def test_an_option_is_told_as_a_radio_button_with_its_field(real: RealRoom) -> None:
    real.seem_to_need("velat")
    real.press(Qt.Key.Key_F4)
    button = real.button("Lopputulos: Sai neuvon")
    interface = QAccessible.queryAccessibleInterface(button)
    assert interface.role() == QAccessible.Role.RadioButton
    assert not interface.state().checked
    button.click()
    assert QAccessible.queryAccessibleInterface(button).state().checked
