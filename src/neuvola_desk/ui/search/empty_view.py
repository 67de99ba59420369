"""What is shown when nothing was found: ways on, never a dead end."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from neuvola_desk.i18n import _
from neuvola_desk.ui.parts.buttons import Button
from neuvola_desk.ui.parts.flow import FlowLayout
from neuvola_desk.ui.parts.labels import IconLabel, Label
from neuvola_desk.ui.search.choices import Choices
from neuvola_desk.ui.theme import Theme


class EmptyView(QScrollArea):
    """Says that nothing fits, and what to try; other words when the whole catalogue is empty."""

    widened = Signal(Choices)
    started_over = Signal()
    import_wanted = Signal()
    visit_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._choices = Choices()
        self._is_catalogue_empty = False
        self._heading = Label("", "title")
        self._hint = Label("", "body")
        self._narrowings = Button(theme, "plain", "filter")
        self._everywhere = Button(theme, "plain", "place")
        self._over = Button(theme, "plain", "list")
        self._unmet = Button(theme, "plain", "visit")
        self._import = Button(theme, "primary", "import")
        self._narrowings.clicked.connect(self._without_narrowings)
        self._everywhere.clicked.connect(self._without_municipality)
        self._over.clicked.connect(self.started_over)
        self._unmet.clicked.connect(self.visit_wanted)
        self._import.clicked.connect(self.import_wanted)
        self.setObjectName("empty")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        inside.setObjectName("empty-inside")
        self.setWidget(inside)
        column = QVBoxLayout(inside)
        column.setContentsMargins(16, 48, 32, 16)
        column.setSpacing(12)
        column.addWidget(IconLabel(theme, "search", "muted", 40))
        column.addWidget(self._heading)
        column.addWidget(self._hint)
        row = QWidget()
        flow = FlowLayout(row, 8)
        for button in (self._import, self._everywhere, self._narrowings, self._over, self._unmet):
            flow.addWidget(button)
        column.addWidget(row)
        column.addStretch(1)
        self.retranslate()

    def show_nothing(self, choices: Choices, *, is_catalogue_empty: bool) -> None:
        """Offers the ways that fit what was chosen."""
        self._choices = choices
        self._is_catalogue_empty = is_catalogue_empty
        self.retranslate()

    def retranslate(self) -> None:
        """Sets the texts again and shows the buttons that lead somewhere."""
        empty = self._is_catalogue_empty
        if empty:
            self._heading.setText(_("Palveluluettelo on tyhjä"))
            self._hint.setText(_("Tuo palvelut tiedostosta. Kriisinumerot toimivat jo nyt (F12)."))
        else:
            self._heading.setText(_("Näillä valinnoilla ei löytynyt palvelua"))
            self._hint.setText(
                _("Kokeile lyhyempää sanaa tai toista nimitystä, tai laajenna hakua jollakin näistä.")
            )
        self._import.set_words(_("Tuo palveluja"))
        self._everywhere.set_words(_("Hae kaikilta paikkakunnilta"))
        self._narrowings.set_words(_("Poista rajaukset"))
        self._over.set_words(_("Valitse tarve listasta"))
        self._unmet.set_words(_("Merkitse: apua ei löytynyt"))
        self._import.setVisible(empty)
        self._everywhere.setVisible(not empty and bool(self._choices.municipality))
        self._narrowings.setVisible(not empty and self._choices != self._unnarrowed())
        self._over.setVisible(not empty)
        self._unmet.setVisible(not empty)

    def _unnarrowed(self) -> Choices:
        """The words alone, or where there are none, the need alone."""
        kept = self._choices
        need = () if kept.text.strip() else kept.need
        return Choices(text=kept.text, need=need, municipality=kept.municipality)

    def _without_narrowings(self) -> None:
        self.widened.emit(self._unnarrowed())

    def _without_municipality(self) -> None:
        chosen = self._choices
        for code in chosen.municipality:
            chosen = chosen.toggled("municipality", code)
        self.widened.emit(chosen)
