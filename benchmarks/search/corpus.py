"""Services as many as one likes, recombined from real ones; the same on every machine and every run.

    python benchmarks/search/corpus.py COUNT

The material is the public catalogues beside the checkout (Helsinki, PTV), or the demo catalogue where there
are none. A made service has the subject of a real one, sentences of others with the same need, streets and
units of its municipality in inflected forms, and now and then a name or a compound that no other has, so that
the vocabulary grows as in real life. They are made one at a time and not held. Prints what a corpus is like.
"""

import argparse
import json
import re
from bisect import bisect
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from random import Random

from neuvola_core.areas import (
    Municipality,
    municipalities,
    municipalities_of_county,
    municipality_of_postcode,
)
from neuvola_core.catalogue import (
    Address,
    Channel,
    ChannelKind,
    Charge,
    Cost,
    Known,
    Organisation,
    Place,
    Provider,
    Rides,
    Service,
    Source,
    Word,
)
from neuvola_core.classify import with_terms
from neuvola_core.hours import NOT_KNOWN, Hours, Opening, Regular
from neuvola_core.ids import catalogue_id
from neuvola_core.text import Text
from neuvola_exchange.registry import open_source

SIZES = (500, 5_000, 30_000, 100_000, 1_000_000)
ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared" / "data"
SOURCES = (SHARED / "helsinki-register", SHARED / "ptv" / "general-descriptions.json")
DEMO = ROOT / "resources" / "demo" / "catalogue.csv"
POSTCODES = SHARED / "areas" / "postcodes.json"

_GENERAL = "general-description"
_GENERAL_EVERY = 65
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_WORD = re.compile(r"[a-zåäö]+")
_STREETS = ("tie", "katu", "kuja", "polku", "kaari", "raitti", "rinne", "ranta", "puisto", "kulma", "piha")
_UNITS = ("terveysasema", "toimintakeskus", "asukastalo", "kirjasto", "palvelutalo", "sosiaaliasema", "koulu")
_SYLLABLES = (
    "ka",
    "lei",
    "mu",
    "so",
    "ti",
    "ra",
    "nuo",
    "vel",
    "jo",
    "pii",
    "hau",
    "ky",
    "tar",
    "mie",
    "lo",
    "ven",
)
_ENDINGS = ("la", "nen", "kka", "sto", "va", "ri", "lti", "mo")
_GENITIVES = (
    *(("nki", "ngin"), ("lahti", "lahden"), ("joki", "joen"), ("mäki", "mäen"), ("koski", "kosken")),
    *(
        ("järvi", "järven"),
        ("niemi", "niemen"),
        ("salmi", "salmen"),
        ("lampi", "lammen"),
        ("saari", "saaren"),
    ),
    *(("nen", "sen"), ("ranta", "rannan"), ("kylä", "kylän"), ("pää", "pään"), ("lehto", "lehdon")),
)
_OTHER_LANGUAGES = ("ru", "et", "ar", "so", "uk", "fa", "se")
_PROVIDERS = (Provider.COUNTY, Provider.MUNICIPALITY, Provider.NGO, Provider.PARISH, Provider.COMPANY)
_TIMES = ((480, 960), (540, 900), (600, 1080), (720, 1140), (510, 975))


def genitive(name: str) -> str:
    """A Finnish place name in the genitive, by the commonest rules only."""
    lowered = name.casefold()
    for ending, replaced in _GENITIVES:
        if lowered.endswith(ending):
            return name[: len(name) - len(ending)] + replaced
    return name + ("n" if lowered[-1:] in "aeiouyåäö" else "in")


@dataclass(frozen=True)
class Area:
    """A municipality with the names of places in it."""

    municipality: Municipality
    places: Sequence[str]


class Material:
    """The real services and names that everything is made of."""

    def __init__(self) -> None:
        sources = [source for source in SOURCES if source.exists()] or [DEMO]
        items = (item for source in sources for item in open_source(source).items)
        self.services = [with_terms(item) for item in items if isinstance(item, Service)]
        self.general = [s for s in self.services if s.source.kind == _GENERAL]
        self._sentences: dict[tuple[str, str], list[str]] = {}
        for service in self.services:
            for language, text in service.description.items():
                for need in service.needs or ("",):
                    self._sentences.setdefault((need, language), []).extend(sentences(text))

    def sentences(self, needs: Sequence[str], language: str) -> Sequence[str]:
        """What the texts of real services of these needs say."""
        return [s for need in needs or ("",) for s in self._sentences.get((need, language), ())]

    @cached_property
    def needs(self) -> Sequence[str]:
        """Needs as often as real services have them."""
        return [need for service in self.services for need in service.needs]

    @cached_property
    def modifiers(self) -> Sequence[str]:
        """Beginnings of compounds: the genitives and the shorter words that real names hold."""
        names = " ".join(service.name.get("fi", "") for service in self.services).casefold()
        return sorted({word for word in _WORD.findall(names) if 4 <= len(word) <= 14 and word[-1] in "ns"})

    @cached_property
    def heads(self) -> Sequence[str]:
        """Ends of compounds: the words that real services are filed under."""
        filed = " ".join(word.text for service in self.services for word in service.ontology)
        found = {word for word in _WORD.findall(filed.casefold()) if 3 <= len(word) <= 12}
        return sorted(found | set(_UNITS))

    @cached_property
    def areas(self) -> Sequence[Area]:
        """Every municipality of today, in the order of its code."""
        places: dict[str, set[str]] = {}
        rows = json.loads(POSTCODES.read_text(encoding="utf-8")) if POSTCODES.exists() else []
        for row in rows:
            if row["type_code"] != "1":
                continue  # a company's own
            code = municipality_of_postcode(row["postcode"])
            places.setdefault(code, set()).add(row["postcode_fi_name"].capitalize())
        today = (place for _, place in sorted(municipalities().items()) if not place.valid_to)
        return [Area(m, sorted(places.get(m.code) or {m.name.best()})) for m in today]

    @cached_property
    def _weights(self) -> Sequence[int]:
        return list(accumulate(len(area.places) ** 2 + 1 for area in self.areas))

    def area(self, random: Random) -> Area:
        """A municipality, larger ones more often."""
        return self.areas[bisect(self._weights, random.random() * self._weights[-1])]


def sentences(text: str) -> list[str]:
    return [part for line in text.splitlines() for part in _SENTENCE.split(line) if part.strip()]


def corpus(count: int, *, edition: int = 0, material: Material | None = None) -> Iterator[Service]:
    """``count`` services, one at a time; another edition has the same ids and other content throughout."""
    material = material or Material()
    for number in range(count):
        general = number // _GENERAL_EVERY
        if number % _GENERAL_EVERY == 0 and general < len(material.general) and not edition:
            yield material.general[general]
        else:
            yield _Making(material, number, Random(number * 1_009 + edition)).service()


class _Making:
    """One service while it is made."""

    def __init__(self, material: Material, number: int, random: Random) -> None:
        self._material = material
        self._number = number
        self._random = random
        self._base = random.choice(material.services)
        self._area = material.area(random)
        self._place = random.choice(self._area.places)
        self._needs = self._more_needs()

    def service(self) -> Service:
        random, base = self._random, self._base
        source_id = str(self._number)
        charge = random.choice((Charge.FREE, Charge.CHARGED, Charge.UNKNOWN, Charge.UNKNOWN))
        codes, nationwide = self._municipalities()
        return replace(
            base,
            id=catalogue_id("made", "service", source_id),
            source=Source("made", "service", source_id, url=f"https://palvelut.example/{source_id}"),
            name=self._name(),
            organisation=self._organisation(),
            synonyms=base.synonyms if random.random() < 0.7 else (),
            summary=base.summary if random.random() < 0.8 else self._text((1, 2)),
            description=self._text((2, 7)),
            instructions=base.instructions if random.random() < 0.5 else Text(),
            keywords=self._keywords(),
            channels=self._channels(),
            needs=self._needs,
            municipalities=codes,
            nationwide=nationwide,
            languages=self._languages(),
            cost=Cost(charge),
            rides=Rides(random.choice((Known.YES, Known.NO, Known.UNKNOWN, Known.UNKNOWN, Known.UNKNOWN))),
            takes_new_people=random.choice((Known.YES, Known.NO, Known.UNKNOWN, Known.UNKNOWN)),
            checked_on=date(2024, 1, 1) + timedelta(random.randrange(1_000)),
            general_description=base.source.source_id if base.source.kind == _GENERAL else "",
            parent_id="",
            unit_ids=(),
        )

    def _more_needs(self) -> tuple[str, ...]:
        found = list(self._base.needs)
        while self._random.random() < (0.25 if found else 0.6):
            found.append(self._random.choice(self._material.needs))
        return tuple(dict.fromkeys(found))[:4]

    def _municipalities(self) -> tuple[tuple[str, ...], bool]:
        dice, own = self._random.random(), self._area.municipality
        if dice < 0.04:
            return (), True
        county = municipalities_of_county(own.county) if own.county else (own.code,)
        if dice < 0.16:
            return county, False
        if dice < 0.3:
            return tuple(sorted({own.code, *self._random.sample(county, min(3, len(county)))})), False
        return (own.code,), False

    def _name(self) -> Text:
        base, random = self._base.name, self._random
        dice, town = random.random(), self._area.municipality.name
        if dice < 0.2:
            return base
        if dice < 0.4:
            return Text({code: f"{name}, {town.best(code)}" for code, name in base.items()})
        if dice < 0.55:
            return Text({code: f"{name}, {self._place}" for code, name in base.items()})
        if dice < 0.7 and "fi" in base:
            first, rest = base["fi"][:1], base["fi"][1:]
            return Text(base, fi=f"{genitive(self._place)} {first.lower()}{rest}")
        if dice < 0.85:
            return Text({code: f"{self._association()}: {name}" for code, name in base.items()})
        return Text(fi=f"{self._compound().capitalize()}, {town.best()}")

    def _association(self) -> str:
        random = self._random
        name = "".join(random.sample(_SYLLABLES, random.choice((1, 2, 3, 3)))) + random.choice(_ENDINGS)
        return f"{name.capitalize()} ry"

    def _compound(self) -> str:
        return self._random.choice(self._material.modifiers) + self._random.choice(self._material.heads)

    def _organisation(self) -> Organisation:
        provider, town = self._random.choice(_PROVIDERS), self._area.municipality.name
        names = {
            Provider.MUNICIPALITY: Text(fi=f"{genitive(town.best())} kaupunki", sv=f"{town.best('sv')} stad"),
            Provider.COUNTY: Text(fi=f"{genitive(town.best())} alueen hyvinvointialue"),
            Provider.PARISH: Text(fi=f"{genitive(town.best())} seurakunta"),
            Provider.COMPANY: Text(fi=f"{self._place} Oy"),
        }
        name = names.get(provider) or Text(fi=self._association())
        return Organisation(catalogue_id("made", "organisation", name.best()), name, provider)

    def _text(self, length: tuple[int, int]) -> Text:
        random, made = self._random, {}
        for language in self._base.description or ("fi",):
            own = sentences(self._base.description.get(language, ""))
            others = self._material.sentences(self._needs, language)
            wanted = random.randint(*length)
            chosen = random.sample(own, min(len(own), max(1, wanted * 3 // 5)))
            if others:
                chosen += (random.choice(others) for _ in range(wanted - len(chosen)))
            if language == "fi":
                chosen.append(self._local_sentence())
            made[language] = " ".join(chosen)
        return Text(made)

    def _local_sentence(self) -> str:
        place, town = genitive(self._place), genitive(self._area.municipality.name.best())
        vowel = "ä" if not set("aou") & set(town.casefold()) else "a"
        said = (
            f"Palvelemme {town}ss{vowel} osoitteessa {self._street()}, {place} {self._random.choice(_UNITS)}."
        )
        if self._random.random() < 0.4:
            said += f" Mukana {self._association()}."
        return f"{said} Tarjolla {self._compound()}." if self._random.random() < 0.6 else said

    def _street(self) -> str:
        place = self._random.choice(self._area.places)
        return f"{genitive(place)}{self._random.choice(_STREETS)} {self._random.randint(1, 90)}"

    def _keywords(self) -> tuple[Word, ...]:
        own = self._base.keywords + tuple(Word("fi", text) for text in self._needs if text.isalpha())
        return (*own, Word("fi", self._compound())) if self._random.random() < 0.1 else own

    def _channels(self) -> tuple[Channel, ...]:
        town = self._area.municipality
        address = Address(street=Text(fi=self._street()), post_office=town.name, municipality=town.code)
        name = Text(fi=f"{genitive(self._place)} {self._random.choice(_UNITS)}")
        there = Channel(ChannelKind.PLACE, place=Place(name, address), hours=self._hours())
        return (
            there,
            *(replace(channel, hours=NOT_KNOWN, place=None) for channel in self._base.channels[:2]),
        )

    def _hours(self) -> Hours:
        random = self._random
        if random.random() < 0.4:
            return NOT_KNOWN
        days = random.sample(range(7), random.choice((1, 2, 5, 5, 5)))
        openings = tuple(Opening(day, *random.choice(_TIMES)) for day in sorted(days))
        return Hours(regular=(Regular(openings),))

    def _languages(self) -> tuple[str, ...]:
        spoken = ["fi", *(code for code in ("sv", "en") if self._random.random() < 0.5)]
        if self._random.random() < 0.15:
            spoken.append(self._random.choice(_OTHER_LANGUAGES))
        return tuple(spoken)


def described(services: Iterator[Service]) -> Mapping[str, int]:
    """How many services, bytes of text and different words."""
    counted: Counter[str] = Counter()
    words: set[str] = set()
    for service in services:
        streets = [place.address.street for place in service.places]
        texts = [
            text
            for field in (service.name, service.summary, service.description, *streets)
            for text in field.values()
        ]
        counted["services"] += 1
        counted["letters"] += sum(map(len, texts))
        words.update(word for text in texts for word in _WORD.findall(text.casefold()))
    return {**counted, "words": len(words)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("count", type=int)
    print(described(corpus(parser.parse_args().count)))


if __name__ == "__main__":
    main()
