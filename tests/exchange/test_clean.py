import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuvola_core.text import Text
from neuvola_exchange import clean


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("<p>Ensin</p><p>sitten &amp; lopuksi</p>", "Ensin\n\nsitten & lopuksi"),
        ("Ohjeet:<ul><li>yksi</li><li>kaksi</li></ul>Loppu", "Ohjeet:\n\n• yksi\n• kaksi\n\nLoppu"),
        ("<ol><li>yksi<li>kaksi</ol>", "1. yksi\n2. kaksi"),
        ("rivi<br/>toinen<BR>kolmas", "rivi\ntoinen\nkolmas"),
        ('<a href="https://x.fi" class="b">linkki</a>', "linkki"),
        ("<script>alert('x')</script>ja <!-- piilossa -->teksti", "ja teksti"),
        ("&amp;lt;b&amp;gt;lihava&amp;lt;/b&amp;gt;", "lihava"),
        ("alle 18 < 20 > 5 &lt; 7", "alle 18 < 20 > 5 < 7"),
    ],
)
def test_html_and_entities(written: str, read: str) -> None:
    assert clean.plain(written) == read


def test_draft_js_inside_a_string() -> None:
    blocks = [
        {"text": "Voit hakea, jos", "type": "unstyled"},
        {"text": "olet täysi-ikäinen", "type": "unordered-list-item"},
        {"text": "asut Suomessa", "type": "unordered-list-item"},
        {"text": "", "type": "unstyled"},
        {"text": "täytä", "type": "ordered-list-item"},
        {"text": "lähetä", "type": "ordered-list-item"},
        {"type": "unstyled"},
        "rikki",
    ]
    draft = json.dumps({"entityMap": {}, "blocks": blocks})
    wanted = "Voit hakea, jos\n• olet täysi-ikäinen\n• asut Suomessa\n\n1. täytä\n2. lähetä"
    assert clean.plain(draft) == wanted
    assert clean.plain(json.dumps(draft)) == wanted
    assert clean.plain(draft[:-3]).startswith("{")


def test_an_empty_draft_is_an_empty_text() -> None:
    assert clean.plain('{"entityMap":{},"blocks":[{"key":"1","text":"","type":"unstyled"}]}') == ""


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("a\u00a0b\u202fc\u2009d", "a b c d"),
        ("029\u200b 41\ufeff", "029 41"),
        ("tavu\u00adtus", "tavutus"),
        ("rivi\\nvaihto\\r\\ntoinen", "rivi\nvaihto\ntoinen"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("  a  \n\n\n\n  b  ", "a\n\nb"),
        ("\x00\x07ääni\ud800", "ääni"),
        ("a\u0308", "ä"),
        (
            "\u0645\u06cc\u200c\u062e\u0648\u0627\u0646\u0645",
            "\u0645\u06cc\u200c\u062e\u0648\u0627\u0646\u0645",
        ),
        ("- yksi\n– kaksi\n* kolme\n•neljä\n-5 astetta", "• yksi\n• kaksi\n• kolme\n• neljä\n-5 astetta"),
        ("## Otsikko\n**tärkeä** [sivu](https://x.fi/y)", "Otsikko\ntärkeä sivu (https://x.fi/y)"),
        ("[https://x.fi](https://x.fi)", "https://x.fi"),
        ("hinta 5 \\* 2", "hinta 5 * 2"),
    ],
)
def test_characters_lines_and_markdown(written: str, read: str) -> None:
    assert clean.plain(written) == read


def test_one_line_and_languages() -> None:
    assert clean.one_line(" Kela \n palvelu ") == "Kela palvelu"
    assert clean.texts({"fi": "<b>a</b>", "sv": None, "en": 5}) == Text(fi="a")
    assert clean.lines({"fi": "a\nb"}) == Text(fi="a b")


def test_texts_are_put_together_without_repeats() -> None:
    parts = (Text(fi="yksi", sv="ett"), Text(fi="kaksi"), Text(fi="yksi"))
    assert clean.joined(parts) == Text(fi="yksi\n\nkaksi", sv="ett")


def test_a_lead_ends_at_a_sentence() -> None:
    assert clean.lead("Lyhyt.\n\nToinen kappale.") == "Lyhyt."
    long = "Ensimmäinen virke esim. Helsingissä. Toinen virke on tässä. " + "Kolmas " * 50
    assert clean.lead(long, 70) == "Ensimmäinen virke esim. Helsingissä. Toinen virke on tässä."
    assert clean.lead("sana " * 100, 50) == ("sana " * 100).strip()


@pytest.mark.parametrize(
    ("written", "numbers"),
    [
        ("+358 9 310 111 11, +358 40 922 5126", ("09 310 11111", "040 922 5126")),
        ("Puh. +358 (0)9 310 38064 tai +358 (0)9 310 31902", ("09 310 38064", "09 310 31902")),
        ("09 310 5015 (vaihde)", ("09 310 5015",)),
        ("116 117, 116117", ("116 117",)),
        ("029 41 57350\u200b", ("029 415 7350",)),
        ("0600 04401 (1,99€/min),\nma-pe klo 9-21", ("0600 04401",)),
        ("040/1234567", ("040 123 4567",)),
        ("112", ("112",)),
        ("+46 8 123 456 78", ("+46 8 123 456 78",)),
        ("avoinna 8-16", ()),
        ("", ()),
        (None, ()),
    ],
)
def test_numbers_in_free_text(written: object, numbers: tuple[str, ...]) -> None:
    assert clean.phone_numbers(written) == numbers


@pytest.mark.parametrize(
    ("number", "prefix", "shown"),
    [
        ("447943552", "+358", "044 794 3552"),
        ("0447943552", "+358", "044 794 3552"),
        ("0295534000", "", "029 553 4000"),
        ("116117", "", "116 117"),
        ("16400", "", "16400"),
        ("81234567", "+46", "+46 8 123 45 67"),
        ("", "+358", ""),
        ("soita", "+358", ""),
        ([], {}, ""),
    ],
)
def test_a_number_with_its_country(number: object, prefix: object, shown: str) -> None:
    assert clean.display_number(number, prefix) == shown


@pytest.mark.parametrize(
    ("written", "found"),
    [
        (" hakijapalvelut@edu.example.fi", ("hakijapalvelut@edu.example.fi",)),
        ("mailto:a.b@example.fi; c@example.fi", ("a.b@example.fi", "c@example.fi")),
        ("neuvonta(at)example.fi", ("neuvonta@example.fi",)),
        ("etunimi.sukunimi@example.fi", ()),
        ("ei osoitetta @ täällä", ()),
        (7, ()),
    ],
)
def test_email_addresses(written: object, found: tuple[str, ...]) -> None:
    assert clean.emails(written) == found


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("https://www.hel.fi/fi", "https://www.hel.fi/fi"),
        ("www.hel.fi", "https://www.hel.fi"),
        ("hel.fi/sivu?a=1#b", "https://hel.fi/sivu?a=1#b"),
        ("http:/www.hel.fi", "http://www.hel.fi"),
        ("http://https://hel.fi", "https://hel.fi"),
        ("https://häme.fi/å", "https://häme.fi/å"),
        ("https://hel.fi/a b.rtf", "https://hel.fi/a%20b.rtf"),
        ("https://hel.fi/x (in Finnish)", "https://hel.fi/x"),
        ("https://kauppa.example.fi/.", "https://kauppa.example.fi/"),
        ("mailto:a@b.fi", ""),
        ("javascript:alert(1)", ""),
        ("ftp://hel.fi", ""),
        ("https://user:word@hel.fi", ""),
        ("http://[::1", ""),
        ("http://hel.fi:99999/", ""),
        ("/fi/sivu", ""),
        ("ei ole", ""),
        (None, ""),
    ],
)
def test_web_addresses(written: object, address: str) -> None:
    assert clean.url(written) == address


anything = st.none() | st.booleans() | st.integers() | st.text(st.characters()) | st.lists(st.text())
fragments = [*'<>/&;{}[]()"\\*_#-•+@.:1a ', "\n", "<li>", "<ol>", "</ul>", "&lt;", "blocks", "358"]
marked = st.lists(st.sampled_from(fragments)).map("".join)


@given(anything | marked)
def test_nothing_raises_and_everything_can_be_stored(value: object) -> None:
    for text in (
        clean.plain(value),
        clean.one_line(value),
        clean.url(value),
        clean.display_number(value, value),
        *clean.phone_numbers(value),
        *clean.emails(value),
    ):
        text.encode("utf-8")
        assert "\x00" not in text


@given(marked)
def test_cleaning_twice_leaves_lines_alone(value: str) -> None:
    once = clean.plain(value)
    assert all(line == line.strip() for line in once.split("\n"))
    assert "\n\n\n" not in once
