import pytest

from neuvola_search.analysis import QUERY_WORDS, Analyser, plain, tokens
from neuvola_search.morphology import Analysis, Part


class OneWord:
    """A dictionary that knows ``velkaneuvonnan`` and counts what it is asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def analyse(self, word: str) -> tuple[Analysis, ...]:
        self.asked.append(word)
        if word != "velkaneuvonnan":
            return ()
        return (Analysis((Part(("velka",), "velka"), Part(("neuvonta", "neuvoa"), "neuvonta"))),)


def test_hyphenated_words_stay_together_and_come_apart() -> None:
    assert list(tokens("Ruoka-apu, A-klinikka")) == ["ruoka-apu", "a-klinikka"]
    keys = Analyser().token_keys("ruoka-apu", "fi")
    assert {"ruokaapu", "ruoka", "apu"} <= set(keys)


def test_a_colon_ends_the_word_and_an_apostrophe_does_not() -> None:
    assert Analyser().token_keys("kela:n", "fi")[0] == "kela"
    assert Analyser().token_keys("vaa'an", "fi")[0] == "vaaan"


def test_inflected_forms_share_a_stem() -> None:
    analyser = Analyser()
    assert set(analyser.form("asumistukea").stems) & set(analyser.form("asumistuki", "fi").stems)


def test_the_dictionary_gives_the_base_form_and_the_parts() -> None:
    form = Analyser(OneWord()).form("velkaneuvonnan", "fi")
    assert form.bases == ("velkaneuvonta",)
    assert form.parts == (("velka",), ("neuvonta", "neuvoa"))
    assert {"=l:velkaneuvonta", "=p:velka", "=p:neuvonta", "=p:neuvoa"} <= set(form.keys)
    assert not any(key.startswith("=p:") for key in form.whole)


def test_other_languages_are_not_looked_up_in_the_finnish_dictionary() -> None:
    dictionary = OneWord()
    Analyser(dictionary).token_keys("skuldrådgivning", "sv")
    assert dictionary.asked == []


def test_what_is_remembered_is_not_asked_again() -> None:
    class Memory:
        def recall(self, word: str) -> str | None:
            return "velkaneuvonta;velka;neuvonta,neuvoa" if word == "velkaneuvonnan" else None

    dictionary = OneWord()
    analyser = Analyser(dictionary).with_memory(Memory())
    assert analyser.form("velkaneuvonnan", "fi") == Analyser(OneWord()).form("velkaneuvonnan", "fi")
    assert dictionary.asked == []


def test_what_a_writer_learns_is_in_its_notes_whoever_knew_it_before() -> None:
    class Notes:
        def __init__(self) -> None:
            self.kept: dict[str, str] = {}

        def recall(self, word: str) -> str | None:
            return self.kept.get(word)

        def remember(self, word: str, reading: str) -> None:
            self.kept[word] = reading

    analyser = Analyser(OneWord())
    keys = analyser.token_keys("velkaneuvonnan", "fi")
    notes = Notes()
    assert analyser.for_writer(notes).token_keys("velkaneuvonnan", "fi") == keys
    assert notes.kept == {"velkaneuvonnan": "velkaneuvonta;velka;neuvonta,neuvoa"}


def test_a_word_still_being_typed_waits_for_the_dictionary() -> None:
    dictionary = OneWord()
    analyser = Analyser(dictionary)
    (word,) = analyser.query("velkaneuvonnan")
    assert word.open
    assert word.unread
    assert dictionary.asked == []
    assert analyser.read(word).form.bases == ("velkaneuvonta",)


def test_a_blank_ends_the_last_word() -> None:
    (word,) = Analyser().query("velka ")
    assert not word.open


def test_words_that_say_nothing_are_known_as_such() -> None:
    words = Analyser().query("missä on ruoka-apu")
    assert [(word.typed, word.is_stop) for word in words] == [
        ("missä", True),
        ("on", True),
        ("ruoka-apu", False),
    ]


def test_a_lay_phrase_is_its_meaning_words() -> None:
    (keys,) = Analyser().phrase("ei ole kavereita", "fi")
    assert "kavereita" in keys


@pytest.mark.parametrize("text", ["", " ", "-", "::", "'", "\x00", "???", "_"])
def test_text_without_words_has_none(text: str) -> None:
    assert Analyser().query(text) == ()


def test_a_long_paste_is_cut() -> None:
    assert len(Analyser().query("sana " * 5000)) <= QUERY_WORDS
    assert len(Analyser().query("a" * 10_000)[0].typed) <= 60


def test_a_name_as_one_key() -> None:
    assert plain("Ruoka-apu, VAASA (äidit)") == "ruokaapu vaasa aidit"


def test_the_version_tells_which_dictionary_made_an_index() -> None:
    versions = {
        Analyser().version,
        Analyser(OneWord()).version,
        Analyser(OneWord(), dictionary="other").version,
    }
    assert len(versions) == 3


@pytest.mark.parametrize("language", ["fi", "sv", "ru", ""])
@pytest.mark.parametrize("token", ["velkaneuvonnan", "123", "on", "äiti"])
def test_a_token_of_a_text_has_the_keys_of_its_form(token: str, language: str) -> None:
    analyser = Analyser(OneWord())
    assert analyser.token_keys(token, language) == analyser.form(token, language or "-").keys
