"""F1: ways in for whoever is new, how the desk is used in ten lines, and the keys."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QFrame, QGridLayout, QVBoxLayout, QWidget

from neuvola_desk.i18n import _
from neuvola_desk.ui.context import WindowContext
from neuvola_desk.ui.help.keys import Key, keys
from neuvola_desk.ui.leaflet import languages
from neuvola_desk.ui.offers import page_title
from neuvola_desk.ui.parts.buttons import Button
from neuvola_desk.ui.parts.flow import FlowLayout
from neuvola_desk.ui.parts.labels import Label
from neuvola_desk.ui.scrolling_page import ScrollingPage
from neuvola_desk.usecases.leaflets.texts import available, texts


class HelpScreen(ScrollingPage):
    """Words only."""

    key = "help"

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context, QBoxLayout.Direction.LeftToRight, spacing=32)
        self.retranslate()

    def title(self) -> str:
        """The heading of the page."""
        return page_title(self.key)

    def fill(self) -> None:
        """The guide, and beside it the keys."""
        self.inside.addWidget(self._guide(), 1)
        self.inside.addWidget(self._keys(), 1)

    def _guide(self) -> QWidget:
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._ways_in())
        column.addWidget(Label(_("Näin autat kävijää"), "lead"))
        for number, text in enumerate(_steps(), start=1):
            column.addWidget(Label(f"{number}.  {text}"))
        column.addWidget(Label(_("Esitteen kielet"), "lead"))
        for text in _language_lines():
            column.addWidget(Label(text))
        column.addStretch(1)
        return whole

    def _ways_in(self) -> QFrame:
        """For whoever is new: each leads on by one click."""
        signals, theme = self.context.signals, self.context.theme
        want = signals.screen_wanted.emit
        frame = QFrame()
        frame.setProperty("kind", "notice")
        column = QVBoxLayout(frame)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addWidget(Label(_("Oletko uusi täällä?"), "lead"))
        holder = QWidget()
        flow = FlowLayout(holder, spacing=8)
        for icon, words, act in (
            ("forward", _("Opastettu kierros (2\u00a0min)"), signals.tour_wanted.emit),
            ("clock", _("Perehdytys (10\u00a0min)"), partial(want, "introduction")),
            ("person", _("Harjoittele"), partial(want, "practice")),
        ):
            button = Button(theme, "plain", icon)
            button.setAutoDefault(True)
            button.set_words(words)
            button.clicked.connect(partial(_do, act))
            flow.addWidget(button)
        column.addWidget(holder)
        return frame

    def _keys(self) -> QWidget:
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for heading, rows in keys():
            column.addWidget(Label(heading, "lead"))
            column.addWidget(self._table(rows))
        column.addStretch(1)
        return whole

    @staticmethod
    def _table(rows: tuple[Key, ...]) -> QFrame:
        frame = QFrame()
        frame.setProperty("kind", "card")
        grid = QGridLayout(frame)
        grid.setContentsMargins(16, 12, 16, 12)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(8)
        for number, row in enumerate(rows):
            grid.addWidget(Label(row.keys, "strong", wrap=False), number, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(Label(row.does), number, 1)
        grid.setColumnStretch(1, 1)
        return frame


def _do(act: Callable[[], None], _checked: bool = False) -> None:
    act()


def _language_lines() -> tuple[str, ...]:
    """The languages of leaflets; by themselves those that no native speaker has read."""
    codes = languages.in_order(available())
    read = ", ".join(languages.words(code) for code in codes if texts(code).is_read_by_a_native)
    unread = ", ".join(languages.words(code) for code in codes if not texts(code).is_read_by_a_native)
    told = _("Käännöstä ei ole tarkistanut äidinkielinen: {languages}.").format(languages=unread)
    return (f"{read}.", *((told,) if unread else ()))


def _steps() -> tuple[str, ...]:
    return (
        _("Kuuntele. Kirjoita hakuun kävijän omin sanoin, esimerkiksi ”vuokra maksamatta”."),
        _("Tai valitse tarve, millaista apua ja missä päin kävijä haluaa asioida."),
        _("Avaa palvelu ja katso aukiolo, ehdot ja mitä ottaa mukaan."),
        _("Lisää sopivat palvelut valittuihin plusmerkistä."),
        _("Tee esite kävijän kielellä ja anna se mukaan."),
        _("Merkitse käynti. Nimeä tai muuta kävijän tietoa ei kysytä eikä tallenneta."),
        _("Lopuksi paina Seuraava kävijä, niin näytölle ei jää mitään edellisestä."),
        _("Jos joku on vaarassa, paina punaista Hätä-nappia tai F12."),
    )
