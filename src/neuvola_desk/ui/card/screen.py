"""The service card: everything about one service, read from the catalogue when it is opened."""

from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from neuvola_core.catalogue import Service
from neuvola_core.errors import NeuvolaError
from neuvola_core.text import EMPTY
from neuvola_desk.i18n import _
from neuvola_desk.ui.card.beside import Similar
from neuvola_desk.ui.card.body import CardBody
from neuvola_desk.ui.card.column import Column
from neuvola_desk.ui.card.head import CardHead, organisation_name
from neuvola_desk.ui.card.point_pane import PointPane
from neuvola_desk.ui.card.question import Surroundings, card_of, surroundings
from neuvola_desk.ui.card.tab_order import chain
from neuvola_desk.ui.context import WindowContext
from neuvola_desk.ui.parts.areas import hint_page, scroll_area
from neuvola_desk.ui.parts.buttons import Button, IconButton
from neuvola_desk.ui.parts.flow import clear_layout
from neuvola_desk.ui.parts.labels import Label
from neuvola_desk.ui.parts.skeleton import PATIENCE_MS, Skeleton
from neuvola_desk.ui.screen import Screen
from neuvola_desk.ui.search.marks import NOTHING, Sought
from neuvola_desk.ui.tray.tray import LARGEST, Picked


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
        self._skeleton = Skeleton(context.theme)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(PATIENCE_MS)
        self._patience.timeout.connect(self._show_skeleton)
        self._hint = Label("", "muted")
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._pick = Button(context.theme, "primary", "plus")
        self._pick.clicked.connect(self.toggle_picked)
        self._turn = IconButton(context.theme, "people")
        self._turn.clicked.connect(context.signals.turned_wanted)
        self._inside = Column()
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(24, 16, 16, 24)
        self._column.setSpacing(16)
        self._head, self._body = CardHead(context.theme), CardBody(context, self)
        self._head.left.connect(self._go_back)
        self._body.copied.connect(self._copy)
        self._body.drawn.connect(self._draw_surroundings)
        self.pane, self.similar = PointPane(context), Similar(context.theme)
        self._area = scroll_area(self._inside)
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
        top = QVBoxLayout()
        top.setSpacing(4)  # what the point knows goes on where the facts end
        top.addWidget(self._head)
        top.addWidget(self.pane)
        self._column.addLayout(top)
        self._column.addLayout(self._body.column)
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
        self._pages.addWidget(self._skeleton)

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
        self._patience.start()

    def toggle_picked(self) -> None:
        """Puts the service into the tray, or takes it out."""
        service, tray, said = self._service, self.context.tray, self.context.signals.said
        if service is None:
            return
        if service.id in tray:
            tray.remove(service.id)
        elif not tray.add(Picked(service.id, service.name, organisation_name(service))):
            said.emit(_("Esitteeseen mahtuu {n} palvelua").format(n=LARGEST))

    def clear_visitor(self) -> None:
        """Forgets which service was open."""
        self._wanted = ""
        self._patience.stop()
        self._sought = self._next_sought = NOTHING
        self._service = self._surroundings = None
        self._trail.clear()
        self.pane.forget()
        self.retranslate()

    def arrive(self) -> None:
        """The keyboard scrolls the card."""
        self._area.setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        """Sets the texts again, and draws the card anew."""
        self._hint.setText(_("Valitse palvelu listasta, niin näet sen tiedot tässä."))
        self._area.setAccessibleName(_("Palvelun tiedot"))
        self._turn.set_words(_("Näytä kävijälle (Ctrl+K)"))
        self.pane.retranslate()
        self._draw(is_another=False)

    def _draw(self, *, is_another: bool) -> None:
        """The same service drawn anew stays as high as it was until it is whole: nobody loses their place."""
        self._inside.setMinimumHeight(0 if is_another else self._inside.height())
        self._body.clear()
        self._draw_head()
        if self._service is None:
            self._draw_surroundings()
        else:
            self._body.show_service(self._service)

    def _draw_head(self) -> None:
        clear_layout(self._head.column)
        self._pages.setCurrentIndex(0 if self._service is None else 1)
        if self._service is not None:
            former = self._trail[-1].name if self._trail else EMPTY
            self._head.show_service(self._service, self.context.now(), self._sought, former)
        self._show_picked()

    def _draw_surroundings(self) -> None:
        """Comes last: what is under a long card would jump otherwise."""
        if not self._body.is_drawn:
            return
        self._inside.setMinimumHeight(0)
        found = self._surroundings
        if self._body.way is not None:
            self._body.way.show_whereabouts(found.whereabouts if found else ())
        self.similar.show_hits(found.similar if found else ())
        chain(self._area, self._column, self._pick)
        self.setTabOrder(self._pick, self._turn)

    def _take_sought(self, sought: Sought) -> None:
        self._next_sought = sought

    def _show_skeleton(self) -> None:
        """It takes a while: what was open is no longer what was asked for."""
        self._skeleton.retranslate()
        self._pages.setCurrentWidget(self._skeleton)

    def _show(self, service: Service) -> None:
        if service.id != self._wanted:
            return  # another was opened, or the visitor has gone
        self._patience.stop()
        is_another = self._service is None or self._service.id != service.id
        is_as_before, self._service = self._service == service, service
        if is_another:
            self._surroundings = None
            self.similar.show_hits(())
        if is_as_before:
            self._draw_head()
        else:
            self._draw(is_another=is_another)
        self.pane.show_service(service)
        if is_another:
            self._area.verticalScrollBar().setValue(0)
        point = self.context.preferences.value.point
        work = partial(surroundings, service=service, told=(point.place, point.address))
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
