"""The week's programme: which week, what each day says, and how it stands on paper."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime

import pikepdf
import pytest

from desk.leaflets import samples
from desk.leaflets.checks import faults, smallest_letter
from desk.leaflets.test_pdf import codes_of, text_of
from neuvola_core.catalogue import Channel, ChannelKind, Occurrence, Place
from neuvola_core.hours import Hours, Opening, Regular
from neuvola_core.text import Text
from neuvola_desk.usecases.leaflets.content import content
from neuvola_desk.usecases.leaflets.ink import Sheets, TextInk
from neuvola_desk.usecases.leaflets.layout import lay_out
from neuvola_desk.usecases.leaflets.leaflet import render
from neuvola_desk.usecases.leaflets.look import A4, A4_ACROSS, A5
from neuvola_desk.usecases.leaflets.texts import available
from neuvola_desk.usecases.leaflets.values import Leaflet, LeafletRequest, Timetable

WEDNESDAY = date(2026, 12, 2)
CHRISTMAS = date(2026, 12, 21)


def told(*services, language: str = "fi", on: date = samples.TODAY, **more: object) -> Leaflet:
    more = {"large": False, **more}
    request = LeafletRequest(services, language, point=samples.POINT, form="week", made_on=on, **more)
    return content(request)


def tables(service, on: date = samples.TODAY) -> tuple[Timetable, ...]:
    return told(service, on=on).blocks[0].timetables


def cells(table: Timetable) -> list[str]:
    return [cell.line.text for cell in table.cells]


def placed(hours: Hours) -> tuple[Channel, ...]:
    return (Channel(ChannelKind.PLACE, place=Place(Text(fi="Talo")), hours=hours),)


def words(sheets: Sheets, page: int = 0) -> list[str]:
    return [ink.text for ink in sheets.pages[page].ink if isinstance(ink, TextInk)]


def test_each_day_has_its_hours_and_an_exception_has_its_own():
    place, phone = tables(samples.full(), WEDNESDAY)
    assert cells(place) == ["9–15.30"] * 4 + ["suljettu"] * 3
    assert place.name is None
    assert cells(phone) == ["9–11"] * 4 + ["suljettu"] * 3
    assert phone.name is not None
    assert phone.name.text == "Puhelin"


def test_a_holiday_is_named_and_not_trusted():
    service = samples.bare(channels=placed(samples.WEEKDAYS))
    [table] = tables(service, CHRISTMAS)
    assert cells(table) == ["9–15.30"] * 3 + ["ei tiedossa, soita ensin"] * 2 + ["suljettu"] * 2
    week = told(service, on=CHRISTMAS).week
    assert week is not None
    assert [day.holiday.text for day in week.days][3:6] == ["jouluaatto", "joulupäivä", "tapaninpäivä"]


@pytest.mark.parametrize(
    ("made_on", "monday"),
    [(23, "ma 23.11."), (25, "ma 23.11."), (26, "ma 30.11."), (29, "ma 30.11."), (30, "ma 30.11.")],
)
def test_it_is_the_week_that_is_mostly_ahead(made_on: int, monday: str):
    week = told(samples.full(), on=date(2026, 11, made_on)).week
    assert week is not None
    assert week.days[0].label.text == monday


def test_the_week_is_counted_as_in_finland():
    week = told(samples.full(), on=date(2027, 1, 1)).week
    assert week is not None
    assert week.heading.text == "Viikko 1, 4.–10.1.2027"


def test_what_is_not_known_is_said_so_and_the_own_words_stand_for_it():
    [bare] = tables(samples.bare())
    assert bare.all_week is not None
    assert bare.all_week.text == "Aukioloajat eivät ole tiedossa. Varmista ennen kuin lähdet."
    [worded] = tables(samples.bare(channels=placed(Hours(note=Text(fi="Auki, kun ovi on raollaan.")))))
    assert worded.all_week is not None
    assert worded.all_week.text == "Auki, kun ovi on raollaan."
    assert worded.notes == ()


def test_days_outside_the_week_that_differ_are_told_under_it():
    place, _phone = tables(samples.full(), samples.TODAY)
    assert [line.text for line in place.notes] == ["pe 4.12.: suljettu"]
    place, _phone = tables(samples.full(), WEDNESDAY)
    assert place.notes == ()


def test_single_times_stand_on_their_day_and_later_ones_under_it():
    times = tuple(
        Occurrence(datetime(2026, month, day, 15, tzinfo=UTC), datetime(2026, month, day, 17, tzinfo=UTC))
        for month, day in ((11, 25), (12, 9))
    )
    [table] = tables(samples.bare(occurrences=times))
    assert cells(table) == ["", "", "17–19", "", "", "", ""]
    assert [line.text.replace("\u00a0", " ") for line in table.notes] == ["ke 9.12.2026 klo 17–19"]
    [later] = tables(samples.bare(occurrences=times[1:]))
    assert later.all_week is not None
    assert later.all_week.text.endswith("klo 17–19")


def test_the_days_stand_from_left_to_right_and_mirrored_from_right_to_left():
    for language, turned in (("fi", False), ("ar", True)):
        leaflet = told(samples.full(), language=language)
        assert leaflet.week is not None
        sheets = lay_out(leaflet)
        first = leaflet.week.days[0].label.text.split()[0]
        last = leaflet.week.days[6].label.text.split()[0]
        places = {
            name: next(
                ink.x for ink in sheets.pages[0].ink if isinstance(ink, TextInk) and ink.text.startswith(name)
            )
            for name in (first, last)
        }
        assert (places[first] > places[last]) == turned


def test_a_hidden_address_is_nowhere():
    for large in (False, True):
        said = " ".join(words(lay_out(told(samples.shelter(), large=large)))).casefold()
        assert "salamäenkuja" not in said
        assert "piilola" not in said
        assert "osoitetta ei kerrota" in said


@pytest.mark.parametrize("language", available())
@pytest.mark.parametrize(("large", "small_sheet"), [(False, False), (True, False), (False, True)])
def test_it_keeps_inside_its_paper_in_every_language(language: str, large: bool, small_sheet: bool):
    services = (samples.full(), samples.shelter(), samples.bare(2), samples.demo(3))
    leaflet = told(*services, language=language, large=large, small_sheet=small_sheet, on=CHRISTMAS)
    sheets = lay_out(leaflet)
    assert faults(sheets) == []
    assert smallest_letter(sheets) >= 11
    assert sheets.paper == (A5 if small_sheet else A4 if large else A4_ACROSS)


def test_large_letters_make_a_list_of_days_and_each_service_stands_once_under_it():
    sheets = lay_out(told(samples.full(), samples.bare(2), large=True, on=WEDNESDAY))
    said = " ".join(" ".join(words(sheets, number)) for number in range(len(sheets.pages)))
    assert said.count("9–15.30") == 4
    assert said.index("ma 30.11.") < said.index("su 6.12.") < said.index("Hämeentie 135 A")
    assert "itsenäisyyspäivä" in said
    assert said.count("Tarkistettu 2.10.2026.") == 1


def test_the_days_are_repeated_on_every_page_and_read_out_once():
    sheets = lay_out(told(*(samples.full(n) for n in range(8))))
    assert len(sheets.pages) > 1
    for number in range(len(sheets.pages)):
        assert "ke 25.11." in words(sheets, number)
    kinds = [element for element in sheets.elements if element.kind == "TH" and element.row == 1]
    assert len(kinds) == 8


def test_a_row_higher_than_a_page_is_cut_between_its_lines():
    many = tuple(
        Channel(
            ChannelKind.PLACE,
            place=Place(Text(fi=f"Talo {n} " + "kirjaston salissa " * 30)),
            hours=Hours(
                regular=(
                    Regular(openings=(Opening(n, 540, 600), Opening(n, 660, 720), Opening(n, 800, 900))),
                )
            ),
        )
        for n in range(4)
    )
    sheets = lay_out(told(samples.full(channels=many)))
    assert len(sheets.pages) > 1
    assert faults(sheets) == []


def test_the_table_is_a_table_for_a_screen_reader():
    data = render(told(samples.full(), samples.shelter()))
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert pdf.check_pdf_syntax() == []
        document = pdf.Root.StructTreeRoot.K
        [table] = [kid for kid in document.K if kid.S == "/Table"]
        assert {str(row.S) for row in table.K} == {"/TR"}
        assert [str(cell.S) for cell in table.K[0].K] == ["/TH"] * 8
        assert [str(cell.S) for cell in table.K[1].K] == ["/TH"] + ["/TD"] * 7
        days, first, phone = table.K[0].K, table.K[1].K[0], table.K[3].K
        assert {str(cell.A.Scope) for cell in days} == {"/Column"}
        assert str(first.A.Scope) == "/Row"
        assert (
            int(first.A.RowSpan) == 6
        )  # the hours, an exception, the telephone and its hours, the web, the source
        assert [int(cell.A.ColSpan) for cell in phone] == [7]


def test_it_can_be_read_out_of_the_file_and_has_no_code():
    data = render(told(samples.full(), on=WEDNESDAY))
    for expected in ("Viikko 49", "ma 30.11.", "Omaishoitajien keskusteluryhmä", "9–15.30", "112"):
        assert expected in text_of(data)
    assert codes_of(data) == []


def test_a_need_changes_nothing():
    service = samples.full(needs=("vakivalta",))
    assert render(told(service)) == render(told(replace(service, needs=())))
