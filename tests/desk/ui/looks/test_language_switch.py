"""The language changes while the window stands open: every text with it, and nothing typed is lost."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import cycle

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from neuvola_desk.config import Settings
from neuvola_desk.i18n import LANGUAGES
from neuvola_desk.usecases.visit_draft import VisitDraft
from support.real_room import OpenReal, RealRoom
from support.texts_seen import shown_in, texts
from support.walk import places

TYPED = "ohra 7"


def change(room: RealRoom, language: str) -> None:
    preferences = room.house.preferences
    preferences.change(replace(preferences.value, language=language))  # type: ignore[arg-type]
    room.settle()


def seen(place: QWidget) -> frozenset[str]:
    """Without figures: every window that is closed logs the visit that was under way."""
    return frozenset(re.sub(r"\d+", "#", text) for _widget, text in texts(place))


def have_visitors(room: RealRoom) -> None:
    """So that every window begins with the same words: several today, the last of them to be undone."""
    for _visit in range(6):  # as many as a need must have to be told
        room.ask(lambda desk: desk.visits.log(VisitDraft(needs=("velat",))))
    room.house.signals.visit_logged.emit()
    room.settle()


def as_opened(open_real: OpenReal, language: str) -> dict[str, frozenset[str]]:
    """What every place says when the window is opened in a language."""
    room = open_real(Settings(theme="light", language=language))  # type: ignore[arg-type]
    have_visitors(room)
    return {name: seen(place) for name, place in places(room)}


def test_every_place_says_the_same_as_if_it_had_been_opened_so(open_real: OpenReal) -> None:
    """The language is changed at every place, while it is in front; what was made before changes with it."""
    fresh = {language: as_opened(open_real, language) for language in LANGUAGES}
    room = open_real()
    have_visitors(room)
    left = []
    for (name, place), language in zip(places(room), cycle(LANGUAGES[1:] + LANGUAGES[:1])):
        change(room, language)
        if name == "menu":
            room.window.menu.fill()
        expected, found = fresh[language][name], seen(place)
        left += [
            f"{name} {language}: {'-' if t in expected else '+'} {t!r}" for t in sorted(expected ^ found)
        ]
    assert not left, "\n".join(left)


def empty_fields(place: QWidget) -> Iterator[QLineEdit | QPlainTextEdit]:
    for field in shown_in(place):
        if isinstance(field, QLineEdit) and field.isEnabled() and not field.isReadOnly() and not field.text():
            yield field
        if isinstance(field, QPlainTextEdit) and field.isEnabled() and not field.toPlainText():
            yield field


def written(field: QLineEdit | QPlainTextEdit) -> str:
    return field.text() if isinstance(field, QLineEdit) else field.toPlainText()


def test_nothing_typed_is_lost(open_real: OpenReal) -> None:
    room = open_real()
    lost, tried = [], 0
    for name, place in places(room):
        fields = list(empty_fields(place))
        for field in fields:
            field.setText(TYPED) if isinstance(field, QLineEdit) else field.setPlainText(TYPED)
        before = [written(field) for field in fields]
        if fields:
            change(room, "en")
            change(room, "fi")
        for field, was in zip(fields, before, strict=True):
            tried += 1
            if written(field) != was:
                lost.append(f"{name}: {field.accessibleName()}: {was!r} became {written(field)!r}")
            field.clear()
        room.settle()
    assert tried > 8
    assert not lost, "\n".join(lost)
