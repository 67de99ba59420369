"""The eight lines of a key code: typed, pasted or scanned, each looked at as soon as it is whole."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from neuvola_desk.i18n import _
from neuvola_desk.ui.parts.labels import IconLabel, Label
from neuvola_desk.ui.theme import Theme
from neuvola_desk.usecases.key_code import LINES, SIGNS, line_is_whole, split

_LONGEST = 200
_ROWS = LINES // 2


class CodeForm(QWidget):
    """Two columns of four lines; ``finished`` tells that the last one is there and all are right."""

    finished = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.fields = tuple(QLineEdit() for _n in range(LINES))
        self._names = tuple(Label(f"{n}.", "strong", wrap=False) for n in range(1, LINES + 1))
        self._signs = tuple(IconLabel(theme, "check", "good", 20) for _n in range(LINES))
        self._told = Label("", "error")
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(8)
        for place in range(LINES):
            row, column = place % _ROWS, place // _ROWS * 4
            for offset, part in enumerate(self._parts_of(place)):
                grid.addWidget(part, row, column + offset)
            self._prepare(place)
        grid.setColumnMinimumWidth(3, 24)
        grid.setColumnStretch(8, 1)
        column_box = QVBoxLayout(self)
        column_box.setContentsMargins(0, 0, 0, 0)
        column_box.setSpacing(8)
        column_box.addLayout(grid)
        column_box.addWidget(self._told)
        theme.changed.connect(self._fit)
        self.retranslate()
        self.clear()

    def _parts_of(self, place: int) -> tuple[QLabel, QLineEdit, IconLabel]:
        return self._names[place], self.fields[place], self._signs[place]

    def _prepare(self, place: int) -> None:
        name, field, sign = self._parts_of(place)
        name.setBuddy(field)
        field.setMaxLength(_LONGEST)
        field.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhUppercaseOnly
        )
        field.textEdited.connect(partial(self._typed, place))
        field.returnPressed.connect(partial(self._go_on, place))
        policy = sign.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        sign.setSizePolicy(policy)

    def _fit(self) -> None:
        """A whole line of the code has room, however large the letters are."""
        for field in self.fields:
            field.ensurePolished()
            field.setFixedWidth(field.fontMetrics().horizontalAdvance("W") * (SIGNS + 5))

    def showEvent(self, event: QShowEvent) -> None:
        """Only now the fields have the letters of the window."""
        super().showEvent(event)
        self._fit()

    @property
    def lines(self) -> tuple[str, ...]:
        """What has been typed, line by line."""
        return tuple(field.text() for field in self.fields)

    def retranslate(self) -> None:
        """Sets the texts again."""
        for place, field in enumerate(self.fields, start=1):
            field.setAccessibleName(_("Avainkoodin rivi {n}").format(n=place))
            field.setPlaceholderText("0000-0000" if place == 1 else "")

    def clear(self) -> None:
        """Leaves nothing of a code, to undo neither."""
        for field in self.fields:
            field.setText("")
        self._look()

    def take_focus(self) -> None:
        """Puts the keyboard into the first line that is not right."""
        wrong = (field for n, field in enumerate(self.fields, 1) if not line_is_whole(field.text(), n))
        next(wrong, self.fields[0]).setFocus(Qt.FocusReason.OtherFocusReason)

    def _typed(self, place: int, text: str) -> None:
        whole = split(text)
        if len(whole) == LINES:
            for field, line in zip(self.fields, whole, strict=True):
                field.setText(f"{line[:4]}-{line[4:]}")
            self._look()
            self._go_on(LINES - 1)
            return
        self._look()
        if line_is_whole(text, place + 1):
            self._go_on(place)

    def _go_on(self, place: int) -> None:
        if all(line_is_whole(line, n) for n, line in enumerate(self.lines, 1)):
            self.finished.emit()
        elif place + 1 < LINES and line_is_whole(self.fields[place].text(), place + 1):
            self.fields[place + 1].setFocus(Qt.FocusReason.TabFocusReason)

    def _look(self) -> None:
        """Marks each line that is complete as right or wrong, and says it in words too."""
        wrong = []
        for place, line in enumerate(self.lines, start=1):
            complete = len([sign for sign in line if sign.isalnum()]) >= SIGNS
            right = line_is_whole(line, place)
            self._signs[place - 1].setVisible(complete)
            self._signs[place - 1].show_icon(*(("check", "good") if right else ("warn", "danger")))
            told = _("Rivi on oikein.") if right else _("Rivissä on väärä merkki.")
            self.fields[place - 1].setAccessibleDescription(told if complete else "")
            if complete and not right:
                wrong.append(str(place))
        told = _("Tarkista rivi {lines}.") if len(wrong) == 1 else _("Tarkista rivit {lines}.")
        self._told.setText(told.format(lines=", ".join(wrong)) if wrong else "")
        self._told.setVisible(bool(wrong))
