"""The visit's needs: one to three, as chips, with a field that offers more by what people call them."""

from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from neuvola_core import taxonomy
from neuvola_desk.i18n import _, current_language
from neuvola_desk.ui.parts.flow import FlowLayout, clear_layout
from neuvola_desk.ui.parts.labels import Label
from neuvola_desk.ui.theme import Theme
from neuvola_desk.ui.visit.name_button import NameButton
from neuvola_desk.ui.visit.need_finder import find_needs
from neuvola_desk.usecases.quick_visit import MOST_NEEDS

_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_PLAIN: Final = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


class NeedPicker(QWidget):
    """``edited`` is sent for what a person does, never for ``show_needs``."""

    edited = Signal(object)
    finished = Signal()
    """Enter in the empty field: on to the next one."""

    def __init__(self, theme: Theme, most: int = MOST_NEEDS) -> None:
        super().__init__()
        self._theme = theme
        self._most = most
        self._needs: tuple[str, ...] = ()
        self._offered: tuple[str, ...] = ()
        self._name = Label("", "strong")
        self.field = QLineEdit()
        self.field.textChanged.connect(self._offer)
        self.field.installEventFilter(self)
        self._name.setBuddy(self.field)
        self._nothing = Label("", "small")
        self._chip_box, self._chips = _flow()
        self._offer_box, self._offers = _flow()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for part in (self._name, self._chip_box, self.field, self._offer_box, self._nothing):
            column.addWidget(part)
        self._nothing.hide()
        self._offer_box.hide()

    @property
    def needs(self) -> tuple[str, ...]:
        """Ids of the chosen needs, in the order they were chosen."""
        return self._needs

    def show_needs(self, needs: tuple[str, ...]) -> None:
        """Shows what was chosen elsewhere."""
        if needs != self._needs:
            self._needs = needs
            self._draw_chips()
            self._offer(self.field.text())

    def clear(self) -> None:
        """Neither needs nor a word that is being typed."""
        self.field.setText("")  # unlike clear(), this leaves nothing for "undo" to bring back
        self.show_needs(())

    def retranslate(self) -> None:
        """Sets the texts again."""
        self._name.setText(_("Tarve (1–{n})").format(n=self._most))
        self.field.setPlaceholderText(_("Lisää tarve, esim. velat"))
        self.field.setAccessibleName(_("Lisää tarve"))
        self._nothing.setText(_("Sillä sanalla ei löydy tarvetta. Kokeile toista, tai kirjoita: muu."))
        self._draw_chips()
        self._offer(self.field.text())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter takes the first need on offer; the down arrow goes to the offers."""
        if watched is not self.field or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.KeyPress and event.modifiers() in _PLAIN:
            if event.key() in _ENTER:
                self._enter()
                return True
            if event.key() == Qt.Key.Key_Down and self._offered:
                self._offer_buttons()[0].setFocus(Qt.FocusReason.TabFocusReason)
                return True
        return super().eventFilter(watched, event)

    def _enter(self) -> None:
        if self._offered:
            self._add(self._offered[0])
        elif not self.field.text().strip():
            self.finished.emit()

    def _offer(self, typed: str) -> None:
        language = current_language()
        found = find_needs(typed, language)
        self._offered = tuple(need for need in found if need not in self._needs)
        clear_layout(self._offers)
        for need in self._offered:
            name = taxonomy.needs().name(need, language)
            button = NameButton(self._theme, "option")
            button.set_words(name, _("Lisää tarve: {name}").format(name=name))
            button.clicked.connect(partial(self._add, need))
            self._offers.addWidget(button)
        self._offer_box.setVisible(bool(self._offered))
        self._nothing.setVisible(bool(typed.strip()) and not found)
        names = ", ".join(taxonomy.needs().name(need, language) for need in self._offered)
        told = _("Enter lisää ensimmäisen: {names}").format(names=names) if names else ""
        self.field.setAccessibleDescription(told)

    def _offer_buttons(self) -> list[NameButton]:
        items = (self._offers.itemAt(number) for number in range(self._offers.count()))
        return [button for item in items if item and isinstance(button := item.widget(), NameButton)]

    def _add(self, need: str, _checked: bool = False) -> None:
        if need in self._needs or len(self._needs) >= self._most:
            return
        self._needs = (*self._needs, need)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.setText("")
        self._draw_chips()
        if len(self._needs) == self._most:
            self.finished.emit()
        self.edited.emit(self._needs)

    def _remove(self, need: str, _checked: bool = False) -> None:
        self._needs = tuple(other for other in self._needs if other != need)
        self._draw_chips()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edited.emit(self._needs)

    def _draw_chips(self) -> None:
        clear_layout(self._chips)
        for need in self._needs:
            name = taxonomy.needs().name(need, current_language())
            chip = NameButton(self._theme, "chip", "close")
            chip.set_words(name, _("Poista tarve: {name}").format(name=name))
            chip.clicked.connect(partial(self._remove, need))
            self._chips.addWidget(chip)
        self._chip_box.setVisible(bool(self._needs))
        self.field.setVisible(len(self._needs) < self._most)


def _flow() -> tuple[QWidget, FlowLayout]:
    box = QWidget()
    return box, FlowLayout(box, spacing=4)
