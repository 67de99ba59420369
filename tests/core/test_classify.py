"""What imported services are about, by rule."""

import json
import time
from collections import Counter
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from neuvola_core import taxonomy
from neuvola_core.catalogue import Occurrence, Service, Source, Word
from neuvola_core.classify import with_terms
from neuvola_core.stems import StemMatcher, words
from neuvola_core.text import Text


def service(name: str, **fields: Any) -> Service:
    return Service(id="x", source=Source("test", "service", "x"), name=Text(fi=name), **fields)


def needs_of(one: Service, groups: tuple[str, ...] = ()) -> tuple[str, ...]:
    return with_terms(one, groups).needs


def activities_of(one: Service, groups: tuple[str, ...] = ()) -> tuple[str, ...]:
    return with_terms(one, groups).activities


def target_groups_of(one: Service, groups: tuple[str, ...] = ()) -> tuple[str, ...]:
    return with_terms(one, groups).target_groups


class TestStems:
    def test_words_part_at_hyphens(self) -> None:
        assert words("Ruoka-apu, Oulu") == ["ruoka", "apu", "oulu"]

    @pytest.mark.parametrize(
        ("stem", "text", "found"),
        [
            ("velka", "Velkaantunut nuori", True),
            ("velka", "pelivelkaa", False),
            ("*velka", "pelivelkaa", True),
            ("eläke$", "ELÄKE", True),
            ("eläke$", "eläkeläinen", False),
            ("*terapia$", "fysioterapia", True),
            ("*terapia$", "fysioterapian", False),
            ("paha olo", "pahaan oloon", True),
            ("paha olo", "olo on paha", False),
            ("ruoka-apu", "ruoka-apua", True),
            ("te$ palvel", "tehostettu palveluasuminen", False),
            ("te$ palvel", "TE-palvelut", True),
        ],
    )
    def test_a_stem_matches_as_it_is_written(self, stem: str, text: str, found: bool) -> None:
        assert bool(StemMatcher({"key": (stem,)}).find(text)) is found

    def test_a_key_is_told_with_the_stems_found(self) -> None:
        matcher = StemMatcher({"a": ("koira", "kissa"), "b": ("kala",)})
        assert matcher.find("koirat ja kissat") == {"a": {"koira", "kissa"}}

    def test_no_stems_match_nothing(self) -> None:
        assert StemMatcher[str]({}).find("mitä vain") == {}


class TestNeeds:
    @pytest.mark.parametrize(
        ("name", "need"),
        [
            ("Talous- ja velkaneuvonta", "velat"),
            ("Seurakunnan ruokapankki", "rahat_eivat_riita"),
            ("Muistineuvojan vastaanotto", "muisti"),
            ("Perheneuvola", "lapsiperheen_arki"),
            ("Äitiysneuvola", "raskaus_ja_vauva"),
            ("Rikosuhripäivystys", "rikosuhri"),
            ("Turvakoti", "vakivalta"),
            ("Hammaslääkärin vastaanotto", "hampaat"),
            ("TE-palvelut", "tyo"),
            ("Oleskeluluvan hakeminen", "oleskelulupa"),
            ("Potilasasiavastaavan neuvonta", "kohtelu"),
            ("ADHD-aikuisten ryhmä", "nepsy"),
            ("Kirpputori ja vaateapu", "muutto_ja_tavarat"),
        ],
    )
    def test_the_name_tells(self, name: str, need: str) -> None:
        assert needs_of(service(name))[:1] == (need,)

    def test_swedish_and_english_names_tell_too(self) -> None:
        swedish = Service(id="x", source=Source("t", "s", "x"), name=Text(sv="Ekonomi- och skuldrådgivning"))
        english = Service(id="x", source=Source("t", "s", "x"), name=Text(en="Food bank"))
        assert needs_of(swedish)[:1] == ("velat",)
        assert needs_of(english)[:1] == ("rahat_eivat_riita",)

    def test_a_class_of_its_own_is_enough(self) -> None:
        assert needs_of(service("Vihreä huone", classes=("P4.10",))) == ("rahat_eivat_riita",)

    def test_a_parent_class_counts_for_its_subclasses(self) -> None:
        assert needs_of(service("Vihreä huone", classes=("P13.1",))) == ("elake",)

    def test_a_class_that_several_needs_claim_wants_words_beside_it(self) -> None:
        assert needs_of(service("Vihreä huone", classes=("P5.7",))) == ()
        assert needs_of(service("Päihdeklinikka", classes=("P5.7",))) == ("paihteet",)

    def test_the_name_outranks_the_summary(self) -> None:
        found = needs_of(service("Uimahalli", summary=Text(fi="Samassa talossa on kirjasto ja kotihoito.")))
        assert found[0] == "liikunta"

    def test_a_word_that_speaks_against_cancels(self) -> None:
        assert "huoli_lapsesta" not in needs_of(service("Eläinten kaltoinkohtelu"))
        assert "asunnottomuus" not in needs_of(service("Kodittomat eläimet"))

    @pytest.mark.parametrize("name", ["Riku ja Reetta: nukketeatteri", "Konsertti: Riku Nieminen"])
    def test_a_first_name_is_no_victim_support(self, name: str) -> None:
        assert "rikosuhri" not in needs_of(service(name))

    @pytest.mark.parametrize("name", ["RIKU-palvelupiste", "Rikosuhripäivystys (RIKU)", "RIKUn palvelupiste"])
    def test_victim_support_is_known_by_its_short_name(self, name: str) -> None:
        assert needs_of(service(name))[:1] == ("rikosuhri",)

    def test_there_are_at_most_four(self) -> None:
        name = "Velat, hampaat, muisti, eläke, yksinäisyys, kuntoutus ja suru"
        assert len(needs_of(service(name))) == 4

    def test_nothing_is_said_of_what_no_visitor_needs(self) -> None:
        assert needs_of(service("Tontin lohkominen")) == ()
        assert needs_of(service("Liikunta-avustukset"), groups=("ASSOCIATIONS",)) == ()
        assert needs_of(service("Liikunta-avustukset"), groups=("KR2.7", "KR3", "APPLICATION")) == ()
        assert needs_of(service("Uimahalli"), groups=("APPLICATION",)) == ("liikunta",)
        assert needs_of(service("Liikuntaryhmät"), groups=("ASSOCIATIONS", "INDIVIDUALS")) == ("liikunta",)

    @pytest.mark.parametrize(
        "name",
        [
            "Toimitilojen vuokraus: liikuntatilat",
            "Pysäköinninvalvonta ja joukkoliikenne",
            "Kulttuuritoiminnan avustukset yhdistyksille",
            "Elintarvikevalvonta päiväkodeissa",
        ],
    )
    def test_a_matter_of_no_visitor_outranks_a_need_named_beside_it(self, name: str) -> None:
        assert needs_of(service(name)) == ()

    def test_a_class_of_no_visitors_matter_cancels_what_only_the_text_mentions(self) -> None:
        mentioned = Text(fi="Ilmoitus tehdään myös uimahallista.")
        assert needs_of(service("Vihreä ilmoitus", summary=mentioned)) == ("liikunta",)
        assert needs_of(service("Vihreä ilmoitus", summary=mentioned, classes=("P23.5",))) == ()

    @pytest.mark.parametrize(
        ("name", "need"),
        [
            ("Vammaisen pysäköintitunnus", "vammaisuus"),
            ("Yrityksen lopettaminen ja konkurssi", "yrittajan_kriisi"),
            ("Asunnon korjausavustus", "apuvalineet"),
            ("Taloudellinen avustus", "rahat_eivat_riita"),
        ],
    )
    def test_a_need_is_not_lost_to_a_likeness_with_permits_and_grants(self, name: str, need: str) -> None:
        assert need in needs_of(service(name))

    def test_a_word_of_the_translation_alone_is_worth_less(self) -> None:
        both = Text(fi="Vihreä tupa", en="Food bank")
        translated = Service(id="x", source=Source("t", "s", "x"), name=both, summary=Text(fi="Uimahalli"))
        assert needs_of(translated) == ("rahat_eivat_riita", "liikunta")
        summary = Service(id="x", source=Source("t", "s", "x"), name=Text(fi="Uimahalli"), summary=both)
        assert needs_of(summary) == ("liikunta",)
        only = Text(fi="Vihreä tupa", en="A food bank in the house.")
        assert needs_of(service("Vihreä huone", summary=only)) == ()

    def test_an_address_tells_nothing(self) -> None:
        summary = Text(
            fi="Kysy: liikunta@kunta.example, www.kunta.example/kirjasto, https://uimahalli.example"
        )
        assert needs_of(service("Vihreä huone", summary=summary)) == ()

    @pytest.mark.parametrize(
        ("name", "need"),
        [
            ("Liikuntapalvelut", "liikunta"),
            ("Kaupunginorkesterin konsertin liput", "kulttuuri"),
            ("Kansalaisopisto", "opiskelu"),
            ("Terveyskeskuksen vastaanotto", "laakari"),
            ("Kriisikeskus", "kriisi"),
            ("Ikääntyneiden ja vammaisten palvelut", "vammaisuus"),
            ("Ikääntyneiden ja vammaisten palvelut", "ikaantyminen"),
            ("Avofysioterapia", "kuntoutus"),
        ],
    )
    def test_common_names_all_over_the_country_tell(self, name: str, need: str) -> None:
        assert need in needs_of(service(name))

    @pytest.mark.parametrize(
        ("summary", "need"),
        [
            ("Auttaa selviämisessä arjesta.", "paihteet"),
            ("Avun tarpeen arvioi lääkärin lausunto.", "laakari"),
            ("Täytä lomakkeen kohdat huolella.", "lomakkeet"),
            ("Hoitoa työn tai opiskelun ajaksi.", "opiskelu"),
        ],
    )
    def test_a_word_said_in_passing_tells_nothing(self, summary: str, need: str) -> None:
        assert need not in needs_of(service("Vihreä huone", summary=Text(fi=summary)))

    def test_volunteers_are_not_those_they_help(self) -> None:
        assert needs_of(service("Vapaaehtoiseksi ikääntyneiden pariin")) == ("vapaaehtoiseksi",)

    def test_the_open_need_is_never_guessed(self) -> None:
        assert "muu" not in needs_of(service("En tiedä, muu"))


class TestActivities:
    @pytest.mark.parametrize(
        ("name", "activity"),
        [
            ("Velkaneuvonta", "neuvonta"),
            ("Sururyhmä", "vertaistuki"),
            ("Kohtaamispaikka", "seura"),
            ("Fysioterapia", "hoito"),
            ("Ruoka-apu", "ruoka_ja_tavara"),
            ("Suomen kielen kurssi", "kurssi"),
            ("Asumistuki", "rahatuki"),
            ("Vapaaehtoistyö", "vapaaehtoistyo"),
        ],
    )
    def test_the_name_tells(self, name: str, activity: str) -> None:
        assert activity in activities_of(service(name))

    def test_the_registers_type_of_errand_tells(self) -> None:
        assert activities_of(service("Vihreä huone"), groups=("APPLICATION",)) == ("hakemus",)
        assert activities_of(service("Vihreä huone"), groups=("ADVICE",)) == ("neuvonta",)

    def test_what_has_dates_is_an_event(self) -> None:
        from datetime import UTC, datetime

        dated = service("Vihreä huone", occurrences=(Occurrence(datetime(2026, 12, 1, tzinfo=UTC)),))
        assert activities_of(dated) == ("tapahtuma",)


class TestTargetGroups:
    @pytest.mark.parametrize(
        ("group", "target"),
        [
            ("KR1.1", "ikaantynyt"),
            ("ELDERLY_PEOPLE", "ikaantynyt"),
            ("KR1.6", "vammainen"),
            ("CHILDREN_AND_FAMILIES", "lapsiperhe"),
            ("IMMIGRANTS", "muuttanut"),
            ("KR2.7", "jarjesto"),
            ("LONG_TERM_PATIENTS", "pitkaaikaissairas"),
        ],
    )
    def test_the_sources_code_tells(self, group: str, target: str) -> None:
        assert target_groups_of(service("Vihreä huone"), groups=(group,)) == (target,)

    def test_everyone_is_said_only_where_nobody_is_named(self) -> None:
        assert target_groups_of(service("Vihreä huone"), groups=("INDIVIDUALS",)) == ("kaikki",)
        assert target_groups_of(service("Vihreä huone"), groups=("KR1", "KR1.3")) == ("nuori",)

    def test_without_codes_the_words_tell(self) -> None:
        assert target_groups_of(service("Omaishoitajien kahvila")) == ("laheinen",)
        assert target_groups_of(service("Vihreä huone")) == ()


class TestWithTerms:
    def test_all_three_are_put_in(self) -> None:
        found = with_terms(service("Senioreiden kuntosaliryhmä"), ("ELDERLY_PEOPLE",))
        assert found.needs[0] == "liikunta"
        assert "liikunta_ja_harrastus" in found.activities
        assert found.target_groups == ("ikaantynyt",)

    def test_what_the_source_gave_is_kept(self) -> None:
        given = service("Uimahalli", needs=("yksinaisyys",), activities=("seura",))
        found = with_terms(given, ("KR1.3",))
        assert (found.needs, found.activities, found.target_groups) == (
            ("yksinaisyys",),
            ("seura",),
            ("nuori",),
        )

    def test_an_empty_service_has_no_terms(self) -> None:
        nothing = with_terms(Service(id="x", source=Source("t", "s", "x"), name=Text()))
        assert (nothing.needs, nothing.activities, nothing.target_groups) == ((), (), ())


def test_matters_of_no_visitor_have_words_that_can_be_matched_and_classes_that_no_need_claims() -> None:
    rule = json.loads((files("neuvola_core") / "data" / "no_need.json").read_text(encoding="utf-8"))
    claimed = {code for term in taxonomy.needs().terms for code in term.rule.classes}
    assert not claimed & set(rule["classes"])
    for stem in (*rule["stems"], *rule["not_stems"]):
        assert words(stem.strip("*$")), stem


def _listing(row: dict[str, Any]) -> Service:
    languages = ("fi", "sv", "en")
    return Service(
        id=row["id"],
        source=Source("corpus", "service", row["id"]),
        name=Text({code: row.get(f"title_{code}") for code in languages}),
        summary=Text({code: row.get(f"summary_{code}") for code in languages}),
        description=Text(fi=row["description_fi"]),
        keywords=tuple(Word("fi", keyword) for keyword in row["keywords"]),
    )


@pytest.mark.shared
def test_the_judged_listings_get_their_needs(shared: Path) -> None:
    with (shared / "search" / "corpus.jsonl").open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    judged = Counter[str]()
    for row in (row for row in rows if row["topics"]):
        wanted = {taxonomy.needs().get(topic).id for topic in row["topics"]}
        found = set(needs_of(_listing(row)))
        judged.update(right=len(wanted & found), missed=len(wanted - found), extra=len(found - wanted))
    assert judged["right"] / (judged["right"] + judged["missed"]) >= 0.9
    assert judged["right"] / (judged["right"] + judged["extra"]) >= 0.85


def test_a_thousand_services_take_no_time_to_speak_of() -> None:
    text = Text(fi="Neuvontaa ja ohjausta arjen asioihin, myös etänä ja ilman ajanvarausta. " * 6)
    services = [service(f"Palvelu {n} perheille", summary=text, description=text) for n in range(1000)]
    with_terms(services[0])
    started = time.perf_counter()
    for one in services:
        with_terms(one)
    assert time.perf_counter() - started < 5
