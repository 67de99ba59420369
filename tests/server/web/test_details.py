"""What is shown of a visitor: only the ways that they let themselves be reached by."""

from dataclasses import replace

import pytest

from neuvola_core.contact import PreferredTime, Reach
from neuvola_server.web.details import readable, shown
from neuvola_server.web.words import FIRST, Reader, words
from support.contacts import DETAILS, PHONE

FINNISH = words("fi", Reader.ORGANISATION)


@pytest.mark.parametrize(
    ("phone", "told"),
    [
        ("+358401234567", "040 1234567"),
        ("+35891234567", "09 1234567"),
        ("+46701234567", "+46 70 123 45 67"),
        ("1", "1"),
    ],
)
def test_a_number_is_in_groups(phone: str, told: str):
    assert readable(phone) == told


@pytest.mark.parametrize(
    ("reach", "phone", "email"),
    [
        (Reach.CALL, f"tel:{PHONE}", "mailto:a@b.fi"),
        (Reach.MESSAGE, f"sms:{PHONE}", "mailto:a@b.fi"),
        (Reach.EMAIL, "", "mailto:a@b.fi"),
    ],
)
def test_only_the_safe_ways_are_links(reach: Reach, phone: str, email: str):
    told = shown(replace(DETAILS, reach=reach, email="a@b.fi"), FINNISH)
    assert (told.phone_address, told.email_address) == (phone, email)
    assert bool(told.phone) == bool(phone)
    assert bool(told.warning) == (reach is Reach.MESSAGE)


def test_an_address_cannot_add_to_its_link():
    told = shown(replace(DETAILS, email="a?bcc=x&subject=y+1@b.fi"), FINNISH)
    assert told.email_address == "mailto:a%3Fbcc%3Dx%26subject%3Dy%2B1@b.fi"
    assert told.email == "a?bcc=x&subject=y+1@b.fi"


@pytest.mark.parametrize("language", FIRST)
def test_every_choice_has_a_text(language: str):
    texts = words(language, Reader.ORGANISATION)
    for time in PreferredTime:
        told = shown(replace(DETAILS, time=time, language="ckb"), texts)
        assert len(told.facts) == (2 if time is PreferredTime.ANY else 3)


def test_what_was_not_told_is_not_shown():
    told = shown(replace(DETAILS, first_name="", sentence=""), FINNISH)
    assert told.title == "Ota yhteyttä"
    assert [name for name, _fact in told.facts] == ["Kieli"]
