"""The small set of pictures that docs/screens holds: reduced to few colours, with a page that shows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PIL import Image

from screens.looks import Look

_COLOURS: Final = 64
MOST_BYTES: Final = 2_000_000
"""All of them together."""

_SMALL: Final = Look("light", 100, 1280, 800)
_DARK: Final = Look("dark", 100, 1280, 800)
_LARGE: Final = Look("light", 200, 1280, 800)
_WIDE: Final = Look("light", 100, 1920, 1080)


@dataclass(frozen=True, slots=True)
class Kept:
    """A moment of a scene in one look, and what is said of it."""

    scene: str
    moment: str
    language: str
    look: Look
    caption: str

    @property
    def file(self) -> str:
        """The name of the picture that is made first."""
        return f"{self.moment}.{self.language}.{self.look.name}.png"

    @property
    def kept_file(self) -> str:
        """The name in docs/screens."""
        return f"{self.moment}-{self.language}-{self.look.theme}-{self.look.scale}.png"


KEPT: Final = (
    Kept(
        "start",
        "start",
        "fi",
        _SMALL,
        "The desk as it opens: words, three clicks, or where a visitor stands.",
    ),
    Kept("start", "start", "sv", _DARK, "The same in Swedish and in dark colours."),
    Kept(
        "start", "search-hits", "fi", _SMALL, "What is found for one word, with why each service was found."
    ),
    Kept("start", "search-hits", "en", _WIDE, "The same in English in a large window."),
    Kept(
        "start",
        "search-none",
        "fi",
        _SMALL,
        "No hit: what comes near, and a way to say that no help was found.",
    ),
    Kept("walk-in", "card", "fi", _SMALL, "A service: what, for whom, how, when, and how old the data are."),
    Kept("walk-in", "card", "sv", _DARK, "The card in Swedish and in dark colours."),
    Kept("long-names", "card-long-name", "fi", _SMALL, "Names as long as they get."),
    Kept("walk-in", "tray", "fi", _SMALL, "What was picked for this visitor."),
    Kept("walk-in", "leaflet", "fi", _SMALL, "The leaflet before it is printed."),
    Kept("walk-in", "visit-empty", "fi", _SMALL, "The form that logs a visit."),
    Kept("turned", "turned", "sv", _SMALL, "The screen turned to the visitor: nothing of the log on it."),
    Kept("undo", "undo-bar", "fi", _SMALL, "A quick visit, and ten seconds to take it back."),
    Kept("contact", "contact-who", "fi", _SMALL, "A contact request: who is asked."),
    Kept("contact", "contact-consent", "fi", _SMALL, "What the visitor agrees to, turned to them."),
    Kept("pages", "page-today", "en", _SMALL, "Today and this week, and the note to the next shift."),
    Kept("server", "sync-backlog", "fi", _SMALL, "Three days without a line: what waits, and what to do."),
    Kept("imports", "import-running", "fi", _SMALL, "A catalogue comes in, with the time that is left."),
    Kept("pins", "shift-cover", "fi", _SMALL, "Who comes in to the desk."),
    Kept("covers", "crisis", "sv", _SMALL, "Whom to call at once; one key away, always."),
    Kept("covers", "curtain", "fi", _DARK, "The covered desk."),
    Kept("bare", "catalogue-empty", "en", _SMALL, "A catalogue with nothing in it."),
    Kept("start", "start", "fi", _LARGE, "Text at 200 %."),
    Kept(
        "pages",
        "page-settings",
        "pseudo",
        _SMALL,
        "The pseudo-language that finds what is untranslated or clipped.",
    ),
)


def looks_of(moment: str, language: str) -> tuple[Look, ...]:
    """In which looks a moment is kept."""
    return tuple(one.look for one in KEPT if (one.moment, one.language) == (moment, language))


def scenes_of(language: str) -> tuple[str, ...]:
    """The scenes that have to be played for a language."""
    return tuple({one.scene for one in KEPT if one.language == language})


def keep(made: Path, folder: Path) -> None:
    """Reduces the chosen pictures into ``folder`` and writes the page that shows them."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.png"):
        old.unlink()
    for one in KEPT:
        _reduce(made / one.file, folder / one.kept_file)
    (folder / "README.md").write_text(_page(KEPT), "utf-8")


def _reduce(source: Path, target: Path) -> None:
    with Image.open(source) as picture:
        few = picture.convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE)
        few.save(target, optimize=True)


def _page(kept: Sequence[Kept]) -> str:
    lines = [
        "# The screens",
        "",
        "Made by `make screens`, with the demo catalogue and invented visits. The command also makes every",
        "screen in every language, colour, text size and window size, with a page to look them through.",
        "",
    ]
    for one in kept:
        lines += [f"## {one.caption}", "", f"![{one.caption}]({one.kept_file})", ""]
    return "\n".join(lines).rstrip() + "\n"
