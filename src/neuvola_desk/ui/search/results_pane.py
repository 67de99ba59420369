"""The middle of the window: choices, filters, how many were found, and the list or what stands in for it."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from neuvola_core import taxonomy
from neuvola_desk.i18n import _, ngettext
from neuvola_desk.ui.context import WindowContext
from neuvola_desk.ui.parts.buttons import Button
from neuvola_desk.ui.parts.labels import Label
from neuvola_desk.ui.search.chips import ChipRow
from neuvola_desk.ui.search.choices import Choices
from neuvola_desk.ui.search.empty_view import EmptyView
from neuvola_desk.ui.search.filters import FilterRow
from neuvola_desk.ui.search.model import ResultModel
from neuvola_desk.ui.search.results_view import ResultView
from neuvola_desk.ui.search.rows import Found
from neuvola_desk.ui.search.start_view import StartView


class ResultsPane(QWidget):
    """Shows an answer; the search screen decides what is asked."""

    suggestion_taken = Signal(str)

    def __init__(self, context: WindowContext) -> None:
        super().__init__()
        theme = context.theme
        self._found: Found | None = None
        self._choices = Choices()
        self.setObjectName("results-pane")
        self.model = ResultModel(context.tray, self)
        self.view = ResultView(self.model, theme)
        self.start = StartView(theme)
        self.empty = EmptyView(theme)
        self.chips = ChipRow(theme)
        self.filters = FilterRow(theme)
        self._count = Label("", "lead", wrap=False)
        self._suggestion = Button(theme, "quiet")
        self._suggestion.hide()
        self._suggestion.clicked.connect(self._take_suggestion)
        self._crisis = Button(theme, "danger", "crisis")
        self._crisis.hide()
        self._crisis.clicked.connect(context.signals.crisis_wanted)
        self._stack = QStackedWidget()
        for page in (self.start, self.view, self.empty):
            self._stack.addWidget(page)
        self._lay_out()
        self.retranslate()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(8, 0, 8, 0)
        head.setSpacing(16)
        head.addWidget(self._count)
        head.addWidget(self._suggestion)
        head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 16, 8, 8)
        column.setSpacing(8)
        for row in (self._crisis, self.chips, self.filters):
            inset = QHBoxLayout()
            inset.setContentsMargins(8, 0, 8, 0)
            inset.addWidget(row)
            column.addLayout(inset)
        column.addLayout(head)
        column.addWidget(self._stack, 1)

    def show_found(self, found: Found, choices: Choices) -> None:
        """Shows the first page of an answer."""
        self._found, self._choices = found, choices
        results = found.results
        self.chips.show_choices(choices)
        self.filters.show_choices(results.facets, choices)
        if choices.is_empty:
            self.start.show_counts(results.facets.get("need", {}))
        self._show_page(found, choices)
        is_crisis = results.crisis or any(taxonomy.needs().get(need).crisis for need in choices.need)
        self._crisis.setVisible(is_crisis)
        self._tell_count()

    def show_failure(self) -> None:
        """The catalogue cannot be read: the status bar says why, the way on is to import it again."""
        self._count.hide()
        self.empty.show_nothing(self._choices, is_catalogue_empty=True)
        self._stack.setCurrentWidget(self.empty)

    def retranslate(self) -> None:
        """Sets the texts again, of the parts too."""
        self.view.setAccessibleName(_("Hakutulokset"))
        self._crisis.set_words(_("Hätä? Näytä kriisinumerot (F12)"))
        for part in (self.start, self.empty, self.chips, self.filters):
            part.retranslate()
        if self._found is not None:
            self.model.retranslate(self._found.at)
        self._tell_count()

    @property
    def is_listing(self) -> bool:
        """Whether the list is what is shown."""
        return self._stack.currentWidget() is self.view

    def _show_page(self, found: Found, choices: Choices) -> None:
        if choices.is_start and found.rows:
            self.model.show(found)
            self._stack.setCurrentWidget(self.start)
        elif found.rows:
            self.model.show(found)
            self.view.scrollToTop()
            self.view.select_first()
            self._stack.setCurrentWidget(self.view)
        else:
            self.empty.show_nothing(choices, is_catalogue_empty=found.is_catalogue_empty)
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
        self._suggestion.setVisible(bool(suggestion))
        self._suggestion.set_words(_("Tarkoititko: {word}?").format(word=suggestion))

    def _take_suggestion(self) -> None:
        if self._found is not None:
            self.suggestion_taken.emit(self._found.results.suggestion)


def _announce(source: QWidget, words: str) -> None:
    """A screen reader says the new count while the keyboard stays in the search field."""
    if QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(source, words))
