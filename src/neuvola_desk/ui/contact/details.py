"""How the visitor wants to be reached: typed here, read back, sealed, and gone."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from neuvola_core.contact import LONGEST_SENTENCE, PreferredTime, Reach
from neuvola_core.errors import NeuvolaError, RefusedContentError
from neuvola_core.privacy import check_free_text
from neuvola_desk.i18n import _
from neuvola_desk.messages import sentence
from neuvola_desk.ui.contact.private_line import PrivateLine, forget_lines, make_private
from neuvola_desk.ui.contact.question import Question
from neuvola_desk.ui.contact.words import in_their_words
from neuvola_desk.ui.parts.buttons import Button
from neuvola_desk.ui.settings.fields import Field
from neuvola_desk.ui.theme import Theme
from neuvola_desk.ui.visit.guarded_line import GuardedLine
from neuvola_desk.usecases.consent import ConsentWords, words
from neuvola_desk.usecases.contact_requests import ContactRequests, Typed

PHONE, EMAIL = "puhelin", "sahkoposti"
YES, NO = "kylla", "ei"
_SPOKEN: Final[Mapping[str, str]] = {"fi-simple": "fi"}
"""What is spoken where the text is in plain language."""


class DetailsCard(QWidget):
    """``read`` gives what was typed as it would be sealed; nothing else looks into the fields."""

    edited = Signal()
    wanted = Signal()
    """Somebody has typed and goes on."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._visitor = words("fi")
        self._confirmed = False
        self._calls = True
        self.way = Question(theme, (PHONE, EMAIL), PHONE)
        self.phone, self.email, self.name = PrivateLine(), PrivateLine(), PrivateLine()
        self.phone.setInputMethodHints(
            self.phone.inputMethodHints() | Qt.InputMethodHint.ImhDialableCharactersOnly
        )
        self.email.setInputMethodHints(
            self.email.inputMethodHints() | Qt.InputMethodHint.ImhEmailCharactersOnly
        )
        self.fields = {name: Field(line) for name, line in self._lines.items()}
        self.own = Question(theme, (YES, NO))
        self.time = Question(theme, [one.value for one in PreferredTime], PreferredTime.ANY.value)
        self.sentence = GuardedLine(theme)
        self.sentence.field.setMaxLength(LONGEST_SENTENCE * 10)  # too long is told, not cut off
        make_private(self.sentence.field)
        self.go_button = Button(theme, "primary", "forward")
        self.go_button.setAutoDefault(True)
        self._lay_out()
        self._connect()
        self.retranslate()

    @property
    def _lines(self) -> Mapping[str, QLineEdit]:
        return {"phone": self.phone, "email": self.email, "first_name": self.name}

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        for part in (
            self.way,
            self.fields["phone"],
            self.fields["email"],
            self.own,
            self.time,
            self.fields["first_name"],
            self.sentence,
        ):
            column.addWidget(part)
        column.addWidget(self.go_button, 0, Qt.AlignmentFlag.AlignLeft)

    def _connect(self) -> None:
        for line in (self.phone, self.email, self.name):
            line.textEdited.connect(self._edit)
        self.way.answered.connect(self._turn)
        self.own.answered.connect(self._own_answered)
        self.time.answered.connect(self.name.setFocus)
        self.phone.returnPressed.connect(self.own.take_focus)
        self.email.returnPressed.connect(self.own.take_focus)
        self.name.returnPressed.connect(self.sentence.take_focus)
        self.sentence.edited.connect(self._edit_sentence)
        self.sentence.field.returnPressed.connect(self._go_on)
        self.sentence.confirmed.connect(self._confirm)
        self.go_button.clicked.connect(self._go_on)

    @property
    def is_own(self) -> bool:
        """Whether the visitor says that it is their own."""
        return self.own.value == YES

    @property
    def is_anothers(self) -> bool:
        """Whether the visitor says that it is somebody else's."""
        return self.own.value == NO

    def read(self) -> Typed:
        """What was typed, checked; raises ``InvalidRecordError`` and ``RefusedContentError``."""
        by_email = self.way.value == EMAIL
        on_phone = Reach.CALL if self._calls else Reach.MESSAGE
        language = self._visitor.language
        checked = ContactRequests.check(
            Typed(
                reach=Reach.EMAIL if by_email else on_phone,
                phone="" if by_email else self.phone.text(),
                email=self.email.text() if by_email else "",
                time=PreferredTime(self.time.value),
                language=_SPOKEN.get(language, language),
                first_name=self.name.text(),
                sentence=self.sentence.text,
            ),
            confirmed=self._confirmed,
        )
        self.sentence.forget_fault()
        return checked

    def show_fault(self, fault: NeuvolaError) -> None:
        """Says at its place what was not taken, and takes the keyboard there."""
        name = str(fault.facts.get("field", ""))
        if name == "sentence":
            self.sentence.show_fault(fault)
            self.sentence.take_focus()
        elif name in self.fields:
            self.fields[name].show_fault(sentence(fault))
            self._lines[name].setFocus(Qt.FocusReason.OtherFocusReason)

    def clear(self) -> None:
        """Nothing typed, nothing chosen, nothing to bring back."""
        forget_lines(self.phone, self.email, self.name, self.sentence.field)
        self.sentence.clear()
        self._confirmed = False
        for question in (self.way, self.own, self.time):
            question.reset()
        for field in self.fields.values():
            field.show_fault("")
        self._show_way()

    def take_focus(self) -> None:
        """The keyboard goes to the number or the address."""
        self._line.setFocus(Qt.FocusReason.OtherFocusReason)

    def speak(self, visitor: ConsentWords, *, calls: bool) -> None:
        """The visitor's language, and whether their phone may be called or only written to."""
        self._visitor, self._calls = visitor, calls
        self.retranslate()

    def retranslate(self) -> None:
        """Sets the texts again."""
        visitor = self._visitor
        by_phone = _("Puhelin") if self._calls else _("Tekstiviesti")
        self.way.set_words(_("Miten kävijän tavoittaa?"), (by_phone, _("Sähköposti")))
        self.fields["phone"].set_words(_("Kävijän oma puhelinnumero"))
        self.fields["email"].set_words(_("Kävijän oma sähköpostiosoite"))
        self.fields["first_name"].set_words(_("Etunimi, jos kävijä haluaa kertoa sen"))
        self.own.set_words(
            _("Onko tämä oma numerosi tai sähköpostisi?"),
            (_("Kyllä"), _("Ei")),
            in_their_words(visitor, "own"),
        )
        self.time.set_words(
            _("Milloin kävijän tavoittaa parhaiten?"),
            (_("Ei väliä"), _("Aamupäivällä"), _("Iltapäivällä"), _("Illalla")),
        )
        self.sentence.set_words(
            _("Lause järjestölle, jos kävijä haluaa"),
            _("Ei nimiä, osoitteita tai numeroita. Esimerkiksi: Toivon keskusteluseuraa."),
        )
        # The line's own words speak of keeping; here the text goes on to be read back.
        self.sentence.no_button.set_words(_("Ei ole, jatka"), _("Ei ole henkilötieto, jatka"))
        self.go_button.set_words(_("Jatka: lue tiedot ääneen"))
        self._show_way()

    @property
    def _line(self) -> QLineEdit:
        return self.email if self.way.value == EMAIL else self.phone

    def _show_way(self) -> None:
        by_email = self.way.value == EMAIL
        self.fields["phone"].setVisible(not by_email)
        self.fields["email"].setVisible(by_email)

    def _turn(self) -> None:
        """The other way leaves nothing of the first."""
        forget_lines(self.phone if self.way.value == EMAIL else self.email)
        self.own.reset()
        self._show_way()
        self.take_focus()
        self.edited.emit()

    def _own_answered(self) -> None:
        self.edited.emit()
        if self.is_own:
            self.time.take_focus()

    def _edit(self, _text: str) -> None:
        for field in self.fields.values():
            field.show_fault("")
        self.edited.emit()

    def _edit_sentence(self) -> None:
        self._confirmed = False
        try:
            check_free_text(self.sentence.text, "sentence")
        except RefusedContentError as fault:
            self.sentence.show_fault(fault)
        self.edited.emit()

    def _confirm(self) -> None:
        self._confirmed = True
        self._go_on()

    def _go_on(self) -> None:
        if not self.own.value:
            self.own.take_focus()
        elif self.is_own:
            self.wanted.emit()
