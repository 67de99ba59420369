"""The page of a contact request: one question after another, a request only where every answer allows it."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QWidget

from neuvola_core.visit import Outcome
from neuvola_desk.config import Settings
from neuvola_desk.ui.contact.reading import groups
from neuvola_desk.ui.contact.steps import Step
from neuvola_desk.ui.visit.screen import VisitScreen
from support.contact_desk import EMAIL
from support.contact_window import (
    answer_to_details,
    consent,
    contact_page,
    enter,
    fill,
    read_back,
    send,
)
from support.real_window import RealWindow, press, write

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def kept(real: RealWindow) -> int:
    found = real.ask(lambda desk: len(desk.record.contacts.all()))
    assert isinstance(found, int)
    return found


def test_nobody_is_chosen_beforehand_and_the_closed_cannot_be(real: RealWindow) -> None:
    page = contact_page(real)
    assert [box.isChecked() for box in page.who.boxes] == [False, False, False]
    assert [box.isEnabled() for box in page.who.boxes] == [True, False, True]
    assert "1.12.2026" in page.who.boxes[1].accessibleDescription()
    assert "työpäiviä: 2" in page.who.boxes[0].accessibleDescription()
    assert not page.who.go_button.isEnabled()
    assert not page.safety.isVisible()


def test_a_request_is_kept_and_the_receipt_shown(real: RealWindow) -> None:
    page = contact_page(real)
    send(real, page)
    assert page.step is Step.RECEIPT
    assert page.receipt.isVisible()
    assert kept(real) == 1


def test_a_request_says_how_the_visit_ended_until_somebody_says_otherwise(real: RealWindow) -> None:
    page = contact_page(real)
    real.context.signals.leaflet_made.emit()
    send(real, page)
    visit = real.go("visit")
    assert isinstance(visit, VisitScreen)
    assert visit.form.outcome.value is Outcome.TOGETHER
    visit.form.outcome.choose(Outcome.ADVISED)
    real.pick(3)
    assert visit.form.outcome.value is Outcome.ADVISED


def test_who_may_not_be_called_gets_no_form_but_a_pocket_slip(real: RealWindow, tmp_path: Path) -> None:
    page = contact_page(real)
    page.who.boxes[0].click()
    page.who.go_button.click()
    page.safety.buttons["ei"].click()
    real.settle()
    assert page.step is Step.UNSAFE
    assert page.slip.save_button.isVisible()
    assert not page.details.isVisible()
    page.slip.save(str(tmp_path / "palveluesite.pdf"))
    real.settle()
    assert (tmp_path / "palveluesite.pdf").read_bytes().startswith(b"%PDF")


def test_under_eighteen_is_called_together(real: RealWindow) -> None:
    page = contact_page(real)
    answer_to_details(real, page)
    write(page.details.phone, "0407654321")
    page.adult.buttons["ei"].click()
    assert page.step is Step.MINOR
    assert not page.details.isVisible()
    assert page.details.phone.text() == ""


def test_nobody_gives_anothers_number(real: RealWindow) -> None:
    page = contact_page(real)
    answer_to_details(real, page)
    fill(page)
    page.details.own.buttons["ei"].click()
    page.details.go_button.click()
    assert page.step is Step.DETAILS
    assert page.not_own.isVisible()


def test_without_a_line_calling_together_comes_first(real: RealWindow) -> None:
    page = contact_page(real, hours=25)
    page.who.boxes[0].click()
    page.who.go_button.click()
    real.settle()
    assert page.step is Step.NO_LINE
    assert real.window.focusWidget() is page.together_button
    page.together_button.click()
    assert page.step is Step.TOGETHER
    assert kept(real) == 0


def test_without_a_line_one_may_go_on(real: RealWindow) -> None:
    page = contact_page(real, hours=25)
    page.who.boxes[0].click()
    page.who.go_button.click()
    page.anyway_button.click()
    assert page.step is Step.SAFETY


def test_the_number_is_read_back_in_groups_and_can_be_corrected(real: RealWindow) -> None:
    page = contact_page(real)
    read_back(real, page)
    assert page.read_back.digits.text() == "040 765 4321"
    page.read_back.wrong_button.click()
    assert page.step is Step.DETAILS
    assert page.read_back.digits.text() == ""
    assert real.window.focusWidget() is page.details.phone


def test_what_was_read_back_is_no_longer_right_when_it_changes(real: RealWindow) -> None:
    page = contact_page(real)
    read_back(real, page)
    write(page.details.phone, "5")
    assert page.step is Step.DETAILS


def test_an_address_is_read_back_whole(real: RealWindow) -> None:
    page = contact_page(real)
    read_back(real, page, by_email=True)
    assert page.read_back.digits.text().replace("\n", "").replace("\u200b", "") == EMAIL
    assert page.details.phone.text() == ""


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("+358407654321", "040 765 4321"),
        ("+35817123456", "017 123 456"),
        ("+46701234567", "+467 012 345 67"),
        ("a.b@c.example", "a.\u200bb\n@c.\u200bexample"),
    ],
)
def test_groups_are_what_a_voice_says(address: str, told: str) -> None:
    assert groups(address) == told


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_Return])
def test_no_key_consents_by_accident(real: RealWindow, key: Qt.Key) -> None:
    page = contact_page(real)
    view = consent(real, page)
    press(view.focusWidget() or view, key)
    real.settle()
    assert kept(real) == 0
    assert page.step is (Step.TOGETHER if key == Qt.Key.Key_Escape else Step.READ_BACK)


def test_both_answers_look_alike(real: RealWindow) -> None:
    view = consent(real, contact_page(real))
    assert view.yes_button.size() == view.no_button.size()
    assert view.yes_button.property("tone") == view.no_button.property("tone")
    assert not view.yes_button.isDefault()
    view.reject()


def test_the_view_holds_nothing_but_the_text_and_the_answers(real: RealWindow) -> None:
    page = contact_page(real)
    page.who.language.setCurrentIndex(page.who.language.findData("ar"))
    view = consent(real, page)
    assert view.geometry() == real.window.geometry()
    assert view.text.layoutDirection() is Qt.LayoutDirection.RightToLeft
    assert "Annat luvan" in view.finnish.text()
    assert not view.findChildren(QLineEdit)
    assert {button for button in view.findChildren(QAbstractButton) if button.isVisible()} == {
        view.yes_button,
        view.no_button,
        view.print_button,
    }
    view.reject()


def test_every_control_says_what_it_is(real: RealWindow) -> None:
    page = contact_page(real)
    view = consent(real, page)
    for window in (page, view):
        for kind in (QAbstractButton, QLineEdit, QComboBox):
            for control in window.findChildren(kind):
                assert _is_named(control), control
    view.reject()


def _is_named(control: QWidget) -> bool:
    return not control.isVisible() or bool(control.accessibleName())


def test_enter_leads_through_and_the_figures_answer(real: RealWindow) -> None:
    page = contact_page(real)
    press(page.who.boxes[0], Qt.Key.Key_Space, " ")
    enter(page)
    enter(page)
    assert page.step is Step.ADULT
    press(real.window.focusWidget() or page, Qt.Key.Key_1, "1")
    write(page.details.phone, "0407654321")
    enter(page)
    enter(page)
    enter(page)
    enter(page)
    enter(page)
    assert page.step is Step.READ_BACK


def test_a_text_that_is_too_long_is_told_and_not_cut(real: RealWindow) -> None:
    page = contact_page(real)
    answer_to_details(real, page)
    fill(page)
    page.details.sentence.field.setText("kaipaan seuraa " * 20)
    page.details.go_button.click()
    assert page.step is Step.DETAILS
    assert "200" in page.details.sentence.told.text()
    assert len(page.details.sentence.text) == 300


def test_a_number_in_the_sentence_is_refused_as_it_is_typed(real: RealWindow) -> None:
    page = contact_page(real)
    answer_to_details(real, page)
    write(page.details.sentence.field, "soita 040 123 4567")
    assert page.details.sentence.told.isVisible()


def test_a_desk_without_a_controller_says_what_is_missing(real: RealWindow) -> None:
    real.context.signals.settings_changed.emit(Settings(theme="light"))
    page = contact_page(real)
    assert page.who.boxes == ()
    assert not page.who.go_button.isVisible()
    assert "rekisterinpitäjä" in page.who.told.text()


def test_a_name_is_asked_about_and_a_person_may_let_it_pass(real: RealWindow) -> None:
    page = contact_page(real)
    answer_to_details(real, page)
    fill(page)
    page.details.sentence.field.setText("Kaipaan Liisan seuraa.")
    page.details.go_button.click()
    assert page.step is Step.DETAILS
    page.details.sentence.no_button.click()
    assert page.step is Step.READ_BACK
