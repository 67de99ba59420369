"""How far the page of a contact request has come, and what of it is seen then."""

from collections.abc import Mapping
from enum import IntEnum


class Step(IntEnum):
    """What comes later is not seen yet; ``UNSAFE``, ``MINOR`` and the last two lead nowhere further."""

    WHO = 0
    NO_LINE = 1
    SAFETY = 2
    UNSAFE = 3
    ADULT = 4
    MINOR = 5
    DETAILS = 6
    READ_BACK = 7
    RECEIPT = 8
    TOGETHER = 9


def seen(step: Step, *, is_line_old: bool) -> Mapping[str, bool]:
    """Which cards are seen; answers given earlier stay in sight, so that they may be changed."""
    is_asking = step < Step.RECEIPT
    return {
        "who": is_asking,
        "no_line": is_asking and step >= Step.NO_LINE and is_line_old,
        "safety": is_asking and step >= Step.SAFETY,
        "unsafe": step is Step.UNSAFE,
        "adult": is_asking and step >= Step.ADULT,
        "minor": step is Step.MINOR,
        "details": step in (Step.DETAILS, Step.READ_BACK),
        "read_back": step is Step.READ_BACK,
        "receipt": step is Step.RECEIPT,
        "together": step is Step.TOGETHER,
        "withdrawal": step in (Step.WHO, Step.RECEIPT, Step.TOGETHER),
    }
