"""How far what is said of a service can be leaned on, by when it was last checked."""

from datetime import date
from enum import Enum
from typing import Final

FRESH_DAYS: Final = 183
"""Organisations are asked to check their data twice a year."""
OLD_DAYS: Final = 365


class Age(Enum):
    """How old a check is; ``OLD`` is over a year."""

    FRESH = "fresh"
    AGEING = "ageing"
    OLD = "old"
    UNKNOWN = "unknown"


def age_of(checked_on: date | None, today: date) -> Age:
    """How old a check is."""
    if checked_on is None:
        return Age.UNKNOWN
    days = (today - checked_on).days
    if days <= FRESH_DAYS:
        return Age.FRESH
    return Age.AGEING if days <= OLD_DAYS else Age.OLD


def is_doubtful(checked_on: date | None, called_on: date | None, today: date) -> bool:
    """Whether one should call before sending anybody there: neither the organisation nor the point knows."""
    dates = [day for day in (checked_on, called_on) if day is not None]
    return age_of(max(dates, default=None), today) in (Age.OLD, Age.UNKNOWN)
