"""Corrections laid over what a source says."""

from typing import Any

import pytest

from neuvola_core import codec
from neuvola_core.catalogue import (
    Channel,
    ChannelKind,
    Charge,
    Known,
    Link,
    Phone,
    Service,
)
from neuvola_core.hours import NOT_KNOWN, Hours, Opening, Regular
from neuvola_core.text import Text
from neuvola_server.amending import FIELDS, Amendment, AmendmentRefusedError, amended, laid_over
from support.services import make_service

MONDAYS = Hours(regular=(Regular((Opening(0, 540, 960),)),))


def make(**fields: Any) -> Service:
    return make_service(Text(fi="Ruoka-apu", sv="Mathjälp"), source_id="1", **fields)


def test_a_text_is_corrected_in_the_languages_that_are_named() -> None:
    changed = amended(make(), "name", {"fi": "Ruokajakelu"})
    assert changed.name == Text(fi="Ruokajakelu", sv="Mathjälp")
    assert changed.amended == ("name",)
    assert amended(changed, "name", {"sv": ""}).name == Text(fi="Ruokajakelu")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("summary", "Ei kieltä"),
        ("summary", {"fi": 5}),
        ("name", {"fi": "", "sv": ""}),
        ("municipalities", "297"),
        ("checked_on", "eilen"),
        ("takes_new_people", "maybe"),
        ("phone", ["soita"]),
        ("phone", 5),
        ("email", ["ei ole"]),
        ("url", [""]),
        ("hours", ["ma 9–16"]),
        ("id", "toinen"),
        ("source", {}),
        ("unknown", ""),
    ],
)
def test_what_does_not_fit_is_refused_with_its_field(field: str, value: object) -> None:
    with pytest.raises(AmendmentRefusedError) as refused:
        amended(make(), field, value)
    assert refused.value.facts == {"field": field, "value": value}


def test_values_are_given_whole_in_their_own_types() -> None:
    service = amended(make(), "municipalities", ["297", "749"])
    service = amended(service, "takes_new_people", "no")
    service = amended(service, "cost", {"charge": "free", "note": {"fi": "Maksuton"}})
    service = amended(service, "checked_on", "2026-11-19")
    assert (service.municipalities, service.takes_new_people) == (("297", "749"), Known.NO)
    assert (service.cost.charge, service.cost.note.best()) == (Charge.FREE, "Maksuton")
    assert service.checked_on is not None
    assert service.checked_on.isoformat() == "2026-11-19"
    assert service.amended == ("checked_on", "cost", "municipalities", "takes_new_people")


def test_a_number_goes_to_the_first_channel_that_has_one_and_out_of_the_others() -> None:
    place = Channel(ChannelKind.PLACE, phones=(Phone("017 111"),), hours=MONDAYS)
    phone = Channel(ChannelKind.PHONE, phones=(Phone("017 222"),))
    web = Channel(ChannelKind.WEB, links=(Link("https://a.example"),))
    changed = amended(make(channels=(place, phone, web)), "phone", ["017 123 4567 (vaihde)", "112 233"])
    first, second = changed.channels
    assert [one.number for one in first.phones] == ["017 123 4567", "112 233"]
    assert first.phones[0].label == Text(fi="vaihde")
    assert first.hours == MONDAYS
    assert second == web


def test_a_service_without_a_channel_for_it_is_given_one() -> None:
    service = amended(make(), "phone", "017 123 4567")
    service = amended(service, "email", "apu@kulma.example")
    service = amended(service, "url", "kulma.example")
    assert [channel.kind for channel in service.channels] == ["phone", "email", "web"]
    assert service.channels[1].emails == ("apu@kulma.example",)
    assert service.channels[2].links[0].url.startswith("http")
    assert amended(service, "phone", []).channels == service.channels[1:]


def test_a_web_page_is_not_put_over_an_electronic_service() -> None:
    form = Channel(ChannelKind.ESERVICE, links=(Link("https://hakemus.example"),))
    web = Channel(ChannelKind.WEB, links=(Link("https://vanha.example"),))
    changed = amended(make(channels=(form, web)), "url", ["https://uusi.example"])
    assert changed.channels[0] == form
    assert changed.channels[1].links == (Link("https://uusi.example"),)


def test_hours_go_to_the_channel_that_states_them_or_to_the_first() -> None:
    web = Channel(ChannelKind.WEB, links=(Link("https://a.example"),))
    place = Channel(ChannelKind.PLACE, hours=MONDAYS)
    changed = amended(make(channels=(web, place)), "hours", "ti 10–12")
    assert changed.channels[0] == web
    assert changed.channels[1].hours.regular[0].openings == (Opening(1, 600, 720),)
    assert amended(make(channels=(web,)), "hours", "ti 10–12").channels[0].hours != NOT_KNOWN
    assert amended(make(), "hours", "ti 10–12").channels[0].kind is ChannelKind.PLACE


def test_the_later_of_two_holds_and_one_that_no_longer_fits_is_left_out() -> None:
    canonical = codec.to_json(make())
    said = laid_over(
        canonical,
        (
            Amendment("1", "s", "summary", '{"fi": "ensin"}'),
            Amendment("2", "s", "field-of-an-older-program", "5"),
            Amendment("3", "s", "summary", '{"fi": "sitten"}'),
        ),
    )
    service = codec.from_json(said, Service)
    assert service.summary.best() == "sitten"
    assert service.amended == ("summary",)
    assert laid_over(canonical, ()) is canonical


def test_every_field_that_can_be_corrected_is_the_services_own_or_a_contact() -> None:
    own = {field for field in FIELDS if hasattr(make(), field)}
    assert set(FIELDS) - own == {"phone", "email", "url", "hours"}
