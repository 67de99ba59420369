"""What can be done instead of a request: the organisations' numbers, to be called together right now."""

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from neuvola_core.contact import Receiver
from neuvola_desk.i18n import _, current_language
from neuvola_desk.ui.parts.flow import clear_layout
from neuvola_desk.ui.parts.labels import Label
from neuvola_desk.usecases.consent import name_in


class Together(QWidget):
    """Why there is no request, and under it each organisation with its number in large type."""

    def __init__(self) -> None:
        super().__init__()
        self._words, self._told = Label("", "lead"), Label("", "muted")
        self._rows = QVBoxLayout()
        self._rows.setSpacing(4)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._words)
        column.addWidget(self._told)
        column.addLayout(self._rows)

    def tell(self, words: str, told: str, receivers: Sequence[Receiver]) -> None:
        """``told`` is the same in the visitor's language."""
        self._words.setText(words)
        self._told.setText(told)
        self._told.setVisible(bool(told))
        clear_layout(self._rows)
        for receiver in receivers:
            self._rows.addWidget(Label(name_in(receiver.name, current_language()), "strong"))
            number = receiver.phone or _("Numeroa ei ole kerrottu.")
            self._rows.addWidget(Label(number, "title" if receiver.phone else "muted").let_copy())
