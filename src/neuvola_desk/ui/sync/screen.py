""" "Tietojen lähetys ja haku": how desk and server stand to each other, in words, and one button."""

from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from neuvola_core.errors import NeuvolaError
from neuvola_core.roles import Act
from neuvola_desk.i18n import _
from neuvola_desk.messages import sentence
from neuvola_desk.ui.context import WindowContext
from neuvola_desk.ui.offers import page_title
from neuvola_desk.ui.parts.areas import card, fill_scrolling
from neuvola_desk.ui.parts.buttons import Button
from neuvola_desk.ui.parts.flow import clear_layout
from neuvola_desk.ui.parts.labels import IconLabel, Label
from neuvola_desk.ui.screen import Screen
from neuvola_desk.ui.shift.needed import PinNeeded
from neuvola_desk.ui.sync.enrol_form import EnrolForm
from neuvola_desk.ui.sync.exchanger import Exchanger, Progress
from neuvola_desk.ui.sync.refused_list import RefusedList
from neuvola_desk.ui.sync.stick_card import StickCard
from neuvola_desk.ui.sync.words import progress_words, result_words

if TYPE_CHECKING:  # for its name only
    from neuvola_desk.sync.status import SyncFacts


class SyncScreen(Screen):
    """Shows what the exchanger knows and hands on what a person wants."""

    key = "sync"

    def __init__(self, context: WindowContext, exchanger: Exchanger) -> None:
        super().__init__(context)
        self._exchanger = exchanger
        self._fault: NeuvolaError | None = None
        self._wants_form = False
        self._began = 0.0
        self._progress = Progress()
        self._make_parts()
        self._lay_out()
        exchanger.changed.connect(self._show)
        self.context.shift.changed.connect(self._shift_changed)
        exchanger.moved.connect(self._move)
        exchanger.enrolled.connect(self._joined)
        exchanger.failed.connect(self._fail)
        self.retranslate()

    def _make_parts(self) -> None:
        theme = self.context.theme
        self._lines = QVBoxLayout()
        self._lines.setSpacing(8)
        self.button = Button(theme, "primary", "sync")
        self.button.setAutoDefault(True)
        self.button.clicked.connect(self._sync)
        self.stop_button = Button(theme, "plain", "close")
        self.stop_button.clicked.connect(self._exchanger.stop)
        self.bar = QProgressBar()
        self.time = Label("", "muted")
        self.outcome = Label("", "good")
        self.fault = Label("", "error").let_copy()
        self._refused_title = Label("", "lead")
        self.refused = RefusedList(self.context)
        self.refused.changed.connect(self._exchanger.look)
        self.refused_needed = PinNeeded(self.context, Act.RESEND_REFUSED, self._show, self)
        self.enrol_needed = PinNeeded(self.context, Act.MANAGE_DESK, self._show, self, _enrol_about)
        self._server_title = Label("", "lead")
        self._server = Label("", "body").let_copy()
        self.again_button = Button(theme, "link")
        self.again_button.clicked.connect(self._want_form)
        self.form = EnrolForm(theme)
        self.form.wanted.connect(self._enrol)
        self.stick = StickCard(self.context)
        self.stick.changed.connect(self._exchanger.look)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.button)
        buttons.addWidget(self.stop_button)
        buttons.addStretch(1)
        self._state_card = card(self._lines, buttons, self.bar, self.time, self.outcome, self.fault)
        self._refused_card = card(self._refused_title, self.refused, self.refused_needed)
        server = card(self._server_title, self._server, self.enrol_needed, self.again_button, self.form)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(24, 8, 24, 24)
        column.setSpacing(16)
        for one in (self._state_card, self._refused_card, server, self.stick):
            column.addWidget(one)
        column.addStretch(1)
        fill_scrolling(self, inside)

    def title(self) -> str:
        """The heading of the page."""
        return page_title(self.key)

    def arrive(self) -> None:
        """Shows how things stand now."""
        self._exchanger.look()
        facts = self._exchanger.facts
        first = self.button if facts is not None and facts.is_enrolled else self.form.address
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def clear_visitor(self) -> None:
        """A form that somebody left half filled does not stay."""
        self.form.clear()

    def retranslate(self) -> None:
        """Sets the texts again."""
        self.button.set_words(_("Lähetä ja hae nyt"))
        self.stop_button.set_words(_("Keskeytä"))
        self.bar.setAccessibleName(_("Lähetyksen ja haun eteneminen"))
        self._refused_title.setText(_("Nämä eivät kelvanneet palvelimelle"))
        self._server_title.setText(_("Palvelin"))
        self.again_button.set_words(_("Liitä toiseen palvelimeen"))
        self.form.retranslate()
        self.stick.retranslate()
        self.refused.redraw()
        self._show()

    def _shift_changed(self) -> None:
        """What the former one had begun is not the next one's."""
        self._wants_form, self._fault = False, None
        self.form.clear()
        self.refused.redraw()
        self._show()

    def _show(self) -> None:
        facts, running = self._exchanger.facts, self._exchanger.is_running
        enrolled = facts is not None and facts.is_enrolled
        self._show_lines(facts)
        self.button.setVisible(enrolled)
        self.button.setEnabled(not running)
        self.stop_button.setVisible(running and enrolled)
        self._show_progress()
        result = self._exchanger.result
        shows_form = not enrolled or self._wants_form
        fault = (None if shows_form else self._fault) or (result.fault if result else None)
        is_good = result is not None and fault is None and not running
        self.outcome.setText(result_words(result) if result and is_good else "")
        self.fault.setText(sentence(fault) if fault and not running else "")
        for told in (self.outcome, self.fault):
            told.setVisible(bool(told.text()))
        self.form.show_fault(sentence(self._fault) if self._fault and shows_form and not running else "")
        self.refused.show_refused(facts.refused if facts else ())
        self._refused_card.setVisible(bool(facts and facts.refused))
        self._server.setText(_server_words(facts) if facts else "")
        self._server.setVisible(enrolled)
        enrols = self.context.shift.may(Act.MANAGE_DESK)
        self.again_button.setVisible(enrols and not shows_form)
        self.form.setVisible(enrols and shows_form)
        self.form.button.setEnabled(not running)
        self.stick.setVisible(enrolled)

    def _show_lines(self, facts: "SyncFacts | None") -> None:
        clear_layout(self._lines)
        if facts is None:
            told = _("Käyntitietoja ei ole avattu, joten lähetettävää ei voi katsoa.")
            self._lines.addWidget(Label(told, "muted"))
            return
        from neuvola_desk.sync.status import Weight, words

        for line in words(facts, self.context.now()):
            is_warning = line.weight is Weight.WARNING
            row = QWidget()
            inside = QHBoxLayout(row)
            inside.setContentsMargins(0, 0, 0, 0)
            inside.setSpacing(8)
            icon, hue = ("warn", "danger") if is_warning else ("info", "muted")
            inside.addWidget(IconLabel(self.context.theme, icon, hue))
            inside.addWidget(Label(line.text, "strong" if is_warning else "lead-text"), 1)
            self._lines.addWidget(row)

    def _show_progress(self) -> None:
        running = self._exchanger.is_running
        self.bar.setVisible(running)
        self.time.setVisible(running)
        self.bar.setRange(0, self._progress.total)
        self.bar.setValue(min(self._progress.done, self._progress.total))
        self.time.setText(progress_words(self._progress, monotonic() - self._began))

    def _move(self, progress: Progress) -> None:
        if progress.stage != self._progress.stage:
            self._began = monotonic()
        self._progress = progress
        self._show_progress()

    def _sync(self) -> None:
        self._start()
        self._exchanger.sync()

    def _enrol(self, address: str, code: str) -> None:
        self._start()
        self._exchanger.enrol(address, code)

    def _start(self) -> None:
        self._fault, self._progress, self._began = None, Progress(), monotonic()

    def _joined(self) -> None:
        self._wants_form = False
        self.form.clear()
        self._show()

    def _fail(self, fault: NeuvolaError) -> None:
        self._fault = fault
        self._show()

    def _want_form(self) -> None:
        self._wants_form = True
        self._show()
        self.form.address.setFocus(Qt.FocusReason.OtherFocusReason)


def _server_words(facts: "SyncFacts") -> str:
    return _("{server}\nTyöasema {desk}, neuvontapiste {point}").format(
        server=facts.server, desk=facts.desk, point=facts.point
    )


def _enrol_about() -> str:
    return _("Työaseman liittäminen palvelimeen.")
