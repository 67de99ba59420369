"""The top of a card: the name, who provides it, whether it is open, and how old the data is."""

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from neuvola_core.catalogue import Service
from neuvola_core.hours_words import status_sentence
from neuvola_core.text import EMPTY, Text
from neuvola_desk.i18n import _, current_language
from neuvola_desk.ui.card.long_words import breakable
from neuvola_desk.ui.parts.labels import IconLabel, Label
from neuvola_desk.ui.search.marks import Sought, marked_html, spans
from neuvola_desk.ui.search.whole_name import WholeNameButton
from neuvola_desk.ui.theme import Theme
from neuvola_desk.ui.words import AGE_MARKS, Mark, age_words, open_mark, provider_words
from neuvola_desk.usecases.data_age import age_of
from neuvola_desk.usecases.opening import service_opening


def organisation_name(service: Service) -> Text:
    """Who provides it; empty where that is not known."""
    return service.organisation.name if service.organisation else EMPTY


class CardHead(QWidget):
    """``left`` is the way back to the card that a similar service was opened from."""

    left = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(16)

    def show_service(self, service: Service, at: datetime, sought: Sought, former: Text) -> None:
        """Fills ``column``, which is empty by then; ``former`` names the card that there is a way back to."""
        language = current_language()
        if former:
            self.column.addWidget(self._way_back(former.best(language)))
        if service.source.name == "demo":
            badge = QLabel(_("Esimerkki, ei oikea palvelu"))
            badge.setProperty("role", "badge")
            self.column.addWidget(badge, 0, Qt.AlignmentFlag.AlignLeft)
        names = QVBoxLayout()
        names.setSpacing(4)
        names.addWidget(_heading(service.name.best(language), sought))
        provider = (organisation_name(service).best(language), provider_words(service.provider))
        names.addWidget(Label(" · ".join(part for part in provider if part), "muted"))
        self.column.addLayout(names)
        self.column.addLayout(self._facts(service, at))

    def _way_back(self, former: str) -> WholeNameButton:
        button = WholeNameButton(self._theme, "link", "back")
        told = _("Takaisin: {name}").format(name=former)
        button.set_words(told.replace("&", "&&"), told)
        button.clicked.connect(self.left)
        return button

    def _facts(self, service: Service, at: datetime) -> QVBoxLayout:
        opening = service_opening(service, at)
        said = status_sentence(opening.hours, at, current_language())
        age = age_of(service.checked_on, at.date())
        facts = QVBoxLayout()
        facts.setSpacing(4)
        facts.addLayout(self._fact(open_mark(opening.status.state), said))
        facts.addLayout(self._fact(AGE_MARKS[age], age_words(service.checked_on, at.date())))
        return facts

    def _fact(self, mark: Mark, words: str) -> QHBoxLayout:
        icon, hue = mark
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(IconLabel(self._theme, icon, hue, 18))
        row.addWidget(Label(words, "good" if hue == "good" else "warn" if hue == "warn" else "muted"), 1)
        return row


def _heading(name: str, sought: Sought) -> Label:
    """The name, with what the search found in it marked as in the list."""
    shown = breakable(name)
    marked = spans(shown, sought)
    heading = Label(shown, "title").let_copy()
    heading.setAccessibleName(name)
    if marked:
        heading.setTextFormat(Qt.TextFormat.RichText)
        heading.setText(marked_html(shown, marked))
    return heading
