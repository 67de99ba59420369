"""What the Helsinki service register says in its own way: entries in three languages, costs, addresses.

The register is the City of Helsinki's palvelurekisteri as its aggregator stores it: one entry has an object a
language, and an empty *list* where the language is missing.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from neuvola_core import areas
from neuvola_core.catalogue import Address, Charge, Cost, Link, Phone, Place, Word
from neuvola_core.text import EMPTY, Text
from neuvola_exchange import clean
from neuvola_exchange.json_files import Note, Record, as_str, identifier, records, strings

LANGUAGES: Final = ("fi", "sv", "en")
HELSINKI: Final = "091"

LIFE_EVENTS: Final[Mapping[str, str]] = {
    "HAVING_CHILD": "KE1",
    "ADOPTION": "KE1.1",
    "CONSCRIPTION": "KE2",
    "BEGINNING_FULLTIME_STUDIES": "KE3",
    "MOVING": "KE4",
    "MOVING_AWAY_FROM_HOME": "KE4.1",
    "MOVING_TO_NEW_HOME_IN_FINLAND": "KE4.2",
    "MOVING_AWAY_FROM_FINLAND": "KE4.3",
    "MOVING_BACK_TO_FINLAND": "KE4.4",
    "IMMIGRATING_TO_FINLAND": "KE5",
    "BUILDING_HOME": "KE6",
    "DIVORCE": "KE7",
    "LOSING_JOB": "KE8",
    "BURDENED_BY_DEBT": "KE9",
    "RETIREMENT": "KE10",
    "FALLING_SERIOUSLY_ILL": "KE11",
    "REHABILITATION": "KE12",
    "GIVING_INFORMAL_CARE": "KE13",
    "DEATH_OF_CLOSE_FAMILY_MEMBER": "KE14",
}
"""The register's names of life events, and the codes of the same events in the Finnish Service Catalogue."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: its id, and what it says in each language it has."""

    id: str
    languages: Mapping[str, Record]

    def values(self, key: str) -> dict[str, object]:
        """Language → the value of one field, where it is there."""
        return {language: record[key] for language, record in self.languages.items() if key in record}

    def text(self, key: str) -> Text:
        """A field of paragraphs."""
        return meaningful(clean.texts(self.values(key)))

    def line(self, key: str) -> Text:
        """A field of one line."""
        return meaningful(clean.lines(self.values(key)))

    def tokens(self, key: str) -> tuple[str, ...]:
        """A list of codes, the languages' lists put together."""
        found = (code for values in self.values(key).values() for code in strings(values))
        return tuple(dict.fromkeys(found))

    def ids(self, key: str) -> tuple[str, ...]:
        """A list of ids, the languages' lists put together."""
        lists = (values for values in self.values(key).values() if isinstance(values, list))
        found = (identifier(value) for values in lists for value in values)
        return tuple(dict.fromkeys(value for value in found if value))

    def rows(self, key: str) -> Iterator[tuple[str, Record]]:
        """The objects of a list field, each with its language."""
        return ((language, row) for language, value in self.values(key).items() for row in records(value))


def meaningful(text: Text) -> Text:
    """The text without the languages in which it is only dashes and full stops."""
    return Text({language: value for language, value in text.items() if re.search(r"\w", value)})


def life_events(entry: Entry, note: Note) -> tuple[str, ...]:
    """Codes of the life events; a name that is not known is noted."""
    codes = []
    for name in entry.tokens("life_events"):
        if name in LIFE_EVENTS:
            codes.append(LIFE_EVENTS[name])
        else:
            note("unknown-life-event", name)
    return tuple(codes)


def language_codes(entry: Entry) -> tuple[str, ...]:
    """The languages one is served in."""
    return tuple(code for code in entry.tokens("provided_languages") if re.fullmatch("[a-z]{2,3}", code))


def synonyms(entry: Entry) -> tuple[Word, ...]:
    """Other names; the register's inner tags (``hh_…``) are none."""
    words = []
    for language, value in entry.values("name_synonyms").items():
        names = (clean.one_line(name) for name in as_str(value).split(","))
        words += [Word(language, name) for name in names if name and not re.match(r"hh_\w+$", name)]
    return tuple(dict.fromkeys(words))


_LINK_ORDER: Final = ("INTERNET", "FORM", "MAP", "FEEDBACK")


def links(rows: Iterable[tuple[str, Record]], note: Note) -> tuple[Link, ...]:
    """Web pages first, then forms and maps; the same address of several languages is one link."""
    found: dict[str, tuple[int, dict[str, str]]] = {}
    for language, row in rows:
        kind = as_str(row.get("type"))
        if kind == "PROCESS_IMAGE":
            continue
        address = clean.url(row.get("url"))
        if not address:
            note("bad-url", as_str(row.get("url")))
            continue
        rank = _LINK_ORDER.index(kind) if kind in _LINK_ORDER else len(_LINK_ORDER)
        _, labels = found.setdefault(address, (rank, {}))
        labels.setdefault(language, clean.one_line(row.get("title")))
    ordered = sorted(found.items(), key=lambda item: item[1][0])
    return tuple(
        Link(address, Text(labels), next(iter(labels)) if len(labels) == 1 else "")
        for address, (_, labels) in ordered
    )


_TOLL_FREE: Final = re.compile(r"maksut|gratis|avgiftsfri|free", re.IGNORECASE)
_PRICE: Final = re.compile(
    r"\d\s*(?:€|e\b|eur|snt|sentti|cent)|€\s*\d|maksullinen|avgiftsbelag", re.IGNORECASE
)


def phones(numbers: Mapping[str, tuple[str, ...]], charges: Text) -> tuple[Phone, ...]:
    """The numbers of all languages; one that only some of them give carries these languages."""
    charge = _call_charge(charges)
    found: dict[str, list[str]] = {}
    for language, given in numbers.items():
        for number in given:
            found.setdefault(number, []).append(language)
    speaking = [language for language, given in numbers.items() if given]
    return tuple(
        Phone(
            number,
            charge=charge,
            charge_note=charges,
            languages=() if len(languages) == len(speaking) else tuple(languages),
        )
        for number, languages in found.items()
    )


def _call_charge(charges: Text) -> Charge:
    text = charges.best()
    if _PRICE.search(text):
        return Charge.CHARGED
    return Charge.FREE if _TOLL_FREE.search(text) else Charge.UNKNOWN


_FREE: Final = re.compile(
    r"maksuton\b|maksutonta\b|maksutta\b|\bei maksu|ilmainen|ilmaista|ilmaiseksi"
    r"|avgiftsfri|gratis|kostnadsfri|free of charge|\bfree\b",
    re.IGNORECASE,
)
_NOT_SIMPLY_FREE: Final = re.compile(
    r"\bjos\b|\bom\b|\bif\b|\bei ole\b|\binte\b|\bnot\b|maksullis|peritään|lukuun ottamatta|paitsi"
    r"|maksuttomuus|avgiftsbelagd|\d\s*(?:€|e\b|euro|snt|sentti)|€\s*\d",
    re.IGNORECASE,
)
_CHARGED: Final = re.compile(
    r"\d\s*(?:€|euro|snt|sentti)|€\s*\d|perimme .*maksu|peritään .*maksu|\bmaksullinen\b|avgiftsbelagd\b",
    re.IGNORECASE,
)


def cost(note: Text) -> Cost:
    """Free or charged where the words say so without conditions; the words themselves in any case."""
    words = note.best()
    free, simply = bool(_FREE.search(words)), not _NOT_SIMPLY_FREE.search(words)
    if free and simply:
        return Cost(Charge.FREE, note)
    return Cost(Charge.CHARGED if _CHARGED.search(words) and not free else Charge.UNKNOWN, note)


_STATED_FREE: Final = re.compile(
    r"\b(?:palvelu|neuvonta|toiminta|tutkimus|käynti)\w* on (?:\w+lle )?(?:täysin )?maksut(?:on|onta)\b",
    re.IGNORECASE,
)


def cost_in_conditions(conditions: Text) -> Cost:
    """The register has no field for what a service costs, but its conditions may say that it is free."""
    return Cost(Charge.FREE) if _STATED_FREE.search(conditions.get("fi", "")) else Cost()


_POSTCODE: Final = re.compile(r"(?<!\d)\d{5}(?!\d)")
_BOX: Final = re.compile(r"\b(?:PL|PB|P\.?O\.? ?B(?:ox)?\.?) ?\d+", re.IGNORECASE)


def place(record: Mapping[str, Mapping[str, object]]) -> Place | None:
    """The address of "personal service", language → fields; None where there is none."""
    streets, boxes, cities, codes = {}, {}, {}, []
    for language, fields in record.items():
        street, code, city = (
            clean.one_line(fields.get(f"personal_service_{part}"))
            for part in ("street_addr", "postal_code", "city")
        )
        codes += _POSTCODE.findall(f"{code} {city} {street}")
        box = _BOX.search(code)
        boxes[language] = box.group() if box else ""
        streets[language] = _POSTCODE.sub("", street).strip(" ,")
        cities[language] = _POSTCODE.sub("", city).strip(" ,")
    street_text, box_text = Text(streets), Text(boxes)
    if not (street_text or box_text or codes):
        return None
    postal_code = codes[0] if codes else ""
    return Place(
        address=Address(
            street=box_text or street_text,
            additional=street_text if box_text else EMPTY,
            postal_code=postal_code,
            post_office=Text(cities),
            municipality=areas.municipality_of_postcode(postal_code) or HELSINKI,
        )
    )
