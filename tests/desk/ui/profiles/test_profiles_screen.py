"""Profiles are edited at the desk, shown at the start, and never part of a visit."""

from PySide6.QtCore import Qt

from neuvola_core.profiles import originals
from neuvola_desk.ui.profiles.screen import ProfilesScreen
from neuvola_desk.ui.search.advice import AdviceStrip
from support.real_room import CTRL, RealRoom

KEY = Qt.Key
LONELY = originals()[0]


def page(real: RealRoom) -> ProfilesScreen:
    real.window.show_screen("profiles")
    real.settle()
    return real.screen(ProfilesScreen)


def test_an_edited_profile_is_offered_and_its_original_comes_back(real: RealRoom) -> None:
    shown = page(real)
    shown.form.name.setFocus()
    shown.form.name.selectAll()
    real.type("Juttuseuraa")
    assert "tallentamatta" in shown.list.item(0).text()
    real.press(KEY.Key_S, CTRL)
    assert shown.told.text() == "Profiili tallennettu."
    assert "muokattu" in shown.list.item(0).text()
    real.press(KEY.Key_Escape)
    assert real.button("Juttuseuraa").isVisible()
    shown = page(real)
    real.click("Palauta alkuperäinen")
    assert real.ask(lambda desk: desk.profiles.all()) == originals()
    real.click("Ota muokattu profiili takaisin")
    assert real.ask(lambda desk: desk.profiles.get("yksinainen").name["fi"]) == "Juttuseuraa"


def test_a_person_s_name_is_refused_in_words_and_the_text_stays(real: RealRoom) -> None:
    shown = page(real)
    shown.form.name.setFocus()
    shown.form.name.selectAll()
    real.type("Yrjö Yksinäinen")
    real.press(KEY.Key_S, CTRL)
    assert "ei ihmistä" in shown.told.text()
    assert shown.form.name.text() == "Yrjö Yksinäinen"
    assert real.ask(lambda desk: desk.profiles.all()) == originals()


def test_the_advice_is_seen_while_the_profile_is_chosen_and_in_no_visit(real: RealRoom) -> None:
    real.click("Kaipaan seuraa")
    strip = real.screen(AdviceStrip)
    assert strip.isVisible()
    assert LONELY.advice["fi"] in real.words(strip)
    real.press(KEY.Key_F8)
    [visit] = real.visits()
    assert visit.needs == ("yksinaisyys",)
    assert "yksinainen" not in str(visit)
    real.next_visitor()
    assert not strip.isVisible()
    assert LONELY.advice["fi"] not in real.words(strip)
