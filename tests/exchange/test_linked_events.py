"""Linked Events in the three shapes it is met in, counted exactly, and its traps one by one."""

import json
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from neuvola_core.catalogue import ChannelKind, Charge, Known, Occurrence, Provider, Service, Word
from neuvola_core.codec import from_json, to_json
from neuvola_core.errors import UnreadableSourceError
from neuvola_core.ids import catalogue_id
from neuvola_core.text import Text
from neuvola_exchange import linked_events
from neuvola_exchange.report import Empty, Gone, Item, Noted, Rejected

API = "https://api.example.org/v1"


def event(event_id: str = "helsinki:a", **fields: Any) -> dict[str, Any]:
    return {
        "id": event_id,
        "name": {"fi": "Kahvihetki"},
        "location": None,
        "keywords": [],
        "super_event": None,
        "super_event_type": None,
        "sub_events": [],
        "event_status": "EventScheduled",
        "publication_status": "public",
        "offers": [],
        "last_modified_time": "2026-01-01T10:00:00Z",
        "start_time": "2026-03-02T10:00:00Z",
        "end_time": "2026-03-02T12:00:00Z",
        "deleted": False,
        "replaced_by": None,
        **fields,
    }


def place(place_id: str = "tprek:1", **fields: Any) -> dict[str, Any]:
    return {
        "id": place_id,
        "name": {"fi": "Kirjasto", "sv": "Bibliotek"},
        "street_address": {"fi": "Siltakatu 11"},
        "postal_code": "02770",
        "position": {"type": "Point", "coordinates": [24.66, 60.2]},
        "divisions": [{"type": "muni", "name": {"fi": "Espoo", "sv": "Esbo"}}],
        **fields,
    }


def link(kind: str, record_id: str) -> dict[str, str]:
    return {"@id": f"{API}/{kind}/{record_id}/"}


def items_of(folder: Path, value: Any) -> list[Item]:
    file = folder / "tapahtumat.json"
    file.write_text(json.dumps(value), encoding="utf-8")
    assert linked_events.recognises(file)
    return list(linked_events.read(file).items)


def services_of(items: list[Item]) -> list[Service]:
    return [item for item in items if isinstance(item, Service)]


def one(folder: Path, *others: dict[str, Any], **fields: Any) -> Service:
    services = services_of(items_of(folder, {"meta": {}, "data": [event(**fields), *others]}))
    assert len(services) == 1
    return services[0]


# --- the samples ---


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("events-palvelutarjotin.json", {"Service": 3, "Noted": 4}),
        ("eventSearchResponse.json", {"Service": 9, "Gone": 1}),
        ("eventSearchLoadMoreResponse.json", {"Service": 10}),
        (".", {"Service": 22, "Gone": 1, "Noted": 4}),
    ],
)
def test_the_samples_are_read_whole(shared: Path, name: str, counts: dict[str, int]) -> None:
    path = shared / "data" / "linked-events" / name
    assert linked_events.recognises(path)
    reading = linked_events.read(path)
    items = list(reading.items)
    assert Counter(type(item).__name__ for item in items) == counts
    assert (reading.format, reading.origin, reading.complete) == ("linked-events", "linked-events", False)
    assert reading.total == counts["Service"] + counts.get("Gone", 0)


def test_the_samples_say_what_they_should(shared: Path) -> None:
    items = list(linked_events.read(shared / "data" / "linked-events").items)
    services = {service.source.source_id: service for service in services_of(items)}
    assert Counter(s.cost.charge for s in services.values()) == {
        Charge.FREE: 16,
        Charge.CHARGED: 5,
        Charge.UNKNOWN: 1,
    }
    assert sum(len(s.occurrences) for s in services.values()) == 21
    assert sum(s.municipalities == ("091",) for s in services.values()) == 19
    assert all("<" not in text for s in services.values() for text in s.description.values())

    online = services["helsinki:afy6ikna3u"]
    assert online.nationwide
    assert [channel.kind for channel in online.channels] == [ChannelKind.WEB]
    assert online.languages == ("fi",)
    assert online.occurrences[0].starts == datetime(2020, 6, 1, 13, 45, tzinfo=UTC)

    postponed = services["helsinki:afxp6tv4xa"]
    assert postponed.occurrences == ()
    assert postponed.instructions["fi"].startswith("Tapahtuma on siirretty.")
    assert postponed.municipalities == ("049",)
    assert postponed.places[0].address.street["sv"] == "Brogatan 11"
    assert (postponed.cost.charge, postponed.cost.note["en"]) == (Charge.CHARGED, "5-15€")

    dated = services["kulke:51234"].occurrences[0]
    assert dated.whole_day
    assert (dated.starts.date(), dated.ends and dated.ends.date()) == (date(2020, 6, 25), date(2020, 8, 31))

    gone = next(item for item in items if isinstance(item, Gone))
    assert gone.service_id == catalogue_id("linked-events", "event", "helsinki:afwvznhwiy")
    notes = [(item.code, item.detail) for item in items if isinstance(item, Noted)]
    assert notes == [
        ("draft", "helsinki:afxp6tv4xa"),
        ("older-version", "helsinki:afxp6tv4xa"),
        ("older-version", "helsinki:afy6aghr2y"),
        ("unknown-place", "tprek:9972"),
    ]


def test_a_service_goes_through_the_codec(shared: Path) -> None:
    for service in services_of(list(linked_events.read(shared / "data" / "linked-events").items)):
        assert from_json(to_json(service), Service) == service


# --- series ---


@pytest.mark.parametrize("kind", ["recurring", "umbrella"])
def test_an_event_that_gathers_others_is_one_service_with_their_times(tmp_path: Path, kind: str) -> None:
    parts = [
        event("h:2", super_event=link("event", "h:0"), start_time="2026-03-09T10:00:00Z", end_time=None),
        event("h:1", super_event=link("event", "h:0"), end_time=None),
        event("h:3", super_event=link("event", "h:0"), event_status="EventCancelled"),
    ]
    top = event("h:0", name={"fi": "Kahvihetket"}, super_event_type=kind, end_time="2026-03-09T12:00:00Z")
    items = items_of(tmp_path, [*parts, top])
    service = services_of(items)[0]
    assert len(items) == 1
    assert service.source.source_id == "h:0"
    assert service.name["fi"] == "Kahvihetket"
    assert [o.starts for o in service.occurrences] == [
        datetime(2026, 3, 2, 10, tzinfo=UTC),
        datetime(2026, 3, 9, 10, tzinfo=UTC),
    ]


def test_parts_may_come_inside_the_event_that_gathers_them(tmp_path: Path) -> None:
    part = event("h:1", location=place())
    top = event("h:0", super_event_type="recurring", sub_events=[part, link("event", "h:9")])
    service = services_of(items_of(tmp_path, top))[0]
    assert service.source.source_id == "h:0"
    assert service.municipalities == ("049",)
    assert len(service.occurrences) == 1


def test_a_series_without_its_parts_has_its_own_time(tmp_path: Path) -> None:
    service = one(tmp_path, super_event_type="recurring", sub_events=[link("event", "h:9")])
    assert len(service.occurrences) == 1


def test_parts_of_an_absent_or_cancelled_series_stand_alone(tmp_path: Path) -> None:
    absent = [event(f"h:{n}", super_event=link("event", "h:0")) for n in (1, 2)]
    assert [s.source.source_id for s in services_of(items_of(tmp_path, absent))] == ["h:1", "h:2"]
    cancelled = event("h:0", super_event_type="umbrella", event_status="EventCancelled")
    items = items_of(tmp_path, [cancelled, *absent])
    assert [type(item).__name__ for item in items] == ["Gone", "Service", "Service"]


def test_events_that_gather_each_other_do_not_hang(tmp_path: Path) -> None:
    first = event("h:1", super_event=link("event", "h:2"))
    second = event("h:2", super_event=link("event", "h:1"))
    assert len(services_of(items_of(tmp_path, [first, second]))) == 2


# --- what comes in and what does not ---


@pytest.mark.parametrize(
    "fields",
    [{"event_status": "EventCancelled"}, {"deleted": True}, {"replaced_by": f"{API}/event/h:7/"}],
)
def test_what_is_no_longer_held_is_gone(tmp_path: Path, fields: dict[str, Any]) -> None:
    (item,) = items_of(tmp_path, [event("h:1", **fields)])
    assert item == Gone("tapahtumat.json#h:1", catalogue_id("linked-events", "event", "h:1"))


def test_drafts_nameless_and_idless_events(tmp_path: Path) -> None:
    rows = [
        event("h:1", publication_status="draft"),
        event("h:2", name={"fi": " "}),
        event(""),
        event("h:3"),
    ]
    items = items_of(tmp_path, rows)
    assert items[:3] == [
        Rejected("tapahtumat.json", "no-id"),
        Noted("tapahtumat.json#h:1", "draft", "h:1"),
        Empty("tapahtumat.json#h:2"),
    ]
    assert len(services_of(items)) == 1


def test_the_newest_version_of_an_event_is_kept(tmp_path: Path) -> None:
    newer = event("h:1", name={"fi": "Uusi"}, last_modified_time="2026-02-01T10:00:00Z")
    items = items_of(tmp_path, [newer, event("h:1", name={"fi": "Vanha"})])
    assert services_of(items)[0].name["fi"] == "Uusi"
    assert Noted("tapahtumat.json#h:1", "older-version", "h:1") in items


def test_mangled_records_do_not_stop_the_others(tmp_path: Path) -> None:
    odd = event(
        "h:1",
        location=7,
        keywords="x",
        offers=[3],
        in_language={"a": 1},
        audience_min_age="viisi",
        audience_max_age=-1,
        start_time=5,
        name={"fi": "A", "sv": None, "xx_long": "b", "en": 3},
        external_links=[{"link": 5}, None],
    )
    items = items_of(tmp_path, {"data": [None, "roska", odd, event("h:2")]})
    assert [service.name for service in services_of(items)] == [Text(fi="A"), Text(fi="Kahvihetki")]


def test_a_file_that_is_no_json_is_rejected_beside_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("{", encoding="utf-8")
    (tmp_path / "b.json").write_text(json.dumps([event()]), encoding="utf-8")
    items = list(linked_events.read(tmp_path).items)
    assert items[0] == Rejected("a.json", "not-json")
    assert len(services_of(items)) == 1
    with pytest.raises(UnreadableSourceError):
        linked_events.read(tmp_path / "a.json")


# --- joining ---


def test_places_and_keywords_are_joined_and_followed_to_what_replaced_them(tmp_path: Path) -> None:
    old = place("tprek:0", name={"fi": "Vanha"}, replaced_by=f"{API}/place/tprek:1/")
    words = [
        {
            "id": "yso:p1",
            "name": {"fi": "vanha sana"},
            "alt_labels": [],
            "deprecated": True,
            "replaced_by": "yso:p2",
        },
        {
            "id": "yso:p2",
            "name": {"fi": "lapset", "sv": "barn"},
            "alt_labels": ["spädbarn", "lapset", "vauvat"],
        },
        {"id": "yso:p3", "name": {"fi": "poistettu"}, "alt_labels": [], "deprecated": True},
        {"id": "yso:p4", "name": {"fi": "a"}, "alt_labels": [], "replaced_by": "yso:p5"},
        {"id": "yso:p5", "name": {"fi": "b"}, "alt_labels": [], "replaced_by": "yso:p4"},
        {"id": "kulke:1", "name": {"fi": "Suomi (TV)"}, "alt_labels": []},
    ]
    keywords = [link("keyword", word["id"]) for word in words]
    service = one(
        tmp_path,
        old,
        place(),
        *words,
        location=link("place", "tprek:0"),
        keywords=keywords[:1],
        audience=keywords[2:],
    )
    assert service.places[0].name == Text(fi="Kirjasto", sv="Bibliotek")
    assert service.places[0].coordinates is not None
    assert service.places[0].coordinates.latitude == 60.2
    assert service.keywords == (
        Word("fi", "lapset"),
        Word("sv", "barn"),
        Word("", "spädbarn"),
        Word("", "vauvat"),
    )


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({}, "049"),
        ({"divisions": []}, "049"),
        ({"divisions": [], "postal_code": None, "address_locality": {"sv": "Esbo"}}, "049"),
        ({"divisions": [{"type": "district", "name": {"fi": "Inari"}}], "postal_code": "70100"}, "297"),
        ({"divisions": None, "postal_code": "x"}, ""),
    ],
)
def test_the_municipality_of_a_place(tmp_path: Path, fields: dict[str, Any], code: str) -> None:
    service = one(tmp_path, location=place(**fields))
    assert service.municipalities == ((code,) if code else ())


def test_contacts_and_links(tmp_path: Path) -> None:
    service = one(
        tmp_path,
        location=place(
            telephone={"fi": "+358 9 8165 3776"}, email="a@example.org", info_url={"fi": "example.org"}
        ),
        location_extra_info={"fi": "2. kerros"},
        info_url={"fi": "https://example.org/fi", "sv": "https://example.org/sv"},
        offers=[{"is_free": False, "price": {"fi": "5 €"}, "info_url": {"fi": "https://example.org/liput"}}],
        external_links=[{"name": "Facebook", "link": "https://example.org/fb", "language": "fi"}],
        provider={"fi": "Esimerkki ry"},
    )
    where, web = service.channels
    assert where.description == Text(fi="2. kerros")
    assert [phone.number.replace(" ", "") for phone in where.phones] == ["0981653776"]
    assert where.emails == ("a@example.org",)
    assert [(one.url, one.language) for one in web.links] == [
        ("https://example.org/fi", "fi"),
        ("https://example.org/sv", "sv"),
        ("https://example.org/liput", ""),
    ]
    assert service.links[0].url == "https://example.org/fb"
    assert service.organisation is not None
    assert (service.organisation.name["fi"], service.provider) == ("Esimerkki ry", Provider.UNKNOWN)


def test_what_the_city_publishes_is_the_citys(tmp_path: Path) -> None:
    assert one(tmp_path, publisher="ahjo:u541000").provider is Provider.MUNICIPALITY
    assert one(tmp_path, publisher="ytj:0586977-6").organisation is None


# --- values ---


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"start_time": None, "end_time": None}, None),
        ({"start_time": "huomenna"}, None),
        ({"end_time": None}, ("2026-03-02T10:00:00Z", None, False)),
        ({"end_time": "2026-03-01T10:00:00Z"}, ("2026-03-02T10:00:00Z", None, False)),
        # Winter: midnight in Finland is 22:00Z; the end is the midnight after the last day.
        (
            {"start_time": "2026-03-01T22:00:00Z", "end_time": "2026-03-02T22:00:00Z"},
            ("2026-03-01T22:00:00Z", None, True),
        ),
        # Summer: 21:00Z.
        (
            {"start_time": "2026-07-01T21:00:00Z", "end_time": "2026-07-05T21:00:00Z"},
            ("2026-07-01T21:00:00Z", "2026-07-04T21:00:00Z", True),
        ),
        (
            {"start_time": "2026-07-01T21:00:00Z", "end_time": "2026-07-03T20:59:59Z"},
            ("2026-07-01T21:00:00Z", "2026-07-02T21:00:00Z", True),
        ),
        ({"start_time": "2026-07-02", "end_time": "2026-07-02"}, ("2026-07-01T21:00:00Z", None, True)),
        (
            {"start_time": "2026-07-02", "end_time": "2026-07-03"},
            ("2026-07-01T21:00:00Z", "2026-07-02T21:00:00Z", True),
        ),
        # A party at midnight, said to be one.
        (
            {"start_time": "2026-07-01T21:00:00Z", "end_time": None, "has_start_time": True},
            ("2026-07-01T21:00:00Z", None, False),
        ),
        (
            {"start_time": "2026-07-01T21:00:00Z", "end_time": "2026-07-02T01:00:00Z"},
            ("2026-07-01T21:00:00Z", "2026-07-02T01:00:00Z", False),
        ),
        ({"end_time": None, "has_start_time": False}, ("2026-03-01T22:00:00Z", None, True)),
    ],
)
def test_times(tmp_path: Path, fields: dict[str, Any], expected: tuple[str, str | None, bool] | None) -> None:
    service = one(tmp_path, **fields)
    if expected is None:
        assert service.occurrences == ()
        return
    starts, ends, whole_day = expected
    times = Occurrence(
        datetime.fromisoformat(starts), datetime.fromisoformat(ends) if ends else None, whole_day
    )
    assert service.occurrences == (times,)
    if whole_day:
        assert service.occurrences[0].starts.hour == 0


@pytest.mark.parametrize(
    ("offers", "charge", "note"),
    [
        ([], Charge.UNKNOWN, ""),
        ([{"is_free": True, "price": None}], Charge.FREE, ""),
        ([{"is_free": True, "description": {"fi": "<p>Vapaa pääsy</p>"}}], Charge.FREE, "Vapaa pääsy"),
        ([{"is_free": False, "price": None}], Charge.UNKNOWN, ""),
        (
            [{"is_free": False, "price": {"fi": "5 €"}, "description": {"fi": "ovelta"}}],
            Charge.CHARGED,
            "5 €. ovelta",
        ),
        (
            [{"is_free": True, "description": {"fi": "lapset"}}, {"is_free": False, "price": {"fi": "9 €"}}],
            Charge.CHARGED,
            "lapset\n\n9 €",
        ),
    ],
)
def test_offers(tmp_path: Path, offers: list[dict[str, Any]], charge: Charge, note: str) -> None:
    service = one(tmp_path, offers=offers)
    assert (service.cost.charge, service.cost.note.best("fi")) == (charge, note)


def test_ages_languages_room_and_enrolment(tmp_path: Path) -> None:
    service = one(
        tmp_path,
        audience_min_age=7,
        audience_max_age=12,
        in_language=[link("language", "fi"), link("language", "zh_hans"), {"id": None}],
        remaining_attendee_capacity=0,
        enrolment_end_time="2026-02-28T22:00:00Z",
    )
    assert (service.ages.lowest, service.ages.highest) == (7, 12)
    assert service.languages == ("fi", "zh")
    assert service.takes_new_people is Known.NO
    assert service.instructions["en"] == "Enrolment ends on 1 March 2026."
    assert one(tmp_path, remaining_attendee_capacity=3).takes_new_people is Known.UNKNOWN


def test_what_kind_of_event_it_is(tmp_path: Path) -> None:
    assert one(tmp_path).activities[0] == "tapahtuma"
    assert "kurssi" in one(tmp_path, type_id="Course").activities
    volunteering = one(tmp_path, type_id="Volunteering")
    assert volunteering.needs[0] == "vapaaehtoiseksi"
    assert "vapaaehtoistyo" in volunteering.activities
    assert one(tmp_path, name={"fi": "Zzz"}).needs == ("kulttuuri",)


def test_the_summary_is_the_short_description_else_the_first_paragraph(tmp_path: Path) -> None:
    service = one(
        tmp_path,
        short_description={"fi": "Lyhyesti."},
        description={"fi": "<p>Pitkästi.</p>", "sv": "<p>Första.</p><p>Andra.</p>"},
    )
    assert service.summary == Text(fi="Lyhyesti.", sv="Första.")
    assert service.description["sv"] == "Första.\n\nAndra."
