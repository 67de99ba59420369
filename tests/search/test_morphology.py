"""The dictionary: base forms, compounds, undotted words, and any text is safe."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuvola_search.dictionary import Dictionary
from neuvola_search.morphology import FinnishMorphology, finnish


@pytest.fixture(scope="module")
def morphology() -> FinnishMorphology:
    found = finnish()
    assert found is not None, "the dictionary table is made at set-up"
    return found


def base_forms(morphology: FinnishMorphology, word: str) -> tuple[str, ...]:
    """Those of the word, then those of its parts."""
    analyses = morphology.analyse(word)
    wholes = [analysis.lemma for analysis in analyses]
    parts = [base for analysis in analyses for part in analysis.parts for base in part.bases]
    return tuple(dict.fromkeys((*wholes, *parts)))


@pytest.mark.parametrize(
    ("word", "lemma", "parts"),
    [
        ("asumistukea", "asumistuki", ("asuminen", "tuki")),
        ("päihdekuntoutukseen", "päihdekuntoutus", ("päihde", "kuntoutus")),
        ("omaishoidon", "omaishoito", ("omainen", "hoito")),
        ("mielenterveyskuntoutujalle", "mielenterveyskuntoutuja", ("mieli", "terveys", "kuntoutuja")),
        ("kotihoidosta", "kotihoito", ("koti", "hoito")),
        ("työttömyyskassassa", "työttömyyskassa", ("työttömyys", "kassa")),
        ("neuvolaan", "neuvola", ("neuvola",)),
        ("köyhyydestä", "köyhyys", ("köyhyys",)),
        ("helsingissä", "helsinki", ("helsinki",)),
    ],
)
def test_word_forms_come_back_to_their_base_form(
    morphology: FinnishMorphology, word: str, lemma: str, parts: tuple[str, ...]
) -> None:
    found = base_forms(morphology, word)
    assert lemma in found
    assert set(parts) <= set(found)


@pytest.mark.parametrize(
    ("typed", "lemma"),
    [
        ("aitiysneuvola", "äitiysneuvola"),
        ("yksinaisyys", "yksinäisyys"),
        ("tyottomyystuki", "työttömyystuki"),
    ],
)
def test_a_word_without_its_dots_is_found(morphology: FinnishMorphology, typed: str, lemma: str) -> None:
    assert lemma in base_forms(morphology, typed)


def test_a_derived_word_keeps_its_root(morphology: FinnishMorphology) -> None:
    assert base_forms(morphology, "kuntoutusta") == ("kuntoutus", "kuntouttaa")


def test_an_unknown_word_has_no_base_form(morphology: FinnishMorphology) -> None:
    assert base_forms(morphology, "xyzzy") == ()


@given(st.text(max_size=200))
def test_any_text_is_safe(text: str) -> None:
    found = finnish()
    assert found is not None
    base_forms(found, text)


def test_a_file_that_is_no_table_is_refused(tmp_path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "finnish.table"
    path.write_bytes(b"not a table" * 50)
    with pytest.raises(ValueError, match="not a dictionary table"):
        Dictionary(path)
