"""Style sheet and palette together: what is drawn can be read, and rings can be seen (WCAG 2.1 AA)."""

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import pytest

import neuvola_desk
from neuvola_desk.resources import resource_path
from neuvola_desk.ui.palette import DARK, LIGHT, Palette

TEXT, GRAPHIC = 4.5, 3.0
THEMES = {"light": LIGHT, "dark": DARK}
SURFACES = ("window", "surface")
"""What a rule without a background of its own is drawn on."""


@dataclass(frozen=True)
class Rule:
    selectors: tuple[str, ...]
    values: dict[str, str]

    @property
    def is_off(self) -> bool:
        return all(":disabled" in one for one in self.selectors)

    def colour(self, name: str) -> str:
        """The palette's name of a colour, "" where the rule does not say."""
        said = self.values.get(name) or self.values.get(f"{name}-color", "")
        found = re.search(r"\$([a-z_]+)", said)
        return found[1] if found and found[1] in asdict(LIGHT) else ""


def rules() -> list[Rule]:
    sheet = re.sub(
        r"/\*.*?\*/", "", resource_path("style", "desk.qss").read_text(encoding="utf-8"), flags=re.S
    )
    return [
        Rule(tuple(part.strip() for part in selectors.split(",")), dict(_values(body)))
        for selectors, body in re.findall(r"([^{}]+)\{([^{}]*)\}", sheet)
    ]


def _values(body: str) -> Iterator[tuple[str, str]]:
    for line in body.split(";"):
        name, colon, value = line.partition(":")
        if colon:
            yield name.strip(), value.strip()


def base(rule: Rule) -> list[Rule]:
    """The rules of the same elements without their states."""
    plain = {re.sub(r":[a-z]+", "", one) for one in rule.selectors}
    kinds = {re.sub(r"\[.*", "", one) for one in plain}
    holders = {one.rpartition(" ")[0] for one in plain} - {""}
    return [one for one in rules() if set(one.selectors) & (plain | kinds | holders)]


def grounds(rule: Rule) -> set[str]:
    """What the rule's text may stand on."""
    for one in (rule, *reversed(base(rule))):
        if one.colour("background"):
            return {one.colour("background")}
    return set(SURFACES)


def _luminance(colour: str) -> float:
    shares = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (s / 12.92 if s <= 0.04045 else float(((s + 0.055) / 1.055) ** 2.4) for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def pairs() -> Iterator[tuple[str, str, str, float]]:
    """Selector, what is drawn, what it is drawn on, and how much contrast it takes; what is off is exempt."""
    for rule in rules():
        if rule.is_off:
            continue
        for name, ground_name in (
            ("color", ""),
            ("placeholder-text", ""),
            ("selection", "selection-background"),
        ):
            drawn = rule.colour(name)
            if drawn and drawn not in SURFACES:
                on = {rule.colour(ground_name)} if ground_name else grounds(rule)
                yield from ((", ".join(rule.selectors), drawn, ground, TEXT) for ground in on if ground)
        if any(":focus" in one for one in rule.selectors) and rule.colour("border"):
            ring = rule.colour("border")
            yield from ((", ".join(rule.selectors), ring, ground, GRAPHIC) for ground in SURFACES)


@pytest.mark.parametrize("name", THEMES)
def test_everything_the_style_sheet_draws_can_be_seen(name: str) -> None:
    palette: Palette = THEMES[name]
    found = set(pairs())
    assert len(found) > 60, "the sheet was not understood"
    poor = [
        f"{selector}: {drawn} on {ground} is {seen:.1f}, wants {wanted}"
        for selector, drawn, ground, wanted in sorted(found)
        if (seen := contrast(getattr(palette, drawn), getattr(palette, ground))) < wanted
    ]
    assert poor == []


def test_every_focusable_kind_shows_its_focus() -> None:
    """By a ring at least twice as thick as its own border; colour alone would not do."""
    thick = {
        selector
        for rule in rules()
        for selector in rule.selectors
        if ":focus" in selector and re.match(r"[23]px", rule.values.get("border", ""))
    }
    for kind in (
        "QPushButton",
        "QLineEdit",
        "QPlainTextEdit",
        "QComboBox",
        "QDateEdit",
        "QToolButton",
        "QLabel",
    ):
        assert f"{kind}:focus" in thick


def test_nothing_moves_by_itself() -> None:
    """Whoever asks the system for less motion gets what everybody gets: no movement at all."""
    moving = re.compile(r"Q\w*Animation\b|QTimeLine|setAnimated|QMovie")
    sources = Path(neuvola_desk.__file__).parent.rglob("*.py")
    assert [path.name for path in sources if moving.search(path.read_text(encoding="utf-8"))] == []
