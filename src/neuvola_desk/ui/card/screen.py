"""The service card: everything about one service, read from the catalogue when it is opened."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedLayout, QVBoxLayout, QWidget

from neuvola_core.catalogue import Service
from neuvola_core.errors import NeuvolaError
from neuvola_core.hours_words import status_sentence
from neuvola_core.text import EMPTY, Text
from neuvola_desk.i18n import _, current_language
from neuvola_desk.ui.card.content import sections
from neuvola_desk.ui.card.question import card_of
from neuvola_desk.ui.card.section_view import SectionView
from neuvola_desk.ui.context import WindowContext
from neuvola_desk.ui.parts.areas import hint_page, scroll_area
from neuvola_desk.ui.parts.buttons import Button
from neuvola_desk.ui.parts.flow import clear_layout
from neuvola_desk.ui.parts.labels import IconLabel, Label
from neuvola_desk.ui.screen import Screen
from neuvola_desk.ui.search.marks import NOTHING, Sought, marked_html, spans
from neuvola_desk.ui.tray.tray import LARGEST, Picked
from neuvola_desk.ui.words import AGE_MARKS, Mark, age_words, open_mark, provider_words
from neuvola_desk.usecases.data_age import age_of
from neuvola_desk.usecases.opening import service_opening


class CardScreen(Screen):
    """Shows the service that was opened last; empty for a new visitor."""

    key = "card"
    icon_name = "info"

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context)
        self._service: Service | None = None
        self._wanted = ""
        self._sought = self._next_sought = NOTHING
        self._hint = Label("", "muted")
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._pick = Button(context.theme, "primary", "plus")
        self._pick.clicked.connect(self.toggle_picked)
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(24, 16, 16, 24)
        self._column.setSpacing(16)
        self._area = scroll_area(inside)
        self._lay_out()
        signals = context.signals
        signals.found_by.connect(self._take_sought)
        signals.service_opened.connect(self.open_service)
        signals.tray_changed.connect(self._show_picked)
        signals.catalogue_changed.connect(self._reopen)
        self.retranslate()

    def _lay_out(self) -> None:
        card = QWidget()
        column = QVBoxLayout(card)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._area, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(24, 8, 24, 12)
        foot.addWidget(self._pick, 1)
        column.addLayout(foot)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(hint_page(self._hint))
        self._pages.addWidget(card)

    def title(self) -> str:
        """The name of the tab."""
        return _("Palvelu")

    @property
    def service(self) -> Service | None:
        """The service that is shown."""
        return self._service

    def open_service(self, service_id: str) -> None:
        """Reads the service on a worker and shows it."""
        self._wanted = service_id
        self._sought, self._next_sought = self._next_sought, NOTHING
        self.context.door.ask(partial(card_of, service_id=service_id), self._show, self._fail)

    def toggle_picked(self) -> None:
        """Puts the service into the tray, or takes it out."""
        service, tray, said = self._service, self.context.tray, self.context.signals.said
        if service is None:
            return
        if service.id in tray:
            tray.remove(service.id)
        elif not tray.add(Picked(service.id, service.name, _organisation(service))):
            said.emit(_("Esitteeseen mahtuu {n} palvelua").format(n=LARGEST))

    def clear_visitor(self) -> None:
        """Forgets which service was open."""
        self._wanted = ""
        self._sought = self._next_sought = NOTHING
        self._service = None
        self.retranslate()

    def arrive(self) -> None:
        """The keyboard scrolls the card."""
        self._area.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        """Draws the card anew."""
        self._hint.setText(_("Valitse palvelu listasta, niin näet sen tiedot tässä."))
        self._area.setAccessibleName(_("Palvelun tiedot"))
        clear_layout(self._column)
        self._pages.setCurrentIndex(0 if self._service is None else 1)
        if self._service is not None:
            self._draw(self._service)
        self._show_picked()

    def _draw(self, service: Service) -> None:
        theme, now = self.context.theme, self.context.now()
        language = current_language()
        if service.source.name == "demo":
            badge = QLabel(_("Esimerkki, ei oikea palvelu"))
            badge.setProperty("role", "badge")
            self._column.addWidget(badge, 0, Qt.AlignmentFlag.AlignLeft)
        head = QVBoxLayout()
        head.setSpacing(4)
        head.addWidget(self._heading(service.name.best(language)))
        provider = (_organisation(service).best(language), provider_words(service.provider))
        head.addWidget(Label(" · ".join(part for part in provider if part), "muted"))
        self._column.addLayout(head)
        self._column.addLayout(self._facts(service))
        if service.summary:
            self._column.addWidget(Label(service.summary.best(language), "lead-text").let_copy())
        for section in sections(service, now):
            view = SectionView(theme, section)
            view.copied.connect(self._copy)
            self._column.addWidget(view)
        self._column.addStretch(1)

    def _heading(self, name: str) -> Label:
        """The name, with what the search found in it marked as in the list."""
        marked = spans(name, self._sought)
        heading = Label(name, "title").let_copy()
        if marked:
            heading.setTextFormat(Qt.TextFormat.RichText)
            heading.setText(marked_html(name, marked))
            heading.setAccessibleName(name)
        return heading

    def _take_sought(self, sought: Sought) -> None:
        self._next_sought = sought

    def _facts(self, service: Service) -> QVBoxLayout:
        now = self.context.now()
        opening = service_opening(service, now)
        said = status_sentence(opening.hours, now, current_language())
        age = age_of(service.checked_on, now.date())
        facts = QVBoxLayout()
        facts.setSpacing(4)
        facts.addLayout(self._fact(open_mark(opening.status.state), said))
        facts.addLayout(self._fact(AGE_MARKS[age], age_words(service.checked_on, now.date())))
        return facts

    def _fact(self, mark: Mark, words: str) -> QHBoxLayout:
        icon, hue = mark
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(IconLabel(self.context.theme, icon, hue, 18))
        row.addWidget(Label(words, "good" if hue == "good" else "warn" if hue == "warn" else "muted"), 1)
        return row

    def _show(self, service: Service) -> None:
        if service.id != self._wanted:
            return  # another was opened, or the visitor has gone
        self._service = service
        self.retranslate()
        self._area.verticalScrollBar().setValue(0)

    def _reopen(self) -> None:
        if self._wanted:
            self._next_sought = self._sought
            self.open_service(self._wanted)

    def _fail(self, fault: NeuvolaError) -> None:
        self.clear_visitor()
        self.context.signals.fault.emit(fault)

    def _copy(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self.context.signals.said.emit(_("Kopioitu"))

    def _show_picked(self) -> None:
        is_picked = self._service is not None and self._service.id in self.context.tray
        self._pick.set_icon_name("check" if is_picked else "plus")
        self._pick.set_words(_("Valittu – poista valituista") if is_picked else _("Lisää valittuihin"))


def _organisation(service: Service) -> Text:
    return service.organisation.name if service.organisation else EMPTY
