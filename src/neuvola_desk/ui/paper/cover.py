"""The cover of a bundle: its day and what else its sheets share, and the week that follows from the day."""

from datetime import date

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QComboBox, QDateEdit, QFrame

from neuvola_core.visit import IsoWeek, Meeting, PartOfDay
from neuvola_desk.i18n import _
from neuvola_desk.ui.paper.calendar import Calendar
from neuvola_desk.ui.paper.value_box import ValueBox
from neuvola_desk.ui.parts.flow import FlowLayout
from neuvola_desk.ui.parts.labels import Label
from neuvola_desk.ui.settings.fields import Field
from neuvola_desk.ui.visit.words import value_words


class Cover(QFrame):
    """No day to come can be chosen."""

    touched = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.date = QDateEdit()
        self.date.setCalendarPopup(True)
        self.date.setDisplayFormat("d.M.yyyy")
        self._calendar = Calendar()
        self.date.setCalendarWidget(self._calendar)
        self.part = QComboBox()
        self.part.addItem("", None)
        for part in PartOfDay:
            self.part.addItem("", part.value)
        self.channel = ValueBox(Meeting)
        self.channel.setMinimumContentsLength(13)
        self._week = Label("", "lead", wrap=False)
        self._date_field, self._part_field = Field(self.date), Field(self.part)
        self._channel_field = Field(self.channel)
        row = FlowLayout(self, 24)
        row.setContentsMargins(16, 12, 16, 12)
        for told in (self._date_field, self._part_field, self._channel_field, self._week):
            row.addWidget(told)
        self.date.dateChanged.connect(self._tell_week)
        for box in (self.part, self.channel):
            box.activated.connect(self.touched)

    @property
    def day(self) -> date:
        """The day on the cover."""
        shown = self.date.date()
        return date(shown.year(), shown.month(), shown.day())

    @property
    def week_words(self) -> str:
        """The week as it is told."""
        return self._week.text()

    @property
    def part_of_day(self) -> PartOfDay | None:
        """The part of day, or None where the cover does not tell it."""
        chosen = self.part.currentData()
        return PartOfDay(chosen) if chosen else None

    def start(self, today: date) -> None:
        """Today is the last day that can be chosen, and the one that is, until somebody chooses another."""
        latest = QDate(today.year, today.month, today.day)
        is_untouched = self.date.date() == self.date.maximumDate() or self.day > today
        self.date.setMaximumDate(latest)
        if is_untouched or self.date.date() < latest.addYears(-1):
            self.date.setDate(latest)
        self._tell_week()

    def retranslate(self) -> None:
        """Sets the texts again."""
        self._date_field.set_words(_("Nipun päivä"))
        self._part_field.set_words(_("Vuorokaudenaika"))
        self._channel_field.set_words(_("Missä tavattiin"))
        self.channel.retranslate()
        self._calendar.retranslate()
        self.part.setItemText(0, _("Ei tiedossa"))
        for number in range(1, self.part.count()):
            self.part.setItemText(number, value_words(PartOfDay(self.part.itemData(number))))
        self._tell_week()

    def _tell_week(self) -> None:
        week = IsoWeek.of(self.day)
        self._week.setText(_("Viikko {week}/{year}").format(week=week.week, year=week.year))
        self.touched.emit()
