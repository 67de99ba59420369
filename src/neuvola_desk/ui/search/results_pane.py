"""The middle of the window: filters, how many were found, choices, and the list or what stands in for it."""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from neuvola_core import taxonomy
from neuvola_desk.i18n import _, ngettext
from neuvola_desk.ui.context import WindowContext
from neuvola_desk.ui.parts.buttons import Button
from neuvola_desk.ui.parts.labels import Label
from neuvola_desk.ui.search.advice import AdviceStrip
from neuvola_desk.ui.search.chips import ChipRow
from neuvola_desk.ui.search.choices import Choices
from neuvola_desk.ui.search.empty_view import EmptyView
from neuvola_desk.ui.search.filters import FilterRow
from neuvola_desk.ui.search.model import ResultModel
from neuvola_desk.ui.search.near_bar import NearBar
from neuvola_desk.ui.search.results_view import ResultView
from neuvola_desk.ui.search.rows import Found
from neuvola_desk.ui.search.start_view import StartView
from neuvola_desk.ui.search.unmet_panel import UnmetPanel
from neuvola_desk.ui.search.waiting_view import WaitingView
from neuvola_search.query import Matched

_MOST_NEEDS: Final = 3


class ResultsPane(QWidget):
    """Shows an answer; the search screen decides what is asked."""

    suggestion_taken = Signal(str)

    def __init__(self, context: WindowContext) -> None:
        super().__init__()
        theme = context.theme
        self._background = context.background
        self._found: Found | None = None
        self._choices = Choices()
        self._near: tuple[str, ...] = ()
        self.setObjectName("results-pane")
        self.model = ResultModel(context.tray, self)
        self.view = ResultView(self.model, theme)
        self.waiting = WaitingView(theme)
        context.signals.indexing.connect(self.waiting.show_indexing)
        self.start = StartView(theme)
        self.empty = EmptyView(theme)
        self.unmet = UnmetPanel(theme)
        self.near = NearBar(theme)
        self.advice = AdviceStrip(theme)
        self.filters = FilterRow(theme)
        self._count = Label("", "lead", wrap=False)
        self._suggestion = Button(theme, "quiet")
        self._suggestion.hide()
        self._suggestion.clicked.connect(self._take_suggestion)
        self.chips = ChipRow(theme, self._count, self._suggestion)
        self._crisis = Button(theme, "danger", "crisis")
        self._crisis.hide()
        self._crisis.clicked.connect(context.signals.crisis_wanted)
        self._stack = QStackedWidget()
        for page in (self.waiting, self.start, self.view, self.empty, self.unmet):
            self._stack.addWidget(page)
        for asking in (self.empty, self.near):
            asking.unmet_wanted.connect(self.ask_unmet)
        self.unmet.left.connect(self.leave_unmet)
        self.empty.suggestion_taken.connect(self.suggestion_taken)
        self._lay_out()
        theme.changed.connect(self._fit)
        self._fit()
        self.retranslate()

    def _fit(self) -> None:
        """A chip beside the count moves no row of the list."""
        self._count.setMinimumHeight(self._suggestion.sizeHint().height())

    def showEvent(self, event: QShowEvent) -> None:
        """Only now the chip has the size of the window's style."""
        super().showEvent(event)
        self._fit()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 16, 8, 8)
        column.setSpacing(8)
        self.filter_place = _inset(self.filters)
        column.addLayout(_inset(self._crisis))
        column.addLayout(self.filter_place)
        column.addLayout(_inset(self.chips))
        column.addLayout(_inset(self.advice))
        column.addWidget(self.near)
        column.addWidget(self._stack, 1)

    def show_found(self, found: Found, choices: Choices) -> None:
        """Shows the first page of an answer."""
        self._found, self._choices = found, choices
        results = found.results
        self.chips.show_choices(choices)
        self.filters.show_choices(results.facets, choices)
        if choices.is_empty:
            self.start.show_counts(results.facets.get("need", {}), found.profiles)
        self.advice.show_profile(choices.profile)
        self._near = self._nearest(found, choices)
        self._show_page(found, choices)
        is_crisis = results.crisis or any(taxonomy.needs().get(need).crisis for need in choices.need)
        self._crisis.setVisible(is_crisis)
        self._tell_count()

    def show_failure(self) -> None:
        """The catalogue cannot be read: the status bar says why, the way on is to import it again."""
        self._count.hide()
        self.near.hide()
        self.empty.show_nothing(self._choices, is_catalogue_empty=True)
        self._stack.setCurrentWidget(self.empty)

    def clear_visitor(self) -> None:
        """Hides at once what was found for the visitor that was here."""
        self._near = ()
        self.advice.show_profile(None)
        self.view.clear_visitor()
        self.unmet.clear_visitor()
        self.empty.show_nothing(Choices())
        self.near.hide()
        self._stack.setCurrentWidget(self.start if self._found else self.waiting)

    def ask_unmet(self) -> None:
        """Lets the worker pick what no help was found for."""
        self.near.hide()
        self.unmet.begin(self._near)
        self._stack.setCurrentWidget(self.unmet)
        self.unmet.take_focus()

    def leave_unmet(self) -> None:
        """Back to the answer."""
        self.unmet.clear_visitor()
        if self._found is not None:
            self._show_page(self._found, self._choices)

    def retranslate(self) -> None:
        """Sets the texts again, of the parts too."""
        self.view.setAccessibleName(_("Hakutulokset"))
        self._crisis.set_words(_("Hätä? Näytä kriisinumerot (F12)"))
        pages = (self.waiting, self.start, self.empty, self.unmet)
        for part in (*pages, self.advice, self.near, self.chips, self.filters):
            if part.isVisible():
                part.retranslate()
            else:
                self._background.soon(part.retranslate)
        if self._found is not None:
            self.model.retranslate(self._found.at)
        self._tell_count()

    @property
    def is_listing(self) -> bool:
        """Whether the list is what is shown."""
        return self._stack.currentWidget() is self.view

    @property
    def is_empty(self) -> bool:
        """Whether the ways on from nothing are what is shown."""
        return self._stack.currentWidget() is self.empty

    @property
    def is_asking_unmet(self) -> bool:
        """Whether the worker is picking what no help was found for."""
        return self._stack.currentWidget() is self.unmet

    @staticmethod
    def _nearest(found: Found, choices: Choices) -> tuple[str, ...]:
        """The needs that the words speak of, then those by which near hits were found."""
        if found.results.total or not choices.text.strip():
            return ()
        offered = found.ways.needs
        reasons = (reason for hit in found.results.hits for reason in hit.why)
        by_hits = [reason.term for reason in reasons if reason.matched is Matched.NEED]
        near = dict.fromkeys((*found.results.needs, *by_hits))
        return tuple(need for need in near if need in offered and need not in choices.need)[:_MOST_NEEDS]

    def _show_page(self, found: Found, choices: Choices) -> None:
        ways, is_listing = found.ways, bool(found.rows) and not choices.is_start
        has_true_hits = bool(found.results.total) or not is_listing
        self.near.show_ways(self._near, ways.needs, has_true_hits=has_true_hits)
        if found.rows:
            self.view.show_found(found)
            self._stack.setCurrentWidget(self.view if is_listing else self.start)
            return
        self.model.clear()
        self.empty.show_nothing(choices, ways, self._near, is_catalogue_empty=found.is_catalogue_empty)
        self._stack.setCurrentWidget(self.empty)

    def _tell_count(self) -> None:
        if self._found is None:
            self._count.setText(_("Haetaan palveluja…"))
            return
        total, suggestion = self._found.results.total, self._found.results.suggestion
        told = ngettext("{n} palvelu", "{n} palvelua", total).format(n=f"{total:,}".replace(",", "\u00a0"))
        self._count.setText(told)
        self._count.setVisible(not self._choices.is_start or bool(self._choices.municipality))
        _announce(self._count, told)
        self._suggestion.setVisible(bool(suggestion) and bool(self._found.rows))
        self._suggestion.set_words(_("Tarkoititko: {word}?").format(word=suggestion).replace("&", "&&"))

    def _take_suggestion(self) -> None:
        if self._found is not None:
            self.suggestion_taken.emit(self._found.results.suggestion)


def _inset(part: QWidget) -> QHBoxLayout:
    """A row as far from the edge as the cards of the list."""
    row = QHBoxLayout()
    row.setContentsMargins(8, 0, 8, 0)
    row.addWidget(part)
    return row


def _announce(source: QWidget, words: str) -> None:
    """A screen reader says the new count while the keyboard stays in the search field."""
    if QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(source, words))
