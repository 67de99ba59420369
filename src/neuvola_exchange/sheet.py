"""The sheet format: the table that organisations fill in (CSV or XLSX) → services.

A record needs an id and one name; everything else may be missing or wrong, and then the record still comes
in with a note about it. The address of a hidden place is dropped at the door: the desk has no use for it.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final, TypeVar

from neuvola_core import areas, hours_text, taxonomy
from neuvola_core.catalogue import (
    Accessibility,
    Address,
    AgeLimits,
    Channel,
    ChannelKind,
    Cost,
    Known,
    Organisation,
    Place,
    Prevention,
    Provider,
    Rides,
    Service,
    Source,
    Word,
)
from neuvola_core.classify import with_terms
from neuvola_core.errors import UnknownMunicipalityError, UnreadableSourceError
from neuvola_core.hours import NOT_KNOWN, Hours
from neuvola_core.ids import catalogue_id
from neuvola_core.taxonomy import Vocabulary
from neuvola_core.text import Text
from neuvola_exchange import sheet_contacts, sheet_words
from neuvola_exchange.json_files import shortened
from neuvola_exchange.report import Item, Noted, Reading, Rejected
from neuvola_exchange.sheet_table import Row, Table, read_table

FORMAT: Final = "sheet"
KIND: Final = "service"
_EXCEL: Final = {".xlsx", ".xlsm", ".xls"}
_SUFFIXES: Final = {".csv", ".tsv", ".txt"} | _EXCEL
_POST: Final = re.compile(r"(.+?),?\s+(\d{5})(?:\s+([^\d,]+))?")
T = TypeVar("T")


def recognises(path: Path) -> bool:
    """Whether the file is a table with the header of the sheet format, or any Excel file, to be told of."""
    if path.suffix.casefold() not in _SUFFIXES or not path.is_file():
        return False
    try:
        read_table(path)
    except UnreadableSourceError as error:
        return path.suffix.casefold() in _EXCEL or error.facts["reason"] in {"old-excel", "encrypted"}
    return True


def read(path: Path, source: str = FORMAT) -> Reading:
    """The services of a sheet; raises ``UnreadableSourceError`` when the file is no table of this format."""
    table = read_table(path)
    return Reading(
        format=FORMAT,
        origin=f"{source}/{_storable(path.stem)}",
        complete=True,
        items=_items(path.name, table, source),
        total=len(table.rows),
    )


def _items(file: str, table: Table, source: str) -> Iterator[Item]:
    for code, columns in (("unknown-column", table.unknown), ("duplicate-column", table.twice)):
        yield from (Noted(_where(file, 1), code, shortened(column)) for column in columns)
    seen: set[str] = set()
    for row in table.rows:
        where = _where(file, row.number)
        source_id = row.cells.get("id", "")
        if fault := _fault(row, seen):
            yield Rejected(where, fault, shortened(source_id))
            continue
        seen.add(source_id)
        reader = _RowReader(where, row, source)
        service = reader.service()
        yield from reader.notes
        yield service


def _storable(name: str) -> str:
    """A file's name as text that can be stored: it may be bytes that are no characters."""
    return name.encode("utf-8", "backslashreplace").decode("utf-8")


def _where(file: str, number: int) -> str:
    return f"{file}, rivi {number}"


def _fault(row: Row, seen: set[str]) -> str:
    if row.broken:
        return row.broken
    if "id" not in row.cells:
        return "no-id"
    if not any(f"name_{language}" in row.cells for language in ("fi", "sv", "en")):
        return "no-name"
    return "duplicate" if row.cells["id"] in seen else ""


@cache
def _counties() -> Mapping[str, str]:
    """Names of the wellbeing services counties, folded → their codes."""
    return {name.casefold(): code for code, names in areas.counties().items() for name in names.values()}


@cache
def _lay_names(vocabulary: Vocabulary) -> Mapping[str, str]:
    """What people write instead of an id: the names that the screen shows, folded → id."""
    return {name.casefold(): term.id for term in vocabulary.terms for name in term.name.values()}


def _term_ids(item: str, vocabulary: Vocabulary) -> tuple[list[str], list[str]]:
    """Ids of what a list item names, and the words that name nothing; a name may have commas in it."""
    found, unknown = [], []
    whole = _term_id(item, vocabulary)
    for word in [item] if whole else item.split(","):
        term_id = _term_id(word, vocabulary)
        if term_id:
            found.append(term_id)
        elif word.strip():
            unknown.append(word.strip())
    return found, unknown


def _term_id(word: str, vocabulary: Vocabulary) -> str:
    folded = word.strip().casefold()
    for key in (word.strip(), folded):
        if key in vocabulary:
            return vocabulary.get(key).id
    return _lay_names(vocabulary).get(folded, "")


@dataclass
class _RowReader:
    """Reads one row, gathering notes of what it does not understand."""

    where: str
    row: Row
    source: str
    notes: list[Noted] = field(default_factory=list)

    def service(self) -> Service:
        cell = self._cell
        checked_on = self._day("checked_on")
        cost = sheet_words.cost(cell("cost"), checked_on) if cell("cost") else Cost()
        hidden = self._is_hidden()
        place = self._place()
        municipalities, nationwide = self._municipalities(place)
        service = Service(
            id=catalogue_id(self.source, KIND, cell("id")),
            source=Source(self.source, KIND, cell("id")),
            name=self._text("name"),
            organisation=self._organisation(),
            summary=self._text("summary"),
            description=self._text("description"),
            keywords=tuple(Word("fi", word) for word in sheet_words.items(cell("keywords"))),
            channels=self._channels(None if hidden else place, self._hours()),
            needs=self._terms("needs", taxonomy.needs(), "unknown-need"),
            activities=self._terms("activity", taxonomy.activities(), "unknown-activity"),
            target_groups=self._terms("target_groups", taxonomy.target_groups(), "unknown-target-group"),
            municipalities=municipalities,
            nationwide=nationwide,
            residents_only=self._known("region_only"),
            ages=self._ages(),
            languages=self._languages(),
            cost=cost,
            accessibility=self._accessibility(),
            rides=self._rides(),
            prevention=self._prevention(),
            takes_new_people=self._known("takes_new_people"),
            accepts_contact_requests=self._known("accepts_contact_requests") is Known.YES,
            contact_method=Text(fi=cell("contact_method")),
            hidden_address=hidden,
            checked_on=checked_on,
        )
        return with_terms(service)

    # --- cells ---

    def _cell(self, column: str) -> str:
        return self.row.cells.get(column, "")

    def _text(self, column: str) -> Text:
        return Text({language: self._cell(f"{column}_{language}") for language in ("fi", "sv", "en")})

    def _note(self, code: str, detail: str) -> None:
        self.notes.append(Noted(self.where, code, shortened(detail)))

    def _known(self, column: str) -> Known:
        known = sheet_words.yes_or_no(self._cell(column))
        if known is None:
            self._note("unknown-value", f"{column}: {self._cell(column)}")
        return known or Known.UNKNOWN

    def _is_hidden(self) -> bool:
        """A word that is not understood hides: an address told by mistake cannot be taken back."""
        known = self._known("hidden_address")
        return known is Known.YES or sheet_words.yes_or_no(self._cell("hidden_address")) is None

    def _day(self, column: str) -> date | None:
        text = self._cell(column)
        found = sheet_words.day(text) if text else None
        if text and found is None:
            self._note("bad-date", f"{column}: {text}")
        return found

    def _age(self, column: str) -> int | None:
        text = self._cell(column)
        found = sheet_words.age(text) if text else None
        if text and found is None:
            self._note("bad-age", f"{column}: {text}")
        return found

    def _ages(self) -> AgeLimits:
        lowest, highest = self._age("age_min"), self._age("age_max")
        if lowest is not None and highest is not None and lowest > highest:
            self._note("bad-age", f"{lowest}–{highest}")
            return AgeLimits()
        stated = lowest is not None or highest is not None
        return AgeLimits(lowest, highest, self._day_of(stated))

    def _day_of(self, stated: bool) -> date | None:
        """The day a stated fact was checked on: the row's own, without noting a bad date twice."""
        return sheet_words.day(self._cell("checked_on")) if stated else None

    # --- words of closed lists ---

    def _terms(self, column: str, vocabulary: Vocabulary, code: str) -> tuple[str, ...]:
        found: list[str] = []
        for item in sheet_words.items(self._cell(column)):
            ids, unknown = _term_ids(item, vocabulary)
            found.extend(ids)
            for word in unknown:
                self._note(code, word)
        return tuple(dict.fromkeys(found))

    def _languages(self) -> tuple[str, ...]:
        found = []
        for item in re.split(r"[;|,\n]", self._cell("languages")):
            code = sheet_words.language(item)
            if code:
                found.append(code)
            elif item.strip():
                self._note("unknown-language", item.strip())
        return tuple(dict.fromkeys(found))

    def _municipalities(self, place: Place | None) -> tuple[tuple[str, ...], bool]:
        codes: list[str] = []
        nationwide = False
        for item in re.split(r"[;|,\n]", self._cell("municipalities")):
            if sheet_words.is_nationwide(item):
                nationwide = True
            elif item.strip():
                codes.extend(self._municipality_codes(item.strip()))
        if not codes and not nationwide and place and place.address.municipality:
            codes = [place.address.municipality]
        return tuple(dict.fromkeys(codes)), nationwide

    def _municipality_codes(self, item: str) -> tuple[str, ...]:
        county = _counties().get(item.casefold())
        if county:
            return areas.municipalities_of_county(county)
        try:
            return (areas.municipality(item).code,)
        except UnknownMunicipalityError:
            self._note("unknown-municipality", item)
            return ()

    def _prevention(self) -> Prevention:
        text = self._cell("prevention")
        found = sheet_words.prevention(text) if text else Prevention.UNKNOWN
        if found is None:
            self._note("unknown-value", f"prevention: {text}")
        return found or Prevention.UNKNOWN

    def _organisation(self) -> Organisation | None:
        name, sector = self._cell("organisation"), self._cell("sector")
        provider = sheet_words.provider(sector) if sector else Provider.UNKNOWN
        if provider is None:
            self._note("unknown-value", f"sector: {sector}")
        if not name and not provider:
            return None
        key = name or f"({provider})"
        return Organisation(
            catalogue_id(self.source, "organisation", key), Text(fi=name), provider or Provider.UNKNOWN
        )

    # --- how one gets there ---

    def _accessibility(self) -> Accessibility:
        step_free, note = sheet_words.yes_or_no_with_note(self._cell("accessibility"))
        sentences = tuple(Text(fi=line) for line in note.split("\n") if line.strip())
        is_stated = step_free is not Known.UNKNOWN or bool(sentences)
        return Accessibility(step_free, sentences, self._day_of(is_stated))

    def _rides(self) -> Rides:
        offered, note = sheet_words.yes_or_no_with_note(self._cell("transport"))
        is_stated = offered is not Known.UNKNOWN or bool(note.strip())
        return Rides(offered, Text(fi=note), self._day_of(is_stated))

    def _hours(self) -> Hours:
        text = self._cell("hours")
        if not text or "hours" in self.row.as_dates:
            # Excel turns "8-16" into the sixteenth of August: what was written is lost.
            if text:
                self._note("hours-became-date", text)
            return NOT_KNOWN
        hours = hours_text.parse(text)
        return replace(hours, as_of=self._day_of(hours.is_stated))

    def _place(self) -> Place | None:
        street, code, office = self._cell("address"), self._postal_code(), ""
        if not code and (match := _POST.fullmatch(street)):
            street, code, office = match[1], match[2], match[3] or ""
        if not street and not code:
            return None
        municipality = areas.municipality_of_postcode(code) if code else ""
        if code and not municipality:
            self._note("unknown-postcode", code)
        return Place(address=Address(Text(fi=street), code, Text(fi=office), municipality))

    def _postal_code(self) -> str:
        code = re.sub(r"^FI-?|\s", "", self._cell("postal_code"), flags=re.IGNORECASE)
        if re.fullmatch(r"\d{3,5}", code):
            return code.zfill(5)  # Excel eats the zeros of 00100
        if code:
            self._note("bad-postcode", code)
        return ""

    def _channels(self, place: Place | None, hours: Hours) -> tuple[Channel, ...]:
        phones = self._contacts("phone", sheet_contacts.phone)
        emails = self._contacts("email", sheet_contacts.email)
        links = self._contacts("url", sheet_contacts.link)
        channels = [Channel(ChannelKind.PLACE, place=place)] if place else []
        channels += [Channel(ChannelKind.PHONE, phones=phones)] if phones else []
        channels += [Channel(ChannelKind.EMAIL, emails=emails)] if emails else []
        channels += [Channel(ChannelKind.WEB, links=links)] if links else []
        if hours.is_stated:
            first, *others = channels or [Channel(ChannelKind.PLACE)]
            channels = [replace(first, hours=hours), *others]
        return tuple(channels)

    def _contacts(self, column: str, read_one: Callable[[str], T | None]) -> tuple[T, ...]:
        found = []
        for item in sheet_words.items(re.sub(r",\s", "\n", self._cell(column))):
            value = read_one(item)
            if value is None:
                self._note(f"bad-{column}", item)
            else:
                found.append(value)
        return tuple(found)
