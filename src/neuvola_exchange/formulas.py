"""Text in a table that no spreadsheet takes for a formula."""

import re
from typing import Final

_STARTS_FORMULA: Final = re.compile(r"[\s']*[=+\-@]")


def starts_formula(text: str) -> bool:
    """Whether a spreadsheet may take it for one, be it behind blanks or apostrophes."""
    return bool(_STARTS_FORMULA.match(text))


def guarded(text: str) -> str:
    """The text with an apostrophe before what would start a formula."""
    return f"'{text}" if starts_formula(text) else text
