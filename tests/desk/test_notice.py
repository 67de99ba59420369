"""The visitor's notice: one page in each language, with the names that the settings have."""

import json

import pypdfium2
import pytest

from neuvola_desk.resources import resource_path
from neuvola_desk.usecases.leaflets import look
from neuvola_desk.usecases.notice import Keeper, languages, notice

KEEPER = Keeper(
    "Kauppakeskuksen hyvinvointineuvola ja sen monikielinen asukasneuvonta",
    "Pitkäniminen Esimerkkikuntayhtymä ja sen tukisäätiö (1234567-8)",
    "tietosuojavastaava@esimerkkikuntayhtyma.fi, 09 310 00000",
)


def pages(data: bytes) -> list[str]:
    with pypdfium2.PdfDocument(data) as pdf:
        return [page.get_textpage().get_text_bounded() for page in pdf]


def test_it_is_in_the_languages_of_the_window():
    assert {"fi", "sv", "en"} <= set(languages())


@pytest.mark.parametrize("language", languages())
def test_it_is_one_page_that_names_its_keeper(language: str):
    (page,) = pages(notice(language, KEEPER))
    told = " ".join(page.split())
    for name in ("hyvinvointineuvola", "Esimerkkikuntayhtymä", "09 310 00000", "tietosuoja.fi"):
        assert name in told


@pytest.mark.parametrize("language", languages())
def test_nothing_is_printed_below_the_page(language: str):
    with pypdfium2.PdfDocument(notice(language, KEEPER)) as pdf:
        text = pdf[0].get_textpage()
        lowest = min(text.get_charbox(n)[1] for n in range(text.count_chars()))
    assert lowest >= look.HEIGHT - look.BOTTOM


def test_what_is_not_known_is_left_out():
    (page,) = pages(notice("fi", Keeper()))
    assert "Rekisterinpitäjä" not in page


@pytest.mark.parametrize("language", languages())
def test_every_language_says_the_same_things(language: str):
    texts = json.loads(resource_path("notice", f"{language}.json").read_text(encoding="utf-8"))
    finnish = json.loads(resource_path("notice", "fi.json").read_text(encoding="utf-8"))
    assert texts.keys() == finnish.keys()
    assert len(texts["parts"]) == len(finnish["parts"])
    assert isinstance(texts["read_by_a_native"], bool)
