"""A counsellor knows better than the catalogue: calls, notes, reports. Keyboard only, and no line."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from neuvola_desk.desk import Desk
from neuvola_desk.record_port import ServiceNote
from neuvola_desk.ui.background import Lane
from neuvola_desk.ui.card.screen import CardScreen
from support.journeys import Hands

Open = Callable[..., Hands]
CTRL = Qt.KeyboardModifier.ControlModifier
KEY = Qt.Key


def card_of_first_hit(hands: Hands, words: str) -> str:
    """Searches, opens the first card and puts the keyboard on it; the id of the service."""
    hands.type_words(words)
    hands.press(KEY.Key_Down)
    hands.press(KEY.Key_Return)
    hands.press(KEY.Key_F2)
    [card] = hands.window.findChildren(CardScreen)
    assert card.service is not None
    return card.service.id


def tab_to(hands: Hands, name: str, most: int = 6) -> None:
    """Presses Tab until the keyboard is at what is called so; it must be near."""
    for _step in range(most):
        hands.press(KEY.Key_Tab)
        focus = QApplication.focusWidget()
        if focus is not None and focus.accessibleName() == name:
            return
    raise AssertionError(f"{name!r} is more than {most} steps away")


def asked(hands: Hands, question: Callable[[Desk], object]) -> object:
    answers: list[object] = []
    hands.house.door.ask(question, lane=Lane.RECORD).done.connect(answers.append)
    hands.settle()
    [answer] = answers
    return answer


def seen(hands: Hands, words: str) -> bool:
    [card] = hands.window.findChildren(CardScreen)
    return any(words in label.text() for label in card.pane.findChildren(QLabel) if label.isVisible())


def test_called_today_and_taken_back(open_desk: Open) -> None:
    hands = open_desk()
    service = card_of_first_hit(hands, "velkaa")
    tab_to(hands, "Soitettu tänään")
    hands.press(KEY.Key_Space)
    today = hands.house.context.now().date()
    assert asked(hands, lambda desk: desk.service_notes.of(service)) == ServiceNote(service, called_on=today)
    assert seen(hands, "Neuvontapiste soitti tänään")
    hands.press(KEY.Key_Space)
    assert asked(hands, lambda desk: desk.service_notes.all()) == ()
    assert hands.clicks == 0


def test_a_note_on_a_service(open_desk: Open) -> None:
    hands = open_desk()
    service = card_of_first_hit(hands, "velkaa")
    tab_to(hands, "Kirjoita muistiinpano")
    hands.press(KEY.Key_Return)
    hands.type_words("Ovi on sisäpihalla, soita summeria")
    hands.press(KEY.Key_Return, CTRL)
    written = ServiceNote(service, "Ovi on sisäpihalla, soita summeria")
    assert asked(hands, lambda desk: desk.service_notes.of(service)) == written
    assert seen(hands, "Ovi on sisäpihalla")
    hands.press(KEY.Key_Return)
    hands.type_words(" Kesken")
    hands.press(KEY.Key_Escape)
    assert asked(hands, lambda desk: desk.service_notes.of(service)) == written, "Esc gives up, and only that"
    assert hands.window.search.field.text() == "velkaa"
    hands.press(KEY.Key_N, CTRL)
    assert card_of_first_hit(hands, "velkaa") == service
    assert seen(hands, "Ovi on sisäpihalla"), "a note on a service does not go with the visitor"
    assert hands.clicks == 0


def test_a_correction_for_the_coordinator(open_desk: Open) -> None:
    hands = open_desk()
    service = card_of_first_hit(hands, "velkaa")
    tab_to(hands, "Ilmoita korjaus")
    hands.press(KEY.Key_Return)
    hands.type_words("Aukiolo")
    hands.press(KEY.Key_Tab)
    hands.type_words("Perjantaisin vain klo 12 asti, luki ovessa")
    hands.press(KEY.Key_Return, CTRL)
    assert seen(hands, "Korjaus ilmoitettu")
    [waiting] = asked(hands, lambda desk: desk.record.outbox.waiting())  # type: ignore[misc]
    assert waiting.kind == "correction"
    told = waiting.payload.decode()
    assert service in told
    assert '"part":"aukiolo"' in told
    assert "Perjantaisin vain klo 12 asti" in told
    assert hands.clicks == 0
