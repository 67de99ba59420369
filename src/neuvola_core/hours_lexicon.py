"""The words people write opening hours with, and the cutting of a text into them.

A word that is not here makes the whole text unread: that keeps ``hours_text`` from reading half of one.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Final

from neuvola_core.calendar import Holiday
from neuvola_core.hours_dates import DAY, DAY_IN_WORDS, RANGE, Dates, dates_of

Value = int | str | tuple[int, ...] | tuple[Holiday, ...] | Dates | None


class Kind(StrEnum):
    """What a piece of the text does."""

    NUMBER = "number"
    DATES = "dates"
    MARK = "mark"
    DAY = "day"
    DAY_FROM = "day-from"
    DAY_TO = "day-to"
    DAYS = "days"
    MONTH = "month"
    MONTH_FROM = "month-from"
    MONTH_TO = "month-to"
    MONTH_STEM = "month-stem"
    HOLIDAYS = "holidays"
    OPEN = "open"
    CLOSED = "closed"
    CLOCK = "clock"
    AROUND = "around"
    WEEKS = "weeks"
    APPOINTMENT = "appointment"
    ELSE_APPOINTMENT = "else-appointment"
    FROM = "from"
    UNTIL = "until"
    TO = "to"
    AND = "and"
    EACH = "each"
    IN = "in"
    FURTHER = "further"
    HALF = "half"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class Piece:
    """A word, number or mark with what it means."""

    kind: Kind
    value: Value = None
    text: str = ""


Lexicon = Mapping[str, Piece]
EVERY_DAY: Final = tuple(range(7))
WORKING_DAYS: Final = tuple(range(5))
WEEKEND: Final = (5, 6)
PUBLIC: Final = tuple(holiday for holiday in Holiday if holiday.is_public)
EVES: Final = tuple(holiday for holiday in Holiday if holiday.is_short)

_FI_DAYS: Final = ("maanantai", "tiistai", "keskiviikko", "torstai", "perjantai", "lauantai", "sunnuntai")
_FI_MONTHS: Final = (
    *("tammi", "helmi", "maalis", "huhti", "touko", "kesä"),
    *("heinä", "elo", "syys", "loka", "marras", "joulu"),
)
_SV_DAYS: Final = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")
_SV_MONTHS: Final = (
    *("januari", "februari", "mars", "april", "maj", "juni"),
    *("juli", "augusti", "september", "oktober", "november", "december"),
)
_EN_DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_EN_MONTHS: Final = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)


def _table(*rows: tuple[Kind, Value, str]) -> dict[str, Piece]:
    """Rows of (kind, value, phrases parted by "|")."""
    return {
        phrase: Piece(kind, value, phrase) for kind, value, phrases in rows for phrase in phrases.split("|")
    }


def _indexed(kind: Kind, phrases: Iterable[str], first: int = 0) -> list[tuple[Kind, Value, str]]:
    return [(kind, n, phrase) for n, phrase in enumerate(phrases, first)]


_FI = _table(
    *_indexed(Kind.DAY, ("ma", "ti", "ke", "to", "pe", "la", "su")),
    *_indexed(Kind.DAY, (f"{d}|{d}na|{d}sin|{d}isin|{d}n|{d}t" for d in _FI_DAYS)),
    *_indexed(Kind.DAY_FROM, (f"{d}sta" for d in _FI_DAYS)),
    *_indexed(Kind.DAY_TO, (f"{d}hin|{d}on" for d in _FI_DAYS)),
    *_indexed(Kind.MONTH, (f"{m}kuu|{m}kuussa|{m}kuun|{m}kuuta" for m in _FI_MONTHS), 1),
    *_indexed(Kind.MONTH_FROM, (f"{m}kuusta" for m in _FI_MONTHS), 1),
    *_indexed(Kind.MONTH_TO, (f"{m}kuuhun" for m in _FI_MONTHS), 1),
    *_indexed(Kind.MONTH_STEM, _FI_MONTHS, 1),
    (Kind.DAYS, EVERY_DAY, "joka päivä|päivittäin|kaikkina päivinä|viikon jokaisena päivänä"),
    (Kind.DAYS, WORKING_DAYS, "arkisin|arkipäivisin|joka arkipäivä|arkipäivinä|arkena|arkipäivät"),
    (Kind.DAYS, WEEKEND, "viikonloppuisin|viikonloppuna|viikonloput"),
    (Kind.OPEN, None, "avoinna|auki|avoin|aukiolo|aukioloaika|aukioloajat|palvelu saatavilla|palveluajat"),
    (Kind.OPEN, None, "palveluaika|olemme avoinna|olemme auki|palvelemme|on avoinna|on auki"),
    (Kind.CLOSED, None, "suljettu|kiinni|palvelu ei saatavilla|ei avoinna|on suljettu|olemme suljettuna"),
    (Kind.CLOSED, None, "suljettuna"),
    (Kind.CLOCK, None, "klo|kello|kl"),
    (Kind.AROUND, None, "ympäri vuorokauden|vuorokauden ympäri|24 tuntia vuorokaudessa"),
    (
        Kind.WEEKS,
        "even",
        "parilliset viikot|parillisten viikkojen|parillisina viikkoina|parillisilla viikoilla",
    ),
    (Kind.WEEKS, "even", "parillisen viikon|parillisella viikolla|parillisena viikkona|parillinen viikko"),
    (Kind.WEEKS, "odd", "parittomat viikot|parittomien viikkojen|parittomina viikkoina"),
    (Kind.WEEKS, "odd", "parittoman viikon|parittomalla viikolla|parittomana viikkona|pariton viikko"),
    (Kind.WEEKS, "odd", "parittomilla viikoilla"),
    (Kind.APPOINTMENT, None, "ajanvarauksella|ajanvarauksen mukaan|vain ajanvarauksella|sopimuksen mukaan"),
    (Kind.APPOINTMENT, None, "ajanvaraus|varaa aika|sovittaessa"),
    (Kind.ELSE_APPOINTMENT, None, "muina aikoina ajanvarauksella|muulloin ajanvarauksella"),
    (Kind.ELSE_APPOINTMENT, None, "muuten ajanvarauksella|muina aikoina sopimuksen mukaan"),
    (Kind.ELSE_APPOINTMENT, None, "tai ajanvarauksella|tai sopimuksen mukaan|muulloin sopimuksen mukaan"),
    (Kind.FROM, None, "alkaen|lähtien"),
    (Kind.UNTIL, None, "asti|saakka"),
    (Kind.AND, None, "ja|sekä"),
    (Kind.EACH, None, "joka"),
    (Kind.FURTHER, None, "toistaiseksi"),
    (Kind.HOLIDAYS, PUBLIC, "pyhinä|arkipyhinä|pyhäpäivinä|juhlapyhinä|pyhät|arkipyhät|pyhäpäivät"),
    (Kind.HOLIDAYS, EVES, "aattoina|juhlapyhien aattoina|aatot"),
    (Kind.HOLIDAYS, (Holiday.NEW_YEAR_DAY,), "uudenvuodenpäivänä|uudenvuodenpäivä"),
    (Kind.HOLIDAYS, (Holiday.EPIPHANY,), "loppiaisena|loppiainen"),
    (Kind.HOLIDAYS, (Holiday.MAUNDY_THURSDAY,), "kiirastorstaina|kiirastorstai"),
    (Kind.HOLIDAYS, (Holiday.GOOD_FRIDAY,), "pitkäperjantaina|pitkäperjantai"),
    (Kind.HOLIDAYS, (Holiday.EASTER_SUNDAY,), "pääsiäispäivänä|pääsiäispäivä"),
    (Kind.HOLIDAYS, (Holiday.EASTER_MONDAY,), "toisena pääsiäispäivänä|2. pääsiäispäivänä|2. pääsiäispäivä"),
    (Kind.HOLIDAYS, (Holiday.MAY_DAY_EVE,), "vappuaattona|vapunaattona|vappuaatto|vapunaatto"),
    (Kind.HOLIDAYS, (Holiday.MAY_DAY,), "vappuna|vapunpäivänä|vapunpäivä"),
    (Kind.HOLIDAYS, (Holiday.ASCENSION_DAY,), "helatorstaina|helatorstai"),
    (Kind.HOLIDAYS, (Holiday.WHIT_SUNDAY,), "helluntaina|helluntaipäivänä|helluntai"),
    (Kind.HOLIDAYS, (Holiday.MIDSUMMER_EVE,), "juhannusaattona|juhannusaatto"),
    (Kind.HOLIDAYS, (Holiday.MIDSUMMER_DAY,), "juhannuspäivänä|juhannuspäivä"),
    (Kind.HOLIDAYS, (Holiday.ALL_SAINTS_DAY,), "pyhäinpäivänä|pyhäinpäivä"),
    (Kind.HOLIDAYS, (Holiday.INDEPENDENCE_DAY,), "itsenäisyyspäivänä|itsenäisyyspäivä"),
    (Kind.HOLIDAYS, (Holiday.CHRISTMAS_EVE,), "jouluaattona|jouluaatto"),
    (Kind.HOLIDAYS, (Holiday.CHRISTMAS_DAY,), "joulupäivänä|joulupäivä"),
    (Kind.HOLIDAYS, (Holiday.SECOND_DAY_OF_CHRISTMAS,), "tapaninpäivänä|tapaninpäivä"),
    (Kind.HOLIDAYS, (Holiday.NEW_YEAR_EVE,), "uudenvuodenaattona|uudenvuodenaatto"),
)
_SV = _table(
    *_indexed(Kind.DAY, ("må|mån", "ti|tis", "on|ons", "to|tor|tors", "fr|fre", "lö|lör", "sö|sön")),
    *_indexed(Kind.DAY, (f"{d}|{d}ar|{d}arna|{d}en|på {d}ar" for d in _SV_DAYS)),
    *_indexed(Kind.MONTH, _SV_MONTHS, 1),
    *_indexed(Kind.MONTH, ("jan", "feb", "mar", "apr", "maj", "jun"), 1),
    *_indexed(Kind.MONTH, ("jul", "aug", "sep", "okt", "nov", "dec"), 7),
    (Kind.DAYS, EVERY_DAY, "varje dag|dagligen|alla dagar|alla veckodagar"),
    (Kind.DAYS, WORKING_DAYS, "vardagar|på vardagar|varje vardag"),
    (Kind.DAYS, WEEKEND, "veckoslut|på veckoslut|under veckoslut"),
    (Kind.OPEN, None, "öppet|öppen|öppettider|öppettid|tjänsten tillgänglig|vi har öppet|öppna"),
    (Kind.CLOSED, None, "stängt|stängd|tjänsten inte tillgänglig|tjänsten ej tillgänglig"),
    (Kind.CLOCK, None, "kl|klockan"),
    (Kind.AROUND, None, "dygnet runt"),
    (Kind.WEEKS, "even", "jämna veckor|under jämna veckor|jämn vecka"),
    (Kind.WEEKS, "odd", "udda veckor|ojämna veckor|under udda veckor|udda vecka"),
    (Kind.APPOINTMENT, None, "enligt överenskommelse|med tidsbokning|med tidsbeställning|tidsbokning"),
    (Kind.APPOINTMENT, None, "endast med tidsbokning|genom tidsbokning|tidsbeställning"),
    (Kind.ELSE_APPOINTMENT, None, "övriga tider enligt överenskommelse|övriga tider med tidsbokning"),
    (Kind.ELSE_APPOINTMENT, None, "eller enligt överenskommelse|eller med tidsbokning"),
    (Kind.FROM, None, "från|från och med|fr o m|från den|fr.o.m"),
    (Kind.UNTIL, None, "till och med|t o m|t.o.m"),
    (Kind.TO, None, "till"),
    (Kind.AND, None, "och|samt"),
    (Kind.EACH, None, "varje"),
    (Kind.IN, None, "i"),
    (Kind.FURTHER, None, "tills vidare"),
    (Kind.HOLIDAYS, PUBLIC, "helgdagar|på helgdagar|söckenhelger"),
    (Kind.HOLIDAYS, (Holiday.CHRISTMAS_EVE,), "julafton|på julafton"),
    (Kind.HOLIDAYS, (Holiday.MIDSUMMER_EVE,), "midsommarafton|på midsommarafton"),
    (Kind.HOLIDAYS, (Holiday.MAY_DAY_EVE,), "valborgsmässoafton|på valborgsmässoafton"),
    (Kind.HOLIDAYS, (Holiday.NEW_YEAR_EVE,), "nyårsafton|på nyårsafton"),
    (Kind.HOLIDAYS, (Holiday.MAUNDY_THURSDAY,), "skärtorsdag|på skärtorsdagen|skärtorsdagen"),
    (Kind.HOLIDAYS, (Holiday.INDEPENDENCE_DAY,), "självständighetsdagen|på självständighetsdagen"),
)
_EN = _table(
    *_indexed(Kind.DAY, ("mon", "tue|tues", "wed", "thu|thur|thurs", "fri", "sat", "sun")),
    *_indexed(Kind.DAY, (f"{d}|{d}s|on {d}|on {d}s" for d in _EN_DAYS)),
    *_indexed(Kind.MONTH, _EN_MONTHS, 1),
    *_indexed(Kind.MONTH, ("jan", "feb", "mar", "apr", "may", "jun"), 1),
    *_indexed(Kind.MONTH, ("jul", "aug", "sep|sept", "oct", "nov", "dec"), 7),
    (Kind.DAYS, EVERY_DAY, "every day|daily|all days|seven days a week|7 days a week"),
    (Kind.DAYS, WORKING_DAYS, "weekdays|on weekdays|every weekday"),
    (Kind.DAYS, WEEKEND, "weekends|on weekends|at weekends"),
    (Kind.OPEN, None, "open|opening hours|opening times|hours|service available|we are open|office hours"),
    (Kind.CLOSED, None, "closed|service not available|service unavailable"),
    (Kind.CLOCK, None, "at"),
    (Kind.AROUND, None, "around the clock|round the clock|24 hours|24 hours a day"),
    (Kind.WEEKS, "even", "even weeks|in even weeks|on even weeks|even-numbered weeks"),
    (Kind.WEEKS, "odd", "odd weeks|in odd weeks|on odd weeks|odd-numbered weeks"),
    (Kind.APPOINTMENT, None, "by appointment|by appointment only|with an appointment"),
    (
        Kind.ELSE_APPOINTMENT,
        None,
        "other times by appointment|at other times by appointment|or by appointment",
    ),
    (Kind.ELSE_APPOINTMENT, None, "otherwise by appointment"),
    (Kind.FROM, None, "from"),
    (Kind.UNTIL, None, "until"),
    (Kind.TO, None, "to|through"),
    (Kind.AND, None, "and"),
    (Kind.EACH, None, "every"),
    (Kind.IN, None, "in"),
    (Kind.FURTHER, None, "until further notice"),
    (Kind.HALF, 0, "am"),
    (Kind.HALF, 12, "pm"),
    (Kind.TIME, 720, "noon"),
    (Kind.TIME, 1440, "midnight"),
    (Kind.HOLIDAYS, PUBLIC, "public holidays|on public holidays|bank holidays|on bank holidays"),
    (Kind.HOLIDAYS, (Holiday.CHRISTMAS_EVE,), "christmas eve|on christmas eve"),
    (Kind.HOLIDAYS, (Holiday.MIDSUMMER_EVE,), "midsummer eve|on midsummer eve"),
    (Kind.HOLIDAYS, (Holiday.NEW_YEAR_EVE,), "new year's eve|on new year's eve"),
    (Kind.HOLIDAYS, (Holiday.INDEPENDENCE_DAY,), "independence day|on independence day"),
)
_SHARED = _table((Kind.AROUND, None, "24/7"), (Kind.AROUND, None, "24h"), (Kind.AROUND, None, "24 h"))
LEXICONS: Final[Mapping[str, Lexicon]] = {
    "fi": {**_SHARED, **_FI},
    "sv": {**_SHARED, **_SV},
    "en": {**_SHARED, **_EN},
}

_DASHES: Final = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
_INVISIBLE: Final = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")
_MARKS: Final = "-,;.:()/&+"


def plain(text: str) -> str:
    """Lower case, one kind of dash and space, nothing invisible; a line break ends a sentence."""
    text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)).translate(_DASHES).lower()
    text = re.sub(r"\b([ap])\.\s?m\.?(?!\w)", r"\1m", text.replace("\u2019", "'"))
    text = re.sub(r"(?<=\d)([ap]m)\b", r" \1", text)
    return re.sub(r"[^\S;]+", " ", re.sub(r"\s*[\r\n]+\s*", "; ", text.strip())).strip()


@cache
def _months(language: str) -> Mapping[str, int]:
    pieces = LEXICONS[language].items()
    return {word: p.value for word, p in pieces if p.kind is Kind.MONTH and isinstance(p.value, int)}


@cache
def _pattern(language: str) -> re.Pattern[str]:
    words = "|".join(re.escape(phrase) for phrase in sorted(LEXICONS[language], key=len, reverse=True))
    months = "|".join(sorted(_months(language), key=len, reverse=True))
    dates = f"{RANGE}|{DAY}|{DAY_IN_WORDS.replace('MONTHS', months)}"
    return re.compile(
        rf"{dates}|(?P<word>(?:{words})(?![^\W_]))|(?P<number>\d+(?:[.:]\d+)*)|(?P<mark>[{_MARKS}])"
    )


def cut(text: str, language: str) -> tuple[Piece, ...] | None:
    """The pieces of a plain text, or None where a word is not in the lexicon."""
    pieces: list[Piece] = []
    at = 0
    while at < len(text):
        if text[at] == " ":
            at += 1
            continue
        found = _pattern(language).match(text, at)
        if found is None:
            return None
        at = found.end()
        if found["word"]:
            pieces.append(LEXICONS[language][found["word"]])
        elif found["number"]:
            pieces.append(Piece(Kind.NUMBER, None, found["number"]))
        elif found["mark"]:
            pieces.append(Piece(Kind.MARK, None, found["mark"]))
        else:
            pieces.append(Piece(Kind.DATES, dates_of(found, _months(language)), found[0]))
    return tuple(pieces)
