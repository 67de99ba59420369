"""The demo catalogue: all of it comes in, covers everything, and cannot be taken for the real thing."""

import re
from pathlib import Path
from typing import Final

import pytest

from neuvola_core import taxonomy
from neuvola_core.catalogue import Charge, Known, Prevention, Provider, Service
from neuvola_core.hours import Weeks
from neuvola_exchange import sheet
from neuvola_exchange.report import Item

CATALOGUE: Final = Path(__file__).resolve().parents[2] / "resources" / "demo" / "catalogue.csv"


@pytest.fixture(scope="module")
def items() -> list[Item]:
    return list(sheet.read(CATALOGUE, source="demo").items)


@pytest.fixture(scope="module")
def services(items: list[Item]) -> list[Service]:
    return [item for item in items if isinstance(item, Service)]


def test_every_row_comes_in_with_nothing_to_note(items: list[Item]) -> None:
    assert [item for item in items if not isinstance(item, Service)] == []
    assert len(items) == 129


def test_it_says_that_it_is_a_demo(services: list[Service]) -> None:
    assert {service.source.name for service in services} == {"demo"}
    assert len({service.id for service in services}) == len(services)


def test_every_need_activity_and_sector_has_a_service(services: list[Service]) -> None:
    needs = {need for service in services for need in service.needs}
    assert needs == {term.id for term in taxonomy.needs().terms}
    activities = {activity for service in services for activity in service.activities}
    assert activities == {term.id for term in taxonomy.activities().terms}
    assert {service.provider for service in services} == set(Provider) - {Provider.UNKNOWN}


def test_every_service_is_told_in_three_languages(services: list[Service]) -> None:
    for service in services:
        assert set(service.name) == {"fi", "sv", "en"}, service.source.source_id
        assert set(service.summary) == {"fi", "sv", "en"}, service.source.source_id
        assert len(service.description["fi"]) > 100, service.source.source_id
    assert sum("sv" in service.description for service in services) >= 60
    assert sum("en" in service.description for service in services) >= 40


def test_nothing_in_it_leads_to_anybody_real(services: list[Service]) -> None:
    for service in services:
        for channel in service.channels:
            assert all(re.fullmatch(r"000 123 4\d{3}", phone.number) for phone in channel.phones)
            assert all(email.endswith("@example.org") for email in channel.emails)
            assert all(link.url.startswith("https://example.org/") for link in channel.links)
    numbers = [p.number for service in services for channel in service.channels for p in channel.phones]
    assert len(set(numbers)) == len(numbers)


def test_hidden_services_tell_no_place_but_a_way_to_get_in_touch(services: list[Service]) -> None:
    hidden = [service for service in services if service.hidden_address]
    assert len(hidden) == 5
    for service in hidden:
        assert not any(channel.place for channel in service.channels)
        assert any(channel.phones for channel in service.channels)


def test_words_that_are_not_used_on_screen(services: list[Service]) -> None:
    for service in services:
        for text in (service.name, service.summary, service.description):
            assert not re.search(r"lähete|asiakas|asiakk", text["fi"], re.IGNORECASE), (
                service.source.source_id
            )


def test_the_hours_are_of_every_kind_and_understood(services: list[Service]) -> None:
    hours = [channel.hours for service in services for channel in service.channels if channel.hours.is_stated]
    assert not any(one.note for one in hours)
    regular = [one for told in hours for one in told.regular]
    openings = [opening for one in regular for opening in one.openings]
    assert {opening.weeks for opening in openings} == set(Weeks)
    assert any(opening.closes > 1440 for opening in openings)
    assert any(one.always_open for one in regular)
    assert any(one.by_appointment and one.openings for one in regular)
    assert any(one.season for one in regular)
    assert any(one.closed for one in regular)
    assert any(told.holidays for told in hours)
    days = [[opening.weekday for opening in one.openings] for one in regular]
    assert any(len(set(of_days)) < len(of_days) for of_days in days)
    stated = {s.id for s in services if any(channel.hours.is_stated for channel in s.channels)}
    assert len(services) - len(stated) == 3


def test_yes_no_and_not_known_are_all_there(services: list[Service]) -> None:
    assert {service.cost.charge for service in services} == set(Charge)
    assert {service.accessibility.step_free for service in services} == set(Known)
    assert {service.rides.offered for service in services} == set(Known)
    assert {service.takes_new_people for service in services} == set(Known)
    assert {service.prevention for service in services} == set(Prevention) - {Prevention.UNKNOWN}
    assert {service.checked_on.year for service in services if service.checked_on} == {2024, 2025, 2026}
    assert sum(service.checked_on is None for service in services) == 3
    assert all(service.contact_method for service in services if service.accepts_contact_requests)
    assert sum(service.accepts_contact_requests for service in services) >= 15


def test_every_service_has_an_area(services: list[Service]) -> None:
    assert all(service.nationwide or service.municipalities for service in services)
    assert {"297", "091", "698"} <= {code for service in services for code in service.municipalities}
