"""Form, sheet and language of a leaflet: what is offered, what is remembered and what nobody gets to know."""

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from neuvola_core.taxonomy import needs
from neuvola_desk.config import Settings, load_settings
from neuvola_desk.printing import Paper, Printer
from neuvola_desk.ui.leaflet import languages
from neuvola_desk.usecases.leaflets.texts import offered
from support.real_window import write
from support.small_desk import services

from .conftest import OpenRoom, PaperPrinter, Room

SENSITIVE = next(n for n, s in enumerate(services()) if any(needs().get(need).sensitive for need in s.needs))
BOTH = Paper(small_sheet=True, two_sided=True)


def size_of(pdf: bytes) -> tuple[int, int]:
    """In millimetres."""
    with pypdfium2.PdfDocument(pdf) as document:
        width, height = document.get_page_size(0)
        return round(width / 72 * 25.4), round(height / 72 * 25.4)


def choose_sheet(room: Room, *, small: bool) -> None:
    sheet = room.page.options.sheet
    sheet.setCurrentIndex(sheet.findData(small))
    sheet.activated.emit(sheet.currentIndex())


def words_on_screen(room: Room) -> str:
    return " ".join(label.text() for label in room.page.findChildren(QLabel) if label.isVisible())


def form_of(room: Room) -> str:
    return str(room.page.options.form.currentData())


def test_a_usual_service_gets_a_sheet_and_a_sensitive_one_a_slip_first(room: Room) -> None:
    room.real.pick(0)
    page = room.arrive()
    assert form_of(room) == "sheet"
    room.real.pick(SENSITIVE)
    room.real.until(lambda: page.is_ready)
    assert form_of(room) == "pocket"
    assert not page.options.sheet.isVisible()
    room.real.context.tray.remove(services()[SENSITIVE].id)
    room.real.until(lambda: page.is_ready)
    assert form_of(room) == "sheet"


def test_what_is_said_of_a_slip_is_the_same_whoever_chose_it(room: Room) -> None:
    room.real.pick(0)
    page = room.arrive()
    page.options.choose_form("pocket")
    room.ready()
    by_hand = page.options.form_notice
    room.real.next_visitor()
    room.real.pick(SENSITIVE)
    room.arrive()
    room.ready()
    assert page.options.form_notice == by_hand == "Mahtuu kämmeneen: vain numero ja ajat."
    told = words_on_screen(room).casefold()
    for term in needs().terms:
        if term.sensitive:
            assert term.name["fi"].casefold() not in told
    assert "arkaluont" not in told


def test_a_hand_may_choose_the_sheet_and_the_slip_is_not_remembered(room: Room) -> None:
    room.real.pick(SENSITIVE)
    page = room.arrive()
    page.options.choose_form("list")
    listed = room.ready()
    assert size_of(listed) == (210, 297)
    room.real.settle()
    assert load_settings(room.real.paths.config).leaflet_form == "list"
    page.options.choose_form("pocket")
    assert room.ready() != listed
    room.real.settle()
    assert load_settings(room.real.paths.config).leaflet_form == "list"
    room.real.next_visitor()
    room.real.pick(0)
    assert room.arrive().options.chosen_form == "list"


def test_the_week_and_the_fold_are_offered_and_remembered(room: Room) -> None:
    room.real.pick(0)
    page = room.arrive()
    page.options.choose_form("week")
    assert size_of(room.ready()) == (297, 210)
    assert page.options.large.isVisible()
    page.options.large.click()
    assert size_of(room.ready()) == (210, 297)
    page.options.choose_form("fold")
    assert size_of(room.ready()) == (297, 210)
    for part in (page.options.sheet, page.options.large, page.options.two_sided):
        assert not part.isVisible()
    assert page.options.paper == Paper()
    assert "Ohje on takasivulla" in page.options.form_notice
    room.real.settle()
    assert load_settings(room.real.paths.config).leaflet_form == "fold"


def test_two_languages_as_equals_can_be_chosen(room: Room) -> None:
    room.real.pick(0)
    page = room.arrive()
    page.options.language.choose("fi+sv")
    with pypdfium2.PdfDocument(room.ready()) as document:
        told = document[0].get_textpage().get_text_range()
    assert "Palveluesite" in told
    assert "Serviceblad" in told
    assert page.options.language.currentText() == "Suomi + svenska"


def test_a_service_without_a_number_is_named(room: Room) -> None:
    numbered = [n for n, s in enumerate(services()) if any(c.phones for c in s.channels)]
    bare = [n for n, s in enumerate(services()) if n not in numbered]
    room.real.pick(numbered[0], bare[0])
    page = room.arrive()
    page.options.choose_form("pocket")
    room.ready()
    assert services()[bare[0]].name["fi"] in page.options.slip_notice
    assert services()[numbered[0]].name["fi"] not in page.options.slip_notice
    page.options.choose_form("sheet")
    assert page.options.slip_notice == ""


def test_where_no_service_has_a_number_it_is_told_and_nothing_can_be_printed(room: Room) -> None:
    bare = next(n for n, s in enumerate(services()) if not any(c.phones for c in s.channels))
    room.real.pick(bare)
    page = room.arrive()
    page.options.choose_form("pocket")
    room.real.until(lambda: "puhelinnumeroa" in page.outcome.words)
    assert page.options.chosen_form == "pocket"
    assert not page.print_button.isEnabled()
    assert not page.save_button.isEnabled()
    page.options.choose_form("sheet")
    room.ready()
    assert page.print_button.isEnabled()


def test_a_small_sheet_goes_to_a_printer_that_has_it(open_room: OpenRoom) -> None:
    room = open_room(printer=PaperPrinter(able=BOTH))
    room.real.pick(0)
    page = room.arrive()
    choose_sheet(room, small=True)
    page.options.two_sided.click()
    assert size_of(room.ready()) == (148, 210)
    assert page.options.paper_notice == ""
    page.print_button.click()
    room.real.until(lambda: bool(room.made))
    assert room.printer.printed == [(room.pdf, "Aula_HP", 1)]
    assert room.printer.papers == [BOTH]
    room.real.settle()
    kept = load_settings(room.real.paths.config)
    assert (kept.small_sheets, kept.two_sided) == (True, True)
    room.real.next_visitor()
    assert page.options.chosen_sheet_is_small


def test_a_small_sheet_is_put_in_the_middle_of_the_paper_that_there_is(room: Room) -> None:
    room.real.pick(0)
    page = room.arrive()
    choose_sheet(room, small=True)
    room.ready()
    assert "A4-arkin keskelle" in page.options.paper_notice
    assert not page.options.two_sided.isEnabled()
    page.print_button.click()
    room.real.until(lambda: bool(room.made))
    [(pdf, _printer, _copies)] = room.printer.printed
    assert (size_of(room.pdf), size_of(pdf)) == ((148, 210), (210, 297))
    assert room.printer.papers == [Paper()]
    with pypdfium2.PdfDocument(pdf) as centred, pypdfium2.PdfDocument(room.pdf) as own:
        # By characters, not by bounds: a box of the page would leave out what lies before its old corner.
        assert centred[0].get_textpage().get_text_range() == own[0].get_textpage().get_text_range()
        assert centred.get_metadata_value("Title") == "Palveluesite"


def test_the_reminder_stays_until_the_next_visitor(open_room: OpenRoom) -> None:
    room = open_room(printer=PaperPrinter(queues=(Printer("Etinen", is_local=False),)))
    room.real.pick(0)
    page = room.arrive()
    page.print_button.click()
    room.real.until(lambda: bool(room.made))
    assert page.reminder.words.startswith("Hae esite heti")
    page.options.language.choose("sv")
    room.ready()
    assert page.reminder.isVisible()
    room.real.next_visitor()
    assert page.reminder.words == ""


def test_every_language_is_offered_in_its_own_name_the_usual_ones_first(room: Room) -> None:
    choice = room.page.options.language
    codes = [choice.itemData(number) for number in range(choice.count())]
    assert codes[:3] == ["fi", "sv", "en"]
    assert sorted(codes) == sorted(offered())
    for number, code in enumerate(codes):
        assert languages.OWN_NAMES[code] in choice.itemText(number)


@pytest.mark.qt_log_ignore("This plugin does not support")  # what Qt says of a list without a screen
def test_a_language_is_found_by_typing_and_says_whether_it_was_read(room: Room) -> None:
    room.real.pick(0)
    page = room.arrive()
    choice = page.options.language
    line = choice.lineEdit()
    assert line is not None
    line.selectAll()
    write(line, "vietn")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert choice.code == "vi"
    assert page.options.language_notice == "Käännöstä ei ole tarkistanut äidinkielinen."
    line.selectAll()
    write(line, "klingon")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert choice.code == "vi"
    assert "Tiếng Việt" in choice.currentText()
    choice.choose("fi")
    assert page.options.language_notice == ""


def test_a_bilingual_point_begins_in_both_of_its_languages(open_room: OpenRoom) -> None:
    room = open_room(Settings(theme="light", leaflet_language="fi+sv"))
    room.real.pick(0)
    page = room.arrive()
    assert page.options.language.code == "fi+sv"
    page.options.language.choose("ru")
    room.ready()
    room.real.next_visitor()
    assert page.options.language.code == "fi+sv"


@pytest.mark.parametrize("form", ["sheet", "list"])
def test_the_desk_begins_with_what_its_settings_say(open_room: OpenRoom, form: str) -> None:
    settings = Settings(theme="light", leaflet_form="list" if form == "list" else "sheet", small_sheets=True)
    room = open_room(settings)
    room.real.pick(0)
    page = room.arrive()
    assert page.options.chosen_form == form
    assert size_of(room.ready()) == (148, 210)
