"""Which options a facet offers: those that would give something, and those already chosen."""

from collections.abc import Callable, Mapping

from neuvola_core import taxonomy
from neuvola_core.folding import fold
from neuvola_desk.i18n import current_language
from neuvola_desk.ui.search.choices import Choices, Kind
from neuvola_desk.ui.search.facet_list import Option
from neuvola_desk.ui.words import language_name, municipality_name


def option_name(kind: Kind, value: str) -> str:
    """The name of an id, in the language in use."""
    language = current_language()
    namers: Mapping[Kind, Callable[[str], str]] = {
        "need": lambda v: taxonomy.needs().name(v, language),
        "activity": lambda v: taxonomy.activities().name(v, language),
        "target": lambda v: taxonomy.target_groups().name(v, language),
        "municipality": municipality_name,
        "language": language_name,
    }
    return namers[kind](value)


def options(kind: Kind, counts: Mapping[str, int], choices: Choices) -> tuple[Option, ...]:
    """The chosen first, then the most fruitful; never one that would give nothing."""
    chosen = choices.of(kind)
    offered = [Option(v, option_name(kind, v), counts.get(v, 0), chosen=True) for v in chosen]
    rest = [Option(v, option_name(kind, v), n) for v, n in counts.items() if n > 0 and v not in chosen]
    return (*offered, *sorted(rest, key=lambda option: (-option.count, option.name)))


def narrowed(offered: tuple[Option, ...], typed: str) -> tuple[Option, ...]:
    """The options whose name has a word that begins as typed; the chosen stay."""
    wanted = fold(typed).strip()
    if not wanted:
        return offered
    return tuple(o for o in offered if o.chosen or _begins(fold(o.name), wanted))


def _begins(name: str, wanted: str) -> bool:
    return name.startswith(wanted) or any(word.startswith(wanted) for word in name.split())
