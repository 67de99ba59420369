"""The colours and measures of the window, named by what they are for. Values only; no widget, no file.

Every text colour has a contrast of at least 4.5 : 1 on the surfaces it is used on, every border of a control
at least 3 : 1 (WCAG 2.1 AA); a test computes both.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours as "#rrggbb"."""

    window: str
    surface: str
    sunken: str
    line: str
    control_line: str
    text: str
    muted: str
    accent: str
    accent_strong: str
    accent_soft: str
    on_accent: str
    danger: str
    danger_fill: str
    danger_strong: str
    on_danger: str
    good: str
    good_soft: str
    warn: str
    warn_soft: str
    focus: str


LIGHT: Final = Palette(
    window="#f5f2ec",
    surface="#ffffff",
    sunken="#ece8df",
    line="#dcd6ca",
    control_line="#8b8577",
    text="#1d2a2e",
    muted="#4f5c60",
    accent="#0b5c69",
    accent_strong="#07444e",
    accent_soft="#dcebed",
    on_accent="#ffffff",
    danger="#b3201a",
    danger_fill="#b3201a",
    danger_strong="#8d1511",
    on_danger="#ffffff",
    good="#1c6338",
    good_soft="#e0efe4",
    warn="#7d4a00",
    warn_soft="#fbeed6",
    focus="#c26a00",
)

DARK: Final = Palette(
    window="#171d1f",
    surface="#20282b",
    sunken="#12181a",
    line="#364145",
    control_line="#7d8a8e",
    text="#eef0ec",
    muted="#b3bdbd",
    accent="#7cc7d2",
    accent_strong="#a5dde5",
    accent_soft="#1f3d43",
    on_accent="#0c2126",
    danger="#ff8a80",
    danger_fill="#c62f26",
    danger_strong="#a3221b",
    on_danger="#ffffff",
    good="#8fd3a5",
    good_soft="#1d3626",
    warn="#f0bf73",
    warn_soft="#3b2d14",
    focus="#ffb84d",
)

GRID: Final = 8
"""Every distance is this many pixels, its half or a multiple, times the text scale."""

SPACES: Final = {
    "hair": 2,
    "tight": 4,
    "small": 8,
    "medium": 12,
    "large": 16,
    "page": 24,
    "wide": 32,
}
"""The distances between things, in pixels; the style sheet names them ``$space_small`` and scales them."""

TIGHT, SMALL, MEDIUM, LARGE, PAGE, WIDE = (
    SPACES[name] for name in ("tight", "small", "medium", "large", "page", "wide")
)

LINE_STEPS: Final = {1: 120, 2: 150}
"""How wide a page of so many columns gets, in steps of the grid: longer lines are not read."""

LARGEST_BESIDE: Final = 1.5
"""Up to this text scale columns stand beside each other: narrower ones would cut Finnish words."""

FONT_SIZES: Final = {
    "small": 13.0,
    "body": 15.0,
    "strong": 15.0,
    "lead": 17.0,
    "title": 21.0,
    "display": 28.0,
    "consent": 28.0,
    "spoken": 40.0,
    "emergency": 64.0,
}
"""Pixels at a text scale of 100 %."""
