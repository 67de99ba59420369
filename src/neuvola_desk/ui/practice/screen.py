""" "Harjoittelu": what it is, one button that begins or ends it, and visitors to practise on."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

from neuvola_desk.i18n import _
from neuvola_desk.ui.context import WindowContext
from neuvola_desk.ui.offers import page_title
from neuvola_desk.ui.parts.areas import card
from neuvola_desk.ui.parts.buttons import Button
from neuvola_desk.ui.parts.labels import Label
from neuvola_desk.ui.scrolling_page import ScrollingPage


class PracticeScreen(ScrollingPage):
    """The stories are invented, and none is of anybody."""

    key = "practice"

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context, QBoxLayout.Direction.LeftToRight, spacing=16)
        context.signals.practice_changed.connect(self.retranslate)
        self.retranslate()

    def title(self) -> str:
        """The heading of the page."""
        return page_title(self.key)

    def arrive(self) -> None:
        """The keyboard is at what begins or ends it."""
        self.begin_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def fill(self) -> None:
        """On the left what practice is, on the right the stories."""
        self.inside.addWidget(self._about(), 2, Qt.AlignmentFlag.AlignTop)
        self.inside.addWidget(self._stories(), 3, Qt.AlignmentFlag.AlignTop)

    def _about(self) -> QWidget:
        signals, theme, is_on = self.context.signals, self.context.theme, self.context.door.is_practice
        self.begin_button = Button(theme, "primary", "close" if is_on else "forward")
        self.begin_button.setAutoDefault(True)
        self.begin_button.set_words(_("Lopeta harjoittelu") if is_on else _("Aloita harjoittelu"))
        self.begin_button.clicked.connect(self._turn)
        self.tour_button = Button(theme, "plain", "help")
        self.tour_button.setAutoDefault(True)
        self.tour_button.set_words(_("Opastettu kierros (2 min)"))
        self.tour_button.clicked.connect(signals.tour_wanted)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.begin_button)
        buttons.addWidget(self.tour_button)
        buttons.addStretch(1)
        heading = _("Harjoittelu on käynnissä") if is_on else _("Kokeile rauhassa")
        told = (
            _("Kaikki toimii kuin oikeasti, mutta mitään ei merkitä, lasketa eikä lähetetä."),
            _("Tulosteissa lukee HARJOITUS. Oranssi palkki näkyy niin kauan kuin harjoittelet."),
            _("Harjoittelu päättyy napista tai kun ohjelma suljetaan."),
        )
        return card(Label(heading, "lead"), *(Label(text) for text in told), buttons)

    @staticmethod
    def _stories() -> QWidget:
        told = (Label(f"{number}.  {text}") for number, text in enumerate(_stories(), start=1))
        return card(Label(_("Kävijöitä harjoiteltavaksi"), "lead"), *told)

    def _turn(self) -> None:
        self.context.signals.practice_wanted.emit(not self.context.door.is_practice)


def _stories() -> tuple[str, ...]:
    return (
        _("”Vuokra on maksamatta ja pelkään, että joudun ulos.” Etsi kaksi palvelua ja tee esite."),
        _("Iäkäs mies käy vain juttelemassa, koska kotona on hiljaista. Löytyykö seuraa hänen kylältään?"),
        _("Nuori äiti puhuu arabiaa ja etsii suomen kurssia. Tee esite hänen kielellään."),
        _("Nainen kysyy hiljaa, minne pääsee, jos kotona pelottaa. Mitä paperille saa painaa?"),
        _("Apua ei löydy mistään. Merkitse, mitä puuttui ja miksi."),
        _("Kävijä toivoo, että järjestö soittaa hänelle. Pyydä lupa ja käy yhteydenottopyyntö läpi."),
        _("Joku kysyy vain, missä vessa on. Laske hänet kysymyksenä."),
    )
