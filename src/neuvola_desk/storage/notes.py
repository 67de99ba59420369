"""Notes on the desk: guarded ones that erase themselves, and what the point knows of services."""

from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import RowMapping, delete, select
from sqlalchemy.dialects.sqlite import insert

from neuvola_desk.record_port import Note, NoteKind, ServiceNote
from neuvola_desk.storage import schema
from neuvola_desk.storage.database import Database


def note_row(note: Note) -> dict[str, Any]:
    """A note as a row."""
    return {"id": note.id, "kind": note.kind.value, "text": note.text, "erase_on": note.erase_on}


def _service_note(row: RowMapping) -> ServiceNote:
    return ServiceNote(**row)


class NoteTable:
    """Notes with a day on which they go."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, note: Note) -> None:
        """Keeps a note until its day."""
        with self._database.write() as connection:
            connection.execute(insert(schema.note).values(note_row(note)))

    def of_kind(self, kind: NoteKind, today: date) -> tuple[Note, ...]:
        """Notes whose day has not come, the ones that go first first."""
        table = schema.note
        wanted = select(table).where(table.c.kind == kind.value, table.c.erase_on > today)
        with self._database.read() as connection:
            rows = connection.execute(wanted.order_by(table.c.erase_on, table.c.text)).mappings()
            return tuple(Note(r["id"], NoteKind(r["kind"]), r["text"], r["erase_on"]) for r in rows)

    def erase(self, note_id: str) -> None:
        """Erases a note at once; nothing happens if there is none."""
        with self._database.write() as connection:
            connection.execute(delete(schema.note).where(schema.note.c.id == note_id))
        self._database.forget()


class ServiceNoteTable:
    """The point's own knowledge of services; no visitor in it, so it has no end date."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, service: str) -> ServiceNote:
        """The note of a service, empty if nobody has written one."""
        table = schema.service_note
        with self._database.read() as connection:
            row = connection.execute(select(table).where(table.c.service == service)).mappings().first()
        return _service_note(row) if row else ServiceNote(service)

    def put(self, note: ServiceNote) -> None:
        """Writes a note over the former one; an empty one is erased."""
        table = schema.service_note
        with self._database.write() as connection:
            connection.execute(delete(table).where(table.c.service == note.service))
            if not note.is_empty:
                connection.execute(insert(table).values(asdict(note)))

    def all(self) -> tuple[ServiceNote, ...]:
        """Every service that has a note or was called, by id."""
        table = schema.service_note
        with self._database.read() as connection:
            rows = connection.execute(select(table).order_by(table.c.service)).mappings()
            return tuple(_service_note(row) for row in rows)
