"""One labelled field of the settings: its name above, a hint or what is wrong with it below."""

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from neuvola_desk.ui.parts.labels import Label


class Field(QWidget):
    """A control with its label, which is its buddy."""

    def __init__(self, control: QWidget) -> None:
        super().__init__()
        self.control = control
        self._told = ""
        self._fault = ""
        self._name = Label("", "strong", wrap=False)
        self._name.setBuddy(control)
        self._hint = Label("", "small")
        self._wrong = Label("", "error")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for part in (self._name, control, self._hint, self._wrong):
            column.addWidget(part)
        self._show()

    @property
    def is_faulty(self) -> bool:
        """Whether what is in the field was not taken."""
        return bool(self._fault)

    def set_words(self, name: str, hint: str = "") -> None:
        """The field's name, and what it is for."""
        self._name.setText(name)
        self._told = hint
        for part in (self.control, *self.control.findChildren(QLineEdit)):
            part.setAccessibleName(name)  # a screen reader stops at the line inside a list, too
        self._show()

    def show_fault(self, fault: str) -> None:
        """Says why what was typed is not taken; empty when it is."""
        self._fault = fault
        self._show()

    def _show(self) -> None:
        self._hint.setText(self._told)
        self._hint.setVisible(bool(self._told))
        self._wrong.setText(self._fault)
        self._wrong.setVisible(bool(self._fault))
        self.control.setAccessibleDescription(self._fault or self._told)
