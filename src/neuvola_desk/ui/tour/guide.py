"""Makes the tour when somebody wants it: most days nobody does."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from neuvola_desk.ui.context import WindowContext
from neuvola_desk.ui.main_window import MainWindow
from neuvola_desk.ui.practice.keeper import PracticeKeeper

if TYPE_CHECKING:  # loaded when it is wanted
    from neuvola_desk.ui.tour.tour import Tour


class Guide(QObject):
    """``tour`` is None until it was wanted once."""

    def __init__(self, context: WindowContext, window: MainWindow, practice: PracticeKeeper) -> None:
        super().__init__(window)
        self._context = context
        self._window = window
        self._practice = practice
        self.tour: Tour | None = None
        context.signals.tour_wanted.connect(self.begin)

    def begin(self) -> None:
        """From the first step, also while it is being shown."""
        if self.tour is None:
            from neuvola_desk.ui.tour.tour import Tour

            self.tour = Tour(self._context, self._window, self._practice)
        self.tour.start()
