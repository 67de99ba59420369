"""The way from the window to the desk's objects: made on a worker at the first question, used only there.

The modules behind the desk (search, SQL, PDF) are heavy; nothing of them is imported before the first paint.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING, Any

from neuvola_desk.ui.background import Background, Lane, Task, Then, Work

if TYPE_CHECKING:  # for their names only: importing them here would make the first paint wait
    from neuvola_desk.desk import Desk
    from neuvola_desk.ui.practice.stand import Stand

Question = Callable[["Desk"], Any]


class DeskDoor:
    """Asks the desk something on a worker; the answer comes back to a bound method on the UI thread.

    While somebody practises, everything that is asked is asked of the practice desk; what was asked before or
    is asked after is the real one's, whenever its turn comes.
    """

    def __init__(self, background: Background, make: Callable[[], Desk]) -> None:
        self._background = background
        self._make = make
        self._lock = Lock()
        self._desk: Desk | None = None
        self._practice: Stand | None = None

    @property
    def is_practice(self) -> bool:
        """Whether it is the practice desk that answers."""
        return self._practice is not None

    def practise(self, stand: Stand | None) -> Stand | None:
        """From now on this one is asked, or (None) the real desk; gives the one that was asked before."""
        before, self._practice = self._practice, stand
        return before

    def ask(
        self,
        question: Question,
        then: Then | None = None,
        failed: Then | None = None,
        lane: Lane = Lane.SEARCH,
    ) -> Task:
        """``lane``: SEARCH for the catalogue, RECORD for visits, GENERAL for long work."""
        return self._background.run(self.work(question), then, failed, lane)

    def work(self, question: Question) -> Work:
        """The question as work for the background runner."""
        return partial(self._answer, question, self._practice)

    def close(self) -> None:
        """Closes the desk; called when the background has come to rest."""
        if self._practice is not None:
            self._practice.leave()
            self._practice = None
        with self._lock:
            if self._desk is not None:
                self._desk.close()
                self._desk = None

    def _answer(self, question: Question, practice: Stand | None) -> object:
        if practice is not None:
            return practice.answer(question)
        with self._lock:
            if self._desk is None:
                self._desk = self._make()
            desk = self._desk
        return question(desk)
