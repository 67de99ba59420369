"""Crisis lines, and the words that bring them up."""

from datetime import date

import pytest

from neuvola_core import crisis, taxonomy

TODAY = date(2026, 11, 22)


def test_danger_to_life_stands_first() -> None:
    first = crisis.lines()[0]
    assert (first.id, first.number) == (crisis.EMERGENCY, "112")


def test_every_line_is_whole() -> None:
    ids = [line.id for line in crisis.lines()]
    assert len(ids) == len(set(ids))
    for line in crisis.lines():
        for text in (line.name, line.hours, line.for_whom):
            assert {"fi", "sv", "en"} <= set(text), line.id
        assert line.number or line.url, line.id
        assert line.languages
        assert line.source
        assert all(taxonomy.needs().get(need).id == need for need in line.needs)


@pytest.mark.parametrize(
    ("language", "number"),
    [
        ("fi", "09 2525 0111"),
        ("sv", "09 2525 0112"),
        ("ar", "09 2525 0113"),
        ("en", "09 2525 0113"),
        ("uk", "09 2525 0114"),
        ("ru", "09 2525 0115"),
        ("so", "09 2525 0111"),
        ("", "09 2525 0111"),
    ],
)
def test_the_helpline_in_the_visitors_language_else_finnish(language: str, number: str) -> None:
    assert crisis.line_for_language(language).number == number


def test_a_line_is_stale_after_ninety_days_or_if_never_checked() -> None:
    line = crisis.line("nollalinja")
    assert line.checked_on is not None
    day = line.checked_on.toordinal()
    assert not crisis.stale(line, date.fromordinal(day + 90))
    assert crisis.stale(line, date.fromordinal(day + 91))
    assert not crisis.stale(line, date.fromordinal(day + 91), days=100)
    assert crisis.stale(crisis.line("tukinainen"), TODAY)


@pytest.mark.parametrize(
    "text",
    [
        "itsemurha",
        "ITSEMURHA-AJATUKSIA",
        "haluan kuolla",
        "en halua elää",
        "en jaksa enää elää",
        "tapan itseni",
        "itsetuhoinen nuori",
        "mies lyö",
        "isäpuoli löi lasta",
        "pelkään puolisoani",
        "hän uhkaa tappaa minut",
        "väkivalta",
        "lahisuhdevakivaltaa",
        "perheväkivallan",
        "raiskattu",
        "turvakotiin",
        "hengenvaarassa",
        "vill inte leva",
        "min man slår mig",
        "våld i hemmet",
        "självmordstankar",
        "I want to kill myself",
        "I don't want to live",
        "my husband hits me",
        "suicidal thoughts",
        "domestic violence",
    ],
)
def test_words_of_danger_are_heard(text: str) -> None:
    assert crisis.speaks_of_danger(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "itsenäinen",
        "itsehoito",
        "tapaaminen",
        "tapaamisoikeus",
        "minulla on tapana itsekseni kävellä",
        "väkivaltatyön koulutus",
        "väkivallan tutkimus",
        "haluan elää täysillä",
        "haluan auttaa",
        "en jaksa enää",
        "puoliso kuoli",
        "kuolinpesän velat",
        "lyödä vetoa",
        "uhkapelit",
        "raskaus",
        "kilpailu",
        "violin lessons",
        "emergency dentist",
        "asumistuki",
    ],
)
def test_other_words_are_not(text: str) -> None:
    assert not crisis.speaks_of_danger(text)


def test_any_text_is_safe() -> None:
    for text in ("\x00" * 1000, "🙂\u202e\ud800", "a" * 100_000, "*$*$", "lyö " * 10_000):
        assert crisis.speaks_of_danger(text) in (True, False)
