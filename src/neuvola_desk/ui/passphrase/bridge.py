"""Lets a worker ask the person at the window for the passphrase, and wait for the answer."""

from dataclasses import dataclass
from queue import SimpleQueue
from threading import Lock
from typing import Protocol

from PySide6.QtCore import QObject, QThread, Signal
from PySide6.QtWidgets import QWidget

from neuvola_desk.ui.passphrase.dialog import PassphraseDialog
from neuvola_desk.ui.theme import Theme


class Guard(Protocol):
    """As ``guard.PassphraseGuard``."""

    def prepared(self) -> str | None:
        """A passphrase that was handed over beforehand."""

    def is_set(self) -> bool:
        """Whether there is a passphrase to be opened with."""

    def opens(self, passphrase: str) -> bool:
        """Whether this is it."""


@dataclass(frozen=True, slots=True)
class _Question:
    """What the dialog must say."""

    is_first: bool
    was_wrong: bool


class PassphraseBridge(QObject):
    """``ask`` is called on workers, everything else on the UI thread.

    The worker waits on a queue and the UI thread never waits for the worker; ``close`` answers for whoever
    has gone, so that the program can end while the dialog stands open. Who said "not now" is asked again only
    after ``forget_decline``: questions that nobody asked by hand must not bring the dialog back.
    """

    _wanted = Signal(object)

    def __init__(self, theme: Theme, window: QWidget, guard: Guard, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme
        self._window = window
        self._guard = guard
        self._dialog: PassphraseDialog | None = None
        self._turn = Lock()
        self._state = Lock()
        self._waiting: SimpleQueue[str | None] | None = None
        self._closed = False
        self._declined = False
        self._known: str | None = None
        self._wanted.connect(self._show)

    def ask(self) -> str | None:
        """The passphrase, or None from someone who does not want to give it now."""
        if QThread.currentThread() is self.thread():
            raise RuntimeError("the UI thread would wait for itself")
        with self._turn:
            is_first = not self._guard.is_set()
            if self._known is None:
                self._known = self._guard.prepared()
            if self._known is not None and (is_first or self._guard.opens(self._known)):
                return self._known
            self._known = None if self._declined else self._asked(is_first)
            return self._known

    def forget_decline(self) -> None:
        """Somebody does something that needs the record: they may be asked again."""
        self._declined = False

    def close(self) -> None:
        """Nobody will answer any more."""
        with self._state:
            self._closed = True
        self._answer(None)
        if self._dialog is not None:
            self._dialog.reject()

    @property
    def dialog(self) -> PassphraseDialog | None:
        """The dialog that stands open."""
        return self._dialog

    def _asked(self, is_first: bool) -> str | None:
        """Asks until the answer is right or there is none."""
        was_wrong = False
        while True:
            answers: SimpleQueue[str | None] = SimpleQueue()
            with self._state:
                if self._closed:
                    return None
                self._waiting = answers
            self._wanted.emit(_Question(is_first, was_wrong))
            answer = answers.get()
            if answer is None:
                self._declined = True
                return None
            if is_first or self._guard.opens(answer):
                return answer
            was_wrong = True

    def _show(self, question: _Question) -> None:
        if self._closed:
            return
        self._dialog = PassphraseDialog(
            self._theme, self._window, is_first=question.is_first, was_wrong=question.was_wrong
        )
        self._dialog.finished.connect(self._finished)
        self._dialog.show()  # not modal: search and leaflets need no record

    def _finished(self, _result: int) -> None:
        dialog, self._dialog = self._dialog, None
        if dialog is not None:
            self._answer(dialog.passphrase or None)
            dialog.forget()
            dialog.deleteLater()

    def _answer(self, answer: str | None) -> None:
        with self._state:
            waiting, self._waiting = self._waiting, None
        if waiting is not None:
            waiting.put(answer)
