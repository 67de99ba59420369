"""A practice desk while questions are under way on it: closed when the last of them has been answered."""

from collections.abc import Callable
from threading import Lock
from typing import TYPE_CHECKING, Any

from neuvola_core.errors import PracticeError

if TYPE_CHECKING:  # for its name only: the record is imported on the worker
    from neuvola_desk.desk import Desk


class Stand:
    """Asked on workers, left on one."""

    def __init__(self, desk: "Desk") -> None:
        self._desk = desk
        self._lock = Lock()
        self._asked = 0
        self._is_over = False

    def answer(self, question: "Callable[[Desk], Any]") -> object:
        """Raises ``PracticeError`` for a question that waited until practice was over."""
        if not self._begin():
            raise PracticeError
        try:
            return question(self._desk)
        finally:
            if self._end():
                self._desk.close()

    def leave(self) -> None:
        """Takes no more questions, and throws away what was practised."""
        with self._lock:
            was_over, self._is_over = self._is_over, True
            is_idle = not self._asked
        if is_idle and not was_over:
            self._desk.close()

    def _begin(self) -> bool:
        """Whether it may still be asked."""
        with self._lock:
            if not self._is_over:
                self._asked += 1
            return not self._is_over

    def _end(self) -> bool:
        """Whether that was the last question of all."""
        with self._lock:
            self._asked -= 1
            return self._is_over and not self._asked
