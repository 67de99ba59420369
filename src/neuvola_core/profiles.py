"""Ways into the catalogue, each in the voice of somebody who walks in: needs to begin from, and advice.

A profile is never a person and is kept of nobody: it only fills in a search. The table is
``data/profiles.json``.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any, Final

from neuvola_core import privacy, taxonomy
from neuvola_core.errors import InvalidRecordError, RefusedContentError, UnknownNeedError
from neuvola_core.text import EMPTY, Text

LONGEST_NAME: Final = 40
LONGEST_ADVICE: Final = 600


@dataclass(frozen=True, slots=True)
class Profile:
    """``needs``: the first is what the visit is about while nothing else tells; ``advice`` is for the worker.

    ``languages`` are those that a service is wanted in, ``rides`` leaves out what one cannot get to.
    """

    id: str
    name: Text
    advice: Text = EMPTY
    needs: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    rides: bool = False
    shown: bool = True
    """Whether it is offered at all."""


def from_row(row: Mapping[str, Any]) -> Profile:
    """A profile as it is kept; raises ``InvalidRecordError`` and ``UnknownNeedError`` for what is none."""
    try:
        read = Profile(
            id=str(row["id"]),
            name=Text(row["name"]),
            advice=Text(row.get("advice", {})),
            needs=tuple(row.get("needs", ())),
            targets=tuple(row.get("targets", ())),
            languages=tuple(row.get("languages", ())),
            rides=bool(row.get("rides", False)),
            shown=bool(row.get("shown", True)),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as fault:
        raise InvalidRecordError(field="profile") from fault
    return _with_known_terms(read)


def to_row(profile: Profile) -> Mapping[str, Any]:
    """What is kept of a profile."""
    return {
        "id": profile.id,
        "name": dict(profile.name),
        "advice": dict(profile.advice),
        "needs": list(profile.needs),
        "targets": list(profile.targets),
        "languages": list(profile.languages),
        "rides": profile.rides,
        "shown": profile.shown,
    }


def checked(profile: Profile) -> Profile:
    """The profile, if it may be shown.

    Raises ``InvalidRecordError`` where it has no name or leads nowhere, ``RefusedContentError`` where its
    words look like somebody's: a profile is not named after people.
    """
    if not profile.name:
        raise InvalidRecordError(field="name")
    if not (profile.needs or profile.targets):
        raise InvalidRecordError(field="needs")
    for field, text, longest in (
        ("name", profile.name, LONGEST_NAME),
        ("advice", profile.advice, LONGEST_ADVICE),
    ):
        for words in text.values():
            if len(words) > longest:
                raise InvalidRecordError(field=field)
            _refuse_people(field, words)
    return _with_known_terms(profile)


@cache
def originals() -> tuple[Profile, ...]:
    """The profiles as they came, in the order they are offered."""
    table = (files("neuvola_core") / "data" / "profiles.json").read_text(encoding="utf-8")
    return tuple(map(from_row, json.loads(table)))


def by_id(profile_id: str, among: Iterable[Profile]) -> Profile:
    """The profile of an id; raises ``UnknownNeedError``."""
    for profile in among:
        if profile.id == profile_id:
            return profile
    raise UnknownNeedError(kind="profile", value=profile_id)


def _with_known_terms(profile: Profile) -> Profile:
    """With today's ids of needs and target groups; raises ``UnknownNeedError``."""
    return replace(
        profile,
        needs=tuple(taxonomy.needs().get(need).id for need in profile.needs),
        targets=tuple(taxonomy.target_groups().get(target).id for target in profile.targets),
    )


def _refuse_people(field: str, words: str) -> None:
    privacy.check_service_text(words, field)
    named = next((found for found in privacy.ask(words) if found.kind is privacy.Kind.NAME), None)
    if named is not None:
        raise RefusedContentError(field=field, finding=named.kind.value)
