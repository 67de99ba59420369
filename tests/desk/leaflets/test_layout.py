from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk.leaflets import samples
from desk.leaflets.checks import faults
from neuvola_core.catalogue import (
    Address,
    Channel,
    ChannelKind,
    Link,
    Organisation,
    Phone,
    Place,
    Service,
    Source,
)
from neuvola_core.hours import Hours
from neuvola_core.text import Text
from neuvola_desk.usecases.leaflets.content import content
from neuvola_desk.usecases.leaflets.ink import ARTIFACT, CodeInk, FillInk, Page, Sheets, TextInk
from neuvola_desk.usecases.leaflets.layout import lay_out
from neuvola_desk.usecases.leaflets.look import A4, A5
from neuvola_desk.usecases.leaflets.texts import available
from neuvola_desk.usecases.leaflets.values import Form, LeafletRequest, PointCard


def laid(
    *services: Service,
    language: str = "fi",
    large: bool = False,
    point: PointCard = samples.POINT,
    form: Form = "sheet",
) -> Sheets:
    return lay_out(
        content(LeafletRequest(services, language, large, point, form=form, made_on=samples.TODAY))
    )


def words(sheets: Sheets, page: int) -> str:
    return " ".join(ink.text for ink in sheets.pages[page].ink if isinstance(ink, TextInk))


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize("count", [0, 1, 3, 12])
def test_every_leaflet_keeps_inside_its_margins(count, language, large):
    services = [(samples.full, samples.bare, samples.demo)[n % 3](n) for n in range(count)]
    sheets = laid(*services, language=language, large=large)
    assert faults(sheets) == []


def test_type_is_large_enough_to_read():
    for large, least in ((False, 11), (True, 16)):
        sizes = [
            ink.manner.size
            for page in laid(samples.full(), large=large).pages
            for ink in page.ink
            if isinstance(ink, TextInk)
            and ink.text.startswith(("Ryhmässä", "ma–pe 9", "Soita ohjaajalle", "09 310"))
        ]
        assert sizes
        assert min(sizes) >= least


@pytest.mark.parametrize("small_sheet", [False, True])
@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("language", available())
def test_no_letter_is_under_eleven_points_and_nothing_leaves_the_sheet(language, large, small_sheet):
    services = (samples.full(), samples.shelter(), samples.bare(2))
    request = LeafletRequest(
        services, language, large, samples.POINT, small_sheet=small_sheet, made_on=samples.TODAY
    )
    sheets = lay_out(content(request))
    assert faults(sheets) == []
    texts = [ink for page in sheets.pages for ink in page.ink if isinstance(ink, TextInk)]
    assert min(ink.manner.size for ink in texts) >= 11
    assert sheets.paper == (A5 if small_sheet else A4)


def test_one_full_service_is_one_page():
    assert len(laid(samples.full()).pages) == 1


def test_twelve_bare_services_fit_on_few_pages():
    assert len(laid(*(samples.bare(n) for n in range(12))).pages) <= 3


def test_a_service_that_fits_on_a_page_is_kept_whole():
    sheets = laid(*(samples.full(n) for n in range(3)), language="sv")
    assert len(sheets.pages) == 3
    assert not any("fortsätter" in words(sheets, page) for page in range(3))


def test_a_service_longer_than_a_page_goes_on_under_its_name():
    long = tuple(
        Channel(
            ChannelKind.PLACE,
            place=Place(Text(fi=f"Talo {n}")),
            hours=Hours(note=Text(fi="auki " * 60 + str(n))),
        )
        for n in range(4)
    )
    sheets = laid(samples.full(channels=long), large=True)
    assert len(sheets.pages) > 1
    assert "1 Omaishoitajien keskusteluryhmä (jatkuu)" in words(sheets, 1)
    assert faults(sheets) == []


def test_there_is_room_to_write_and_help_on_every_page():
    sheets = laid(*(samples.full(n) for n in range(4)))
    assert sum("Muistiinpanoja" in words(sheets, number) for number in range(len(sheets.pages))) == 1
    for number in range(len(sheets.pages)):
        assert "Hengenvaarassa soita 112." in words(sheets, number)
        assert f"Sivu {number + 1}/{len(sheets.pages)}" in words(sheets, number)


def test_no_page_is_spent_on_notes_alone_while_another_has_room():
    sheets = laid(samples.full(1), samples.shelter(), samples.demo(3), language="sv")
    assert len(sheets.pages) == 2
    assert sum("Anteckningar" in words(sheets, number) for number in (0, 1)) == 1


def test_each_service_has_its_bookmark():
    sheets = laid(samples.full(), samples.bare())
    marks = [mark.text for page in sheets.pages for mark in page.bookmarks]
    assert marks == ["Omaishoitajien keskusteluryhmä", "Palvelu 1"]


def test_a_code_is_at_least_two_centimetres_and_grows_with_its_address():
    def side(url: str) -> float:
        sheets = laid(samples.bare(links=(Link(url),)))
        return next(ink.side for ink in sheets.pages[0].ink if isinstance(ink, CodeInk))

    two_centimetres = 20 * 72 / 25.4
    assert side("https://a.fi") >= two_centimetres
    assert side("https://a.fi/" + "x" * 480) > side("https://a.fi")


def test_an_address_too_long_for_a_code_is_still_printed():
    sheets = laid(samples.bare(links=(Link("https://a.fi/" + "x/" * 400),)))
    assert not any(isinstance(ink, CodeInk) for page in sheets.pages for ink in page.ink)
    assert "a.fi/x/x/" in words(sheets, 0)
    assert faults(sheets) == []


def test_the_same_leaflet_is_laid_out_alike():
    assert laid(samples.full(), samples.shelter()) == laid(samples.full(), samples.shelter())


def test_a_point_with_a_very_long_card_pushes_the_rest_down():
    point = PointCard("Neuvontapiste" * 12, "Katu 1, 00100 Helsinki " * 6, "09 1" * 20, "ma–pe 9–16 " * 12)
    assert faults(laid(samples.full(), point=point)) == []


any_words = st.one_of(
    st.just(""),
    st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=60),
    st.text(alphabet="aäoukstlnmre", min_size=1, max_size=400),
    st.text(alphabet="aäoukst. \n-–/", max_size=5000),
)


@st.composite
def any_service(draw: st.DrawFn) -> Service:
    def text() -> Text:
        return Text(
            {language: draw(any_words) for language in draw(st.sets(st.sampled_from(["fi", "sv", "en"])))}
        )

    path = draw(st.text(alphabet="abc/?=&-_.", max_size=500))
    place = Place(text(), Address(text(), "00100", text(), additional=text()))
    return Service(
        id="any",
        source=Source(draw(st.sampled_from(["ptv", "demo", "x" * 80])), "service", "1"),
        name=text(),
        organisation=Organisation("o", text()),
        summary=text(),
        description=text(),
        conditions=text(),
        instructions=text(),
        bring=text(),
        channels=(
            Channel(ChannelKind.PLACE, place=place, hours=Hours(note=text())),
            Channel(ChannelKind.PHONE, phones=(Phone("09 1234567" * draw(st.integers(1, 30)), text()),)),
            Channel(ChannelKind.EMAIL, emails=(draw(st.text(alphabet="abc.@", max_size=120)),)),
        ),
        links=(Link(f"https://a.fi/{path}", text()),),
    )


def test_the_crisis_line_is_read_out_once_at_the_end():
    *others, last = laid(samples.full(), samples.full(2), samples.full(3)).pages
    assert others

    def elements(page: Page) -> set[int]:
        top = max(ink.y for ink in page.ink if isinstance(ink, FillInk))
        return {ink.element for ink in page.ink if isinstance(ink, TextInk) and ink.y > top}

    assert all(elements(page) == {ARTIFACT} for page in others)
    told = sorted(elements(last))
    assert told[0] == ARTIFACT  # the page's number
    assert told[1:] == list(range(told[1], told[1] + 2))
    assert told[1] > max(ink.element for ink in others[-1].ink if isinstance(ink, TextInk))


@pytest.mark.parametrize(("form", "large", "left_out"), [("list", False, True), ("week", True, False)])
def test_a_short_form_has_codes_unless_they_cost_a_page(form: Form, large: bool, left_out: bool):
    found = []
    for count in range(2, 12):
        services = [samples.bare(n, links=(Link(f"https://www.esimerkki.fi/{n}"),)) for n in range(count)]
        leaflet = content(LeafletRequest(tuple(services), "fi", large, form=form, made_on=samples.TODAY))
        bare = replace(leaflet, blocks=tuple(replace(block, web=None) for block in leaflet.blocks))
        sheets = lay_out(leaflet)
        assert len(sheets.pages) == len(lay_out(bare).pages)
        assert faults(sheets) == []
        found.append(sum(isinstance(ink, CodeInk) for page in sheets.pages for ink in page.ink))
    assert found[0] == 2
    assert set(found) <= {0, *range(2, 12)}
    assert (0 in found) == left_out


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(
    st.lists(any_service(), min_size=1, max_size=3),
    st.sampled_from(["fi", "sv", "en", "ar", "fi+sv"]),
    st.booleans(),
    st.sampled_from(["sheet", "list", "week", "fold"]),
)
def test_whatever_the_texts_nothing_runs_over(services, language, large, form):
    assert faults(laid(*services, language=language, large=large, form=form)) == []


def test_an_empty_name_still_makes_a_leaflet():
    nameless = replace(samples.bare(), name=Text())
    assert faults(laid(nameless)) == []
