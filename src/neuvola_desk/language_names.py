"""The names of languages, on the screen and on the leaflet alike.

They come from Babel; ``resources/language_names.json`` has the languages that it lacks or names by a word
that people in Finland would not know.
"""

import json
import pickle
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from neuvola_core.text import EMPTY, Text
from neuvola_desk.resources import resource_path


def language_name(code: str, reader: str) -> str:
    """What those who read the language ``reader`` call a language, or else its Finnish name.

    Empty where nobody has named it.
    """
    own, key = _own().get(code.lower(), EMPTY), code.lower().replace("-", "_")
    if reader in own:
        return own[reader]
    return _names(reader).get(key) or own.best(reader) or _names("fi").get(key, "")


@cache
def _own() -> Mapping[str, Text]:
    table = json.loads(resource_path("language_names.json").read_text(encoding="utf-8"))
    return {code: Text(names) for code, names in table.items()}


@cache
def _names(reader: str) -> Mapping[str, str]:
    """Finnish names for those whose own language Babel does not have."""
    from babel import localedata  # loaded after the first paint

    # Its table of one language only: a ``Locale`` would hold all that Babel knows of its parents for good.
    # Read past Babel's own memory, where half a locale would be taken for a whole one by whoever asks next.
    name = localedata.normalize_locale(reader.replace("-", "_"))
    if name is None:
        return _names("fi")
    with Path(localedata.resolve_locale_filename(name)).open("rb") as file:
        names = pickle.load(file).get("languages", {})  # noqa: S301 - a file of the library's own
    return {code.lower(): str(told) for code, told in names.items()}
