"""Makes the sources' texts fit for paper: plain, cut at a sentence, phones unbroken, addresses readable."""

import html
import re
import unicodedata
from urllib.parse import unquote, urlsplit, urlunsplit

NBSP = "\u00a0"
TITLE_LENGTH = 60

_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")
_MARKDOWN_LINK = re.compile(r"\[([^\]\n]{1,300})\]\([^)\s]{1,600}\)")
_MARKDOWN_MARK = re.compile(r"(\*\*|__|`)")
_LINE_MARK = re.compile(r"^\s*(?:#{1,6}\s+|>\s+)")
_BULLET = re.compile(r"^\s*(?:[-*•·▪●◦–]|\u2023)\s+")
_BLANKS = re.compile(r"[ \t\u00a0\u2000-\u200b\u202f\u3000]+")
_SENTENCE_END = re.compile(r"[.!?…][”\"’')\]]*(?=\s|$)")
_ABBREVIATION = re.compile(
    r"\b(?:esim|mm|ts|ns|ym|yms|jne|os|puh|klo|kl|bl\.a|t\.ex|e\.g|i\.e|s|nro|\d{1,2})\.$"
)
_TRACKING = re.compile(r"^(?:utm_[a-z]+|fbclid|gclid|mc_cid|mc_eid|_ga)=", re.IGNORECASE)


def plain_lines(text: str) -> tuple[tuple[str, bool], ...]:
    """The paragraphs of a source's text without any markup, each with whether it is a list's item."""
    unescaped = html.unescape(text).replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
    lines = []
    for raw in _TAG.sub(" ", re.sub(r"(?i)<(?:br|/p|/li|/h\d)\s*/?>", "\n", unescaped)).split("\n"):
        line = _LINE_MARK.sub("", _MARKDOWN_MARK.sub("", _MARKDOWN_LINK.sub(r"\1", raw)))
        is_item = bool(_BULLET.match(line))
        line = _BLANKS.sub(" ", _BULLET.sub("", line)).strip()
        if any(character.isalnum() for character in line):
            lines.append((unicodedata.normalize("NFC", line), is_item))
    return tuple(lines)


def plain(text: str) -> str:
    """A source's text as one paragraph."""
    return " ".join(line for line, _ in plain_lines(text))


def _last_sentence_end(text: str, limit: int) -> int:
    """Where the last sentence that ends within ``limit`` ends; 0 if none does."""
    # One character more is read: whether a blank follows tells a sentence from a number ("9.30").
    for found in reversed(list(_SENTENCE_END.finditer(text[: limit + 1]))):
        if found.end() <= limit and not _ABBREVIATION.search(text[: found.end()].rstrip("”\"’')]")):
            return found.end()
    return 0


def trimmed(text: str, limit: int) -> tuple[str, bool]:
    """The text cut at the last sentence that ends within ``limit``, and whether anything was cut.

    Where the first sentence alone is too long, it is cut after a word and ends in an ellipsis.
    """
    if len(text) <= limit:
        return text, False
    end = _last_sentence_end(text, limit)
    if end >= limit // 4:
        return text[:end], True
    head, blank, _ = text[:limit].rpartition(" ")
    return (head if blank else text[: limit - 1]).rstrip(" ,;:–-") + "…", True


def trimmed_lines(
    lines: tuple[tuple[str, bool], ...], limit: int
) -> tuple[tuple[tuple[str, bool], ...], bool]:
    """As ``trimmed``, over several paragraphs; after the first only whole sentences are taken."""
    kept: list[tuple[str, bool]] = []
    left = limit
    for line, is_item in lines:
        text, was_cut = trimmed(line, left)
        if not was_cut:
            kept.append((text, is_item))
            left -= len(text)
            continue
        if not kept or not text.endswith("…"):
            kept.append((text, is_item))
        while len(kept) > 1 and _is_title(kept[-1]):
            kept.pop()
        return tuple(kept), True
    return tuple(kept), False


def _is_title(line: tuple[str, bool]) -> bool:
    """Whether a line only announces what comes after it."""
    text, is_item = line
    return not is_item and (
        text.endswith(":") or (len(text) <= TITLE_LENGTH and not text.endswith((".", "!", "?", "…")))
    )


def unbroken(number: str) -> str:
    """A phone number that no line end can break."""
    return NBSP.join(number.split())


def with_whole_postcodes(text: str) -> str:
    """A text whose postcodes stay on the line of their town."""
    return re.sub(r"\b(\d{5}) (?=\w)", rf"\1{NBSP}", text)


def web_address(url: str) -> str:
    """The address to open, without what only counts visits; empty for anything but a web page."""
    stripped = "".join(url.split())
    if stripped.lower().startswith("www."):
        stripped = f"https://{stripped}"
    try:
        parts = urlsplit(stripped)
    except ValueError:
        return ""
    if parts.scheme.lower() not in {"http", "https"} or not parts.hostname or "." not in parts.hostname:
        return ""
    query = "&".join(part for part in parts.query.split("&") if part and not _TRACKING.match(part))
    return urlunsplit((parts.scheme.lower(), parts.netloc, parts.path, query, parts.fragment))


def readable_address(url: str) -> str:
    """A web address as one would read it aloud: no scheme, no "www.", no closing slash, letters decoded."""
    shown = re.sub(r"^https?://(?:www\.)?", "", url, flags=re.IGNORECASE).rstrip("/")
    decoded = unquote(shown, errors="strict") if _decodes(shown) else shown
    return shown if any(c.isspace() or not c.isprintable() for c in decoded) else decoded


def _decodes(text: str) -> bool:
    try:
        unquote(text, errors="strict")
    except UnicodeDecodeError:
        return False
    return True
