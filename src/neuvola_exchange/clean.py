"""Texts, numbers and addresses as sources write them, made fit to show and print.

Nothing here raises, whatever it is given: a value of the wrong type is an empty one.
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from html import unescape
from typing import Any, Final
from urllib.parse import urlsplit

import phonenumbers

from neuvola_core.text import Text

BULLET: Final = "• "
_MAX_LENGTH: Final = 100_000

_BLOCK_TAGS: Final = (
    "p div section article header footer h1 h2 h3 h4 h5 h6 ul ol table tr blockquote pre hr dl"
)
_INLINE_TAGS: Final = (
    "a abbr b big center cite code dd del dt em font i img ins mark s small span strike strong sub sup"
    " tbody td th thead u o:p"
)
_ALL_TAGS: Final = "|".join((*_BLOCK_TAGS.split(), *_INLINE_TAGS.split(), "br", "li", "script", "style"))
_TAG: Final = re.compile(rf"<(/?)({_ALL_TAGS})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_COMMENT: Final = re.compile(r"<!--.*?-->|<(script|style)\b[^<>]*>.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_LITERAL_BREAK: Final = re.compile(r"\\r\\n|\\n|\\r|\\t")
_BULLET_LINE: Final = re.compile(r"^[ \t]*(?:[•·●▪◦‣∙]|[-–—+*](?=\s))[ \t]*(?=\S)", re.MULTILINE)
_MARKDOWN_LINK: Final = re.compile(r"!?\[([^\[\]\n]+)\]\((https?://[^\s()]+)\)")
_MARKDOWN_BOLD: Final = re.compile(r"(\*\*|__)(?=\S)([^\n]+?)(?<=\S)\1")
_MARKDOWN_HEADING: Final = re.compile(r"^#{1,6}[ \t]+", re.MULTILINE)
_MARKDOWN_ESCAPE: Final = re.compile(r"\\([\\`*_{}\[\]()#+\-.!>])")
_KEPT_FORMAT_CHARACTERS: Final = "\u200c\u200d"
"""Joiners that Persian and Sorani spelling needs."""


def plain(value: object) -> str:
    """Readable text with paragraphs and bullet lines, from plain text, HTML, Draft.js or Markdown."""
    if not isinstance(value, str):
        return ""
    text = _draft_or_same(value[:_MAX_LENGTH])
    text = _LITERAL_BREAK.sub(lambda m: "\t" if m.group() == "\\t" else "\n", text)
    text = _unescaped(text)
    if "<" in text:
        text = _without_tags(text)
    text = _BULLET_LINE.sub(BULLET, _characters(text))
    return _blanks(_without_markdown(text))


def one_line(value: object) -> str:
    """As ``plain``, on one line: names, keywords, labels."""
    return " ".join(plain(value).split())


def texts(values: Mapping[str, object]) -> Text:
    """Language → anything, cleaned."""
    return Text({language: plain(value) for language, value in values.items()})


def lines(values: Mapping[str, object]) -> Text:
    """Language → anything, cleaned to one line each."""
    return Text({language: one_line(value) for language, value in values.items()})


def joined(parts: Iterable[Text]) -> Text:
    """Several texts one under another, language by language, the same paragraph only once."""
    merged: dict[str, list[str]] = {}
    for part in parts:
        for language, value in part.items():
            known = merged.setdefault(language, [])
            if value not in known:
                known.append(value)
    return Text({language: "\n\n".join(paragraphs) for language, paragraphs in merged.items()})


def lead(value: str, limit: int = 300) -> str:
    """The first paragraph, or as many of its sentences as fit; a first sentence is never cut."""
    first = value.split("\n", 1)[0].strip()
    if len(first) <= limit:
        return first
    ends = [m.end(1) for m in re.finditer(r"\w{3,}([.!?])(?=\s+[A-ZÅÄÖ])", first)]
    fitting = [end for end in ends if end <= limit]
    return first[: max(fitting) if fitting else min(ends, default=len(first))]


def _draft_or_same(text: str) -> str:
    stripped = text.strip()
    if not (stripped.startswith(("{", '"{')) and "blocks" in stripped):
        return text
    try:
        content = json.loads(stripped)
        content = json.loads(content) if isinstance(content, str) else content
    except (ValueError, RecursionError):
        return text
    if not isinstance(content, dict) or not isinstance(content.get("blocks"), list):
        return text
    return "\n".join(_draft_lines(content["blocks"]))


def _draft_lines(blocks: list[Any]) -> list[str]:
    result, number = [], 0
    for block in blocks:
        if not isinstance(block, dict) or not isinstance(block.get("text"), str):
            continue
        kind = block.get("type")
        number = number + 1 if kind == "ordered-list-item" else 0
        mark = {"unordered-list-item": BULLET, "ordered-list-item": f"{number}. "}.get(str(kind), "")
        result.append(mark + block["text"].lstrip() if mark else block["text"])
    return result


def _unescaped(text: str) -> str:
    for _ in range(3):
        if "&" not in text:
            break
        text = unescape(text)
    return text


def _without_tags(text: str) -> str:
    lists: list[int] = []

    def replaced(match: re.Match[str]) -> str:
        closing, tag = bool(match.group(1)), match.group(2).casefold()
        if tag in ("ul", "ol"):
            if closing and lists:
                lists.pop()
            elif not closing:
                lists.append(0 if tag == "ol" else -1)
            return "\n\n" if not lists else "\n"
        if tag == "li":
            return "" if closing else "\n" + _list_mark(lists)
        if tag in ("br", "tr", "div"):
            return "\n"
        return "\n\n" if tag in _BLOCK_TAGS.split() else " " if tag in ("td", "th", "dd") else ""

    return _TAG.sub(replaced, _COMMENT.sub("", text))


def _list_mark(lists: list[int]) -> str:
    if not lists or lists[-1] < 0:
        return BULLET
    lists[-1] += 1
    return f"{lists[-1]}. "


def _without_markdown(text: str) -> str:
    if "](" in text:
        text = _MARKDOWN_LINK.sub(_link_text, text)
    if "**" in text or "__" in text:
        text = _MARKDOWN_BOLD.sub(r"\2", text)
    if "#" in text:
        text = _MARKDOWN_HEADING.sub("", text)
    return _MARKDOWN_ESCAPE.sub(r"\1", text) if "\\" in text else text


def _link_text(match: re.Match[str]) -> str:
    label, url = match.groups()
    return url if label == url else f"{label} ({url})"


class _Characters(dict[int, str]):
    """A translation table that decides about each character once."""

    def __missing__(self, code: int) -> str:
        self[code] = kept = _character(chr(code))
        return kept


def _character(character: str) -> str:
    if character == "\n" or character.isprintable() or character in _KEPT_FORMAT_CHARACTERS:
        return character
    category = unicodedata.category(character)
    if category in ("Zl", "Zp"):
        return "\n"
    return " " if category == "Zs" or character in "\t\v\f\x85" else ""


_TABLE: Final = _Characters()


def _characters(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", text.translate(_TABLE))


def _blanks(text: str) -> str:
    kept = "\n".join(" ".join(line.split()) for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", kept).strip()


# Telephone numbers

_REMARK: Final = re.compile(r"\([^()]*[^0-9() ][^()]*\)")
_AREA_SLASH: Final = re.compile(r"\b(0[0-9]{1,3})/(?=[0-9])")
_SPLIT: Final = re.compile(r"[,;/|\n]|\s(?:tai|eller|or|ja|och|and)\s", re.IGNORECASE)
_NUMBER: Final = re.compile(r"(?:\+|\b)\(?[0-9][0-9 ()\-.–]*[0-9]")
_SHORT_NUMBERS: Final = ("112", "118")
_GROUPS: Final = {6: (3, 3), 7: (3, 4), 8: (4, 4), 9: (3, 3, 3), 10: (3, 3, 4)}


def phone_numbers(value: object) -> tuple[str, ...]:
    """Every number in a text ("09 310 44400 (vaihde), 040 123 4567"), in the form one reads and dials."""
    found: list[str] = []
    text = _AREA_SLASH.sub(r"\1 ", _REMARK.sub(" ", one_line(value)))
    for piece in _SPLIT.split(text):
        for match in _NUMBER.finditer(piece):
            digits = re.sub(r"[^0-9]", "", match.group())
            if 5 <= len(digits) <= 15 or digits in _SHORT_NUMBERS:
                found.append(display_number(match.group()))
    return tuple(dict.fromkeys(found))


def display_number(number: object, prefix: object = "") -> str:
    """One number for the screen: "+358" becomes "0", short numbers stay as they are, groups are legible.

    Empty where there is no digit. ``prefix`` is the country code of a number given without it.
    """
    written = one_line(number).replace("(0)", "")
    digits = re.sub(r"[^0-9+]", "", written)
    if not re.search(r"[0-9]", digits):
        return ""
    code = re.sub(r"[^0-9+]", "", prefix) if isinstance(prefix, str) else ""
    if code.startswith("+") and not digits.startswith(("+", "00")):
        digits = code + digits.removeprefix("0")
    try:
        parsed = phonenumbers.parse(digits, "FI")
    except phonenumbers.NumberParseException:
        return digits
    if not phonenumbers.is_valid_number(parsed):
        return _unknown_number(digits)
    if parsed.country_code != 358:
        return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL))
    return _finnish(str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL)))


def _unknown_number(digits: str) -> str:
    if digits.startswith("+358"):
        digits = "0" + digits.removeprefix("+358").removeprefix("0")
    return f"{digits[:3]} {digits[3:]}" if len(digits) == 6 and digits.startswith("11") else digits


def _finnish(national: str) -> str:
    area, _, rest = national.partition(" ")
    subscriber = re.sub(r"[^0-9]", "", rest)
    # The City of Helsinki writes its extensions as 310 and five digits.
    city = (3, 5) if area == "09" and subscriber.startswith("310") and len(subscriber) == 8 else ()
    parts, start = [area], 0
    for size in city or _GROUPS.get(len(subscriber), (len(subscriber),)):
        parts.append(subscriber[start : start + size])
        start += size
    return " ".join(part for part in parts if part)


# Electronic addresses

_EMAIL: Final = re.compile(
    r"[A-Za-z0-9._%+'&-]+@[A-Za-z0-9ÅÄÖåäö-]+(?:\.[A-Za-z0-9ÅÄÖåäö-]+)*\.[A-Za-z]{2,24}"
)
_TEMPLATE_EMAIL: Final = re.compile(
    r"^(?:etunimi|fornamn|förnamn|firstname|first\.name|name\.surname)[._@]", re.IGNORECASE
)
_AT_SIGN: Final = re.compile(r"\s*[(\[{]\s*(?:at|@|ät|a)\s*[)\]}]\s*", re.IGNORECASE)
_HOST: Final = re.compile(r"^(?=.{4,253}$)[a-z0-9åäö_-]+(?:\.[a-z0-9åäö_-]+)*\.[a-zåäö0-9-]{2,24}$")


def emails(value: object) -> tuple[str, ...]:
    """Every e-mail address in a text; models such as etunimi.sukunimi@… are no addresses."""
    found = _EMAIL.findall(_AT_SIGN.sub("@", one_line(value)))
    kept = (address.strip(".'") for address in found if not _TEMPLATE_EMAIL.match(address))
    return tuple(dict.fromkeys(address for address in kept if not address.startswith("@")))


def url(value: object) -> str:
    """A web address one can open, with its scheme; empty for anything else."""
    text = one_line(value).strip("<>\"'")
    if re.search(r"\s(?:\(|https?:|www\.)", text):
        text = text.split()[0]
    text = re.sub(r"^(https?)\s*:/{0,3}(?=[^/])", r"\1://", text, count=1, flags=re.IGNORECASE)
    text = re.sub(r"^https?://(?=https?://)", "", text, count=1, flags=re.IGNORECASE)
    if "://" not in text[:12] and re.match(r"^[\wåäö-]+(\.[\wåäö-]+)+(?:[/?#:]|$)", text, re.IGNORECASE):
        text = f"https://{text}"
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
        fine = parts.scheme in ("http", "https") and _HOST.match(host) and not parts.username
        _ = parts.port
    except ValueError:
        return ""
    if not fine or len(text) > 2000 or host.endswith((".localhost", ".local", ".invalid")):
        return ""
    return text.rstrip(".,;").replace(" ", "%20")
