"""One HSDS service object as a service of the catalogue."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from typing import Any, Final

from neuvola_core import areas, taxonomy
from neuvola_core.catalogue import (
    Accessibility,
    AgeLimits,
    Channel,
    Charge,
    Cost,
    Known,
    Occurrence,
    Organisation,
    Prevention,
    Provider,
    Rides,
    Service,
    Source,
    Word,
)
from neuvola_core.classify import with_terms
from neuvola_core.errors import UnknownMunicipalityError
from neuvola_core.ids import catalogue_id
from neuvola_core.taxonomy import Vocabulary
from neuvola_core.text import EMPTY, Text
from neuvola_exchange import clean, hsds_extras, hsds_languages, hsds_places, sheet_words
from neuvola_exchange.hsds_channels import ChannelReader
from neuvola_exchange.hsds_contacts import Reader
from neuvola_exchange.hsds_extras import FORMAT
from neuvola_exchange.hsds_times import day
from neuvola_exchange.json_files import Note, Record, as_dict, as_str, identifier, records

KIND: Final = "service"
GONE: Final = ("inactive", "defunct")
CLOSED_FOR_NOW: Final = "temporarily closed"

_STATUSES: Final = ("", "active", CLOSED_FOR_NOW, *GONE)
_SERVICE_CLASS: Final = re.compile(r"/ptvserclass2?/code/(P\d+(?:\.\d+)*)$")
_COUNTRY: Final = ("suomi", "finland")
_OLDEST: Final = 120
_HIGHEST_PRICE: Final = 1_000_000


@dataclass(slots=True)
class Builder:
    """Makes one service; what is odd goes to ``note``."""

    record: Record
    note: Note
    today: date
    _reader: Reader = field(init=False)

    def __post_init__(self) -> None:
        is_own = bool(hsds_extras.fact(self.record, "source"))
        written_in = "fi" if is_own else _language_of(self.record)
        self._reader = Reader(self.note, written_in, is_own)

    @property
    def service_id(self) -> str:
        """The catalogue's id of it."""
        return catalogue_id(FORMAT, KIND, identifier(self.record.get("id")))

    @property
    def name(self) -> Text:
        """Its name; empty where it has none."""
        return self._line("name")

    @property
    def is_gone(self) -> bool:
        """Whether it is offered no more; a status that nobody knows is no reason to drop a service."""
        status = as_str(self.record.get("status")).casefold()
        if status not in _STATUSES:
            self.note("unknown-value", f"status: {status}")
        return status in GONE

    def service(self) -> Service:
        """The whole of it."""
        channels = ChannelReader(self.record, self._reader, self.today)
        read = channels.channels()
        municipalities, nationwide = self._areas(read)
        service = Service(
            id=self.service_id,
            source=self._source(),
            name=self.name,
            organisation=_organisation(as_dict(self.record.get("organization")), self._reader),
            synonyms=self._synonyms(),
            instructions=self._instructions(),
            conditions=self._text("eligibility_description"),
            bring=self._bring(),
            keywords=self._keywords(),
            channels=read,
            links=channels.links,
            municipalities=municipalities,
            nationwide=nationwide,
            ages=self._ages(),
            languages=self._reader.languages(self.record),
            cost=self._cost(),
            occurrences=self._occurrences(),
            checked_on=self._day("assured_date"),
        )
        service = self._with_facts(self._described(self._with_codes(service)))
        return service if self._reader.is_own else with_terms(service)

    def _text(self, key: str) -> Text:
        return hsds_extras.text(self.record, key, self._reader.written_in)

    def _line(self, key: str) -> Text:
        return self._reader.text(self.record, key)

    def _day(self, key: str) -> date | None:
        found = day(self.record.get(key))
        if found is None and as_str(self.record.get(key)):
            self.note("bad-date", f"{key}: {self.record[key]}")
        return found

    def _source(self) -> Source:
        found = identifier(self.record.get("id"))
        page = hsds_extras.fact_as(self.record, "page", str) or ""
        return Source(FORMAT, KIND, found, clean.url(page), modified_on=self._day("last_modified"))

    # --- words ---

    def _described(self, service: Service) -> Service:
        """A description that only repeats the summary was put there for those who read no summaries."""
        description, summary = self._text("description"), hsds_extras.fact_as(self.record, "summary", Text)
        if not self._reader.is_own:
            leads = {language: clean.lead(text) for language, text in description.items()}
            return replace(service, description=description, summary=Text(leads))
        stated = any(key != "fi" for key in description) or hsds_extras.fact(self.record, "described")
        if summary and not stated and description.best() == summary.best():
            description = EMPTY
        return replace(service, description=description, summary=summary or EMPTY)

    def _synonyms(self) -> tuple[Word, ...]:
        own = hsds_extras.words(self.record, hsds_extras.SYNONYM)
        return own or tuple(Word(language, text) for language, text in self._line("alternate_name").items())

    def _instructions(self) -> Text:
        """What one must know first of all comes first."""
        return clean.joined(map(self._text, ("alert", "application_process", "interpretation_services")))

    def _bring(self) -> Text:
        rows = records(self.record.get("required_documents"))
        return clean.joined(hsds_extras.text(row, "document", self._reader.written_in) for row in rows)

    def _keywords(self) -> tuple[Word, ...]:
        own = hsds_extras.words(self.record, hsds_extras.KEYWORD)
        found = dict.fromkeys(own)
        for term in hsds_extras.others(self.record):
            language = hsds_languages.code(as_str(term.get("language"))) or self._reader.written_in
            for code, name in hsds_extras.text(term, "name", language, clean.one_line).items():
                found.setdefault(Word(code, name))
        return tuple(found)

    # --- terms and facts ---

    def _with_codes(self, service: Service) -> Service:
        record = self.record
        uris = (as_str(term.get("term_uri")) for term in hsds_extras.others(record))
        linked = (match[1] for uri in uris if (match := _SERVICE_CLASS.search(uri)))
        classes = dict.fromkeys((*hsds_extras.codes(record, hsds_extras.SERVICE_CLASS), *linked))
        return replace(
            service,
            needs=self._terms(hsds_extras.NEED, taxonomy.needs(), "unknown-need"),
            activities=self._terms(hsds_extras.ACTIVITY, taxonomy.activities(), "unknown-activity"),
            target_groups=self._terms(
                hsds_extras.TARGET_GROUP, taxonomy.target_groups(), "unknown-target-group"
            ),
            classes=tuple(classes),
            life_events=hsds_extras.codes(record, hsds_extras.LIFE_EVENT),
            ontology=hsds_extras.words(record, hsds_extras.ONTOLOGY),
        )

    def _terms(self, kind: str, vocabulary: Vocabulary, fault: str) -> tuple[str, ...]:
        found = []
        for code in hsds_extras.codes(self.record, kind):
            if code in vocabulary:
                found.append(vocabulary.get(code).id)
            else:
                self.note(fault, code)
        return tuple(dict.fromkeys(found))

    def _with_facts(self, service: Service) -> Service:
        """What HSDS has no field for, where the desk wrote it; and what comes nearest, where others did."""
        record = self.record
        closed = as_str(record.get("status")).casefold() == CLOSED_FOR_NOW
        parent = hsds_extras.fact_as(record, "parent", str)
        return replace(
            service,
            residents_only=hsds_extras.fact_as(record, "residents_only", Known) or Known.UNKNOWN,
            accessibility=hsds_extras.fact_as(record, "accessibility", Accessibility) or Accessibility(),
            rides=hsds_extras.fact_as(record, "rides", Rides) or self._rides(),
            prevention=hsds_extras.fact_as(record, "prevention", Prevention) or Prevention.UNKNOWN,
            takes_new_people=hsds_extras.fact_as(record, "takes_new_people", Known)
            or (Known.NO if closed else Known.UNKNOWN),
            accepts_contact_requests=hsds_extras.fact_as(record, "accepts_contact_requests", bool) or False,
            contact_method=hsds_extras.fact_as(record, "contact_method", Text) or EMPTY,
            hidden_address=hsds_extras.fact_as(record, "hidden_address", bool) or False,
            general_description=hsds_extras.fact_as(record, "general_description", str) or "",
            parent_id=catalogue_id(FORMAT, KIND, parent) if parent else "",
        )

    def _rides(self) -> Rides:
        places = (as_dict(row.get("location")) for row in records(self.record.get("service_at_locations")))
        told = (hsds_extras.text(place, "transportation", self._reader.written_in) for place in places)
        return Rides(note=EMPTY if self._reader.is_own else clean.joined(told))

    # --- who, what it costs, when ---

    def _ages(self) -> AgeLimits:
        lowest, highest = self._age("minimum_age"), self._age("maximum_age")
        if lowest is not None and highest is not None and lowest > highest:
            self.note("bad-age", f"{lowest}–{highest}")
            return AgeLimits()
        kept = hsds_extras.fact_as(self.record, "ages", AgeLimits)
        return AgeLimits(lowest, highest, kept.as_of if kept else None)

    def _age(self, key: str) -> int | None:
        """Whole years; a negative one is how some publishers say that there is no limit."""
        value: Any = self.record.get(key)
        if isinstance(value, str):
            value = sheet_words.age(value) if value.strip() else None
            if value is None and as_str(self.record.get(key)):
                self.note("bad-age", as_str(self.record.get(key)))
        if isinstance(value, bool) or not isinstance(value, int | float) or not value >= 0:
            return None
        if value > _OLDEST:
            self.note("bad-age", str(value))
            return None
        return int(value)

    def _cost(self) -> Cost:
        told = self._text("fees_description") or self._text("fees")
        if self._reader.is_own:
            kept = hsds_extras.fact_as(self.record, "cost", Cost) or Cost()
            return replace(kept, note=told)
        options = tuple(records(self.record.get("cost_options")))
        note = clean.joined((told, *(self._price(option) for option in options)))
        amounts = [option["amount"] for option in options if _is_amount(option.get("amount"))]
        if amounts:
            return Cost(Charge.CHARGED if any(amounts) else Charge.FREE, note)
        return Cost(sheet_words.cost(note.best(), None).charge if note else Charge.UNKNOWN, note)

    def _price(self, option: Record) -> Text:
        """ "Under 18s: 35 GBP, per 1 hour session"."""
        who = self._reader.text(option, "option")
        more = self._reader.text(option, "amount_description")
        amount = f"{option['amount']:g}" if _is_amount(option.get("amount")) else ""
        price = " ".join(part for part in (amount, as_str(option.get("currency")).upper()) if part)
        told = {}
        for language in dict.fromkeys((*who, *more, *([self._reader.written_in] if amount else ()))):
            rest = ", ".join(part for part in (price if amount else "", more.get(language, "")) if part)
            told[language] = ": ".join(part for part in (who.get(language, ""), rest) if part)
        return Text(told)

    def _occurrences(self) -> tuple[Occurrence, ...]:
        rows = records(self.record.get("schedules"))
        found = (hsds_extras.fact_as(row, "occurrence", Occurrence) for row in rows)
        return tuple(one for one in found if one and one.starts.tzinfo)

    # --- where it is offered ---

    def _areas(self, channels: tuple[Channel, ...]) -> tuple[tuple[str, ...], bool]:
        places = records(self.record.get("service_at_locations"))
        rows = [*records(self.record.get("service_areas"))]
        rows += [row for at in places for row in records(at.get("service_areas"))]
        codes: list[str] = []
        nationwide = False
        for row in rows:
            name = clean.one_line(row.get("name")) or clean.one_line(row.get("extent"))
            if sheet_words.is_nationwide(name) or name.casefold() in _COUNTRY:
                nationwide = True
            elif found := tuple(_municipalities(row, name)):
                codes += found
            elif name:
                self.note("unknown-area", name)
        if not codes and not nationwide and not self._reader.is_own:
            codes = [
                c.place.address.municipality for c in channels if c.place and c.place.address.municipality
            ]
        return tuple(dict.fromkeys(codes)), nationwide


def _language_of(record: Record) -> str:
    """The language that a publisher has stated, or else the one of the country that it is in."""
    stated = hsds_languages.code(as_str(record.get("language")))
    places = (as_dict(row.get("location")) for row in records(record.get("service_at_locations")))
    country = next((told for told in map(hsds_places.country, places) if told), "")
    return stated or hsds_languages.of_country(country)


def _is_amount(value: object) -> bool:
    """Whether it is a price somebody could ask; a comparison with what is no number is false."""
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < _HIGHEST_PRICE


@cache
def _counties() -> dict[str, str]:
    return {name.casefold(): code for code, names in areas.counties().items() for name in names.values()}


def _municipalities(row: Record, name: str) -> Iterator[str]:
    """The municipalities of an area named by code, by name, or as a wellbeing services county."""
    if county := _counties().get(name.casefold()):
        yield from areas.municipalities_of_county(county)
        return
    for told in (as_str(row.get("extent")), name):
        try:
            yield areas.municipality(told).code
        except UnknownMunicipalityError:
            continue
        return


def _organisation(row: Record, reader: Reader) -> Organisation | None:
    name = reader.text(row, "name")
    if not name:
        return None
    described = hsds_extras.text(row, "description", reader.written_in)
    contacts = tuple(records(row.get("contacts")))
    emails = [*reader.emails(row.get("email")), *reader.emails(*(one.get("email") for one in contacts))]
    urls = tuple(records(row.get("additional_websites")))
    first = (
        ()
        if as_str(row.get("website")) in {as_str(url.get("url")) for url in urls}
        else ({"url": row.get("website")},)
    )
    legal = sheet_words.provider(as_str(row.get("legal_status")))
    return Organisation(
        catalogue_id(FORMAT, "organisation", identifier(row.get("id")) or name.best()),
        name,
        hsds_extras.fact_as(row, "provider", Provider) or legal or Provider.UNKNOWN,
        described,
        phones=tuple(reader.phones(records(row.get("phones")))),
        emails=tuple(dict.fromkeys(emails)),
        links=tuple(reader.links((*first, *urls))),
    )
