"""Phone numbers inside a text, however they are spaced or spelled, and not dates, times, prices or codes."""

import re
from collections.abc import Iterator
from typing import Final

_MOST_DIGITS: Final = 15
_FEWEST_DIGITS: Final = 7
_NOT_A_PHONE: Final = re.compile(
    r"(?<![\d.])(?:0?[1-9]|[12]\d|3[01])\.(?:0?[1-9]|1[0-2])\.(?:(?:19|20)?\d{2}(?!\d))?"  # 24.12.2026
    r"|(?<!\d)(?:19|20)\d{2}-(?:0[1-9]|1[0-2])(?:-\d{2})?(?!\d)"  # 2026-12-24
    r"|(?<![\d.:])(?:[01]?\d|2[0-4])[.:][0-5]\d(?![\d.])"  # 13.30
    r"|(?<!\d)(?:[01]?\d|2[0-4]) ?- ?(?:[01]?\d|2[0-4])(?!\d)(?! ?\d{3})(?! \d\d? \d)"  # 09-16
    r"|(?<!\d)(?:[01]\d|2[0-4])[0-5]\d ?- ?(?:[01]\d|2[0-4])[0-5]\d(?!\d)"  # 0900-1600
    r"|(?<![\d-])\d{7}-\d(?!\d)"  # a business id
    r"|(?<!\d)\d{5} ?- ?\d{5}(?!\d)"  # postcodes from … to
    r"|(?<!\d)\d{1,3}(?:[ .]\d{3})*(?:,\d{1,2})? ?(?:€|eur|e\b)",  # 1 200,50 €
    re.IGNORECASE,
)
_RUN: Final = re.compile(r"(?:\+ ?)?\(?\d(?:[ ()./-]{0,3}\d){6,40}")
_GROUP: Final = re.compile(r"(?:\+ ?)?\d+")
_MOBILE_WITHOUT_ZERO: Final = re.compile(r"(?:4\d|50)\d{7}")
_DIGIT_WORDS: Final = {
    word: str(digit)
    for digit, words in enumerate(
        (
            *("nolla|noll|zero", "yksi|yks|ett|one", "kaksi|kaks|två|two", "kolme|kol|tre|three"),
            *("neljä|nelj|fyra|four", "viisi|viis|fem|five", "kuusi|kuus|sex|six"),
            *("seitsemän|seittemän|sju|seven", "kahdeksan|kaheksan|åtta|eight", "yhdeksän|yheksän|nio|nine"),
        )
    )
    for word in words.split("|")
}
_SPOKEN: Final = re.compile(
    rf"(?<!\w)(?:{'|'.join(_DIGIT_WORDS)})(?:[ ,-]{{1,2}}(?:{'|'.join(_DIGIT_WORDS)})){{6,14}}(?!\w)",
    re.IGNORECASE,
)


def stretches(text: str) -> Iterator[tuple[int, int]]:
    """Where phone numbers stand in a smoothed text."""
    masked = _NOT_A_PHONE.sub(lambda found: "x" * len(found[0]), text)
    for run in _RUN.finditer(masked):
        yield from _numbers(run[0], run.start())
    for spoken in _SPOKEN.finditer(text):
        digits = "".join(_DIGIT_WORDS[word.lower()] for word in re.findall(r"\w+", spoken[0]))
        if _is_phone(digits):
            yield spoken.span()


def _numbers(run: str, offset: int) -> Iterator[tuple[int, int]]:
    """A run of digit groups may hold more than a number ("huone 12 040 123 4567"): the longest ones in it."""
    groups = [group.span() for group in _GROUP.finditer(run)]
    first = 0
    while first < len(groups):
        taken = _longest(run, groups, first)
        if taken is None:
            first += 1
            continue
        yield offset + groups[first][0], offset + groups[taken][1]
        first = taken + 1


def _longest(run: str, groups: list[tuple[int, int]], first: int) -> int | None:
    found = None
    digits = ""
    for last in range(first, len(groups)):
        start, end = groups[last]
        digits += run[start:end].replace(" ", "")
        if len(digits) > _MOST_DIGITS + 3:
            break
        if _is_phone(digits):
            found = last
    return found


def _is_phone(digits: str) -> bool:
    import phonenumbers

    plain = digits.lstrip("+")
    if not _FEWEST_DIGITS <= len(plain) <= _MOST_DIGITS + 2 or "+" in digits[1:]:
        return False
    if not (digits.startswith(("+", "0", "358")) or _MOBILE_WITHOUT_ZERO.fullmatch(digits)):
        return False
    try:
        number = phonenumbers.parse(f"+{digits}" if digits.startswith("358") else digits, "FI")
    except phonenumbers.NumberParseException:
        return False
    return bool(phonenumbers.is_valid_number(number))
