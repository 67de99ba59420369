"""The vocabulary's tables: every term whole, every code real, every older id still valid."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from neuvola_core import taxonomy
from neuvola_core.errors import UnknownNeedError
from neuvola_core.taxonomy import Term, Vocabulary
from neuvola_core.visit import Target

VOCABULARIES = (taxonomy.needs, taxonomy.activities, taxonomy.target_groups)
LANGUAGES = ("fi", "sv", "en")
SENSITIVE = {
    "vakivalta",
    "rikosuhri",
    "rikostausta",
    "seksuaaliterveys",
    "paihteet",
    "peliriippuvuus",
    "oleskelulupa",
    "sateenkaari",
}


def all_terms() -> list[Term]:
    return [term for read in VOCABULARIES for term in read().terms]


@pytest.mark.parametrize("vocabulary", [read() for read in VOCABULARIES], ids=lambda v: v.kind)
def test_no_id_or_alias_names_two_terms(vocabulary: Vocabulary) -> None:
    keys = Counter(key for term in vocabulary.terms for key in (term.id, *term.aliases))
    assert [key for key, count in keys.items() if count > 1] == []


def test_ids_are_plain_ascii() -> None:
    for term in all_terms():
        for key in (term.id, *term.aliases):
            assert re.fullmatch(r"[a-z0-9]+(_[a-z0-9]+)*", key), key


def test_every_term_has_its_name_in_three_languages() -> None:
    for term in all_terms():
        assert set(LANGUAGES) <= set(term.name), term.id


def test_needs_and_activities_have_descriptions_in_three_languages() -> None:
    for term in (*taxonomy.needs().terms, *taxonomy.activities().terms):
        assert set(LANGUAGES) <= set(term.description), term.id


def test_names_differ_within_a_vocabulary() -> None:
    for read in VOCABULARIES:
        for language in LANGUAGES:
            names = Counter(term.name[language] for term in read().terms)
            assert max(names.values()) == 1, names.most_common(1)


def test_every_need_has_lay_words_in_three_languages() -> None:
    for term in taxonomy.needs().terms:
        for language in LANGUAGES:
            words = term.words[language]
            assert len(words) >= 8, (term.id, language)
            assert len(set(words)) == len(words), (term.id, language)


def test_no_word_is_empty_or_padded() -> None:
    for term in all_terms():
        for word in [w for words in term.words.values() for w in words]:
            assert word
            assert word == word.strip()


def test_the_open_need_stands_last_and_has_no_rule() -> None:
    last = taxonomy.needs().terms[-1]
    assert last.id == "muu"
    assert not last.rule.stems
    assert not last.rule.classes


def test_sensitive_needs_are_those_of_the_privacy_rules() -> None:
    assert {t.id for t in taxonomy.needs().terms if t.sensitive} == SENSITIVE


def test_crisis_needs() -> None:
    assert {t.id for t in taxonomy.needs().terms if t.crisis} == {
        "itsemurha_ajatukset",
        "kriisi",
        "vakivalta",
    }


def test_an_alias_finds_the_term() -> None:
    assert taxonomy.needs().get("velkaneuvonta").id == "velat"
    assert taxonomy.needs().get("toimeentulotuki") is taxonomy.needs().get("ruoka_apu")
    assert "ruoka_apu" in taxonomy.needs()


def test_an_unknown_id_is_refused_and_still_has_a_name_to_show() -> None:
    with pytest.raises(UnknownNeedError) as refused:
        taxonomy.needs().get("ei_ole")
    assert refused.value.facts == {"kind": "need", "value": "ei_ole"}
    assert taxonomy.needs().name("ei_ole") == "ei_ole"
    assert taxonomy.needs().name("velat", "sv") == "Skulder och obetalda räkningar"


def test_a_visit_can_name_every_target_it_may_carry() -> None:
    for target in Target:
        assert target is Target.UNRECORDED or target.value in taxonomy.target_groups()


def test_stems_can_be_matched() -> None:
    for term in all_terms():
        for stem in (*term.rule.stems, *term.rule.not_stems):
            assert re.search(r"\w{1}", stem), (term.id, stem)
            assert "," not in stem


@pytest.mark.shared
def test_every_published_topic_is_a_need(shared: Path) -> None:
    topics = json.loads((shared / "search" / "topics.json").read_text(encoding="utf-8"))
    assert len(topics) == 57
    assert [topic["id"] for topic in topics if topic["id"] not in taxonomy.needs()] == []


def _codes(shared: Path, table: str) -> set[str]:
    rows = json.loads((shared / "data" / "ptv" / f"{table}.json").read_text(encoding="utf-8"))
    return {row["Notation"] for row in rows}


@pytest.mark.shared
def test_every_code_of_a_rule_is_in_the_national_classifications(shared: Path) -> None:
    classes, events = _codes(shared, "ServiceClasses"), _codes(shared, "LifeEvents")
    groups = _codes(shared, "TargetGroups")
    for term in all_terms():
        assert set(term.rule.classes) <= classes, term.id
        assert set(term.rule.life_events) <= events, term.id
        assert {code for code in term.rule.groups if code.startswith("KR")} <= groups, term.id


@pytest.mark.shared
def test_every_national_target_group_has_a_place(shared: Path) -> None:
    claimed = {code for term in taxonomy.target_groups().terms for code in term.rule.groups}
    assert _codes(shared, "TargetGroups") <= claimed
