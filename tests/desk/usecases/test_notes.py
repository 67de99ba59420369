"""Notes that stay on the desk."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from neuvola_core.errors import InvalidVisitError, RefusedContentError
from neuvola_desk.record_port import NoteKind
from neuvola_desk.storage.record import Record
from neuvola_desk.usecases.clock import FixedClock
from neuvola_desk.usecases.notes import NoteBook
from support.records import SUNDAY_MORNING, new_record


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(SUNDAY_MORNING)


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    record = new_record(tmp_path)
    yield record
    record.close()


@pytest.fixture
def book(record: Record, clock: FixedClock) -> NoteBook:
    return NoteBook(record.notes, clock)


def test_gaps_and_handovers_are_kept_apart_for_a_week(book: NoteBook, clock: FixedClock) -> None:
    gap = book.write(NoteKind.GAP, "Iltaryhmää kysyttiin, ei ole")
    word = book.write(NoteKind.HANDOVER, "Esitteet loppuvat, tilaa lisää")
    assert (book.gaps(), book.handovers()) == ((gap,), (word,))
    clock.move(timedelta(days=6))
    assert book.gaps() == (gap,)
    clock.move(timedelta(days=1))
    assert (book.gaps(), book.handovers()) == ((), ())


def test_a_note_can_be_erased_before_its_day(book: NoteBook) -> None:
    note = book.write(NoteKind.HANDOVER, "Avain on laatikossa")
    book.erase(note.id)
    book.erase(note.id)
    assert book.handovers() == ()


@pytest.mark.parametrize(
    "text",
    [
        "Soita 040 123 4567",
        "Kävijän tunnus 131052-308T",
        "matti@example.org odottaa",
        "Tili FI21 1234 5600 0007 85",
    ],
)
@pytest.mark.parametrize("kind", list(NoteKind))
def test_what_identifies_is_refused_even_when_confirmed(book: NoteBook, kind: NoteKind, text: str) -> None:
    with pytest.raises(RefusedContentError):
        book.write(kind, text, confirmed=True)
    assert book.gaps() + book.handovers() == ()


@pytest.mark.parametrize("text", ["Matti Virtaselle kyyti", "Hakee ruokaa Mannerheimintie 5:een"])
def test_a_name_or_an_address_is_asked_about(book: NoteBook, text: str) -> None:
    with pytest.raises(RefusedContentError) as asked:
        book.write(NoteKind.GAP, text)
    assert asked.value.facts["question"]
    assert book.gaps() == ()
    assert book.write(NoteKind.GAP, text, confirmed=True) in book.gaps()


@pytest.mark.parametrize("text", ["", "   ", "a" * 141])
def test_a_note_has_one_to_140_characters(book: NoteBook, text: str) -> None:
    with pytest.raises(InvalidVisitError):
        book.write(NoteKind.GAP, text)
