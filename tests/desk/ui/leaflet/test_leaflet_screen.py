"""Palveluesite: what is seen is what is printed and saved, and nothing of it outlives the visitor."""

from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QFileDialog, QScrollArea, QWidget

from neuvola_core.text import Text
from neuvola_desk.config import Settings, load_settings
from neuvola_desk.i18n import _
from neuvola_desk.printing import Printer
from neuvola_desk.ui.leaflet.screen import LeafletScreen
from neuvola_desk.ui.tray.tray import Picked

from .conftest import OpenRoom, PaperPrinter, Room


def words_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def choose_language(page: LeafletScreen, code: str) -> None:
    page.options.language.setCurrentIndex(page.options.language.findData(code))


def control_enter(room: Room) -> None:
    QTest.keyClick(room.page.options.language, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def is_stop(control: QWidget) -> bool:
    """Whether Tab stops there; a box that can be typed into has a line inside, which stands for the box."""
    takes_tab = bool(control.focusPolicy() & Qt.FocusPolicy.TabFocus) and control.focusProxy() is None
    return takes_tab and control.isVisible() and control.isEnabled()


def test_without_services_the_page_says_what_to_do(room: Room) -> None:
    room.real.context.signals.leaflet_wanted.emit()
    room.real.settle()
    assert not room.page.print_button.isVisible()
    assert "plusmerkistä" in room.page.hint.text()
    assert room.page.hint.isVisible()


def test_ctrl_p_shows_the_leaflet_of_the_tray_in_its_order(room: Room) -> None:
    room.real.pick(2, 0)
    QTest.keyClick(room.real.window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    room.real.until(lambda: bool(room.page.preview.drawn))
    assert room.page.options.services == ("Ruoka-apu ja yhteinen ateria", "Talous- ja velkaneuvonta")
    told = words_of(room.ready())
    assert told.index("Ruoka-apu") < told.index("Talous- ja velka")


def test_the_preview_follows_language_letter_size_and_tray(room: Room) -> None:
    room.real.pick(0)
    page = room.arrive()
    small = room.pdf
    choose_language(page, "en")
    assert "Service sheet" in words_of(room.ready())
    page.options.large.setChecked(True)
    assert room.ready() != small
    assert page.preview.pages > 0
    room.real.pick(2)
    assert "Ruoka-apu" in words_of(room.ready())


def test_large_letters_are_the_default_where_the_settings_say_so(open_room: OpenRoom) -> None:
    room = open_room(Settings(theme="light", large_leaflets=True))
    room.real.pick(0)
    assert room.arrive().options.large.isChecked()


def test_what_is_shown_is_what_is_printed(room: Room) -> None:
    room.real.pick(0, 2)
    page = room.arrive()
    page.options.copies.setCurrentIndex(2)
    page.print_button.click()
    room.real.until(lambda: bool(room.made))
    assert room.printer.printed == [(room.pdf, "Aula_HP", 3)]
    assert page.reminder.words == "Ota esite tulostimesta."
    assert page.outcome.words == ""
    assert room.made == [True]


def test_ctrl_enter_prints_as_soon_as_the_leaflet_is_ready(room: Room) -> None:
    room.real.pick(0)
    room.real.context.signals.leaflet_wanted.emit()
    room.real.until(lambda: room.page.print_button.isEnabled())
    choose_language(room.page, "sv")
    control_enter(room)
    assert room.page.outcome.words == "Tehdään esitettä…"
    room.real.until(lambda: bool(room.printer.printed))
    assert room.page.composed is not None
    assert room.page.composed.wish.language == "sv"


def test_a_second_press_prints_no_second_leaflet(room: Room) -> None:
    room.real.pick(0)
    room.arrive()
    room.printer.gate.clear()
    control_enter(room)
    control_enter(room)
    room.page.options.printer.setCurrentIndex(1)
    assert not room.page.print_button.isEnabled()
    room.printer.gate.set()
    room.real.until(lambda: bool(room.made))
    assert len(room.printer.printed) == 1
    assert room.page.print_button.isEnabled()


@pytest.mark.parametrize(
    ("refusal", "told"),
    [
        ("not-accepting", "Tulostin Aula_HP ei ota nyt tulosteita vastaan"),
        ("unknown-printer", "Tulostinta Aula_HP ei löydy"),
        ("not-answering", "Tulostusjärjestelmä ei vastaa"),
        ("refused", "Tulostus ei onnistunut"),
    ],
)
def test_a_refusal_is_told_in_plain_words_and_loses_nothing(
    open_room: OpenRoom, refusal: str, told: str
) -> None:
    room = open_room(printer=PaperPrinter(refusal=refusal))
    room.real.pick(0)
    page = room.arrive()
    page.print_button.click()
    room.real.until(lambda: page.outcome.words.startswith(told))
    assert "PDF" in page.outcome.words
    assert page.print_button.isEnabled()
    assert room.pdf
    assert not room.made


def test_without_a_printer_the_file_is_the_way_out(open_room: OpenRoom, tmp_path: Path) -> None:
    room = open_room(printer=PaperPrinter(queues=()))
    room.real.pick(0)
    page = room.arrive()
    assert page.options.notice == "Tulostinta ei löytynyt. Tallenna esite PDF:nä ja tulosta se muualla."
    assert not page.print_button.isEnabled()
    page.save(str(tmp_path / "esite.pdf"))
    room.real.until(lambda: bool(room.made))
    assert (tmp_path / "esite.pdf").read_bytes() == room.pdf


@pytest.mark.parametrize(
    ("printer", "told"),
    [
        (Printer("Etinen", is_local=False), "Tulostin on verkossa"),
        (Printer("Etinen", is_stopped=True), "Tulostin on pysäytetty"),
        (Printer("Etinen"), ""),
    ],
)
def test_what_one_must_know_of_the_printer_is_said(open_room: OpenRoom, printer: Printer, told: str) -> None:
    room = open_room(printer=PaperPrinter(queues=(printer,)))
    room.real.pick(0)
    page = room.arrive()
    assert page.options.notice.startswith(told)
    assert bool(page.options.notice) is bool(told)


def test_the_printer_that_was_chosen_is_remembered(room: Room) -> None:
    room.real.pick(0)
    page = room.arrive()
    assert page.options.chosen_printer == "Aula_HP"
    page.options.printer.setCurrentIndex(1)
    page.options.printer.activated.emit(1)
    room.real.settle()
    assert load_settings(room.real.paths.config).printer == "Takahuone"
    room.real.next_visitor()
    room.real.pick(0)
    assert room.arrive().options.chosen_printer == "Takahuone"


def test_the_dialog_offers_a_name_that_tells_nothing_and_keeps_out_of_recent_lists(
    room: Room, tmp_path: Path
) -> None:
    room.real.pick(0)
    page = room.arrive()
    page.save_button.click()
    [dialog] = page.findChildren(QFileDialog)
    assert Path(dialog.selectedFiles()[0]).name == "palveluesite.pdf"
    assert dialog.testOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setDirectory(str(tmp_path))
    dialog.selectFile(str(tmp_path / "oma"))
    dialog.accept()
    room.real.until(lambda: bool(room.made))
    assert (tmp_path / "oma.pdf").read_bytes() == room.pdf
    assert page.outcome.words == "Esite tallennettu: oma.pdf"


def test_a_file_that_cannot_be_written_is_told(room: Room, tmp_path: Path) -> None:
    room.real.pick(0)
    page = room.arrive()
    page.save(str(tmp_path / "ei ole" / "esite.pdf"))
    room.real.until(lambda: "ei voi kirjoittaa" in page.outcome.words)
    assert not room.made


def test_the_next_visitor_finds_nothing_and_own_jobs_are_taken_back(room: Room) -> None:
    room.real.pick(0, 2)
    page = room.arrive()
    choose_language(page, "sv")
    page.options.large.setChecked(True)
    page.options.copies.setCurrentIndex(4)
    control_enter(room)
    room.real.until(lambda: bool(room.made))
    page.save_button.click()
    room.real.next_visitor()
    room.real.settle()
    assert room.printer.cancelled == ["Aula_HP-1"]
    assert page.composed is None
    assert (page.preview.pages, page.preview.drawn) == (0, ())
    assert page.options.language.currentData() == "fi"
    assert not page.options.large.isChecked()
    assert page.options.copies.currentData() == 1
    assert page.options.services == ()
    assert (page.outcome.words, page.reminder.words) == ("", "")
    assert page.delivery.jobs == ()
    room.real.until(lambda: not [d for d in page.findChildren(QFileDialog) if d.isVisible()])


def test_a_job_that_reaches_the_queue_after_the_visitor_has_gone_is_taken_back(room: Room) -> None:
    room.real.pick(0)
    page = room.arrive()
    room.printer.gate.clear()
    control_enter(room)
    room.real.next_visitor()
    room.printer.gate.set()
    room.real.until(lambda: bool(room.printer.cancelled))
    assert room.printer.cancelled == ["Aula_HP-1"]
    assert not room.made
    assert page.outcome.words == ""


def test_a_service_that_is_not_in_the_catalogue_is_told(room: Room) -> None:
    room.real.pick(0)
    page = room.arrive()
    room.real.context.tray.add(Picked("11111111-1111-5111-8111-111111111111", Text(fi="Kadonnut")))
    room.real.until(lambda: "ei ole palveluluettelossa" in page.outcome.words)
    assert room.pdf == b""
    assert page.preview.pages == 0


def test_pages_turn_and_only_those_in_sight_are_pictures(room: Room) -> None:
    room.real.pick(*range(12))
    page = room.arrive()
    page.options.choose_form("sheet")
    room.ready()
    preview = page.preview
    assert preview.pages > 2
    assert preview.page == 0
    assert preview.drawn == (0,)
    preview.turn(1)
    room.real.until(lambda: 1 in preview.drawn)
    assert preview.page == 1
    QTest.keyClick(preview.area, Qt.Key.Key_PageUp)
    assert preview.page == 0
    preview.turn(99)
    last = preview.pages - 1
    room.real.until(lambda: last in preview.drawn)
    assert len(preview.drawn) <= 2


def test_every_control_has_a_name_and_tab_goes_from_choices_to_buttons(room: Room) -> None:
    room.real.pick(0)
    page = room.arrive()
    controls: list[QWidget] = [
        *page.findChildren(QComboBox),
        *page.findChildren(QAbstractButton),
        *page.findChildren(QScrollArea),
    ]
    nameless = [
        control
        for control in controls
        if control.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not (control.accessibleName() or getattr(control, "text", str)())
    ]
    assert not nameless
    order = [
        page.options.language,
        page.options.form,
        page.options.sheet,
        page.options.large,
        page.options.slip,
        page.options.printer,
        page.options.copies,
    ]
    order += [page.print_button, page.save_button]
    for here, there in pairwise(order):
        found = here.nextInFocusChain()
        while found is not None and found is not there and not is_stop(found):
            found = found.nextInFocusChain()
        assert found is there


def test_the_texts_change_with_the_language_of_the_window(open_room: OpenRoom) -> None:
    room = open_room(Settings(theme="light", language="pseudo"))
    room.real.pick(0)
    page = room.arrive()
    assert page.print_button.text() == _("Tulosta")
    assert page.options.services == ("Talous- ja velkaneuvonta",)
