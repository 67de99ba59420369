"""What people write about opening hours: read right, or kept as a note, never half right."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuvola_core.hours import NOT_KNOWN, Hours, Season
from neuvola_core.hours_lexicon import PUBLIC
from neuvola_core.hours_text import LONGEST, parse, read
from neuvola_core.text import Text

DAYS = ("ma", "ti", "ke", "to", "pe", "la", "su")


def shown(hours: Hours | None) -> str:
    """Hours as one plain line, day by day: "ma 9-16 ti 9-16 | 7.1-7.31 closed"."""
    if hours is None:
        return "-"
    told = []
    for r in hours.regular:
        words = [f"{_season(r.season)}"] if r.season else []
        words += [f"{r.valid_from or ''}..{r.valid_to or ''}"] if r.valid_from or r.valid_to else []
        words += [
            f"{DAYS[o.weekday]} {_clock(o.opens)}-{_clock(o.closes)}{' ' + o.weeks if o.weeks else ''}"
            for o in r.openings
        ]
        flags = {"always": r.always_open, "agreed": r.by_appointment, "closed": r.closed}
        told.append(" ".join([*words, *(flag for flag, is_set in flags.items() if is_set)]))
    told += [f"{e.first}..{e.last} {'closed' if e.closed else _spans(e.spans)}" for e in hours.exceptional]
    told += [f"{h.holiday} {'closed' if h.closed else _spans(h.spans)}" for h in hours.holidays]
    return " | ".join(told)


def _season(season: Season) -> str:
    return "-".join(f"{month}.{day}" for month, day in (season.first, season.last))


def _clock(minutes: int) -> str:
    return f"{minutes // 60}" + (f".{minutes % 60:02d}" if minutes % 60 else "")


def _spans(spans: tuple) -> str:  # type: ignore[type-arg]
    return " ".join(f"{_clock(s.opens)}-{_clock(s.closes)}" for s in spans)


def every(days: str, clock: str) -> str:
    return " ".join(f"{day} {clock}" for day in days.split())


WEEK = "ma ti ke to pe"
OFFICE = every(WEEK, "9-16")
LUNCH = " ".join(f"{day} 8.15-12 {day} 13-16" for day in WEEK.split())

READ = [
    ("fi", "ma-pe 9-16", OFFICE),
    ("fi", "Avoinna ma-to 09-16, pe 10-15", f"{every('ma ti ke to', '9-16')} pe 10-15"),
    ("fi", "ma–pe klo 8.15–12 ja 13–16", LUNCH),
    ("fi", "Avoinna ma-pe 08:15-12, ma-pe 13-16", LUNCH),
    ("fi", "ti 16-17:30", "ti 16-17.30"),
    ("fi", "Ma, ke ja pe klo 9.00–15.00", every("ma ke pe", "9-15")),
    ("fi", "ma/ke/pe 9-15", every("ma ke pe", "9-15")),
    ("fi", "maanantaista perjantaihin 9–16", OFFICE),
    ("fi", "arkisin 9-16 ja viikonloppuisin 10-14", f"{OFFICE} la 10-14 su 10-14"),
    ("fi", "klo 9-16 ma-pe", OFFICE),
    ("fi", "ma 9-12, 13-15, ti 9-12", "ma 9-12 ma 13-15 ti 9-12"),
    ("fi", "torstaisin 9-12 ja 13-15 sekä pe 9-12", "to 9-12 to 13-15 pe 9-12"),
    ("fi", "ma-to 9-16\npe 9-15", f"{every('ma ti ke to', '9-16')} pe 9-15"),
    ("fi", "MA\u2013PE\u00a09\u201316", OFFICE),
    ("fi", "ma \u2013 pe 9\u200b \u2013 16", OFFICE),
    ("fi", "su–ti 10–12", every("ma ti su", "10-12")),
    ("fi", "ma-pe 9.00-16.00.La 10-14", f"{OFFICE} la 10-14"),
    ("fi", "ma-pe 9-16.10.", every(WEEK, "9-16.10")),
    # Round the clock, and over midnight.
    ("fi", "joka päivä ympäri vuorokauden", "always"),
    ("fi", "24/7", "always"),
    ("fi", "Palvelu saatavilla ma-pe ympäri vuorokauden", every(WEEK, "0-24")),
    ("fi", "ma 0-24", "ma 0-24"),
    ("fi", "ma 16-00", "ma 16-24"),
    ("fi", "pe 20-02", "pe 20-26"),
    ("fi", "pe–la klo 22–4", "pe 22-28 la 22-28"),
    ("fi", "ma 02-04", "ma 2-4"),
    # Weeks.
    ("fi", "parilliset viikot ti 10-12", "ti 10-12 even"),
    ("fi", "parittomien viikkojen keskiviikko 14–16", "ke 14-16 odd"),
    ("fi", "parilliset viikot ti 10-12, parittomat viikot ke 14-16", "ti 10-12 even ke 14-16 odd"),
    ("fi", "parilliset viikot: ti 10-12, to 9-11", "ti 10-12 even to 9-11 even"),
    ("fi", "ma 9-12, ti 10–12 (parilliset viikot)", "ma 9-12 ti 10-12 even"),
    ("fi", "ti 10–12 parillisina viikkoina", "ti 10-12 even"),
    # Seasons, dates and closures.
    ("fi", "syys–toukokuu ma 17–19", "9.1-5.31 ma 17-19"),
    ("fi", "syyskuusta toukokuuhun maanantaisin klo 17–19", "9.1-5.31 ma 17-19"),
    ("fi", "1.6.–31.8. ma–pe 9–16", f"6.1-8.31 {OFFICE}"),
    ("fi", "heinäkuussa suljettu", "7.1-7.31 closed"),
    ("fi", "ma-pe 9-16, heinäkuussa suljettu", f"{OFFICE} | 7.1-7.31 closed"),
    ("fi", "ma–pe 9–16, kesä–elokuussa ti 10–14", f"{OFFICE} | 6.1-8.31 ti 10-14"),
    ("fi", "Avoinna alkaen 16.8.2025 ma-pe 09-16", f"2025-08-16.. {OFFICE}"),
    ("fi", "1.9.2026–31.5.2027 ma 17–19", "2026-09-01..2027-05-31 ma 17-19"),
    ("fi", "ma-pe 9-16, la-su suljettu", OFFICE),
    ("fi", "joka päivä 9-16, la-su suljettu", OFFICE),
    (
        "fi",
        "ma-ti 08:15-16, Suljettu ti 13-14",
        "ma 8.15-16 ti 8.15-13 ti 14-16",
    ),
    ("fi", "24.–26.12.2026 suljettu", "2026-12-24..2026-12-26 closed"),
    ("fi", "ma-pe 9-16; 24.12.2026 9-12", f"{OFFICE} | 2026-12-24..2026-12-24 9-12"),
    ("fi", "suljettu toistaiseksi", "closed"),
    ("fi", "ma–pe 9–16, jouluaattona 9–12", f"{OFFICE} | ChristmasEve 9-12"),
    (
        "fi",
        "ma–pe 9–16. Jouluaattona ja juhannusaattona suljettu.",
        f"{OFFICE} | ChristmasEve closed | MidsummerEve closed",
    ),
    (
        "fi",
        "ma–pe 9–16, la–su ja pyhinä suljettu",
        " | ".join([OFFICE, *(f"{holiday} closed" for holiday in PUBLIC)]),
    ),
    # By appointment.
    ("fi", "ajanvarauksella", "agreed"),
    ("fi", "Avoinna sopimuksen mukaan.", "agreed"),
    ("fi", "ma 9-12 ajanvarauksella", "ma 9-12 agreed"),
    ("fi", "Ajanvarauksella ma 9-12, ti 10-12", "ma 9-12 ti 10-12 agreed"),
    ("fi", "ma 9-12, ti 13-15 (ajanvarauksella)", "ma 9-12 | ti 13-15 agreed"),
    ("fi", "ma 9-12, muina aikoina ajanvarauksella", "ma 9-12 | agreed"),
    # Swedish and English.
    ("sv", "mån-fre 09-16", OFFICE),
    ("sv", "Öppet dygnet runt varje dag", "always"),
    ("sv", "mån.–fre. kl. 9–16", OFFICE),
    ("sv", "må–fr 9–16, lö–sö stängt", OFFICE),
    ("sv", "jämna veckor tisdag 10–12", "ti 10-12 even"),
    ("sv", "september–maj mån 17–19", "9.1-5.31 ma 17-19"),
    ("en", "Mon-Fri 9am-4pm", OFFICE),
    ("en", "Mon - Fri 9 a.m. - 4 p.m.", OFFICE),
    ("en", "Monday to Friday from 9 am to 4 pm", OFFICE),
    ("en", "Open every day around the clock", "always"),
    ("en", "Mon 1-4pm", "ma 13-16"),
    ("en", "Mon 9am-noon", "ma 9-12"),
    ("en", "Sat 10pm-2am", "la 22-26"),
    ("en", "Open from 16 Aug 2025 Mon-Fri 09-16", f"2025-08-16.. {OFFICE}"),
    ("en", "Mon–Fri 9:00–16:00, closed in July", f"{OFFICE} | 7.1-7.31 closed"),
    # The language is not the one that was said.
    ("fi", "Mon-Fri 9am-4pm", OFFICE),
    ("en", "ma-pe 9-16", OFFICE),
]


@pytest.mark.parametrize(("language", "text", "expected"), READ, ids=[row[1] for row in READ])
def test_what_people_write_is_read(language: str, text: str, expected: str) -> None:
    assert shown(read(text, language)) == expected
    assert parse(text, language).note == Text()


NOT_READ = [
    # Not understood.
    ("fi", "Lukuvuosina."),
    ("fi", "Avoinna ma-pe. Lukuvuosina."),
    ("fi", "Avoinna ma-pe 10-10:15. Ajallinen saatavuus: Syötetty kalenterimuodossa."),
    ("fi", "Avoinna joka päivä. Päivystysapu palvelee vuorokauden ympäri."),
    ("fi", "ma-pe 9-16 puh. 09 123 4567"),
    ("fi", "ma-pe 9-16, paitsi ti 9-12"),
    ("fi", "joka toinen ti 10-12"),
    ("fi", "kuukauden ensimmäinen maanantai 10–12"),
    ("fi", "ma-pe 9-16, lounas 11-12"),
    ("en", "Health station in general open Monday - Friday from 8 am to 16 pm."),
    # Days with no times, times with no days, times with no end.
    ("fi", "Avoinna joka päivä"),
    ("fi", "ma-pe"),
    ("fi", "9-16"),
    ("fi", "Palvelu saatavilla joka päivä 00-"),
    ("fi", "ma klo 9 alkaen"),
    ("fi", "la-su suljettu"),
    ("fi", "Palvelu ei saatavilla joka päivä ympäri vuorokauden"),
    # Two ways to understand it.
    ("fi", "ma-pe 9-16, pe 9-14"),
    ("fi", "parilliset viikot ti 10-12, to 9-11"),
    ("fi", "ma 9-12, ti 10–12 parillisina viikkoina"),
    ("fi", "ma-pe 9-12, ti 13-15 ajanvarauksella"),
    ("fi", "ma-pe 9-12, ajanvarauksella"),
    ("fi", "Ma-pe 9-12. Ajanvarauksella."),
    ("fi", "ma–pe 9–16, kesä–elokuussa ma–pe 10–14, la 10-12"),
    ("fi", "24.12. suljettu"),
    ("fi", "24.–26.12. suljettu"),
    ("fi", "ma 9-5"),
    ("fi", "ma 12-5"),
    ("fi", "ma 2-4"),
    ("en", "Mon-Fri 9-5"),
    ("en", "Sun 6-8"),
    ("en", "Mon 8-10"),
    ("en", "Mon-Fri 9-4pm"),
    ("en", "Mon-Fri 9am-4"),
    ("en", "Mon 9-13pm"),
    # Senseless.
    ("fi", "ma 9-25"),
    ("fi", "ma 9.75-12"),
    ("fi", "ma 9-9"),
    ("fi", "ma-ma 9-12"),
    ("fi", "ma, ma 9-12"),
    ("fi", "ma 13-8.15."),
    ("fi", "31.2.2026 suljettu"),
    ("fi", "1.9.2026–31.5.2025 ma 9-12"),
    ("fi", "ma 9-12,"),
    ("fi", "ma 9-12 ("),
    ("fi", "9-12 " * LONGEST),
]


@pytest.mark.parametrize(("language", "text"), NOT_READ, ids=[row[1][:50] for row in NOT_READ])
def test_what_is_not_clear_is_kept_as_it_is(language: str, text: str) -> None:
    assert parse(text, language) == Hours(note=Text({language: text}))


@pytest.mark.parametrize("text", ["", "  ", ".", "–", "\u200b"])
def test_nothing_written_is_nothing_known(text: str) -> None:
    assert parse(text) == NOT_KNOWN


@given(st.text(max_size=60), st.sampled_from(["fi", "sv", "en", "xx"]))
def test_any_text_is_safe(text: str, language: str) -> None:
    hours = parse(text, language)
    assert hours == NOT_KNOWN or hours.is_stated


PIECES = st.sampled_from(
    [
        *(
            "ma",
            "ti",
            "ke-pe",
            "su",
            ".",
            ",",
            ";",
            ":",
            "-",
            "(",
            ")",
            "9",
            "16",
            "9-16",
            "13.30",
            "9.00-12",
        ),
        *(
            "klo",
            "ja",
            "joka päivä",
            "suljettu",
            "avoinna",
            "heinäkuussa",
            "syys",
            "toukokuu",
            "asti",
            "sekä",
        ),
        *("parilliset viikot", "ajanvarauksella", "muina aikoina ajanvarauksella", "alkaen", "1.9.2026"),
        *("24.-26.12.2026", "1.6.-31.8.", "pyhinä", "jouluaattona", "ympäri vuorokauden", "arkisin"),
    ]
)


@given(st.lists(PIECES, max_size=14).map(" ".join))
def test_any_words_of_the_trade_are_safe(text: str) -> None:
    hours = parse(text)
    assert hours == NOT_KNOWN or hours.is_stated
    for regular in hours.regular:
        assert all(0 <= o.opens < 1440 and o.opens < o.closes <= 2880 for o in regular.openings)


def _availability(folder: Path) -> Iterator[Mapping[str, str]]:
    """What every service, and every channel of an errand, in the Helsinki register says of its hours."""
    for file in ("services.json", "errandservices.json"):
        for record in json.loads((folder / file).read_text(encoding="utf-8")):
            told: dict[object, dict[str, str]] = {}
            for language in ("fi", "sv", "en"):
                body = record[language] or {}
                for one in (body, *body.get("channels", ())):
                    if one.get("availability_summary"):
                        told.setdefault(one["id"], {})[language] = one["availability_summary"]
            yield from told.values()


@pytest.mark.shared
def test_the_helsinki_register_is_mostly_read(shared: Path) -> None:
    records = list(_availability(shared / "data" / "helsinki-register"))
    texts = [(language, text) for record in records for language, text in record.items()]
    unread = [text for language, text in texts if read(text, language) is None]
    assert len(texts) > 500
    assert len(unread) / len(texts) < 0.2
    # What the register itself has made of days and times is read, all of it.
    made = re.compile(r"(?:Avoinna|Öppet|Open|Palvelu saatavilla) (?:\S+ )*\d\d(?::\d\d)?-\d\d(?::\d\d)?[.]?")
    assert [text for text in unread if made.fullmatch(text)] == []


@pytest.mark.shared
def test_the_languages_of_the_helsinki_register_say_the_same(shared: Path) -> None:
    compared = 0
    for record in _availability(shared / "data" / "helsinki-register"):
        found = {shown(read(text, lang)) for lang, text in record.items() if read(text, lang)}
        compared += len(record) > 1
        assert len(found) <= 1, record
    assert compared > 100
