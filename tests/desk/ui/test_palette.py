"""Colours that can be read: WCAG 2.1 AA in both themes."""

import pytest

from neuvola_desk.ui.palette import DARK, LIGHT, Palette, contrast

THEMES = {"light": LIGHT, "dark": DARK}


@pytest.fixture(params=THEMES)
def palette(request: pytest.FixtureRequest) -> Palette:
    return THEMES[request.param]


def test_contrast_of_black_and_white_is_twenty_one() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("text", ["text", "muted", "accent", "danger", "good", "warn"])
@pytest.mark.parametrize("surface", ["window", "surface", "accent_soft"])
def test_words_can_be_read_on_every_surface(palette: Palette, text: str, surface: str) -> None:
    assert contrast(getattr(palette, text), getattr(palette, surface)) >= 4.5


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("on_accent", "accent"),
        ("on_accent", "accent_strong"),
        ("on_danger", "danger_fill"),
        ("on_danger", "danger_strong"),
        ("warn", "warn_soft"),
        ("good", "good_soft"),
        ("text", "sunken"),
        ("muted", "sunken"),
    ],
)
def test_words_can_be_read_on_colours(palette: Palette, text: str, surface: str) -> None:
    assert contrast(getattr(palette, text), getattr(palette, surface)) >= 4.5


@pytest.mark.parametrize("surface", ["window", "surface"])
def test_borders_of_controls_and_the_focus_ring_can_be_seen(palette: Palette, surface: str) -> None:
    assert contrast(palette.control_line, getattr(palette, surface)) >= 3
    assert contrast(palette.accent, getattr(palette, surface)) >= 3
    assert contrast(palette.focus, getattr(palette, surface)) >= 3
