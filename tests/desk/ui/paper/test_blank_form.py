"""The blank form: what is keyed in is what was ticked, in the same order, and no paper tells when or who."""

from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtWidgets import QApplication, QLabel

from neuvola_core import taxonomy
from neuvola_core.visit import Interpreter, Meeting, Outcome, Target
from neuvola_desk.config import Settings
from neuvola_desk.i18n import LANGUAGES, use_language
from neuvola_desk.ui.paper.blank import blank
from neuvola_desk.ui.paper.questions import field_words
from neuvola_desk.ui.visit.words import value_words
from neuvola_desk.usecases.paper_form import MOST_SHEETS, blank_form
from neuvola_desk.usecases.visit_draft import VisitDraft

from .conftest import OpenRoom, Room


def pages(pdf: bytes) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    use_language(request.param)
    yield str(request.param)
    use_language("fi")


def letters(words: str) -> str:
    """Without blanks, hyphens and where a long word was cut."""
    return "".join(letter for letter in words if letter.isalnum())


def test_a_sheet_is_one_page_with_every_need_and_value(language: str) -> None:
    cover, first, second = pages(blank_form(blank(), 2))
    assert first == second
    for term in taxonomy.needs().terms:
        assert letters(term.name.best(language)) in letters(first)
    for value in (*Target, *Outcome, *Interpreter):
        if value.value != "ei_kirjattu":
            assert letters(value_words(value)) in letters(first)
    assert value_words(Meeting.OUTREACH) in cover


def test_paper_asks_in_the_order_of_the_screen(room: Room) -> None:
    form = room.page.form
    labels = {one.text(): one.mapTo(form, one.rect().topLeft()).y() for one in form.findChildren(QLabel)}
    asked = [words for kind, words in field_words().items() if words in labels]
    assert sorted(asked, key=labels.__getitem__) == asked
    questions = blank().questions
    assert [one.heading for one in questions[1:]] == list(field_words().values())
    [sheet] = pages(blank_form(blank(), 1))[1:]
    places = [sheet.index(f"{one.heading} {one.options[0]}") for one in questions]
    assert places == sorted(places)


def test_the_day_is_asked_for_on_the_cover_and_nowhere_else() -> None:
    cover, *sheets = pages(blank_form(blank(), 3))
    assert "Nipun päivä" in cover
    assert "Vuorokaudenaika" in cover
    for sheet in sheets:
        assert "Nipun päivä" not in sheet
        assert "Aamu (klo" not in sheet


def test_no_more_is_printed_than_a_bundle_may_want() -> None:
    assert len(pages(blank_form(blank(), 10_000))) == MOST_SHEETS + 1


def test_the_form_is_saved_from_the_page_it_is_keyed_in_on(room: Room, tmp_path: Path) -> None:
    target = tmp_path / "lomakkeet.pdf"
    card = room.page.blank
    assert card.isVisible()
    card.count.setCurrentIndex(card.count.findData(5))
    card.out.save(str(target))
    room.real.until(target.exists)
    room.real.settle()
    assert len(pages(target.read_bytes())) == 6


def test_where_people_were_met_and_the_interpreter_are_told_too(room: Room) -> None:
    form, cover = room.page.form, room.page.cover
    form.interpreter.choose(Interpreter.MISSING)
    assert form.sheet().interpreter is Interpreter.MISSING
    cover.channel.choose(Meeting.OUTREACH)
    room.key_in(VisitDraft(needs=("velat",), interpreter=Interpreter.PRESENT))
    assert not room.page.blank.isVisible(), "the bundle is shown instead"
    room.page.save_button.click()
    room.real.until(lambda: bool(room.page.outcome.words))
    room.real.settle()
    [visit] = room.visits()
    assert (visit.channel, visit.interpreter) == (Meeting.OUTREACH, Interpreter.PRESENT)


def test_the_words_follow_the_window(open_room: OpenRoom) -> None:
    room = open_room(Settings(theme="light", language="sv"))
    QApplication.processEvents()
    assert room.page.blank.count.accessibleName() != "Lomakkeita"
