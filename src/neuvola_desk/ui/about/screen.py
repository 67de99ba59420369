"""What the program is: its version and licence, unread translations, sources, and whose work it carries."""

from collections.abc import Iterable

from PySide6.QtCore import qVersion
from PySide6.QtWidgets import QBoxLayout, QFrame, QSizePolicy, QVBoxLayout, QWidget

from neuvola_core.versions import VERSION
from neuvola_desk.i18n import _
from neuvola_desk.ui.about.licences import LicencesCard
from neuvola_desk.ui.context import WindowContext
from neuvola_desk.ui.leaflet import languages
from neuvola_desk.ui.offers import page_title
from neuvola_desk.ui.parts.areas import card
from neuvola_desk.ui.parts.labels import Label
from neuvola_desk.ui.scrolling_page import ScrollingPage
from neuvola_desk.ui.words import date_words
from neuvola_desk.usecases import about


class AboutScreen(ScrollingPage):
    """Words only, but for the licences: they are read from their file when the page comes to the front."""

    key = "about"

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context, QBoxLayout.Direction.TopToBottom, spacing=16)
        self.retranslate()

    def title(self) -> str:
        """The heading of the page."""
        return page_title(self.key)

    def fill(self) -> None:
        """The program, what nobody has read yet, whose words and whose work it is."""
        self.inside.addWidget(self._program())
        unread = about.unread()
        if unread.any:
            self.inside.addWidget(self._unread(unread))
        self.inside.addWidget(self._sources())
        self.licences = LicencesCard(self.context.background, self.context.theme)
        self.inside.addWidget(self.licences)
        self.inside.addStretch(1)
        if self.isVisible():
            self.licences.load()

    def arrive(self) -> None:
        """The licences are wanted now."""
        super().arrive()
        self.licences.load()

    def clear_visitor(self) -> None:
        """Nothing here is of a visitor, but half a megabyte of licences need not stay either."""
        self.licences.forget()

    @staticmethod
    def _program() -> QWidget:
        licence = _(
            "Vapaa ohjelma, lisenssi {licence}: saat käyttää, tutkia, muuttaa ja jakaa sitä. "
            "Ohjelmalla ei ole takuuta."
        )
        what = _("Neuvontapisteen ohjelma: oikea palvelu löytyy ilman verkkoa, eikä kävijästä jää nimeä.")
        name = _("{name}, versio {version}").format(name=about.NAME, version=VERSION)
        return _low(
            card(
                Label(name, "title").let_copy(),
                Label(what),
                Label(licence.format(licence=about.LICENCE)),
                Label(f"{about.machine()} · Qt {qVersion()}", "small").let_copy(),
            )
        )

    @staticmethod
    def _unread(unread: about.Unread) -> QWidget:
        rows = (
            (_("Palveluesite"), unread.leaflet),
            (_("Suostumus yhteydenottoon"), unread.consent),
            (_("Tietosuojailmoitus"), unread.notice),
        )
        return _low(
            card(
                Label(_("Käännökset, joita äidinkielinen ei ole lukenut"), "lead"),
                Label(
                    _("Käännöksessä voi olla virhe. Jos huomaat sellaisen, kerro siitä koordinaattorille.")
                ),
                *(_row(name, _named(codes)) for name, codes in rows if codes),
            )
        )

    @staticmethod
    def _sources() -> QWidget:
        found = about.sources()
        lines = ", ".join(found.crisis_lines) + "."
        if found.checked_on:
            lines += " " + _("Tarkistettu {day}.").format(day=date_words(found.checked_on))
        rows = (
            (
                _("Palvelut"),
                _("Rekisteristä, josta ne on tuotu. Lähde lukee palvelun tiedoissa ja esitteessä."),
            ),
            (_("Kriisinumerot"), lines),
            (_("Virastojen ja etuuksien nimet"), ", ".join(found.official_names) + "."),
            (
                _("Paikkakunnat ja postinumerot"),
                _("Postin postinumerotiedosto ja hyvinvointialueiden kuntajako."),
            ),
            (_("Suomen sanakirja"), _("Voikko-hankkeen sanasto (voikko-fi).")),
            (_("Kielten nimet"), _("Unicoden CLDR-aineisto.")),
        )
        return _low(
            card(
                Label(_("Mistä tiedot ovat"), "lead"),
                *(_row(name, text) for name, text in rows),
            )
        )


def _low(made: QFrame) -> QFrame:
    """As high as its words need at the width there is: else what a narrow one would need is kept free."""
    made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
    return made


def _row(name: str, text: str) -> QVBoxLayout:
    """A name and below it what belongs to it."""
    row = QVBoxLayout()
    row.setSpacing(4)
    row.addWidget(Label(name, "strong"))
    row.addWidget(Label(text).let_copy())
    return row


def _named(codes: Iterable[str]) -> str:
    """Languages by their names, in the order of the leaflet's list."""
    return ", ".join(languages.words(code) for code in languages.in_order(codes)) + "."
