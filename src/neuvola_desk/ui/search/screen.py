"""The search: words, three clicks and filters become one question; the newest answer is shown."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from neuvola_core.errors import NeuvolaError
from neuvola_desk.i18n import _, current_language
from neuvola_desk.ui.background import Lane, Latest
from neuvola_desk.ui.context import WindowContext
from neuvola_desk.ui.flow.undo import Undoable
from neuvola_desk.ui.search.choices import KINDS, PAGE, SWITCHES, Choices, Kind, Switch
from neuvola_desk.ui.search.facet_panel import FacetPanel
from neuvola_desk.ui.search.field import SearchField
from neuvola_desk.ui.search.marks import sought
from neuvola_desk.ui.search.places import SearchPlaces
from neuvola_desk.ui.search.results_pane import ResultsPane
from neuvola_desk.ui.search.rows import Found, find, terms_of
from neuvola_desk.ui.search.searched import searched
from neuvola_desk.ui.tray.tray import LARGEST, Picked
from neuvola_search.query import Hit

DELAY_MS: Final = 15
"""From the last key to the question."""


class SearchScreen(QWidget):
    """``field`` stands in the window's top bar; what has been typed into it before belongs to the search."""

    answered = Signal()

    def __init__(self, context: WindowContext, field: SearchField) -> None:
        super().__init__()
        self._context = context
        self._choices = Choices().typed(field.text())
        self.field = field
        self.facets = FacetPanel(context.theme)
        self.pane = ResultsPane(context)
        self._enters = False
        self._latest = Latest(context.background, Lane.SEARCH, DELAY_MS, self)
        self._latest.answered.connect(self._show)
        self._latest.failed.connect(self._fail)
        self.places = SearchPlaces(context.theme, self.facets, self.pane)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.places)
        self._connect_parts()
        self._connect_signals()

    def _connect_parts(self) -> None:
        field, view, pane = self.field, self.pane.view, self.pane
        field.textChanged.connect(self._type)
        field.textEdited.connect(self.places.show_found)
        field.went_down.connect(self._enter_list)
        field.accepted.connect(view.open_current)
        view.opened.connect(self._open)
        view.picked.connect(self._pick)
        view.left_upwards.connect(self.focus_field)
        view.typed.connect(self._type_on)
        self.facets.chosen.connect(self._toggle)
        self.facets.finished.connect(self._enter_found)
        pane.filters.chosen.connect(self._toggle)
        pane.filters.switched.connect(self._switch)
        pane.filters.widened.connect(self._widen)
        pane.chips.removed.connect(self._toggle)
        pane.chips.switched_off.connect(self._switch)
        pane.chips.profile_removed.connect(self._leave_profile)
        pane.chips.all_removed.connect(self._start_over)
        pane.start.need_chosen.connect(self._choose_need)
        pane.start.crisis_chosen.connect(self._context.signals.crisis_wanted)
        pane.start.profile_chosen.connect(self._choose)
        pane.empty.widened.connect(self._choose)
        pane.empty.started_over.connect(self._start_over)
        pane.empty.import_wanted.connect(self._want_import)
        pane.empty.need_chosen.connect(self._choose_near_need)
        pane.near.needs.chosen.connect(self._choose_near_need)
        pane.unmet.picked.connect(self._take_to_visit)
        pane.suggestion_taken.connect(self.field.setText)
        pane.model.more_wanted.connect(self._fetch_more)

    def _connect_signals(self) -> None:
        signals = self._context.signals
        signals.language_changed.connect(self.retranslate)
        signals.next_visitor.connect(self.clear_visitor)
        signals.tray_changed.connect(self.pane.model.refresh_tray)
        signals.catalogue_changed.connect(self.refresh)
        signals.profiles_changed.connect(self.refresh)

    @property
    def choices(self) -> Choices:
        """What has been typed and clicked."""
        return self._choices

    @property
    def candidate(self) -> Hit | None:
        """The service that the keys act on, as long as it is not picked yet."""
        row = self.pane.model.row_at(self.pane.view.currentIndex()) if self.pane.is_listing else None
        hit = row.hit if row else None
        return None if hit is None or hit.id in self._context.tray else hit

    @property
    def has_found_nothing(self) -> bool:
        """Whether what was asked led nowhere."""
        return self.pane.is_empty and not self._choices.is_start

    @property
    def pending(self) -> bool:
        """Whether an answer is still to come."""
        return self._latest.pending

    def refresh(self) -> None:
        """Asks the same again, without the delay, and for as many rows as there are."""
        self._ask(at_once=True, limit=max(PAGE, self.pane.model.hits))

    def retranslate(self) -> None:
        """Sets the texts again, and asks again: words of a language rank by it."""
        self.field.retranslate()
        self.facets.retranslate()
        self.pane.retranslate()
        self.places.retranslate()
        self.refresh()

    def clear_visitor(self) -> None:
        """Back to the starting view; an answer on its way is dropped."""
        self._latest.forget()
        self.field.setText("")  # unlike clear(), this leaves nothing for "undo" to bring back
        self.facets.clear_visitor()
        self._choices = Choices()
        self.pane.clear_visitor()
        self.refresh()
        self.focus_field()

    def focus_field(self) -> None:
        """Puts the keyboard into the search field, with its words selected."""
        self.field.take_focus()

    def step_back(self) -> None:
        """Esc: leaves what is being picked, then takes away the words, then the choices."""
        if self.pane.is_asking_unmet:
            self.pane.leave_unmet()
        elif self._choices.text:
            self.field.clear()
        elif not self._choices.is_empty:
            self._start_over()
        self.focus_field()

    def _choose(self, choices: Choices) -> None:
        self._remember(choices)
        self._choices = choices
        self._ask(at_once=True)

    def _remember(self, after: Choices, told: Callable[[], str] = str) -> None:
        """What was chosen until now can be had back."""
        before = self._choices
        if before != after:
            self._context.signals.done.emit(Undoable(partial(self._choose_again, before), told, _again))

    def _choose_again(self, before: Choices) -> None:
        self._choices = before
        self.field.setText(before.text)
        self._ask(at_once=True)

    def _leave_profile(self) -> None:
        self._choose(self._choices.by_hand())

    def _choose_need(self, need: str) -> None:
        self._choose(self._choices.toggled("need", need))

    def _choose_near_need(self, need: str) -> None:
        """The need instead of the words that found nothing."""
        after = self._choices.only_need(need)
        self._remember(after)
        self._choices = after
        self.field.setText("")
        self._ask(at_once=True)

    def _widen(self) -> None:
        self._choose(self._choices.anywhere())

    def _take_to_visit(self, need: str, reason: str) -> None:
        """Hands over what was picked."""
        self._context.signals.unmet_wanted.emit(need, reason)
        self.pane.leave_unmet()

    def _toggle(self, kind: str, value: str) -> None:
        known: Kind | None = next((k for k in KINDS if k == kind), None)
        if known is not None:
            self._choose(self._choices.toggled(known, value))

    def _switch(self, switch: str) -> None:
        known: Switch | None = next((s for s in SWITCHES if s == switch), None)
        if known is not None:
            self._choose(self._choices.switched(known))

    def _start_over(self) -> None:
        self._remember(Choices(), _cleared)
        self._choices = Choices()
        self.field.setText("")
        self.refresh()
        self.focus_field()

    def _type(self, text: str) -> None:
        if text != self._choices.text:
            self._choices = self._choices.typed(text)
            self._ask(at_once=False)

    def _type_on(self, text: str) -> None:
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.end(False)
        self.field.insert(text)

    def _ask(self, *, at_once: bool, limit: int = PAGE) -> None:
        now = self._context.now()
        query = self._choices.query(now, current_language(), limit=limit)
        work = self._context.door.work(partial(find, query=query, at=now, choices=self._choices))
        if at_once:
            self._latest.ask_now(work)
        else:
            self._latest.ask(work)

    def _show(self, found: Found) -> None:
        was_in_list = self.pane.view.hasFocus()
        self.pane.show_found(found, self._choices)
        if was_in_list and not self.pane.is_listing:
            self.focus_field()  # a list that is gone cannot have the keyboard
        self.facets.show_counts(found.results.facets, self._choices)
        self._context.signals.searched.emit(searched(found, self._choices))
        enters, self._enters = self._enters, False
        if enters and self.pane.is_listing and self._is_in_facets():
            self._enter_list()
        self.answered.emit()

    def _fail(self, fault: NeuvolaError) -> None:
        self._context.signals.fault.emit(fault)
        self.pane.show_failure()
        self.answered.emit()

    def _fetch_more(self, offset: int) -> None:
        now = self._context.now()
        query = replace(self._choices.query(now, current_language()), offset=offset)
        self._context.door.ask(
            partial(find, query=query, at=now, choices=self._choices), self._append, self._fail
        )

    def _append(self, found: Found) -> None:
        asked = self._choices.query(self._context.now(), current_language())
        same = replace(found.results.query, offset=0, limit=0, open_at=None) == replace(
            asked, limit=0, open_at=None
        )
        if same and not self._latest.pending:
            self.pane.model.append(found)

    def _open(self, service_id: str) -> None:
        row = self.pane.model.row_at(self.pane.model.index_of(service_id))
        if row is not None and row.hit is not None:
            self._context.signals.found_by.emit(sought(self._choices.text, terms_of(row.hit)))
        self._context.signals.service_opened.emit(service_id)

    def _pick(self, hit: Hit) -> None:
        tray, signals = self._context.tray, self._context.signals
        if hit.id in tray:
            tray.remove(hit.id)
            signals.said.emit(_("Poistettu valituista"))
        elif tray.add(Picked(hit.id, hit.name, hit.organisation)):
            signals.said.emit(_("Lisätty valittuihin"))
        else:
            signals.said.emit(_("Esitteeseen mahtuu {n} palvelua").format(n=LARGEST))

    def _enter_list(self) -> None:
        if self.pane.is_listing:
            self.places.show_found()
            self.pane.view.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.enter_step(1)

    def enter_step(self, number: int) -> None:
        """Puts the keyboard into one of the three clicks."""
        self.places.show_facets()
        self.facets.take_focus(number)

    def _enter_found(self) -> None:
        """The three clicks are made: the keyboard goes to what they lead to, when it is there."""
        self._enters = self._latest.pending
        if not self._enters and self.pane.is_listing:
            self._enter_list()

    def _is_in_facets(self) -> bool:
        focused: QWidget | None = self.window().focusWidget()
        return focused is not None and self.facets.isAncestorOf(focused)

    def _want_import(self) -> None:
        self._context.signals.screen_wanted.emit("import")


def _cleared() -> str:
    return _("Haku tyhjennettiin.")


def _again() -> str:
    return _("Palauta edellinen haku")
