"""Counselling points and campaigns: the two things in a visit that are not chosen from a list."""

import re
from typing import Final

from neuvola_core import privacy
from neuvola_core.errors import InvalidVisitError, RefusedContentError
from neuvola_core.ids import catalogue_id

_ID: Final = re.compile(r"[^\W_][\w .-]{0,39}")
_UUID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def point_id(name: str) -> str:
    """The id of a point of which only the name is known: the same for the same name, a UUID otherwise."""
    return catalogue_id("neuvola", "point", " ".join(name.split()).casefold())


def check_id(field: str, value: str) -> None:
    """Ids of points and campaigns are short, and nothing of a visitor.

    Raises ``InvalidVisitError`` or ``RefusedContentError``. To be asked before one is kept, too.
    """
    if _UUID.fullmatch(value):
        return
    privacy.check_free_text(value, field)
    for finding in privacy.ask(value):
        raise RefusedContentError(field=field, finding=finding.kind.value)
    if not _ID.fullmatch(value):
        raise InvalidVisitError(field=field, value=value)
