"""The calendar that drops down from a date: Qt's own, with parts that say what they are."""

from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QWidget

from neuvola_desk.i18n import _


class Calendar(QCalendarWidget):
    """Qt gives its parts no spoken names; they are found by the names Qt gives them in the code."""

    def __init__(self) -> None:
        super().__init__()
        for weekday in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            # Qt's red has too little contrast on either theme.
            self.setWeekdayTextFormat(weekday, QTextCharFormat())
        self.currentPageChanged.connect(self._tell_page)

    def retranslate(self) -> None:
        """Sets names and months again, in the language in use."""
        self.setLocale(QLocale())
        self.setFirstDayOfWeek(Qt.DayOfWeek.Monday)  # whatever the language: weeks are counted so in Finland
        self._name("qt_calendar_prevmonth", _("Edellinen kuukausi"))
        self._name("qt_calendar_nextmonth", _("Seuraava kuukausi"))
        self._name("qt_calendar_yearedit", _("Vuosi"))
        self._name("qt_calendar_calendarview", _("Kuukauden päivät"))
        self._tell_page(self.yearShown(), self.monthShown())

    def _tell_page(self, year: int, month: int) -> None:
        shown = self.locale().standaloneMonthName(month)
        self._name("qt_calendar_monthbutton", _("Kuukausi: {month}").format(month=shown))
        self._name("qt_calendar_yearbutton", _("Vuosi: {year}").format(year=year))

    def _name(self, part: str, words: str) -> None:
        found = self.findChild(QWidget, part)
        if isinstance(found, QWidget):
            found.setAccessibleName(words)
            found.setToolTip(words)
