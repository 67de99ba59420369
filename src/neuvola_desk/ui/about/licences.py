"""The licences of everything the program carries, one at a time."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QComboBox, QFrame, QPlainTextEdit, QVBoxLayout

from neuvola_desk.i18n import _
from neuvola_desk.ui.background import Background
from neuvola_desk.ui.parts.labels import Label
from neuvola_desk.ui.theme import Theme
from neuvola_desk.usecases.about import Notice, notices

_HEIGHT = 360
"""How much of a licence is seen at once, in the pixels of 100 % text."""
_BETWEEN = "\n\n" + "─" * 40 + "\n\n"


class Reader(QPlainTextEdit):
    """Text to read; as high as it asks, for the style sheet has the last word on heights that are set."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """Some fifteen lines."""
        return QSize(super().sizeHint().width(), round(_HEIGHT * self._theme.look.scale))


class LicencesCard(QFrame):
    """Empty until ``load``; the texts are let go by ``forget``."""

    def __init__(self, background: Background, theme: Theme) -> None:
        super().__init__()
        self._background = background
        self._notices: tuple[Notice, ...] = ()
        self._is_asked = False
        self.setProperty("kind", "card")
        self._title, self._lead, self._home = Label("", "lead"), Label(""), Label("", "small").let_copy()
        self.part = QComboBox()
        self.part.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.part.currentIndexChanged.connect(self._show)
        self._part_label = Label("", "strong")
        self._part_label.setBuddy(self.part)
        self.text = Reader(theme)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 24)
        column.setSpacing(8)
        for one in (self._title, self._lead, self._part_label, self.part, self._home, self.text):
            column.addWidget(one)
        self.retranslate()

    def load(self) -> None:
        """Reads the licences, unless they are there or on their way."""
        if not self._notices and not self._is_asked:
            self._is_asked = True
            self._background.run(notices, self._take)

    def forget(self) -> None:
        """Lets the texts go; the next ``load`` reads them again."""
        self._notices = ()
        self._fill()

    def retranslate(self) -> None:
        """Sets the texts again."""
        self._title.setText(_("Ohjelman osat ja niiden lisenssit"))
        self._part_label.setText(_("Osa"))
        self.part.setAccessibleName(_("Osa"))
        self.text.setAccessibleName(_("Lisenssi"))
        self._say()

    def _take(self, found: tuple[Notice, ...]) -> None:
        self._is_asked = False
        self._notices = found
        self._fill()

    def _fill(self) -> None:
        self.part.blockSignals(True)
        self.part.clear()
        self.part.addItems([_line(one) for one in self._notices])
        self.part.blockSignals(False)
        self._say()
        self._show(self.part.currentIndex())

    def _say(self) -> None:
        told = _("Ohjelmassa on {n} osaa, jotka ovat muiden tekemiä. Kiitos heille.")
        nothing = _("Lisenssejä ei ole koottu tähän ohjelmaan.")
        others = max(0, len(self._notices) - 1)
        self._lead.setText(told.format(n=others) if others else "" if self._is_asked else nothing)
        self._lead.setVisible(bool(self._lead.text()))
        for part in (self._part_label, self.part, self.text):
            part.setVisible(bool(self._notices))

    def _show(self, number: int) -> None:
        one = self._notices[number] if 0 <= number < len(self._notices) else None
        self._home.setText(one.home if one else "")
        self._home.setVisible(bool(one and one.home))
        self.text.setPlainText(_BETWEEN.join(one.texts) if one else "")


def _line(one: Notice) -> str:
    named = f"{one.name} {one.version}".strip()
    return f"{named}: {one.licence}"
