"""What is shown when nothing was found: ways on, never a dead end."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from neuvola_desk.i18n import _
from neuvola_desk.ui.parts.buttons import Button
from neuvola_desk.ui.parts.flow import FlowLayout
from neuvola_desk.ui.parts.labels import IconLabel, Label
from neuvola_desk.ui.search.choices import Choices
from neuvola_desk.ui.search.need_offers import NeedOffers
from neuvola_desk.ui.search.ways import NO_WAYS, Ways
from neuvola_desk.ui.theme import Theme


class EmptyView(QScrollArea):
    """Says that nothing fits and offers the ways that lead somewhere, each with how many services it gives.

    Where the whole catalogue is empty, the one way on is an import.
    """

    widened = Signal(Choices)
    suggestion_taken = Signal(str)
    need_chosen = Signal(str)
    started_over = Signal()
    import_wanted = Signal()
    unmet_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._choices = Choices()
        self._ways = NO_WAYS
        self._is_catalogue_empty = False
        self._heading = Label("", "title")
        self._hint = Label("", "body")
        self.needs = NeedOffers(theme)
        self._spelt = Button(theme, "plain", "search")
        self._everywhere = Button(theme, "plain", "place")
        self._narrowings = Button(theme, "plain", "filter")
        self._bare = Button(theme, "plain", "filter")
        self._over = Button(theme, "plain", "list")
        self._unmet = Button(theme, "plain", "visit")
        self._import = Button(theme, "primary", "import")
        self._connect()
        self._lay_out(theme)
        self.retranslate()

    def _connect(self) -> None:
        self.needs.chosen.connect(self.need_chosen)
        self._spelt.clicked.connect(self._take_spelling)
        self._everywhere.clicked.connect(self._without_municipality)
        self._narrowings.clicked.connect(self._without_narrowings)
        self._bare.clicked.connect(self._words_alone)
        self._over.clicked.connect(self.started_over)
        self._unmet.clicked.connect(self.unmet_wanted)
        self._import.clicked.connect(self.import_wanted)

    def _lay_out(self, theme: Theme) -> None:
        self.setObjectName("empty")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        inside.setObjectName("empty-inside")
        self.setWidget(inside)
        column = QVBoxLayout(inside)
        column.setContentsMargins(16, 32, 32, 16)
        column.setSpacing(12)
        column.addWidget(IconLabel(theme, "search", "muted", 40))
        column.addWidget(self._heading)
        column.addWidget(self._hint)
        column.addWidget(_row(self._import, self._spelt))
        column.addWidget(self.needs)
        column.addWidget(_row(self._everywhere, self._narrowings, self._bare, self._over))
        column.addSpacing(12)
        column.addWidget(_row(self._unmet))
        column.addStretch(1)

    def show_nothing(
        self,
        choices: Choices,
        ways: Ways = NO_WAYS,
        needs: tuple[str, ...] = (),
        *,
        is_catalogue_empty: bool = False,
    ) -> None:
        """Offers the ways that fit what was chosen."""
        self._choices, self._ways = choices, ways
        self._is_catalogue_empty = is_catalogue_empty
        self.needs.show_needs(needs, ways.needs)
        self.retranslate()

    def retranslate(self) -> None:
        """Sets the texts again and shows the buttons that lead somewhere."""
        ways, empty = self._ways, self._is_catalogue_empty
        if empty:
            self._heading.setText(_("Palveluluettelo on tyhjä"))
            self._hint.setText(_("Tuo palvelut tiedostosta. Kriisinumerot toimivat jo nyt (F12)."))
        else:
            self._heading.setText(_("Näillä valinnoilla ei löytynyt palvelua"))
            self._hint.setText(
                _("Kokeile lyhyempää sanaa tai toista nimitystä, tai laajenna hakua jollakin näistä.")
            )
        self.needs.retranslate()
        self._import.set_words(_("Tuo palveluja"))
        self._over.set_words(_("Valitse tarve listasta"))
        self._unmet.set_words(_("Merkitse: apua ei löytynyt"))
        spelling = _("Tarkoititko: {word}?").format(word=ways.spelling)
        bare = ways.bare if not (ways.anywhere or ways.unnarrowed) else 0
        for button, words, count in (
            (self._spelt, spelling, ways.spelt),
            (self._everywhere, _("Hae kaikilta paikkakunnilta"), ways.anywhere),
            (self._narrowings, _("Poista rajaukset"), ways.unnarrowed),
            (self._bare, _("Poista rajaukset ja hae koko maasta"), bare),
        ):
            button.set_words(f"{words} ({count})".replace("&", "&&"))
            button.setVisible(not empty and count > 0)
        self._import.setVisible(empty)
        self._over.setVisible(not empty)
        self._unmet.setVisible(not empty)

    def _take_spelling(self) -> None:
        self.suggestion_taken.emit(self._ways.spelling)

    def _without_narrowings(self) -> None:
        self.widened.emit(self._choices.unnarrowed())

    def _without_municipality(self) -> None:
        self.widened.emit(self._choices.anywhere())

    def _words_alone(self) -> None:
        self.widened.emit(self._choices.unnarrowed().anywhere())


def _row(*buttons: Button) -> QWidget:
    row = QWidget()
    flow = FlowLayout(row, 8)
    for button in buttons:
        flow.addWidget(button)
    return row
