"""What may be told of a service afterwards, and what may be proposed about it."""

import pytest

from neuvola_core import codec
from neuvola_core.correction import Correction, Part
from neuvola_core.errors import InvalidRecordError, RefusedContentError
from neuvola_core.experience import LONGEST_TEXT, Experience, Helped
from neuvola_core.visit import IsoWeek, UnmetReason

WEEK = IsoWeek(2026, 47)


def test_an_experience_is_read_back_as_it_was_written() -> None:
    told = Experience("id", "palvelu", WEEK, Helped.PARTLY, UnmetReason.FULL, "  Jono  oli pitkä. ")
    assert told.text == "Jono oli pitkä."
    assert codec.from_json(codec.to_json(told), Experience) == told


@pytest.mark.parametrize("text", ["soita 040 123 4567", "maija@example.org", "131052-308T"])
def test_an_experience_with_a_visitors_details_is_refused(text: str) -> None:
    with pytest.raises(RefusedContentError):
        Experience("id", "palvelu", WEEK, Helped.YES, text=text)


def test_an_experience_is_short_and_of_a_service() -> None:
    Experience("id", "palvelu", WEEK, Helped.YES, text="a" * LONGEST_TEXT)
    with pytest.raises(InvalidRecordError):
        Experience("id", "palvelu", WEEK, Helped.YES, text="a" * (LONGEST_TEXT + 1))
    with pytest.raises(InvalidRecordError):
        Experience("id", "", WEEK, Helped.YES)


@pytest.mark.parametrize("slip", ["3XK7-M9P2-QW8R", "a" * 63, "A" * 64, "g" * 64])
def test_an_experience_carries_a_hash_and_never_a_code(slip: str) -> None:
    Experience("id", "palvelu", WEEK, Helped.YES, slip="0f" * 32)
    with pytest.raises(InvalidRecordError):
        Experience("id", "palvelu", WEEK, Helped.YES, slip=slip)


def test_a_correction_may_carry_an_organisations_phone_but_no_identity_code() -> None:
    proposed = Correction("id", "palvelu", Part.CONTACT, "Uusi numero on 09 310 5015.")
    assert codec.from_json(codec.to_json(proposed), Correction) == proposed
    with pytest.raises(RefusedContentError):
        Correction("id", "palvelu", Part.OTHER, "asiakas 131052-308T kertoi")


def test_a_correction_says_something_unless_the_service_is_gone() -> None:
    assert Correction("id", "palvelu", Part.CLOSED).text == ""
    with pytest.raises(InvalidRecordError):
        Correction("id", "palvelu", Part.NAME, "   ")
