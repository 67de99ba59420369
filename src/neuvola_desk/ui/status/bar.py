"""The line at the bottom, in words: the catalogue, the demo mark, the line to the server, today's tally."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from neuvola_core import taxonomy
from neuvola_core.errors import BusyError, NeuvolaError
from neuvola_core.roles import Act
from neuvola_desk.i18n import _, current_language, ngettext
from neuvola_desk.messages import sentence
from neuvola_desk.ui.background import Lane
from neuvola_desk.ui.context import WindowContext
from neuvola_desk.ui.offers import page_title
from neuvola_desk.ui.palette import PAGE
from neuvola_desk.ui.parts.buttons import Button
from neuvola_desk.ui.parts.labels import IconLabel, Label, Role
from neuvola_desk.ui.sync.exchanger import Exchanger
from neuvola_desk.ui.sync.words import short_words
from neuvola_desk.ui.visit.words import value_words
from neuvola_desk.ui.words import date_words

if TYPE_CHECKING:
    from neuvola_desk.desk import Desk
    from neuvola_desk.usecases.tally import Tally

_MESSAGE_MS: Final = 6000
_FAULT_MS: Final = 20000
_SIGN: Final = 48
"""Pixels before what is said: the sign of a fault, and what lies between."""
_LOOK_EVERY: Final = timedelta(minutes=1)
_TEND_EVERY: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class CatalogueState:
    """How many services there are, since when, and whether they are the examples."""

    services: int
    newest: date | None
    is_demo: bool


def catalogue_state(desk: "Desk") -> CatalogueState:
    """Runs on a worker."""
    info = desk.catalogue.info()
    return CatalogueState(info.services, info.newest, info.is_demo)


def _tally(desk: "Desk") -> "Tally":
    visits = desk.visits
    return visits.tally(full=desk.rights.state.may(Act.WEEK_TALLY))


def _tend(desk: "Desk") -> None:
    desk.tend()


def _tally_details(tally: "Tally") -> str:
    lines = [f"{value_words(part)}: {n}" for part, n in tally.by_part.items()]
    if tally.week_by_need:
        lines.append(_("Tällä viikolla:"))
        names = taxonomy.needs()
        lines += [f"{names.name(row.need, current_language())}: {row.n}" for row in tally.week_by_need]
    return "\n".join(lines)


class StatusBar(QWidget):
    """Asks for itself what it shows, whenever it may have changed.

    Its clock is the one that is always there: by it the record is tended every hour and when the day changes.
    """

    def __init__(self, context: WindowContext, exchanger: Exchanger) -> None:
        super().__init__()
        self._context = context
        self._exchanger = exchanger
        self._state: CatalogueState | None = None
        self._tally_now: Tally | None = None
        self._tended = context.now()
        self._line_words = ""
        self.setObjectName("status-bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._message = Label("", "small")
        self._message.hide()
        self._warning = IconLabel(context.theme, "warn", "danger", 20)
        self._warning.hide()
        self._demo = QLabel()
        self._demo.setProperty("role", "badge")
        self._demo.hide()
        self._catalogue, self._tally = QLabel(), QLabel()
        self._line = Button(context.theme, "link")
        self._line.setProperty("kind", "small")
        self._line.clicked.connect(self._want_sync)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(PAGE, 6, PAGE, 6)
        self._row.setSpacing(PAGE)
        self._row.addWidget(self._demo, 0, Qt.AlignmentFlag.AlignVCenter)
        self._row.addWidget(self._catalogue)
        self._row.addWidget(self._warning, 0, Qt.AlignmentFlag.AlignVCenter)
        self._row.addWidget(self._message, 1)
        self._row.addStretch(0)
        self._row.addWidget(self._line)
        self._row.addWidget(self._tally)
        for label in (self._catalogue, self._tally):
            label.setProperty("role", "small")
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._fall_silent)
        self._look = QTimer(self)
        self._look.setInterval(round(_LOOK_EVERY.total_seconds() * 1000))
        self._look.timeout.connect(self.look_at_clock)
        self._look.start()
        signals = context.signals
        signals.language_changed.connect(self.retranslate)
        signals.catalogue_changed.connect(self.refresh)
        signals.visit_logged.connect(self.count_visits)
        signals.said.connect(self.say)
        signals.fault.connect(self.tell)
        signals.next_visitor.connect(self._fall_silent)
        exchanger.changed.connect(self._show_line)
        signals.look_changed.connect(self.fit)
        context.shift.changed.connect(self._shift_changed)
        self.retranslate()

    def refresh(self) -> None:
        """Asks how the catalogue stands."""
        self._context.door.ask(catalogue_state, self._take)

    def count_visits(self) -> None:
        """Asks how many have been here today."""
        self._context.door.ask(_tally, self._take_tally, self._no_tally, Lane.RECORD)

    def look_at_clock(self) -> None:
        """A new day has a tally of its own; the record is tended when it is time."""
        now = self._context.now()
        if self._tally_now is not None and self._tally_now.day != now.date():
            self._forget_tally()
            self.count_visits()
        if now.date() != self._tended.date() or now - self._tended >= _TEND_EVERY:
            self._tended = now
            self._context.door.ask(_tend, None, self._not_tended, Lane.RECORD)

    def say(self, text: str) -> None:
        """Shows a short sentence for a while."""
        self._show(text, "small", _MESSAGE_MS)

    def tell(self, fault: NeuvolaError) -> None:
        """Shows what went wrong, long enough to be read and not to be overlooked."""
        self._show(sentence(fault), "error", _FAULT_MS)

    def retranslate(self) -> None:
        """Sets the texts again."""
        self._demo.setText(_("Esimerkkiluettelo"))
        self._show_line()
        tally = self._tally_now
        self._tally.setText("" if tally is None else self._tally_words(tally.today_total))
        self._tally.setToolTip("" if tally is None else _tally_details(tally))
        self._catalogue.setText(self._catalogue_words())
        self.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Uses the room there is."""
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """What is said now has the place of what is always there; no word is cut off for want of room."""
        wanted = {
            self._demo: self._state is not None and self._state.is_demo,
            self._line: bool(self._line_words),
            self._tally: self._tally_now is not None,
        }
        widths = [part.sizeHint().width() for part, is_wanted in wanted.items() if is_wanted]
        left = self.width() - sum(widths) - PAGE * (len(widths) + 2)
        is_said = not self._message.isHidden()
        said = self._message.fontMetrics().horizontalAdvance(self._message.text()) + _SIGN * is_said
        gives_way = is_said and said > left
        for part, is_wanted in wanted.items():
            part.setVisible(is_wanted and not gives_way)
        self._catalogue.setVisible(not is_said and self._catalogue.sizeHint().width() <= left)

    def _show_line(self) -> None:
        now, running = self._context.now(), self._exchanger.is_running
        told = short_words(self._exchanger.facts, now, is_running=running)
        self._line_words = told
        self._line.set_words(told, accessible=told or page_title("sync"), tip=page_title("sync"))
        self.fit()

    def _want_sync(self) -> None:
        self._context.signals.screen_wanted.emit("sync")

    def begin(self) -> None:
        """The window is in use: today's tally is counted and the exchange with the server begins."""
        self.count_visits()
        self._exchanger.look()

    def _catalogue_words(self) -> str:
        if self._state is None:
            return _("Avataan palveluluetteloa…")
        count = self._state.services
        told = ngettext("{n} palvelu luettelossa", "{n} palvelua luettelossa", count)
        told = told.format(n=f"{count:,}".replace(",", "\u00a0"))
        if self._state.newest is None:
            return told
        return told + _(", haettu {day}").format(day=date_words(self._state.newest))

    @staticmethod
    def _tally_words(visits: int) -> str:
        return ngettext("Tänään {n} käynti", "Tänään {n} käyntiä", visits).format(n=visits)

    def _take(self, state: CatalogueState) -> None:
        self._state = state
        self.retranslate()

    def _take_tally(self, tally: "Tally") -> None:
        self._tally_now = tally
        self.retranslate()

    def _no_tally(self, fault: NeuvolaError) -> None:
        """Here a record that does not open is only a tally that is not there; why is told elsewhere."""
        self._forget_tally()
        self._context.signals.record_closed.emit(fault)

    def _shift_changed(self) -> None:
        """What the former one saw is not for the next one."""
        self._forget_tally()
        self.count_visits()
        self._exchanger.look()

    def _forget_tally(self) -> None:
        self._tally_now = None
        self.retranslate()

    def _not_tended(self, fault: NeuvolaError) -> None:
        """Another program at work is no fault: there is a next hour."""
        if not isinstance(fault, BusyError):
            self._context.signals.fault.emit(fault)

    def _show(self, text: str, role: Role, duration: int) -> None:
        self._message.set_role(role)
        self._message.setText(text)
        self._message.setVisible(bool(text))
        self._warning.setVisible(bool(text) and role == "error")
        self._timer.start(duration)
        self.fit()

    def _fall_silent(self) -> None:
        self._timer.stop()
        self._message.setText("")
        self._message.hide()
        self._warning.hide()
        self.fit()
