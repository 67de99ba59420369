""" "Paperilomakkeet": sheets that were filled in on paper are keyed in, a bundle at a time."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from neuvola_core.errors import NeuvolaError
from neuvola_desk.i18n import _, ngettext
from neuvola_desk.messages import sentence
from neuvola_desk.printing import PrintService
from neuvola_desk.ui.context import WindowContext
from neuvola_desk.ui.leaflet.outcome import OutcomeLine
from neuvola_desk.ui.offers import page_title
from neuvola_desk.ui.paper.blank_card import BlankCard
from neuvola_desk.ui.paper.bundle import Bundle, Saved, Undone
from neuvola_desk.ui.paper.cover import Cover
from neuvola_desk.ui.paper.keeper import BundleKeeper
from neuvola_desk.ui.paper.sheet_form import SheetForm
from neuvola_desk.ui.paper.sheet_model import SheetModel
from neuvola_desk.ui.paper.sheet_table import SheetTable
from neuvola_desk.ui.parts.areas import scroll_area
from neuvola_desk.ui.parts.buttons import Button
from neuvola_desk.ui.parts.labels import Label
from neuvola_desk.ui.screen import Screen
from neuvola_desk.usecases.visit_draft import VisitDraft, draft_expired
from neuvola_desk.usecases.visits import LARGEST_BUNDLE

_LOOK_EVERY: Final = timedelta(seconds=30)


class PaperScreen(Screen):
    """What has been keyed in is saved when somebody says so, when the visitor leaves or when nobody is there.

    A sheet that is half filled in goes with the visitor; what the record refuses stays on the screen.
    """

    key = "paper"

    def __init__(self, context: WindowContext, service: PrintService) -> None:
        super().__init__(context)
        self._service = service
        self._touched = context.now()
        self._set_aside: tuple[VisitDraft, ...] = ()
        self.keeper = BundleKeeper(context, self)
        self._make_parts()
        self._lay_out()
        self._connect()
        self.cover.start(context.now().date())
        self._fit_width()
        self.retranslate()

    def _make_parts(self) -> None:
        theme = self.context.theme
        self.form = SheetForm(theme)
        self.cover = Cover()
        self.model = SheetModel(self)
        self.table = SheetTable(theme, self.model)
        self.blank = BlankCard(self.context, self._service)
        self.outcome = OutcomeLine(theme)
        self._count = Label("", "strong")
        self.remove_button = Button(theme, "quiet", "remove")
        policy = self.remove_button.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.remove_button.setSizePolicy(policy)
        self.undo_button = Button(theme, "plain", "undo")
        self.save_button = Button(theme, "primary", "check")

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._count, 1)
        head.addWidget(self.remove_button)
        foot = QHBoxLayout()
        foot.setSpacing(12)
        told = QVBoxLayout()
        told.addWidget(self.outcome, 0, Qt.AlignmentFlag.AlignVCenter)
        foot.addLayout(told, 1)
        foot.addStretch(0)
        foot.addWidget(self.undo_button)
        foot.addWidget(self.save_button)
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.cover)
        column.addLayout(head)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.blank)
        self._pages.addWidget(self.table)
        column.addWidget(self._pages, 1)
        column.addLayout(foot)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 8, 24, 16)
        row.setSpacing(16)
        row.addWidget(self.form)
        area = scroll_area(side)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        row.addWidget(area, 1)

    def _connect(self) -> None:
        signals = self.context.signals
        self.form.entered.connect(self._add)
        self.form.touched.connect(self._touch)
        self.cover.touched.connect(self._touch)
        self.table.removed.connect(self._remove)
        self.table.chosen_changed.connect(self._show_state)
        self.remove_button.clicked.connect(self.table.remove_chosen)
        self.save_button.clicked.connect(self.save)
        self.undo_button.clicked.connect(self.keeper.undo)
        self.keeper.saved.connect(self._saved)
        self.keeper.undone.connect(self._undone)
        self.keeper.refused.connect(self._refused)
        self.keeper.changed.connect(self._go_on)
        signals.visitor_leaving.connect(self.save)
        signals.practice_changed.connect(self._change_desk)
        signals.look_changed.connect(self._fit_width)
        shortcut = QShortcut(QKeySequence("Ctrl+Return"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.save)
        self._age = QTimer(self)
        self._age.setInterval(round(_LOOK_EVERY.total_seconds() * 1000))
        self._age.timeout.connect(self.look_at_age)
        self._age.start()

    def title(self) -> str:
        """The heading of the page."""
        return page_title(self.key)

    def arrive(self) -> None:
        """The first field of the next sheet."""
        self.cover.start(self.context.now().date())
        self.blank.arrive()
        self._show_state()
        self.form.needs.field.setFocus()

    def retranslate(self) -> None:
        """Sets the texts again."""
        self.form.retranslate()
        self.cover.retranslate()
        self.model.retranslate()
        self.table.retranslate()
        self.blank.retranslate()
        self.remove_button.set_words(_("Poista rivi"), tip=_("Delete"))
        self.undo_button.set_words(_("Peru nippu"), _("Peru viimeksi tallennettu nippu"))
        self.save_button.set_words(_("Tallenna nippu"), tip=_("Ctrl+Enter"))
        self._show_state()

    def clear_visitor(self) -> None:
        """The sheet that is half filled in, and what would be put back when the last bundle is undone."""
        self.form.reset()
        self.outcome.clear()
        self.keeper.forget_sheets()

    @property
    def count_words(self) -> str:
        """What is told of how many sheets there are."""
        return self._count.text()

    def save(self) -> None:
        """Saves what has been keyed in, all of it or nothing."""
        sheets = self.model.sheets
        if sheets and not self.keeper.is_busy:
            self.outcome.clear()
            told = tuple(replace(sheet, channel=self.cover.channel.value) for sheet in sheets)
            self.keeper.save(Bundle(told, self.cover.day, self.cover.part_of_day))

    def _change_desk(self) -> None:
        """What the real desk has not taken waits for it; what was practised waits for nobody."""
        kept, self._set_aside = self._set_aside, self.model.sheets if self.context.door.is_practice else ()
        self.model.replace(kept)
        self.keeper.forget()
        self._show_state()

    def look_at_age(self) -> None:
        """What nobody has touched for a quarter of an hour does not stay on the screen."""
        if draft_expired(self._touched, self.context.now()):
            self._touch()
            self.save()
            self.form.reset()
            self.keeper.forget_sheets()
        self._show_state()

    def _touch(self) -> None:
        self._touched = self.context.now()

    def _add(self, sheet: VisitDraft) -> None:
        self._touch()
        self.outcome.clear()
        self.model.add(sheet)
        self.table.scrollToBottom()
        self._show_state()

    def _remove(self, row: int) -> None:
        self._touch()
        self.model.remove(row)
        self._show_state()

    def _saved(self, saved: Saved) -> None:
        self.model.replace(())
        if not self.isVisible():
            self.keeper.forget_sheets()
        count = len(saved.ids)
        told = ngettext("Nippu tallennettu: {n} käynti.", "Nippu tallennettu: {n} käyntiä.", count)
        self._tell(told.format(n=count))

    def _undone(self, undone: Undone) -> None:
        self.model.replace((*undone.sheets, *self.model.sheets))
        told = ngettext("Nippu peruttu: {n} käynti.", "Nippu peruttu: {n} käyntiä.", undone.count)
        self._tell(told.format(n=undone.count))

    def _tell(self, words: str) -> None:
        self.outcome.tell(words, "good")
        if not self.isVisible():
            self.context.signals.said.emit(words)

    def _refused(self, fault: NeuvolaError) -> None:
        self.outcome.tell(sentence(fault), "bad")
        if not self.isVisible():
            self.context.signals.fault.emit(fault)

    def _go_on(self) -> None:
        """The record has answered: back to the keyboard's place."""
        self._show_state()
        if not self.keeper.is_busy and self.isVisible():
            self.form.needs.field.setFocus()

    def _show_state(self) -> None:
        count, busy = len(self.model.sheets), self.keeper.is_busy
        told = ngettext("{n} lomake nipussa", "{n} lomaketta nipussa", count).format(n=count)
        if count >= LARGEST_BUNDLE:
            told = _("Nippu on täynnä ({n}). Tallenna se ja jatka uudella.").format(n=count)
        self._count.setText(told if count else _("Nipussa ei ole vielä lomakkeita"))
        self._pages.setCurrentWidget(self.table if count else self.blank)
        self.form.setEnabled(not busy and count < LARGEST_BUNDLE)
        self.cover.setEnabled(not busy)
        self.table.setEnabled(not busy)
        self.save_button.setEnabled(count > 0 and not busy)
        self.remove_button.setVisible(self.table.chosen is not None)
        self.remove_button.setEnabled(not busy)
        undoable = self.keeper.undoable(self.context.now())
        self.undo_button.setVisible(undoable is not None)
        self.undo_button.setEnabled(not busy)

    def _fit_width(self) -> None:
        self.form.setFixedWidth(self.context.theme.look.px(40))
