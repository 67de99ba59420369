"""Colours that can be read: WCAG 2.1 AA in both themes."""

import pytest

from neuvola_desk.ui.palette import DARK, LIGHT, Palette

THEMES = {"light": LIGHT, "dark": DARK}


def _channel(value: int) -> float:
    share = value / 255
    return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)


def _luminance(colour: str) -> float:
    red, green, blue = (_channel(int(colour[i : i + 2], 16)) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours by WCAG 2.1 (1 to 21)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


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
