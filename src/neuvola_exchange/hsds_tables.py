"""The tables of an HSDS data package, joined into service objects of the shape that the API gives.

A row belongs to every thing it names the id of. Row ids are not trusted to be unique, nor references to lead
anywhere: what is not there is left out and told of.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from neuvola_exchange.hsds_files import Table
from neuvola_exchange.json_files import Notes, Record, as_str

Rows = Mapping[str, tuple[Record, ...]]
"""Id → the rows that name it."""

_NAMES: Final = {
    "service": "services",
    "organization": "organizations",
    "location": "locations",
    "service_at_locations": "service_at_location",
    "services_at_location": "service_at_location",
    "phone": "phones",
    "contact": "contacts",
    "address": "addresses",
    "physical_addresses": "addresses",
    "schedule": "schedules",
    "regular_schedules": "schedules",
    "language": "languages",
    "cost_option": "cost_options",
    "required_document": "required_documents",
    "service_area": "service_areas",
    "attribute": "attributes",
    "taxonomy_term": "taxonomy_terms",
    "urls": "url",
    "accessibility_for_disabilities": "accessibility",
}
"""Other names of tables, older ones and those of single objects → the names of HSDS 3."""

_PARTS: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "service_id": (
        ("phones", "phones"),
        ("schedules", "schedules"),
        ("languages", "languages"),
        ("contacts", "contacts"),
        ("cost_options", "cost_options"),
        ("required_documents", "required_documents"),
        ("service_areas", "service_areas"),
        ("url", "additional_urls"),
    ),
    "organization_id": (("phones", "phones"), ("contacts", "contacts"), ("url", "additional_websites")),
    "service_at_location_id": (
        ("phones", "phones"),
        ("schedules", "schedules"),
        ("contacts", "contacts"),
        ("service_areas", "service_areas"),
    ),
    "location_id": (
        ("addresses", "addresses"),
        ("phones", "phones"),
        ("schedules", "schedules"),
        ("languages", "languages"),
        ("contacts", "contacts"),
        ("accessibility", "accessibility"),
    ),
    "contact_id": (("phones", "phones"),),
    "phone_id": (("languages", "languages"),),
}
"""The column that names the whole → the tables of its parts and the fields they become."""

_PART_OF: Final = {"contacts": "contact_id", "phones": "phone_id"}
"""Tables whose rows have parts of their own, and the column that names them."""
_NUMBERS: Final = ("latitude", "longitude", "minimum_age", "maximum_age", "amount", "interval", "count")


def is_known(name: str) -> bool:
    """Whether a file of this name is a table of the package."""
    return _NAMES.get(name, name) in {*_NAMES.values()}


@dataclass(slots=True)
class Package:
    """All tables of a package."""

    rows: dict[str, list[tuple[str, Record]]] = field(default_factory=lambda: defaultdict(list))
    _by: dict[tuple[str, str], Rows] = field(default_factory=dict)

    @classmethod
    def of(cls, tables: Iterable[Table]) -> "Package":
        """The package that tables make, whatever the file names of older versions."""
        package = cls()
        for table in tables:
            package.rows[_NAMES.get(table.name, table.name)] += table.rows
        return package

    def services(self, notes: Notes) -> Iterator[tuple[str, Record]]:
        """Each service with everything that belongs to it, and where its row is."""
        for where, row in self.rows["services"]:
            yield where, self._service(where, row, notes)

    def _service(self, where: str, row: Record, notes: Notes) -> Record:
        note = notes.at(where)
        service = self._whole("service_id", row)
        for organisation_id in _ids(row.get("organization_id")):
            if organisation := self._first("organizations", organisation_id):
                service["organization"] = self._whole("organization_id", organisation)
            else:
                note("unknown-value", f"organization_id: {organisation_id}")
        at_locations = []
        for at in self._named("service_at_location", "service_id", row):
            whole = self._whole("service_at_location_id", at)
            for location_id in _ids(at.get("location_id")):
                if location := self._first("locations", location_id):
                    at_locations.append({**whole, "location": self._whole("location_id", location)})
                else:
                    note("unknown-place", location_id)
        return {**service, "service_at_locations": at_locations} if at_locations else service

    def _whole(self, column: str, row: Record) -> Record:
        """A row with the rows that name it as their whole."""
        whole = dict(row)
        for table, part in _PARTS[column]:
            own = _PART_OF.get(table)
            found = self._named(table, column, row)
            if found:
                whole[part] = [self._whole(own, one) if own else self._with_attributes(one) for one in found]
        return self._with_attributes(whole)

    def _with_attributes(self, row: Record) -> Record:
        found = [
            {**attribute, "taxonomy_term": term} if (term := self._term(attribute)) else attribute
            for attribute in self._named("attributes", "link_id", row)
        ]
        told = {key: _number(value) if key in _NUMBERS else value for key, value in row.items()}
        return {**told, "attributes": found} if found else told

    def _term(self, attribute: Record) -> Record:
        return self._first("taxonomy_terms", as_str(attribute.get("taxonomy_term_id")))

    def _first(self, table: str, row_id: str) -> Record:
        found = self._index(table, "id").get(row_id, ())
        return found[0] if found else {}

    def _named(self, table: str, column: str, row: Record) -> tuple[Record, ...]:
        return self._index(table, column).get(as_str(row.get("id")), ()) if row.get("id") else ()

    def _index(self, table: str, column: str) -> Rows:
        """Built when first asked; several ids in a cell are separated by commas."""
        if (table, column) not in self._by:
            found: dict[str, list[Record]] = defaultdict(list)
            for _, row in self.rows.get(table, ()):
                for row_id in _ids(row.get(column)):
                    found[row_id].append(row)
            self._by[table, column] = {key: tuple(rows) for key, rows in found.items()}
        return self._by[table, column]


def _ids(value: object) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in as_str(value).split(",") if part.strip()))


def _number(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        return float(value) if "." in value else int(value)
    except ValueError:
        return value
