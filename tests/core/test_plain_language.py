"""Which texts are advised on, judged by hand, and that any text at all is answered quickly."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuvola_core.plain_language import Kind, Remark, is_checked, look
from neuvola_core.plain_words import LANGUAGES, tables

HARD = [
    ("Hakemus tulee täyttää huolellisesti.", Kind.OFFICIAL_WORD, "tulee täyttää"),
    ("Lomake tulisi allekirjoittaa.", Kind.OFFICIAL_WORD, "tulisi"),
    ("Tule, mikäli tarvitset apua.", Kind.OFFICIAL_WORD, "mikäli"),
    ("Voit hakeutua vastaanotolle.", Kind.OFFICIAL_WORD, "hakeutua"),
    ("Asiakkaalle kerrotaan ajasta.", Kind.OFFICIAL_WORD, "Asiakkaalle"),
    ("Etuuden saa Kelasta.", Kind.OFFICIAL_WORD, "Etuuden"),
    ("Saat palveluohjausta.", Kind.OFFICIAL_WORD, "palveluohjausta"),
    ("Aika varataan puhelimella.", Kind.PASSIVE, "varataan"),
    ("Tulkki tilataan, jos tarvitaan.", Kind.PASSIVE, "tarvitaan"),
    ("Täällä keskustellaan yhdessä.", Kind.PASSIVE, "keskustellaan"),
    ("Ryhmään mennään yhdessä.", Kind.PASSIVE, "mennään"),
    ("Asiakirjat julkaistaan verkossa.", Kind.PASSIVE, "julkaistaan"),
    ("Päätös lähetettiin kotiin.", Kind.PASSIVE, "lähetettiin"),
    ("Kaikille annettiin ruokaa.", Kind.PASSIVE, "annettiin"),
    ("Toive voitaisiin ottaa mukaan.", Kind.PASSIVE, "voitaisiin"),
    ("Palvelu on tarkoitettu nuorille.", Kind.PASSIVE, "on tarkoitettu"),
    ("Maksua ei peritä.", Kind.PASSIVE, "ei peritä"),
    ("Lähetettä ei tarvita.", Kind.PASSIVE, "ei tarvita"),
    ("Voit tuoda esim. laskun.", Kind.ABBREVIATION, "esim."),
    ("Autamme mm. laskuissa.", Kind.ABBREVIATION, "mm."),
    ("Ota mukaan kortti ym.", Kind.ABBREVIATION, "ym."),
    ("Sovitaan ko. asiasta.", Kind.ABBREVIATION, "ko."),
    ("Mukaan mahtuu 8 hlöä.", Kind.ABBREVIATION, "hlöä"),
    ("Soita KTO:n numeroon, TYP auttaa.", Kind.ABBREVIATION, "TYP"),
    (
        "Kuntoutuksen palveluiden saatavuuden arviointi tehdään.",
        Kind.NOUN_CHAIN,
        "Kuntoutuksen palveluiden saatavuuden arviointi",
    ),
    ("Tavoite on osallistumisen edistäminen.", Kind.NOUN_CHAIN, "osallistumisen edistäminen"),
    ("Et pääse ilman lähetettä.", Kind.DOUBLE_NEGATIVE, "Et pääse ilman"),
    ("Ei voi tulla ilmoittautumatta.", Kind.DOUBLE_NEGATIVE, "Ei voi tulla ilmoittautumatta"),
    ("Ei ole mahdotonta päästä.", Kind.DOUBLE_NEGATIVE, "Ei ole mahdotonta"),
    ("Tukea saa lain 1412/1997 mukaan.", Kind.LAW, "1412/1997"),
    ("Katso lain 12 §.", Kind.LAW, "12 §"),
    ("Luokat 1, 2, 3, 4 ja 5 ovat tiistaina.", Kind.NUMBERS, "1, 2, 3, 4 ja 5"),
    (
        "Tuo paperit (lasku, kuitti, päätös Kelasta ja todistus työstä).",
        Kind.LONG_ASIDE,
        "(lasku, kuitti, päätös Kelasta ja todistus työstä)",
    ),
    ("Pyydä vammaispalveluhakemuslomake meiltä.", Kind.LONG_WORD, "vammaispalveluhakemuslomake"),
]

PLAIN = [
    "Täältä saat ruokaa. Ruoka ei maksa mitään.",
    "Voit tulla ilman aikaa. Et tarvitse lähetettä.",
    "Soita meille, jos olet huolissasi lapsestasi.",
    "Olemme kolmannessa kerroksessa. Hissi on oikealla.",
    "Kerro hoitajalle, mihin sattuu. Hän auttaa sinua.",
    "Saat Kelasta toimeentulotukea ja asumistukea.",
    "Ota mukaan kuva, lasku ja kortti.",
    "Kotiin tulee hoitaja aamulla ja illalla.",
    "Äiti hoitaa asioitaan. Isä odottaa lastaan kotonaan.",
    "Menemme yhdessä keskustaan, rantaan ja kauppaan.",
    "Jokainen tulee mielellään omalla tavallaan.",
    "Hän ei ota rahaa eikä hoida asiaa. Se ei ole sitä.",
    "Siitä huolimatta voit tulla. Et myöhästy.",
    "Tilaa voi kysyä numerosta 09 310 32249 arkisin kello 9–15.",
    "Pääset internettiin ja saat paketin, kun kysyt päivittäisiin asioihin apua.",
    "3. kerros on ylin. Palvelu on 1. linjalla.",
    "HUOM TÄNÄÄN SULJETTU",
    "Yksi kortti ei riitä. Älä mene riitaan.",
    "Henkilökunta puhuu suomea ja arabiaa. Sinulle voi kuulua henkilökohtainen apu.",
]


def found(text: str, language: str = "fi") -> dict[Kind, list[str]]:
    by_kind: dict[Kind, list[str]] = {}
    for remark in look(text, language):
        by_kind.setdefault(remark.kind, []).append(remark.words)
    return by_kind


@pytest.mark.parametrize(("text", "kind", "words"), HARD)
def test_what_is_hard_is_remarked_on_in_its_place(text: str, kind: Kind, words: str) -> None:
    assert words in found(text).get(kind, [])


@pytest.mark.parametrize("text", PLAIN)
def test_what_is_plain_gets_no_remark(text: str) -> None:
    assert look(text) == ()


def test_eighteen_words_are_a_sentence_and_nineteen_too_many() -> None:
    words = ["Tule", *["käymään"] * 17]
    assert look(" ".join(words) + ".") == ()
    [remark] = look(" ".join([*words, "tänään"]) + ". Soita.")
    assert (remark.kind, remark.start, remark.words[-7:]) == (Kind.LONG_SENTENCE, 0, "tänään.")


def test_lines_of_a_list_are_sentences_of_their_own() -> None:
    rows = "\n".join(["- kuva ja oma kortti mukaan"] * 9)
    assert Kind.LONG_SENTENCE not in found(rows)
    assert Kind.LONG_SENTENCE not in found(rows.replace("\n", " •"))


def test_an_abbreviation_ends_no_sentence() -> None:
    text = "Tuo kuva, lasku ja kuitti esim. kaupasta tai kioskista " + "ja kortti " * 6 + "mukaan."
    assert Kind.LONG_SENTENCE in found(text)


def test_many_long_words_together_are_one_remark() -> None:
    text = "Terveydenhuollossa sosiaaliohjaajat tekevät palvelusuunnitelmia."
    assert found(text)[Kind.LONG_WORDS] == ["Terveydenhuollossa sosiaaliohjaajat tekevät palvelusuunnitelmia"]
    assert Kind.LONG_WORDS not in found("Sosiaaliohjaajat auttavat sinua.")


def test_a_name_stays_however_official() -> None:
    assert found("Hae toimeentulotukea.") == {}
    assert found("Saat henkilökohtaista apua.") == {}
    assert found("Saat henkilökohtaista tukea.") == {Kind.OFFICIAL_WORD: ["henkilökohtaista"]}


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("mikäli", "jos"),
        ("esim.", "esimerkiksi"),
        ("etuus", "tuki"),
        ("hakeutua", "mennä"),
        ("tulee tehdä", "täytyy"),
    ],
)
def test_a_suggestion_says_what_to_write(text: str, suggestion: str) -> None:
    assert suggestion in look(f"Kerro {text}")[0].suggestion


def test_swedish_and_english_have_their_own_words() -> None:
    assert found("Ring t.ex. om åtgärder, s.k. insatser.", "sv") == {
        Kind.ABBREVIATION: ["t.ex.", "s.k."],
        Kind.OFFICIAL_WORD: ["åtgärder", "insatser"],
    }
    assert found("Call us prior to your visit, e.g. by phone.", "en") == {
        Kind.OFFICIAL_WORD: ["prior to"],
        Kind.ABBREVIATION: ["e.g."],
    }
    assert found("Call us before you come. Nothing costs money.", "en") == {}
    assert Kind.LONG_SENTENCE in found("call us " * 12, "en")


def test_a_language_without_tables_is_looked_at_for_length_alone() -> None:
    assert not is_checked("so")
    assert look("esim. mikäli varataan KTO", "so") == ()
    assert Kind.LONG_SENTENCE in found("waa maxay " * 15, "so")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_entry_of_the_tables_is_found_as_it_is_written(language: str) -> None:
    known = tables(language)
    entries = [
        one for table in (known.official.whole, known.official.stems) for of in table.values() for one in of
    ]
    for entry in entries:
        text = " ".join(entry.words).replace("*", "")
        assert entry.instead
        if not known.names.longest(text.split(), 0)[0]:
            assert Kind.OFFICIAL_WORD in found(text, language), text
    for short in known.short:
        assert Kind.ABBREVIATION in found(f"sana {short} sana", language), short


def test_there_are_words_enough() -> None:
    assert len(tables("fi").official.whole) + len(tables("fi").official.stems) >= 120


PIECES = st.sampled_from(
    [
        "esim. ",
        "ei ",
        "ilman ",
        "tulee ",
        "varataan",
        "mikäli ",
        "KTO ",
        "(",
        ")",
        "§",
        "1/2000 ",
        ".",
        "\n",
        "ä",
        "\0",
    ]
)
TEXTS = st.text() | st.lists(PIECES | st.text(max_size=3), max_size=60).map("".join)


@given(text=TEXTS, language=st.sampled_from(["fi", "sv", "en", "ar", ""]) | st.text(max_size=4))
def test_any_text_is_answered_and_every_remark_points_at_its_words(text: str, language: str) -> None:
    remarks = look(text, language)
    assert list(remarks) == sorted(remarks, key=lambda one: (one.start, one.end, one.kind))
    for one in remarks:
        assert 0 <= one.start < one.end <= len(text)
        assert one.words == text[one.start : one.end]


@pytest.mark.parametrize(
    "text",
    [
        "(" * 50_000,
        "a" * 50_000,
        "1 " * 25_000,
        "ei " * 17_000,
        "esim." * 10_000,
        ". " * 25_000,
        "taan " * 10_000,
    ],
)
def test_no_shape_of_text_takes_long(text: str) -> None:
    began = time.perf_counter()
    look(text)
    assert time.perf_counter() - began < 2.0


def test_a_page_is_looked_at_in_the_blink_of_an_eye() -> None:
    text = (" ".join(row[0] for row in HARD) * 3)[:2000]
    look(text)

    def took() -> float:
        began = time.perf_counter()
        look(text)
        return time.perf_counter() - began

    assert min(took() for _ in range(20)) < 0.005


def test_a_remark_is_a_value() -> None:
    assert look("Tule, mikäli voit.") == (Remark(Kind.OFFICIAL_WORD, 6, 12, "mikäli", "jos"),)
