"""The profiles of this desk: the originals, and in their place those that somebody has edited here.

Only what differs from the originals is kept, in a file of its own: a new version brings new originals and
leaves what the point has written.
"""

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from neuvola_core.errors import NeuvolaError
from neuvola_core.files import whole_file
from neuvola_core.profiles import Profile, by_id, checked, from_row, originals, to_row
from neuvola_core.roles import Act, Rights, require_outright
from neuvola_desk.event_log import EventLog

_KEPT: Final = "profiles"


class ProfileBook:
    """Read by all, edited by whoever may edit the lists of the point."""

    def __init__(self, path: Path, rights: Rights, log: EventLog) -> None:
        self._path = path
        self._rights = rights
        self._log = log

    def all(self) -> tuple[Profile, ...]:
        """Every profile in the order they are offered, those too that are not shown."""
        edited = self._edited()
        return tuple(edited.get(profile.id, profile) for profile in originals())

    def get(self, profile_id: str) -> Profile:
        """One profile; raises ``UnknownNeedError``."""
        return by_id(profile_id, self.all())

    def keep(self, profile: Profile) -> None:
        """Takes an edited profile into use.

        Raises ``NotAllowedError``, ``UnknownNeedError``, ``InvalidRecordError``, ``RefusedContentError``,
        ``CannotWriteError``.
        """
        require_outright(self._rights, Act.EDIT_LISTS)
        original = by_id(profile.id, originals())
        told = checked(profile)
        edited = {**self._edited(), told.id: told}
        if told == original:
            del edited[told.id]
        self._write(edited)

    def restore(self, profile_id: str) -> Profile:
        """Takes the original back into use; raises ``NotAllowedError``, ``UnknownNeedError``."""
        original = by_id(profile_id, originals())
        self.keep(original)
        return original

    def _edited(self) -> dict[str, Profile]:
        """What is kept; a damaged file is set aside, and a row that no longer holds is passed over."""
        try:
            rows = json.loads(self._path.read_bytes())[_KEPT]
            if not isinstance(rows, list):
                raise TypeError(_KEPT)
        except FileNotFoundError:
            return {}
        except (ValueError, TypeError, KeyError, RecursionError, OSError):
            with suppress(OSError):
                self._path.replace(self._path.with_suffix(".damaged"))
            return {}
        read = (_read(row) for row in rows)
        return {profile.id: profile for profile in read if profile is not None}

    def _write(self, edited: Mapping[str, Profile]) -> None:
        rows = [to_row(profile) for profile in edited.values()]
        with whole_file(self._path) as unfinished:
            unfinished.write_text(json.dumps({_KEPT: rows}, ensure_ascii=False, indent=1), encoding="utf-8")
        self._log.note("profiles-edited", self._rights.role)


def _read(row: object) -> Profile | None:
    if not isinstance(row, Mapping):
        return None
    try:
        return from_row(row)
    except NeuvolaError:
        return None  # of a need that is no more
