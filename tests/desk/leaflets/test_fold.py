"""The pocket fold: eight panels that follow each other when the sheet is folded, and all of it readable."""

import pytest

from desk.leaflets import samples
from desk.leaflets.checks import faults, smallest_letter, turned, upright
from desk.leaflets.test_pdf import codes_of, text_of
from neuvola_core.catalogue import Link
from neuvola_core.text import Text
from neuvola_desk.usecases.leaflets.content import content
from neuvola_desk.usecases.leaflets.fold import COLUMNS, PLACES
from neuvola_desk.usecases.leaflets.ink import RuleInk, Sheets, TextInk, Turned
from neuvola_desk.usecases.leaflets.layout import lay_out
from neuvola_desk.usecases.leaflets.leaflet import render
from neuvola_desk.usecases.leaflets.look import FOLDED, PANEL
from neuvola_desk.usecases.leaflets.texts import available
from neuvola_desk.usecases.leaflets.values import Leaflet, LeafletRequest

UPPER, LOWER = 0, 1
Place = tuple[int, int]


def told(*services, language: str = "fi", point=samples.POINT) -> Leaflet:
    request = LeafletRequest(services, language, False, point, form="fold", made_on=samples.TODAY)
    return content(request)


def panel_of(ink: TextInk | Turned) -> Place:
    """Column and row of the panel that words lie on."""
    kept = ink.ink if isinstance(ink, Turned) else ink
    left, top, _right, _bottom = turned(ink, (kept.x, kept.y, kept.x + kept.width, kept.y))
    return int(left / PANEL.width), int(top / PANEL.height)


def words_by_panel(sheets: Sheets, page: int = 0) -> dict[Place, str]:
    found: dict[Place, str] = {}
    for ink, kept in zip(sheets.pages[page].ink, upright(sheets.pages[page]), strict=True):
        if isinstance(kept, TextInk):
            found[panel_of(ink)] = f"{found.get(panel_of(ink), '')} {kept.text}"
    return found


def folded() -> list[tuple[Place, Place]]:
    """The leaves of the booklet, each as the two panels on its sides.

    Folded along the middle, the outer columns lie back to back with the panel above them; the cut lets the
    middle four part, and each row's pair of them, pushed out, lies back to back with itself.
    """
    return [
        ((0, LOWER), (0, UPPER)),
        ((1, LOWER), (2, LOWER)),
        ((3, LOWER), (3, UPPER)),
        ((1, UPPER), (2, UPPER)),
    ]


@pytest.mark.parametrize("is_rtl", [False, True])
def test_each_leaf_has_two_pages_that_follow_each_other(is_rtl: bool):
    places = [(COLUMNS - 1 - column if is_rtl else column, row) for column, row in PLACES]
    number = {place: page for page, place in enumerate(places, start=1)}
    assert sorted(number) == [(column, row) for column in range(4) for row in (UPPER, LOWER)]
    leaves = sorted(sorted((number[one], number[other])) for one, other in folded())
    assert leaves == [[1, 2], [3, 4], [5, 6], [7, 8]]


@pytest.mark.parametrize("is_rtl", [False, True])
def test_two_pages_that_lie_open_are_side_by_side_on_the_sheet(is_rtl: bool):
    places = [(COLUMNS - 1 - column if is_rtl else column, row) for column, row in PLACES]
    for left_page in (2, 4, 6, 8):
        one, other = places[left_page - 1], places[left_page % 8]
        if one[1] == other[1]:
            step = other[0] - one[0]
            # An upper panel stands upside down, so that its neighbour on the sheet's left is on its right.
            assert step == (1 if (one[1] == LOWER) != is_rtl else -1)
        else:
            assert one[0] == other[0]


def test_the_upper_row_stands_upside_down_and_the_lower_one_upright():
    page = lay_out(told(*(samples.full(n) for n in range(6)))).pages[0]
    for ink, kept in zip(page.ink, upright(page), strict=True):
        if isinstance(kept, TextInk):
            assert isinstance(ink, Turned) == (panel_of(ink)[1] == UPPER)


def test_the_cover_names_the_point_and_no_service_and_the_back_has_the_crisis_line():
    panels = words_by_panel(lay_out(told(samples.full(), samples.shelter(), samples.bare(2))))
    cover, back = panels[PLACES[0]], panels[PLACES[7]]
    assert "Palveluesite" in cover
    assert "Arabian hyvinvointineuvola" in cover
    assert "Omais" not in cover
    assert "Hengenvaarassa soita 112." in back
    assert "Taita viivoista." in back
    assert "Sivu" not in back
    assert "Omaishoitajien keskusteluryhmä" in panels[PLACES[1]]


def test_six_services_of_usual_length_are_one_sheet_a_panel_each():
    usual = {"conditions": Text(), "bring": Text(), "channels": samples.full().channels[1:2]}
    sheets = lay_out(told(*(samples.full(n, **usual) for n in range(6))))
    assert len(sheets.pages) == 1
    panels = words_by_panel(sheets)
    assert [f"{n} Omaishoitajien" in panels[PLACES[n]] for n in range(1, 7)] == [True] * 6


def test_panels_that_no_service_needs_are_room_to_write():
    panels = words_by_panel(lay_out(told(samples.bare(1), samples.bare(2), samples.bare(3))))
    assert "Palvelu 3" in panels[PLACES[1]]
    assert all("Muistiinpanoja" in panels[place] for place in PLACES[2:7])


def test_what_does_not_fit_goes_to_a_second_sheet_with_a_cover_of_its_own():
    sheets = lay_out(told(*(samples.full(n) for n in range(12))))
    count = len(sheets.pages)
    assert count > 1
    for number in range(count):
        panels = words_by_panel(sheets, number)
        assert "Palveluesite" in panels[PLACES[0]]
        assert f"Sivu {number + 1}/{count}" in panels[PLACES[7]]
    everything = " ".join(" ".join(words_by_panel(sheets, n).values()) for n in range(count))
    assert everything.count("2.10.2026") == 12


@pytest.mark.parametrize("language", available())
def test_nothing_lies_over_a_fold_or_anything_else_in_any_language(language: str):
    services = (samples.full(), samples.shelter(), samples.bare(2), samples.demo(3))
    for count in (1, 4):
        sheets = lay_out(told(*services[:count], language=language))
        assert faults(sheets) == []
        assert smallest_letter(sheets) >= 11
        assert sheets.paper == FOLDED
        for page in sheets.pages:
            for ink, kept in zip(page.ink, upright(page), strict=True):
                if isinstance(kept, TextInk):
                    column, row = panel_of(ink)
                    left, top, right, bottom = turned(ink, (kept.x, kept.y, kept.x + kept.width, kept.y))
                    assert column * PANEL.width + PANEL.left - 0.1 <= left
                    assert right <= (column + 1) * PANEL.width - PANEL.side + 0.1
                    assert row * PANEL.height < top <= bottom < (row + 1) * PANEL.height


def test_the_cut_is_in_the_middle_and_the_folds_are_dashed():
    rules = [ink for ink in lay_out(told(samples.bare())).pages[0].ink if isinstance(ink, RuleInk)]
    [cut] = [rule for rule in rules if rule.width and rule.width > PANEL.width * 1.5]
    assert (cut.x, cut.y, cut.width) == (PANEL.width, PANEL.height, 2 * PANEL.width)
    assert not cut.is_dashed
    assert sum(rule.is_dashed for rule in rules) == 5


def test_a_hidden_address_is_nowhere():
    said = text_of(render(told(samples.shelter()))).casefold()
    for secret in ("salamäenkuja", "piilola", "00999", "kaislan talo"):
        assert secret not in said
    assert "09 477 7180" in said


def test_every_code_can_be_read_also_upside_down():
    urls = [f"https://www.esimerkki.fi/palvelut/{'polku/' * n}{n}?kieli=fi" for n in (0, 8, 30, 75, 3, 1)]
    services = [samples.bare(n, links=(Link(url),)) for n, url in enumerate(urls)]
    assert sorted(codes_of(render(told(*services)))) == sorted(urls)
    assert sorted(codes_of(render(told(*services, language="ar")))) == sorted(urls)


def test_a_point_with_a_very_long_card_stays_on_its_cover():
    point = samples.PointCard("Neuvontapiste " * 30, "Katu 1 " * 40, "09 1" * 20, "ma–pe 9–16 " * 12)
    assert faults(lay_out(told(samples.full(), point=point))) == []


def test_no_services_at_all_still_make_a_sheet():
    assert faults(lay_out(told())) == []
