"""Nothing is found: the ways on lead somewhere, and what was not found is logged by choice only."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QWidget

from neuvola_core.visit import Outcome, Unmet, UnmetReason
from neuvola_desk.config import Settings
from neuvola_desk.ui.search.results_pane import ResultsPane
from neuvola_desk.ui.visit.form import VisitForm
from support.journeys import Hands

Open = Callable[..., Hands]

WORDS = "zzzzqqqq"
"""Letters that are in no catalogue and resemble no need."""


def pane(hands: Hands) -> ResultsPane:
    return hands.window.search.pane


def form(hands: Hands) -> VisitForm:
    found = hands.window.findChild(VisitForm)
    assert found is not None
    return found


def beginning(hands: Hands, words: str, inside: QWidget | None = None) -> list[QAbstractButton]:
    buttons = (inside or hands.window).findChildren(QAbstractButton)
    return [button for button in buttons if button.isVisible() and button.text().startswith(words)]


def everything_kept(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def test_what_was_not_found_arrives_in_the_record(open_desk: Open, tmp_path: Path) -> None:
    hands = open_desk()
    hands.type_words(WORDS)
    assert pane(hands).empty.isVisible()
    assert hands.visits() == ()
    hands.click(hands.button("Merkitse: apua ei löytynyt"))
    assert pane(hands).unmet.isVisible()
    assert not pane(hands).unmet.go_button.isEnabled(), "nothing is chosen for the worker"
    hands.type_words("hamma")
    hands.press(Qt.Key.Key_Return)
    hands.click(hands.button("Täynnä / jono", pane(hands).unmet))
    hands.click(hands.button("Vie käyntilomakkeelle"))
    assert hands.visits() == (), "what was picked is not logged by itself"
    assert form(hands).outcome.value is Outcome.NOT_FOUND
    assert form(hands).unmet.value == (Unmet("hampaat", UnmetReason.FULL),)
    hands.click(hands.button("Merkitse käynti", hands.window.side))
    [visit] = hands.visits()
    assert visit.needs == ("hampaat",)
    assert visit.outcome is Outcome.NOT_FOUND
    assert visit.unmet == (Unmet("hampaat", UnmetReason.FULL),)
    assert WORDS.encode() not in everything_kept(tmp_path)


def test_a_need_without_a_reason_waits_for_it_in_the_form(open_desk: Open) -> None:
    hands = open_desk()
    hands.type_words(WORDS)
    hands.click(hands.button("Merkitse: apua ei löytynyt"))
    hands.type_words("hamma")
    hands.press(Qt.Key.Key_Return)
    hands.click(hands.button("Vie käyntilomakkeelle"))
    assert form(hands).outcome.value is Outcome.NOT_FOUND
    assert form(hands).needs.needs == ("hampaat",)
    assert form(hands).unmet.value == ()


def test_a_second_unmet_need_comes_beside_the_first(open_desk: Open) -> None:
    hands = open_desk()
    for words, reason in (("hamma", "Täynnä / jono"), ("velat", "Palvelua ei ole")):
        hands.window.search.focus_field()
        hands.type_words(WORDS)
        hands.click(hands.button("Merkitse: apua ei löytynyt"))
        hands.type_words(words)
        hands.press(Qt.Key.Key_Return)
        hands.click(hands.button(reason, pane(hands).unmet))
        hands.click(hands.button("Vie käyntilomakkeelle"))
    assert set(form(hands).unmet.value) == {
        Unmet("hampaat", UnmetReason.FULL),
        Unmet("velat", UnmetReason.NO_SERVICE),
    }
    assert set(form(hands).needs.needs) == {"hampaat", "velat"}


def test_the_next_visitor_finds_nothing_of_it(open_desk: Open) -> None:
    hands = open_desk()
    hands.type_words(WORDS)
    hands.click(hands.button("Merkitse: apua ei löytynyt"))
    hands.type_words("hamma")
    hands.press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert pane(hands).start.isVisible()
    assert pane(hands).unmet.field.text() == ""
    assert pane(hands).unmet.needs.value == ""
    assert form(hands).unmet.value == ()


def test_escape_leads_back_to_the_answer(open_desk: Open) -> None:
    hands = open_desk()
    hands.type_words(WORDS)
    hands.click(hands.button("Merkitse: apua ei löytynyt"))
    hands.press(Qt.Key.Key_Escape)
    assert pane(hands).empty.isVisible()
    assert hands.window.search.field.text() == WORDS


def test_every_way_on_leads_to_services(open_desk: Open) -> None:
    hands = open_desk()
    hands.window.search.facets.chosen.emit("need", "velat")
    hands.settle()
    hands.type_words(WORDS)
    assert not beginning(hands, "Hae kaikilta paikkakunnilta"), "it would give nothing"
    hands.click(hands.button("Valitse tarve listasta"))
    assert pane(hands).start.isVisible()


def test_the_nearest_needs_lead_to_their_services(open_desk: Open) -> None:
    hands = open_desk()
    hands.type_words("yksinäinenx")
    offers = pane(hands).empty.needs if pane(hands).empty.isVisible() else pane(hands).near.needs
    [button] = beginning(hands, "Yksinäisyys", offers)
    hands.click(button)
    assert hands.window.search.choices.need == ("yksinaisyys",)
    assert hands.window.search.field.text() == ""
    assert hands.names()


def test_in_swedish_and_english_too(open_desk: Open) -> None:
    hands = open_desk(Settings(language="sv", theme="light"))
    hands.type_words(WORDS)
    words = {b.text() for b in pane(hands).empty.findChildren(QAbstractButton) if b.isVisible()}
    assert words
    assert not [text for text in words if "löytynyt" in text or "Valitse" in text]
