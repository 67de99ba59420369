""" "Tänään": the tally of the day, word for the next shift, and the gaps that were noted."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from neuvola_core.errors import NeuvolaError
from neuvola_core.roles import Act
from neuvola_desk.i18n import _
from neuvola_desk.messages import sentence
from neuvola_desk.record_port import Note, NoteKind
from neuvola_desk.ui.background import Lane
from neuvola_desk.ui.context import WindowContext
from neuvola_desk.ui.offers import page_title
from neuvola_desk.ui.parts.areas import fill_scrolling
from neuvola_desk.ui.parts.buttons import Button
from neuvola_desk.ui.parts.labels import Label
from neuvola_desk.ui.screen import Screen
from neuvola_desk.ui.shift.needed import PinNeeded
from neuvola_desk.ui.today.note_pane import NotePane
from neuvola_desk.ui.today.tally_view import TallyView

if TYPE_CHECKING:  # for their names only: the record is imported on the worker
    from neuvola_desk.desk import Desk
    from neuvola_desk.usecases.tally import Tally


_LOOK_EVERY: Final = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class _Today:
    """What the page shows."""

    tally: "Tally"
    handovers: tuple[Note, ...]
    gaps: tuple[Note, ...]


class TodayScreen(Screen):
    """Asks the record whenever it comes to the front or something has changed; shows nothing of a visitor.

    A page that is left open overnight shows the new day, without the notes that have had their time.
    """

    key = "today"

    def __init__(self, context: WindowContext) -> None:
        super().__init__(context)
        self._fault: NeuvolaError | None = None
        self._day: date = context.now().date()
        self.tally = TallyView()
        self.handovers = NotePane(context, NoteKind.HANDOVER)
        self.gaps = NotePane(context, NoteKind.GAP)
        self.needed = PinNeeded(context, Act.WEEK_TALLY, self.refresh, self, _week_words)
        self._told = Label("", "error")
        self._again = Button(context.theme, "plain", "forward")
        self._again.clicked.connect(self.refresh)
        self.question_button = Button(context.theme, "plain", "question")
        self.question_button.setAutoDefault(True)
        self.question_button.clicked.connect(context.signals.question_wanted)
        self._lay_out()
        for pane in (self.handovers, self.gaps):
            pane.changed.connect(self.refresh)
        context.signals.visit_logged.connect(self._visits_changed)
        context.shift.changed.connect(self._start_over)
        context.signals.practice_changed.connect(self._start_over)
        self._look = QTimer(self)
        self._look.setInterval(round(_LOOK_EVERY.total_seconds() * 1000))
        self._look.timeout.connect(self.look_at_clock)
        self._look.start()
        self.retranslate()

    def _lay_out(self) -> None:
        inside = QWidget()
        columns = QHBoxLayout(inside)
        columns.setContentsMargins(24, 8, 24, 24)
        columns.setSpacing(16)
        left = QVBoxLayout()
        left.setSpacing(16)
        left.addWidget(self._told)
        left.addWidget(self._again, 0, Qt.AlignmentFlag.AlignLeft)
        left.addWidget(self.tally)
        left.addWidget(self.question_button, 0, Qt.AlignmentFlag.AlignLeft)
        left.addWidget(self.needed)
        right = QVBoxLayout()
        right.setSpacing(16)
        right.addWidget(self.handovers)
        right.addWidget(self.gaps)
        for column, share in ((left, 2), (right, 3)):
            column.addStretch(1)
            columns.addLayout(column, share)
        fill_scrolling(self, inside, columns=2)

    def title(self) -> str:
        """The heading of the page."""
        return page_title(self.key)

    def arrive(self) -> None:
        """Shows how things stand now; the keyboard is ready for word to the next shift."""
        self.refresh()
        self.handovers.line.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def refresh(self) -> None:
        """Asks the record."""
        self.context.door.ask(_look, self._show, self._show_fault, Lane.RECORD)

    def look_at_clock(self) -> None:
        """At midnight a new day begins, with a tally and notes of its own."""
        if self._day != self.context.now().date():
            self._start_over()

    def clear_visitor(self) -> None:
        """What was half typed goes; what has been kept is nobody's."""
        self.handovers.clear_visitor()
        self.gaps.clear_visitor()

    def retranslate(self) -> None:
        """Sets the texts again."""
        self.tally.retranslate()
        self.handovers.set_words(
            _("Viesti seuraavalle vuorolle"),
            _("Jää tälle koneelle 7 päiväksi. Ei mitään kävijästä."),
            _("Uusi viesti"),
            _("Esim. tulostimen paperi on loppu"),
        )
        self.gaps.set_words(
            _("Palvelujen puutteet"),
            _("Käynneillä huomatut puutteet. Jäävät tälle koneelle 7 päiväksi, ei raportteihin."),
            _("Uusi muistiinpano"),
            _("Esim. velkaneuvontaan on kahden kuukauden jono"),
        )
        self.question_button.set_words(
            _("+1 kysymys"),
            _("Laske pelkkä kysymys"),
            _("Pelkkä kysymys, josta ei merkitä käyntiä (Shift+F8)"),
        )
        self._again.set_words(_("Yritä uudelleen"))
        self._told.setText(sentence(self._fault) if self._fault else "")
        self._told.setVisible(self._fault is not None)
        self._again.setVisible(self._fault is not None)

    def _start_over(self) -> None:
        """What was shown to somebody else, or of another day, goes before anything else is asked."""
        self._day = self.context.now().date()
        self.tally.show_tally(None)
        self.handovers.show_notes(())
        self.gaps.show_notes(())
        self._visits_changed()

    def _visits_changed(self) -> None:
        if self.isVisible():
            self.refresh()

    def _show(self, today: _Today) -> None:
        self._fault = None
        self.tally.show_tally(today.tally)
        self.handovers.show_notes(today.handovers)
        self.gaps.show_notes(today.gaps)
        self.retranslate()

    def _show_fault(self, fault: NeuvolaError) -> None:
        self._fault = fault
        self.tally.show_tally(None)
        self.retranslate()


def _week_words() -> str:
    return _("Viikon määrät tarpeittain näkyvät neuvojille.")


def _look(desk: "Desk") -> _Today:
    notes = desk.notes
    tally = desk.visits.tally(full=desk.rights.state.may(Act.WEEK_TALLY))
    return _Today(tally, notes.handovers(), notes.gaps())
