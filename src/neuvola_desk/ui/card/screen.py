"""The service card: everything about one service, read from the catalogue when it is opened."""

from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedLayout, QVBoxLayout, QWidget

from neuvola_core.catalogue import Service
from neuvola_core.errors import NeuvolaError
from neuvola_core.hours_words import status_sentence
from neuvola_core.text import EMPTY, Text
from neuvola_desk.i18n import _, current_language
from neuvola_desk.ui.card.beside import Similar, Way
from neuvola_desk.ui.card.column import Column
from neuvola_desk.ui.card.content import sections
from neuvola_desk.ui.card.long_words import breakable
from neuvola_desk.ui.card.point_pane import PointPane
from neuvola_desk.ui.card.question import Surroundings, card_of, surroundings
from neuvola_desk.ui.card.section_view import SectionView
from neuvola_desk.ui.card.tab_order import chain
from neuvola_desk.ui.context import WindowContext
from neuvola_desk.ui.parts.areas import hint_page, scroll_area
from neuvola_desk.ui.parts.buttons import Button, IconButton
from neuvola_desk.ui.parts.flow import clear_layout
from neuvola_desk.ui.parts.labels import IconLabel, Label
from neuvola_desk.ui.screen import Screen
from neuvola_desk.ui.search.marks import NOTHING, Sought, marked_html, spans
from neuvola_desk.ui.search.whole_name import WholeNameButton
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
        self._trail: list[Service] = []
        self._is_following = False
        self._surroundings: Surroundings | None = None
        self._way: Way | None = None
        self._hint = Label("", "muted")
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._pick = Button(context.theme, "primary", "plus")
        self._pick.clicked.connect(self.toggle_picked)
        self._turn = IconButton(context.theme, "people")
        self._turn.clicked.connect(context.signals.turned_wanted)
        inside = Column()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(24, 16, 16, 24)
        self._column.setSpacing(16)
        self._head, self._body = QVBoxLayout(), QVBoxLayout()
        self.pane, self.similar = PointPane(context), Similar(context.theme)
        self._area = scroll_area(inside)
        self._lay_out()
        self.pane.opened.connect(self._show_form)
        self.similar.wanted.connect(self._follow)
        signals = context.signals
        signals.found_by.connect(self._take_sought)
        signals.service_opened.connect(self.open_service)
        signals.tray_changed.connect(self._show_picked)
        signals.catalogue_changed.connect(self._reopen)
        self.retranslate()

    def _lay_out(self) -> None:
        for layout in (self._head, self._body):
            layout.setSpacing(16)
        top = QVBoxLayout()
        top.setSpacing(4)  # what the point knows goes on where the facts end
        top.addLayout(self._head)
        top.addWidget(self.pane)
        self._column.addLayout(top)
        self._column.addLayout(self._body)
        self._column.addWidget(self.similar)
        self._column.addStretch(1)
        card = QWidget()
        column = QVBoxLayout(card)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._area, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(24, 8, 24, 12)
        foot.addWidget(self._pick, 1)
        foot.addWidget(self._turn)
        column.addLayout(foot)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(hint_page(self.context.theme, "info", self._hint))
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
        if not self._is_following:
            self._trail.clear()
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
        self._service = self._surroundings = None
        self._trail.clear()
        self.pane.forget()
        self.retranslate()

    def arrive(self) -> None:
        """The keyboard scrolls the card."""
        self._area.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        """Draws the card anew."""
        self._hint.setText(_("Valitse palvelu listasta, niin näet sen tiedot tässä."))
        self._area.setAccessibleName(_("Palvelun tiedot"))
        self._way = None
        for layout in (self._head, self._body):
            clear_layout(layout)
        self._pages.setCurrentIndex(0 if self._service is None else 1)
        self.pane.retranslate()
        if self._service is not None:
            self._draw_head(self._service)
            self._draw_body(self._service)
        self._draw_surroundings()
        self._turn.set_words(_("Näytä kävijälle (Ctrl+K)"))
        self._show_picked()

    def _draw_head(self, service: Service) -> None:
        language = current_language()
        if self._trail:
            self._head.addWidget(self._way_back(self._trail[-1]))
        if service.source.name == "demo":
            badge = QLabel(_("Esimerkki, ei oikea palvelu"))
            badge.setProperty("role", "badge")
            self._head.addWidget(badge, 0, Qt.AlignmentFlag.AlignLeft)
        names = QVBoxLayout()
        names.setSpacing(4)
        names.addWidget(self._heading(service.name.best(language)))
        provider = (_organisation(service).best(language), provider_words(service.provider))
        names.addWidget(Label(" · ".join(part for part in provider if part), "muted"))
        self._head.addLayout(names)
        self._head.addLayout(self._facts(service))

    def _draw_body(self, service: Service) -> None:
        if service.summary:
            told = service.summary.best(current_language())
            summary = Label(breakable(told), "lead-text").let_copy()
            summary.setAccessibleName(told)
            self._body.addWidget(summary)
        for section in sections(service, self.context.now()):
            view = SectionView(self.context.theme, section)
            view.copied.connect(self._copy)
            self._body.addWidget(view)
            if section.key == "there":
                self._way = Way(self.context.theme)
                self._body.addWidget(self._way)

    def _draw_surroundings(self) -> None:
        found = self._surroundings
        if self._way is not None:
            self._way.show_whereabouts(found.whereabouts if found else ())
        self.similar.show_hits(found.similar if found else ())
        chain(self._area, self._column, self._pick)
        self.setTabOrder(self._pick, self._turn)

    def _way_back(self, former: Service) -> WholeNameButton:
        """To the card that a similar service was opened from."""
        button = WholeNameButton(self.context.theme, "link", "back")
        told = _("Takaisin: {name}").format(name=former.name.best(current_language()))
        button.set_words(told.replace("&", "&&"), told)
        button.clicked.connect(self._go_back)
        return button

    def _heading(self, name: str) -> Label:
        """The name, with what the search found in it marked as in the list."""
        shown = breakable(name)
        marked = spans(shown, self._sought)
        heading = Label(shown, "title").let_copy()
        heading.setAccessibleName(name)
        if marked:
            heading.setTextFormat(Qt.TextFormat.RichText)
            heading.setText(marked_html(shown, marked))
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
        is_another = self._service is None or self._service.id != service.id
        self._service = service
        if is_another:
            self._surroundings = None
        self.retranslate()
        self.pane.show_service(service)
        if is_another:
            self._area.verticalScrollBar().setValue(0)
        address = self.context.preferences.value.point.address
        work = partial(surroundings, service=service, address=address)
        self.context.door.ask(work, self._show_surroundings, self._not_told)

    def _show_surroundings(self, found: Surroundings) -> None:
        if self._service is not None and found.service == self._service.id:
            self._surroundings = found
            self._draw_surroundings()

    def _not_told(self, _fault: NeuvolaError) -> None:
        """The card is whole without them."""

    def _follow(self, service_id: str) -> None:
        """A similar service is opened, and this one is a step back."""
        if self._service is not None:
            self._trail.append(self._service)
        self._open_following(service_id)

    def _go_back(self) -> None:
        self._open_following(self._trail.pop().id)

    def _open_following(self, service_id: str) -> None:
        self._is_following = True
        self.context.signals.service_opened.emit(service_id)
        self._is_following = False
        self.arrive()

    def _show_form(self, form: QWidget) -> None:
        """A form that came up is in sight as soon as it has its place."""
        QTimer.singleShot(0, form, partial(self._area.ensureWidgetVisible, form))

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
