"""Text in several languages: one frozen value for what a source says in Finnish, Swedish, English …"""

from collections.abc import Iterator, Mapping
from typing import Final

FALLBACK: Final = ("fi", "sv", "en")
"""Where a text is missing in the wished language, these are tried in turn, then any other."""


class Text(Mapping[str, str]):
    """Language code → text, frozen and hashable; empty texts are not kept.

    Codes are ISO 639-1, or 639-3 where there is no shorter one (``smn``, ``sms``, ``ckb``).
    """

    __slots__ = ("_values",)
    _values: tuple[tuple[str, str], ...]

    def __init__(self, values: Mapping[str, str | None] | None = None, /, **languages: str | None) -> None:
        merged = {**(values or {}), **languages}
        kept = {code: text.strip() for code, text in merged.items() if text and text.strip()}
        object.__setattr__(self, "_values", tuple(sorted(kept.items())))

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"Text is frozen: {name}")

    def __getitem__(self, language: str) -> str:
        for code, text in self._values:
            if code == language:
                return text
        raise KeyError(language)

    def __iter__(self) -> Iterator[str]:
        return (code for code, _ in self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __hash__(self) -> int:
        return hash(self._values)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Text) and self._values == other._values

    def __repr__(self) -> str:
        return f"Text({dict(self._values)!r})"

    def __reduce__(self) -> tuple[type["Text"], tuple[dict[str, str]]]:
        return (Text, (dict(self._values),))

    def best(self, language: str = "fi") -> str:
        """The text in ``language``, else in Finnish, Swedish, English, any; empty if there is none."""
        chosen = self.language_of_best(language)
        return self[chosen] if chosen else ""

    def language_of_best(self, language: str = "fi") -> str:
        """The language that ``best`` falls back to; empty if there is no text."""
        for code in (language, *FALLBACK):
            if code in self:
                return code
        return self._values[0][0] if self._values else ""


EMPTY: Final = Text()
