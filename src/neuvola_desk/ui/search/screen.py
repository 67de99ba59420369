"""The search: words, three clicks and filters become one question; the newest answer is shown."""

from dataclasses import replace
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from neuvola_core.errors import NeuvolaError
from neuvola_desk.i18n import _, current_language
from neuvola_desk.ui.background import Lane, Latest
from neuvola_desk.ui.context import WindowContext
from neuvola_desk.ui.search.choices import KINDS, PAGE, SWITCHES, Choices, Kind, Switch
from neuvola_desk.ui.search.facet_panel import FacetPanel
from neuvola_desk.ui.search.field import SearchField
from neuvola_desk.ui.search.marks import sought
from neuvola_desk.ui.search.results_pane import ResultsPane
from neuvola_desk.ui.search.rows import Found, find, terms_of
from neuvola_desk.ui.search.searched import searched
from neuvola_desk.ui.tray.tray import LARGEST, Picked
from neuvola_search.query import Hit

DELAY_MS: Final = 15
"""From the last key to the question."""

_LARGE: Final = 1.2
"""From this text scale on the results need the room more than the facets do."""


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
        self._latest = Latest(context.background, Lane.SEARCH, DELAY_MS, self)
        self._latest.answered.connect(self._show)
        self._latest.failed.connect(self._fail)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.facets)
        row.addWidget(self.pane, 1)
        self._connect_parts()
        self._connect_signals()
        self._fit()

    def _connect_parts(self) -> None:
        field, view, pane = self.field, self.pane.view, self.pane
        field.textChanged.connect(self._type)
        field.went_down.connect(self._enter_list)
        field.accepted.connect(view.open_current)
        field.picked.connect(view.pick_current)
        view.opened.connect(self._open)
        view.picked.connect(self._pick)
        view.left_upwards.connect(self.focus_field)
        view.typed.connect(self._type_on)
        self.facets.chosen.connect(self._toggle)
        pane.filters.chosen.connect(self._toggle)
        pane.filters.switched.connect(self._switch)
        pane.filters.widened.connect(self._widen)
        pane.chips.removed.connect(self._toggle)
        pane.chips.switched_off.connect(self._switch)
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
        signals.look_changed.connect(self._fit)
        signals.next_visitor.connect(self.clear_visitor)
        signals.tray_changed.connect(self.pane.model.refresh_tray)
        signals.catalogue_changed.connect(self.refresh)

    @property
    def choices(self) -> Choices:
        """What has been typed and clicked."""
        return self._choices

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
        self._choices = choices
        self._ask(at_once=True)

    def _choose_need(self, need: str) -> None:
        self._choose(self._choices.toggled("need", need))

    def _choose_near_need(self, need: str) -> None:
        """The need instead of the words that found nothing."""
        self._choices = self._choices.only_need(need)
        self.field.clear()
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
        self._choices = Choices()
        self.field.clear()
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
        target: QWidget = self.pane.view if self.pane.is_listing else self.pane.start
        target.setFocus(Qt.FocusReason.TabFocusReason)

    def _want_import(self) -> None:
        self._context.signals.screen_wanted.emit("import")

    def _fit(self) -> None:
        look = self._context.theme.look
        self.facets.setFixedWidth(look.px(34 if look.scale < _LARGE else 29))
