"""The questions about one service: did it help, what stood in the way, anything else."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from neuvola_core.errors import InvalidRecordError, NeuvolaError, RefusedContentError
from neuvola_core.experience import LONGEST_TEXT, Helped
from neuvola_core.visit import UnmetReason
from neuvola_desk.i18n import _
from neuvola_desk.messages import sentence
from neuvola_desk.ui.contact.question import Question
from neuvola_desk.ui.experience.asking import Told
from neuvola_desk.ui.leaflet.outcome import OutcomeLine
from neuvola_desk.ui.parts.labels import Label
from neuvola_desk.ui.settings.fields import Field
from neuvola_desk.ui.theme import Theme
from neuvola_desk.ui.visit.guarded_line import GuardedLine
from neuvola_desk.ui.visit.words import value_words


class AnswerCard(QWidget):
    """``answered`` is sent when there is something to save; nothing is chosen for anybody."""

    answered = Signal()
    confirmed = Signal()

    def __init__(self, theme: Theme, service: str, name: str) -> None:
        super().__init__()
        self.service = service
        self.is_kept = False
        self._title = Label(name, "lead")
        self.helped = Question(theme, [value.value for value in Helped])
        self.obstacle = QComboBox()
        for value in ("", *(reason.value for reason in UnmetReason)):
            self.obstacle.addItem("", value)
        self._obstacle = Field(self.obstacle)
        self.text = GuardedLine(theme)
        self.text.field.setMaxLength(LONGEST_TEXT)
        self.outcome = OutcomeLine(theme)
        self._inside = QWidget()
        inside = QVBoxLayout(self._inside)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(12)
        parts: tuple[QWidget, ...] = (self.helped, self._obstacle, self.text)
        for part in parts:
            inside.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for shown in (self._title, self._inside, self.outcome):
            column.addWidget(shown)
        self.helped.answered.connect(self._answer)
        self.text.confirmed.connect(self.confirmed)
        self._obstacle.hide()
        self.retranslate()

    @property
    def is_answered(self) -> bool:
        """Whether there is something to save that has not been saved."""
        return bool(self.helped.value) and not self.is_kept

    def told(self, *, confirmed: bool = False) -> Told:
        """What has been answered; only where ``is_answered``."""
        reason = str(self.obstacle.currentData()) if self._obstacle.isVisibleTo(self) else ""
        obstacle = UnmetReason(reason) if reason else None
        return Told(self.service, Helped(self.helped.value), obstacle, self.text.text, confirmed)

    def show_kept(self) -> None:
        """It is saved: the questions go, for a second answer would be another visitor's."""
        self.is_kept = True
        self.text.clear()
        self._inside.hide()
        self.outcome.tell(_("Kokemus on merkitty."), "good")

    def show_fault(self, fault: NeuvolaError) -> None:
        """Says why it was not saved; what was answered stays."""
        about_text = isinstance(fault, RefusedContentError | InvalidRecordError)
        if about_text:
            self.text.show_fault(fault)
            self.text.take_focus()
        else:
            self.outcome.tell(sentence(fault), "bad")

    def clear(self) -> None:
        """Nothing answered, nothing typed, nothing saved."""
        self.is_kept = False
        self.helped.reset()
        self.obstacle.setCurrentIndex(0)
        self._obstacle.hide()
        self.text.clear()
        self.outcome.clear()
        self._inside.show()

    def retranslate(self) -> None:
        """Sets the texts again."""
        words = (
            _("Sai apua"),
            _("Sai osittain"),
            _("Odottaa vielä"),
            _("Ei saanut apua"),
            _("Ei mennyt eikä soittanut"),
        )
        self.helped.set_words(_("Saiko kävijä apua?"), words)
        self._obstacle.set_words(_("Mikä oli esteenä? (vapaaehtoinen)"))
        for number in range(self.obstacle.count()):
            value = str(self.obstacle.itemData(number))
            told = value_words(UnmetReason(value)) if value else _("Ei kirjattu")
            self.obstacle.setItemText(number, told)
        self.text.set_words(
            _("Kävijän omin sanoin (vapaaehtoinen)"), _("Enintään 200 merkkiä, ei kävijän tietoja")
        )
        if self.is_kept:
            self.show_kept()

    def _answer(self) -> None:
        self._obstacle.setVisible(self.helped.value != Helped.YES)
        self.outcome.clear()
        self.answered.emit()
