"""One labelled field of the settings: its name above, a hint below."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from neuvola_desk.ui.parts.labels import Label


class Field(QWidget):
    """A control with its label, which is its buddy."""

    def __init__(self, control: QWidget) -> None:
        super().__init__()
        self.control = control
        self._name = Label("", "strong", wrap=False)
        self._name.setBuddy(control)
        self._hint = Label("", "small")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._name)
        column.addWidget(control)
        column.addWidget(self._hint)

    def set_words(self, name: str, hint: str = "") -> None:
        """The field's name, and what it is for."""
        self._name.setText(name)
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        self.control.setAccessibleName(name)
        self.control.setAccessibleDescription(hint)
