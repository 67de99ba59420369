"""Notes that stay on the desk: gaps in services, word for the next shift, the point's own knowledge.

The first two may not tell who a visitor is and erase themselves after a week.
"""

from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from neuvola_core import privacy
from neuvola_core.errors import InvalidVisitError, RefusedContentError
from neuvola_core.ids import new_record_id
from neuvola_core.roles import UNGUARDED, Act, Rights, may, require_outright
from neuvola_desk.record_port import Note, NoteKind, NoteStore, ServiceNote, ServiceNoteStore
from neuvola_desk.usecases.clock import Clock

LONGEST_NOTE: Final = 140
LONGEST_SERVICE_NOTE: Final = 1000
NOTE_DAYS: Final = 7


def gap_note(text: str, today: date, *, confirmed: bool = False) -> Note | None:
    """The guarded note of a visit form; None for an empty one.

    Raises ``RefusedContentError``: with the fact ``question`` where ``confirmed`` would let it through.
    """
    return _guarded(NoteKind.GAP, text, today, confirmed=confirmed) if text.strip() else None


def _guarded(kind: NoteKind, text: str, today: date, *, confirmed: bool) -> Note:
    told = " ".join(text.split())
    if not 1 <= len(told) <= LONGEST_NOTE:
        raise InvalidVisitError(field="note", value=len(told))
    _guard(told, kind.value, confirmed=confirmed)
    return Note(new_record_id(), kind, told, today + timedelta(days=NOTE_DAYS))


def _guard(text: str, field: str, *, confirmed: bool) -> None:
    """Hard stops, then what a person must look at; the fact ``question`` tells the two apart."""
    privacy.check_free_text(text, field)
    if not confirmed:
        for finding in privacy.ask(text):
            raise RefusedContentError(field=field, finding=finding.kind.value, question=True)


class NoteBook:
    """Gap notes and word for the next shift; each at most 140 characters, each gone after seven days."""

    def __init__(self, notes: NoteStore, clock: Clock, *, rights: Rights = UNGUARDED) -> None:
        self._notes = notes
        self._clock = clock
        self._rights = rights

    def write(self, kind: NoteKind, text: str, *, confirmed: bool = False) -> Note:
        """Keeps a note; ``confirmed`` says that a person looked and it is not a visitor's name or address."""
        self._rights.require(Act.NOTE_SERVICE)
        note = _guarded(kind, text, self._today(), confirmed=confirmed)
        self._notes.add(note)
        return note

    def gaps(self) -> tuple[Note, ...]:
        """Notes on gaps in services."""
        self._rights.require(Act.NOTE_SERVICE)
        return self._notes.of_kind(NoteKind.GAP, self._today())

    def handovers(self) -> tuple[Note, ...]:
        """Word for the next shift."""
        self._rights.require(Act.NOTE_SERVICE)
        return self._notes.of_kind(NoteKind.HANDOVER, self._today())

    def erase(self, note_id: str) -> None:
        """Erases a note before its day."""
        self._rights.require(Act.NOTE_SERVICE)
        self._notes.erase(note_id)

    def _today(self) -> date:
        return self._clock.now().date()


class ServiceNotes:
    """What the point knows of a service beside the catalogue: no visitor in it, so it has no end date.

    Staff write it. What a volunteer writes, and a call that a volunteer made, are suggestions: they wait
    until somebody of the staff takes them up or drops them.
    """

    def __init__(self, notes: ServiceNoteStore, clock: Clock, *, rights: Rights = UNGUARDED) -> None:
        self._notes = notes
        self._clock = clock
        self._rights = rights

    def of(self, service: str) -> ServiceNote:
        """The note of a service, empty if there is none."""
        self._rights.require(Act.NOTE_SERVICE)
        return self._notes.get(service)

    def all(self) -> tuple[ServiceNote, ...]:
        """Every service that has a note or was called."""
        self._rights.require(Act.NOTE_SERVICE)
        return self._notes.all()

    def write(self, service: str, text: str) -> ServiceNote:
        """Writes the note anew; only an identity code is refused, phones of organisations belong here.

        Raises ``RefusedContentError``, and ``InvalidVisitError`` for a note that is too long.
        """
        note = self.of(service)
        told = text.strip()
        if len(told) > LONGEST_SERVICE_NOTE:
            raise InvalidVisitError(field="service-note", value=len(told))
        privacy.check_service_text(told, "service-note")
        if self._decides:
            return self._put(replace(note, text=told, suggested=""))
        return self._put(replace(note, suggested="" if told == note.text else told))

    def call_made(self, service: str) -> ServiceNote:
        """Somebody of the point has called there today and what the catalogue says is right."""
        note, today = self.of(service), self._clock.now().date()
        if not self._decides:
            return self._put(replace(note, suggested_call=today))
        if note.called_on == today:
            return note
        return self._put(replace(note, called_on=today, called_before=note.called_on, suggested_call=None))

    def take_call_back(self, service: str) -> ServiceNote:
        """Undoes today's call: the one before it holds again. An earlier call stays."""
        note, today = self.of(service), self._clock.now().date()
        if note.suggested_call == today:
            return self._put(replace(note, suggested_call=None))
        if note.called_on != today:
            return note
        require_outright(self._rights, Act.NOTE_SERVICE)
        return self._put(replace(note, called_on=note.called_before, called_before=None))

    def take_up(self, service: str) -> ServiceNote:
        """What a volunteer suggested holds from now on."""
        require_outright(self._rights, Act.NOTE_SERVICE)
        note = self._notes.get(service)
        if note.suggested:
            note = replace(note, text=note.suggested, suggested="")
        if note.suggested_call and (note.called_on is None or note.suggested_call > note.called_on):
            note = replace(note, called_on=note.suggested_call, called_before=note.called_on)
        return self._put(replace(note, suggested_call=None))

    def drop(self, service: str) -> ServiceNote:
        """What a volunteer suggested is not taken up."""
        require_outright(self._rights, Act.NOTE_SERVICE)
        return self._put(replace(self._notes.get(service), suggested="", suggested_call=None))

    @property
    def _decides(self) -> bool:
        return may(self._rights.role, Act.NOTE_SERVICE)

    def _put(self, note: ServiceNote) -> ServiceNote:
        self._notes.put(note)
        return note
