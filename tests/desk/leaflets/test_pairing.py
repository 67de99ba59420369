"""Two languages as equals: nothing in small beside anything, nothing said twice that both say alike."""

import pytest

from desk.leaflets import samples
from desk.leaflets.checks import faults, smallest_letter, upright
from desk.leaflets.test_pdf import text_of
from neuvola_desk.usecases.leaflets.content import content
from neuvola_desk.usecases.leaflets.ink import TextInk
from neuvola_desk.usecases.leaflets.layout import lay_out
from neuvola_desk.usecases.leaflets.leaflet import make_pocket, render
from neuvola_desk.usecases.leaflets.texts import available, languages_of, offered
from neuvola_desk.usecases.leaflets.values import Form, Leaflet, LeafletRequest
from neuvola_desk.usecases.leaflets.words import NBSP

PAIRS = [asked for asked in offered() if len(languages_of(asked)) > 1]


def told(*services, language: str = "fi+sv", form: Form = "sheet", large: bool = False) -> Leaflet:
    return content(LeafletRequest(services, language, large, samples.POINT, form=form, made_on=samples.TODAY))


def row(leaflet: Leaflet, key: str) -> list[str]:
    found = next(row for row in leaflet.blocks[0].rows if row.key == key)
    return [line.text.replace(NBSP, " ") for line in found.lines]


def test_finnish_and_swedish_are_offered_in_either_order():
    assert PAIRS == ["fi+sv", "sv+fi"]
    assert set(available()) | set(PAIRS) == set(offered())


def test_headings_and_names_stand_in_both():
    leaflet = told(samples.full())
    assert (leaflet.heading.text, leaflet.heading.beside) == ("Palveluesite", "Serviceblad")
    block = leaflet.blocks[0]
    assert block.name.text == "Omaishoitajien keskusteluryhmä"
    assert (block.name_beside.text, block.name_beside.language) == (
        "Diskussionsgrupp för närståendevårdare",
        "sv",
    )
    assert [(r.label.text, r.label.beside) for r in block.rows[:2]] == [
        ("Kenelle", "För vem"),
        ("Ehdot", "Villkor"),
    ]
    other = told(samples.full(), language="sv+fi")
    assert (other.heading.text, other.heading.beside) == ("Serviceblad", "Palveluesite")
    assert other.language == "sv"


def test_the_services_own_text_stands_in_both_and_what_is_alike_once():
    leaflet = told(samples.full())
    lead = " ".join(line.text for line in leaflet.blocks[0].lead)
    assert lead.index("Ryhmässä tapaat") < lead.index("I gruppen träffar")
    assert row(leaflet, "conditions") == ["Hoidat läheistäsi kotona.", "Du vårdar en närstående hemma."]
    assert row(leaflet, "email") == ["ryhma@arabianomaiset.fi"]
    assert row(leaflet, "hours") == [
        "ma–pe 9–15.30 / mån–fre 9–15.30",
        "pe 4.12.: suljettu / fre 4.12: stängt",
    ]
    assert row(leaflet, "phone")[0] == "09 310 44400 (tavallisen puhelun hinta) / (vanligt samtalspris)"
    assert row(leaflet, "reply") == ["Ohjaaja soittaa sinulle kahden arkipäivän kuluessa."]


def test_help_at_once_is_told_in_both_and_once_in_each():
    crisis = " ".join(line.text for line in told().crisis).replace(NBSP, " ")
    assert crisis.count("Hengenvaarassa soita 112.") == 1
    assert crisis.count("Ring 112 vid livsfara.") == 1
    assert "09 2525 0111" in crisis
    assert "09 2525 0112" in crisis


def test_both_names_are_of_one_size_and_weight():
    sheets = lay_out(told(samples.full()))
    shown = [ink for ink in sheets.pages[0].ink if isinstance(ink, TextInk)]
    for one, other in (
        ("Palveluesite", "Serviceblad"),
        ("Kenelle", "För vem"),
        ("Omaishoitajien", "Diskussions"),
    ):
        manners = [next(i.manner for i in shown if i.text.startswith(words)) for words in (one, other)]
        assert manners[0] == manners[1]


@pytest.mark.parametrize("language", PAIRS)
@pytest.mark.parametrize("form", ["sheet", "list", "week", "fold"])
@pytest.mark.parametrize("large", [False, True])
def test_it_fits_in_every_form(language: str, form: Form, large: bool):
    services = (samples.full(), samples.shelter(), samples.bare(2), samples.demo(3))
    sheets = lay_out(told(*services, language=language, form=form, large=large))
    assert faults(sheets) == []
    assert smallest_letter(sheets) >= 11
    said = " ".join(ink.text for page in sheets.pages for ink in upright(page) if isinstance(ink, TextInk))
    assert "Palveluesite" in said
    assert "Serviceblad" in said
    assert "Salamäenkuja" not in said


def test_the_week_has_its_days_in_both():
    leaflet = told(samples.full(), form="week")
    assert leaflet.week is not None
    assert leaflet.week.days[0].label.text.replace(NBSP, " ") == "ma 23.11. / mån 23.11"
    table = leaflet.blocks[0].timetables[0]
    assert [cell.line.text for cell in table.cells] == ["9–15.30"] * 5 + ["suljettu / stängt"] * 2


def test_the_slip_tells_its_hours_in_both():
    told = text_of(make_pocket([samples.full()], "fi+sv", today=samples.TODAY))
    assert told.split() == ["09", "310", "44400", "ma–to", "9–11", "mån–tors", "9–11"]


def test_the_file_says_its_first_language_and_tells_both():
    text = text_of(render(told(samples.full(), language="sv+fi")))
    for expected in ("Diskussionsgrupp", "Omaishoitajien keskusteluryhmä", "Pris", "Hinta", "Avgiftsfritt"):
        assert expected in text
