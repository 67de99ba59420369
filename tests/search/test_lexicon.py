"""The lay lexicon: its files are in order, and what people say leads to the right need."""

from collections import Counter
from pathlib import Path

import pytest

from neuvola_core.taxonomy import needs
from neuvola_search.analysis import Analyser
from neuvola_search.lexicon import Lexicon
from neuvola_search.lexicon_source import LANGUAGES, LexiconLineError, Topic, read_topics, topics
from neuvola_search.lexicon_table import TABLE, edition, make
from neuvola_search.morphology import finnish


@pytest.fixture(scope="module")
def analyser() -> Analyser:
    return Analyser(finnish())


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon()


@pytest.fixture(scope="module")
def every() -> list[Topic]:
    return list(topics())


def test_every_need_has_its_file_and_every_file_its_need(every: list[Topic]) -> None:
    folder = TABLE.parent / "lexicon"
    assert {file.stem for file in folder.glob("*.txt")} == {term.id for term in needs().terms}
    assert {topic.need for topic in every} == {term.id for term in needs().terms}


def test_topics_are_named_once_in_a_need_and_say_what_their_services_are_called(every: list[Topic]) -> None:
    assert [name for name, count in Counter(topic.id for topic in every).items() if count > 1] == []
    nameless = [topic.id for topic in every if not any(lang == "fi" for lang, _ in topic.services)]
    assert nameless == []


def test_every_need_says_who_helps_where_nobody_offers_its_own_service(every: list[Topic]) -> None:
    first = {topic.need: topic for topic in reversed(every)}
    assert [need for need, topic in first.items() if not topic.otherwise] == []


def test_there_are_thousands_of_expressions_in_every_language(every: list[Topic]) -> None:
    counts = Counter(one.language for topic in every for one in topic.expressions)
    assert counts["fi"] > 8_000
    assert min(counts[language] for language in LANGUAGES) > 2_000


def test_expressions_are_short_clean_and_not_said_twice_in_a_need(every: list[Topic]) -> None:
    said = Counter((t.need, one.language, one.text.casefold()) for t in every for one in t.expressions)
    assert [key for key, count in said.items() if count > 1] == []
    texts = [one.text for topic in every for one in topic.expressions]
    assert [text for text in texts if len(text) > 90 or "  " in text or not text.isprintable()] == []


@pytest.mark.parametrize("said", ["onko se", "ja tai", "what do you have", "jag vill", "en ole", "mä en"])
def test_words_that_everything_is_said_with_speak_of_nothing(
    lexicon: Lexicon, analyser: Analyser, said: str
) -> None:
    assert [one for one in lexicon.spoken(analyser.query(said)) if one.sure > 0.7] == []


@pytest.mark.parametrize(
    ("line", "place"),
    [("rahat loppu", "velat:1"), ("topic Iso Kirjain", "velat:1"), ("topic a\nilman kieltä", "velat:2")],
)
def test_a_line_out_of_place_is_told_with_its_place(line: str, place: str) -> None:
    with pytest.raises(LexiconLineError, match=place):
        read_topics("velat", line)


def test_the_table_is_made_of_these_files_by_this_analyser(analyser: Analyser, lexicon: Lexicon) -> None:
    assert lexicon.edition == edition(analyser)


def test_a_table_is_made_whole_and_answers(tmp_path: Path) -> None:
    path = tmp_path / "lexicon.table"
    plain = Analyser()
    make(path, plain)
    assert [file.name for file in tmp_path.iterdir()] == ["lexicon.table"]
    spoken = Lexicon(path).spoken(plain.query("velka"))
    assert spoken[0].need == "velat"


def test_without_a_table_the_lexicon_knows_nothing(tmp_path: Path, analyser: Analyser) -> None:
    nothing = Lexicon(tmp_path / "missing.table")
    assert nothing.spoken(analyser.query("velka")) == ()
    assert (nothing.topics, nothing.recall("velka"), list(nothing.names())) == ((), None, [])


@pytest.mark.parametrize(
    ("said", "need"),
    [
        ("tili tyhjä", "rahat_eivat_riita"),
        ("mies lyö", "vakivalta"),
        ("lyökö mies", "vakivalta"),
        ("en pärjää enää yksin kotona", "kotiin_apua"),
        ("neuvola", "raskaus_ja_vauva"),
        ("perheneuvola", "lapsiperheen_arki"),
        ("työkkäriin", "tyo"),
        ("haluan kuolla", "itsemurha_ajatukset"),
        ("ei ole kavereita", "yksinaisyys"),
        ("pengarna är slut", "rahat_eivat_riita"),
        ("jag är ensam", "yksinaisyys"),
        ("my husband beats me", "vakivalta"),
        ("I lost my job", "tyottomyysturva"),
    ],
)
def test_what_people_say_leads_to_the_need(
    lexicon: Lexicon, analyser: Analyser, said: str, need: str
) -> None:
    assert need in [one.need for one in lexicon.spoken(analyser.query(said))[:3]]


def test_a_misspelt_word_is_a_guess(lexicon: Lexicon, analyser: Analyser) -> None:
    [*guesses] = lexicon.spoken(analyser.query("toimeentulotkui"))
    assert guesses[0].need == "rahat_eivat_riita"
    assert all(one.guess for one in guesses)
    assert not any(one.words for one in guesses if one.words and not one.guess)


def test_the_lexicon_remembers_what_the_dictionary_told(lexicon: Lexicon, analyser: Analyser) -> None:
    assert lexicon.recall("velat") == analyser.form("velat", "fi").reading
    assert lexicon.recall("qwerty") is None


@pytest.mark.parametrize(
    ("said", "need"),
    [
        ("hammasproteesikorjaaja", "hampaat"),
        ("velkakurjuus", "velat"),
        ("koulukiusaamisasia", "koulu"),
        ("rollaattorinkorjaus", "apuvalineet"),
    ],
)
def test_a_compound_that_nobody_wrote_down_leans_where_its_parts_do(
    lexicon: Lexicon, analyser: Analyser, said: str, need: str
) -> None:
    assert need in [one.need for one in lexicon.spoken(analyser.query(said + " "))[:3]]


def test_a_slip_beside_a_known_word_is_heard_as_what_was_meant(lexicon: Lexicon, analyser: Analyser) -> None:
    spoken = lexicon.spoken(analyser.query("vuojra rästissä "))
    assert spoken[0].need == "asumisen_kulut"
    assert not any(one.guess for one in spoken)
    assert "vuojra" not in {word.typed for one in spoken for word in one.words}


def test_what_is_typed_letter_by_letter_is_heard_as_what_is_typed_at_once(analyser: Analyser) -> None:
    typed = "maksamattomat laskut"
    letters = Lexicon()
    for length in range(1, len(typed)):
        letters.spoken(analyser.query(typed[:length]))
    assert letters.spoken(analyser.query(typed)) == Lexicon().spoken(analyser.query(typed))
