"""The form by keyboard: few keys, every field, and what it says when something is missing."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from neuvola_core import taxonomy
from neuvola_core.visit import IsoWeek, Language, Length, Outcome, Target, Unmet, UnmetReason
from neuvola_desk.config import Settings
from neuvola_desk.record_port import GivenCount
from neuvola_desk.ui.tray.tray import Picked
from neuvola_desk.ui.visit.screen import VisitScreen
from support.real_room import CTRL, NONE, OpenReal, RealRoom, unmarked
from support.small_desk import NOW, services

KEY = Qt.Key
DEBT, _SHELTER, FOOD = services()[:3]


def form(real: RealRoom) -> VisitScreen:
    return real.screen(VisitScreen)


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def spoken() -> str:
    return focused().accessibleName()


def test_a_visit_is_logged_with_nine_keys(real: RealRoom) -> None:
    real.press(KEY.Key_F4)
    real.type("velat")
    real.press(KEY.Key_Return)
    real.press(KEY.Key_Return)
    real.press(KEY.Key_Right)
    before = real.keys
    real.press(KEY.Key_Return, CTRL)
    assert before == 9
    [visit] = real.visits()
    assert visit.needs == ("velat",)
    assert visit.outcome is Outcome.ADVISED
    assert visit.target is Target.UNRECORDED
    assert visit.week == IsoWeek.of(NOW.date())
    assert visit.point == "paikallinen"
    assert "Käynti merkitty." in real.words(form(real))


def test_after_logging_enter_calls_the_next_visitor(real: RealRoom) -> None:
    real.search("velkaneuvonta")
    real.press(KEY.Key_F4)
    real.press(KEY.Key_Return, CTRL)
    assert spoken() == "Seuraava kävijä"
    real.press(KEY.Key_Return)
    assert focused() is real.window.search.field
    assert form(real).form.needs.needs == ()
    assert len(real.visits()) == 1


def test_the_search_fills_in_the_need_and_three_keys_do(real: RealRoom) -> None:
    real.search("velkaneuvonta")
    start = real.keys
    real.press(KEY.Key_F4)
    real.press(KEY.Key_2)
    real.press(KEY.Key_Return, CTRL)
    assert real.keys - start == 3
    [visit] = real.visits()
    assert (visit.needs, visit.outcome) == (("velat",), Outcome.ADVISED)


@pytest.mark.parametrize("key", [KEY.Key_Return, KEY.Key_Enter])
@pytest.mark.parametrize("where", range(9))
def test_ctrl_enter_logs_once_wherever_the_keyboard_is(real: RealRoom, where: int, key: Qt.Key) -> None:
    real.seem_to_need("velat")
    real.press(KEY.Key_F4)
    screen = form(real)
    screen.form.outcome.choose(Outcome.NOT_FOUND)
    fields = screen.form
    rows = (fields.outcome, fields.target, fields.length, fields.language, fields.interpreter, fields.channel)
    if where < len(rows):
        rows[where].take_focus()
    else:
        (fields.needs.field, fields.note.field, screen.log_button)[where - len(rows)].setFocus()
    real.press(key, CTRL)
    assert len(real.visits()) == 1


def test_ctrl_enter_in_a_box_of_unmet_needs_logs_too(real: RealRoom) -> None:
    real.seem_to_need("velat")
    real.press(KEY.Key_F4)
    form(real).form.outcome.choose(Outcome.NOT_FOUND)
    real.press(KEY.Key_Tab)
    assert spoken() == "Löytymättä jäänyt tarve 1"
    real.press(KEY.Key_Return, CTRL)
    assert len(real.visits()) == 1


def test_an_impatient_finger_logs_once(real: RealRoom) -> None:
    real.seem_to_need("velat")
    real.press(KEY.Key_F4)
    for _times in range(3):
        real.press_at_once(KEY.Key_Return, CTRL)
    real.settle()
    real.press_at_once(KEY.Key_F8)
    real.settle()
    assert len(real.visits()) == 1


def test_a_form_without_a_need_says_so_and_logs_nothing(real: RealRoom) -> None:
    real.press(KEY.Key_F4)
    real.press(KEY.Key_Return, CTRL)
    assert "Valitse vähintään yksi tarve" in real.words(form(real))
    assert focused() is form(real).form.needs.field
    real.type("muu")
    real.press(KEY.Key_Return)
    assert "Valitse vähintään yksi tarve" not in real.words(form(real))
    real.press(KEY.Key_Return, CTRL)
    assert real.visits()[0].needs == ("muu",)


def test_three_needs_are_enough_and_the_keyboard_goes_on(real: RealRoom) -> None:
    real.press(KEY.Key_F4)
    for word in ("velat", "yksin", "uupumus"):
        real.type(word)
        real.press(KEY.Key_Return)
    assert form(real).form.needs.needs == ("velat", "yksinaisyys", "uupumus")
    assert not form(real).form.needs.field.isVisible()
    assert spoken() == "Lopputulos: Ei kirjattu"
    name = taxonomy.needs().name("yksinaisyys")
    real.click(f"Poista tarve: {name}")
    assert form(real).form.needs.needs == ("velat", "uupumus")
    assert focused() is form(real).form.needs.field


def test_a_word_that_is_no_need_is_told(real: RealRoom) -> None:
    real.press(KEY.Key_F4)
    real.type("xyzzy")
    assert "ei löydy tarvetta" in real.words(form(real))
    real.press(KEY.Key_Return)
    assert form(real).form.needs.needs == ()


def test_an_offer_is_taken_with_the_arrow_or_the_mouse(real: RealRoom) -> None:
    real.press(KEY.Key_F4)
    real.type("velat")
    real.press(KEY.Key_Down)
    assert spoken() == "Lisää tarve: Velat ja maksamattomat laskut"
    real.press(KEY.Key_Space)
    assert form(real).form.needs.needs == ("velat",)
    assert focused() is form(real).form.needs.field


def test_tab_visits_every_field_once_in_the_order_of_use(real: RealRoom) -> None:
    real.seem_to_need("velat")
    real.press(KEY.Key_F4)
    seen = [spoken()]
    for _times in range(7):
        real.press(KEY.Key_Tab)
        seen.append(spoken())
    assert [name.split(":")[0] for name in seen] == [
        "Lopputulos",
        "Ketä asia koski",
        "Kesto",
        "Kieli",
        "Tulkki",
        "Tapaaminen",
        "Muistiinpano palvelujen puutteesta",
        "Merkitse käynti",
    ]


def test_arrows_figures_home_and_end_choose(real: RealRoom) -> None:
    real.seem_to_need("velat")
    real.press(KEY.Key_F4)
    row = form(real).form.outcome
    values = list(Outcome)
    for key, expected in (
        (KEY.Key_Right, values[1]),
        (KEY.Key_Down, values[2]),
        (KEY.Key_Left, values[1]),
        (KEY.Key_Home, values[0]),
        (KEY.Key_Up, values[-1]),
        (KEY.Key_End, values[-1]),
        (KEY.Key_4, values[3]),
        (KEY.Key_9, values[3]),
    ):
        real.press(key)
        assert row.value is expected
        assert isinstance(button := focused(), QAbstractButton)
        assert button.isChecked()


def test_every_field_is_in_the_record(real: RealRoom) -> None:
    real.press(KEY.Key_F4)
    fields = form(real).form
    real.type("velat")
    real.press(KEY.Key_Return)
    real.press(KEY.Key_Return)
    real.press(KEY.Key_End)
    rows = fields.unmet
    [(_line, need, reason), *_others] = rows._rows
    assert need.currentData() == "velat"
    reason.setCurrentIndex(reason.findData("taynna"))
    fields.target.choose(Target.FAMILY)
    fields.length.choose(Length.OVER_30)
    fields.language.choose(Language.SO)
    real.press(KEY.Key_Return, CTRL)
    [visit] = real.visits()
    assert visit.outcome is Outcome.NOT_FOUND
    assert visit.unmet == (Unmet("velat", UnmetReason.FULL),)
    assert (visit.target, visit.length, visit.language) == (Target.FAMILY, Length.OVER_30, Language.SO)


def test_unmet_needs_are_asked_for_only_when_help_was_not_found(real: RealRoom) -> None:
    real.seem_to_need("velat")
    real.press(KEY.Key_F4)
    fields = form(real).form
    assert not fields.unmet.isVisible()
    real.press(KEY.Key_End)
    assert fields.unmet.isVisible()
    [(_line, _need, reason), (second, _n, _r), _third] = fields.unmet._rows
    assert not second.isVisible()
    reason.setCurrentIndex(2)
    assert second.isVisible()
    fields.outcome.choose(Outcome.ADVISED)
    assert fields.draft(()).unmet == ()


def test_the_first_unmet_need_follows_the_needs_until_it_is_chosen(real: RealRoom) -> None:
    real.seem_to_need("velat")
    fields = form(real).form
    fields.outcome.choose(Outcome.NOT_FOUND)
    real.seem_to_need("yksinaisyys")
    [(_line, need, _reason), *_others] = fields.unmet._rows
    assert need.currentData() == "yksinaisyys"
    need.setCurrentIndex(need.findData("tyo"))
    real.seem_to_need("velat")
    assert need.currentData() == "tyo"


def test_a_printed_leaflet_is_the_outcome_unless_another_was_chosen(real: RealRoom) -> None:
    real.seem_to_need("velat")
    real.house.signals.leaflet_made.emit()
    assert form(real).form.outcome.value is Outcome.LEAFLET
    real.next_visitor()
    assert real.visits()[0].outcome is Outcome.LEAFLET
    assert form(real).form.outcome.value is Outcome.UNRECORDED


def test_what_was_given_is_counted_with_the_need_it_was_picked_for(real: RealRoom) -> None:
    tray = real.house.context.tray
    real.seem_to_need("velat")
    tray.add(Picked(DEBT.id, DEBT.name))
    real.seem_to_need("rahat_eivat_riita")
    tray.add(Picked(FOOD.id, FOOD.name))
    real.press(KEY.Key_F4)
    assert form(real).form.needs.needs == ("velat", "rahat_eivat_riita")
    real.press(KEY.Key_Return, CTRL)
    given = {(c.need, c.service) for c in real.counters() if isinstance(c, GivenCount)}
    assert given == {("velat", DEBT.id), ("rahat_eivat_riita", FOOD.id)}


def test_needs_follow_the_search_until_somebody_edits_them(real: RealRoom) -> None:
    real.seem_to_need("velat")
    real.press(KEY.Key_F4)
    picker = form(real).form.needs
    assert picker.needs == ("velat",)
    real.seem_to_need("yksinaisyys")
    assert picker.needs == ("yksinaisyys",)
    real.click(f"Poista tarve: {taxonomy.needs().name('yksinaisyys')}")
    real.seem_to_need("velat")
    assert picker.needs == ()
    real.type("uupumus")
    real.press(KEY.Key_Return)
    real.next_visitor()
    assert real.visits()[0].needs == ("uupumus",), "also the smallest visit has what was chosen by hand"


def test_an_emptied_search_that_led_to_nothing_was_a_slip(real: RealRoom) -> None:
    real.seem_to_need("velat")
    real.seem_to_need()
    assert form(real).form.needs.needs == ()
    real.next_visitor()
    assert real.visits() == ()


def test_an_emptied_search_after_a_card_was_opened_keeps_its_need(real: RealRoom) -> None:
    real.seem_to_need("velat")
    real.house.signals.service_opened.emit(DEBT.id)
    real.seem_to_need()
    assert form(real).form.needs.needs == ("velat",)


def test_a_logged_form_cannot_be_changed_until_it_is_undone(real: RealRoom) -> None:
    real.seem_to_need("velat")
    real.press(KEY.Key_F4)
    real.press(KEY.Key_Return, CTRL)
    fields = form(real).form
    assert not fields.needs.field.isEnabled()
    real.seem_to_need("yksinaisyys")
    assert fields.needs.needs == ("velat",)
    real.click("Peru viimeksi merkitty käynti")
    assert real.visits() == ()
    assert fields.needs.field.isEnabled()
    real.press(KEY.Key_Return, CTRL)
    assert len(real.visits()) == 1


def test_a_draft_goes_after_a_quarter_of_an_hour(real: RealRoom) -> None:
    real.search("velkaneuvonta")
    real.house.context.tray.add(Picked(DEBT.id, DEBT.name))
    real.press(KEY.Key_F4)
    real.press(KEY.Key_3)
    fields = form(real).form
    fields.note.field.setFocus()
    real.type("ei aikoja")
    real.later(minutes=14)
    form(real)._look.timeout.emit()
    assert fields.note.text == "ei aikoja"
    real.later(minutes=1)
    form(real)._look.timeout.emit()
    assert fields.note.text == ""
    assert not fields.note.field.isUndoAvailable()
    assert fields.outcome.value is Outcome.UNRECORDED
    assert "15 minuuttiin" in real.words(real.window.status)
    assert real.window.search.field.text() == "velkaneuvonta", "what is searched is no draft"
    assert real.house.context.tray.ids == (DEBT.id,)
    assert fields.needs.needs == ("velat",)
    assert real.visits() == ()


def test_somebody_who_searches_on_keeps_the_draft(real: RealRoom) -> None:
    real.seem_to_need("velat")
    real.press(KEY.Key_F4)
    real.press(KEY.Key_3)
    real.later(minutes=10)
    real.seem_to_need("yksinaisyys")
    real.later(minutes=10)
    form(real)._look.timeout.emit()
    assert form(real).form.outcome.value is Outcome.LEAFLET


def test_nothing_of_the_form_is_left_for_the_next_visitor(real: RealRoom) -> None:
    real.seem_to_need("velat")
    real.press(KEY.Key_F4)
    fields = form(real).form
    for key in (KEY.Key_3, KEY.Key_Tab, KEY.Key_4):
        real.press(key)
    fields.note.field.setFocus()
    real.type("ei aikoja")
    fields.needs.field.setFocus()
    real.type("uup")
    real.next_visitor()
    assert fields.draft(()) == type(fields.draft(()))()
    assert fields.needs.field.text() == ""
    assert not fields.note.field.isUndoAvailable()
    assert not fields.needs.field.isUndoAvailable()


def test_the_language_changes_every_text_of_the_form(real: RealRoom) -> None:
    real.seem_to_need("velat")
    real.press(KEY.Key_F4)
    screen = form(real)
    screen.form.outcome.choose(Outcome.NOT_FOUND)
    screen.form.needs.field.setText("yksin")
    screen.form.note.field.setText("Matti Virtanen")
    real.press(KEY.Key_Return, CTRL)
    real.press(KEY.Key_Return, NONE)
    real.window.menu._change("language", "pseudo")
    real.settle()
    needs = {term.name.best("fi") for term in taxonomy.needs().terms}
    left = [text for text in unmarked(screen) if not text.endswith("…")]
    assert [text for text in left if text not in needs] == []


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_at_150_per_cent_no_option_is_cut(open_real: OpenReal, language: str) -> None:
    real = open_real(Settings(theme="light", text_scale=150, language=language))  # type: ignore[arg-type]
    real.seem_to_need("oleskelulupa")
    real.press(KEY.Key_F4)
    fields = form(real).form
    fields.outcome.choose(Outcome.NOT_FOUND)
    real.settle()
    inside = fields.widget()
    assert inside.width() <= fields.viewport().width()
    for button in inside.findChildren(QAbstractButton):
        if button.isVisible():
            place = button.mapTo(inside, button.rect().topLeft())
            assert inside.rect().contains(button.rect().translated(place)), button.text()
            room = button.fontMetrics().horizontalAdvance(button.text())
            assert button.width() >= room, button.text()


def test_the_longest_name_of_a_need_ends_in_dots_and_is_spoken_whole(real: RealRoom) -> None:
    longest = max(taxonomy.needs().terms, key=lambda term: len(term.name.best("fi")))
    name = longest.name.best("fi")
    real.seem_to_need(longest.id)
    real.press(KEY.Key_F4)
    chip = real.button(f"Poista tarve: {name}")
    assert chip.text().endswith("…")
    assert chip.toolTip() == name


def test_need_outcome_and_target_are_seen_without_scrolling(real: RealRoom) -> None:
    real.seem_to_need("velat")
    real.press(KEY.Key_F4)
    fields = form(real).form
    sight = fields.viewport().rect()
    for part in (fields.needs, fields.outcome, fields.target):
        place = part.mapTo(fields.viewport(), part.rect().topLeft())
        assert sight.contains(part.rect().translated(place))
