"""What a desk, a point or a person of the pages may be called."""

from typing import Final

LONGEST_NAME: Final = 100


def plain_name(text: str) -> str:
    """The name on one line, without blanks that nobody sees; empty where it can be no name."""
    name = " ".join(text.split())
    return name if len(name) <= LONGEST_NAME and name.isprintable() else ""
