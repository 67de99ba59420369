"""The services of an HSDS source, in whatever shape they come, gathered once each.

Pages of the API, lists, single complete objects, objects one after another; services inside organisations or
places; tables of a package, as files or as one JSON object. What several records of one service say is put
together: a list names it, the complete object tells all.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from neuvola_exchange import hsds_tables
from neuvola_exchange.hsds_files import Content, Table
from neuvola_exchange.json_files import Notes, Record, as_dict, as_list, as_str, identifier, records

_LISTS: Final = ("contents", "content", "items", "data", "results", "services")
_OF_SERVICE: Final = frozenset(
    {
        "status",
        "organization",
        "service_at_locations",
        "application_process",
        "eligibility_description",
        "minimum_age",
        "maximum_age",
        "assured_date",
        "last_modified",
        "fees_description",
        "interpretation_services",
        "service_areas",
        "cost_options",
        "required_documents",
    }
)
_OF_OTHERS: Final = frozenset(
    {
        "location",
        "location_id",
        "location_type",
        "service",
        "service_id",
        "legal_status",
        "taxonomy",
        "contents",
    }
)
"""Fields that make an object something else than a service."""
_DEEPEST: Final = 3


@dataclass(slots=True)
class Gathered:
    """Service id → its record and where it is; ``nameless`` are places of services without an id."""

    services: dict[str, tuple[str, Record]] = field(default_factory=dict)
    nameless: list[str] = field(default_factory=list)
    doubles: list[tuple[str, str]] = field(default_factory=list)
    is_whole: bool = False
    """Whether the source says, or is of a kind that shows, that this is everything it has."""
    notes: Notes = field(default_factory=Notes)


def gathered(content: Content) -> Gathered:
    """Everything that a source has of services."""
    found = Gathered()
    tables = list(content.tables)
    promised = 0
    others: dict[str, Record] = {}
    for document in content.documents:
        if as_tables := _tables(document.where, document.value):
            tables += as_tables
            continue
        services = list(_services(document.value, others))
        promised += _promised(document.value) if services else 0
        for record in services:
            _take(found, where(document.where, record), record)
    in_documents = len(found.services)
    package = hsds_tables.Package.of(tables)
    for place, record in package.services(found.notes):
        _take(found, place, record)
    _link(found, others)
    is_all = promised == in_documents if in_documents else bool(found.services)
    found.is_whole = is_all and not content.faults
    return found


def where(document: str, record: Record) -> str:
    """ "palvelut.json#ac148810", as far as the record has an id."""
    service_id = identifier(record.get("id"))
    return f"{document}#{service_id}" if service_id else document


def _take(found: Gathered, place: str, record: Record) -> None:
    service_id = identifier(record.get("id"))
    if not service_id:
        found.nameless.append(place)
        return
    known = found.services.get(service_id)
    if known is None:
        found.services[service_id] = (place, record)
        return
    merged = _merged(known[1], record)
    if merged is None:
        found.doubles.append((place, service_id))
    else:
        found.services[service_id] = (known[0], merged)


def _link(found: Gathered, others: Mapping[str, Record]) -> None:
    """Puts organisations that are read beside the services into those that only name them by id."""
    for service_id, (place, record) in found.services.items():
        organisation = others.get(identifier(record.get("organization_id")))
        if organisation and not as_dict(record.get("organization")):
            found.services[service_id] = (place, {**record, "organization": organisation})


def _merged(known: Record, other: Record) -> Record | None:
    """Both records of a service; None where they are two services with one id."""
    if as_str(known.get("name")) != as_str(other.get("name")):
        return None
    parts = _by_id(known.get("service_at_locations")) | _by_id(other.get("service_at_locations"))
    merged = {**known, **{key: value for key, value in other.items() if value or key not in known}}
    return {**merged, "service_at_locations": list(parts.values())} if parts else merged


def _by_id(value: object) -> dict[str, Record]:
    return {identifier(record.get("id")) or str(n): record for n, record in enumerate(records(value))}


def _promised(value: object) -> int:
    """How many services a page says there are in all pages."""
    total = as_dict(value).get("total_items")
    is_first = as_dict(value).get("page_number") in (None, 0, 1)
    return total if isinstance(total, int) and not isinstance(total, bool) and is_first else 0


def _services(value: Any, others: dict[str, Record], depth: int = 0) -> Iterator[Record]:
    """The services in a value; ``others`` gets what else has an id and a name."""
    if isinstance(value, list):
        for item in value if depth < _DEEPEST else ():
            yield from _services(item, others, depth + 1)
        return
    record = as_dict(value)
    if _is_service(record):
        yield record
    elif service := as_dict(record.get("service")):
        # A place of a service, with the service inside.
        at = {key: part for key, part in record.items() if key != "service"}
        yield {**service, "service_at_locations": [at]}
    elif "name" in record:
        organisation = {key: part for key, part in record.items() if key != "services"}
        others.setdefault(identifier(record.get("id")), organisation)
        for service in records(record.get("services")):
            yield {"organization": organisation, **service}
    else:
        for key in _LISTS:
            yield from _services(as_list(record.get(key)), others, depth + 1)


def _is_service(record: Mapping[str, object]) -> bool:
    return bool(_OF_SERVICE & record.keys()) and not _OF_OTHERS & record.keys()


def _tables(document: str, value: object) -> list[Table]:
    """A JSON object of tables ("services.csv": [...]); none where it is something else."""
    named = {name.removesuffix(".csv").casefold(): rows for name, rows in as_dict(value).items()}
    is_package = any(
        name != "services" and hsds_tables.is_known(name) and isinstance(rows, list)
        for name, rows in named.items()
    )
    if "services" not in named or "id" in named or not is_package:
        return []
    return [
        Table(name, tuple((where(document, row), row) for row in records(rows)))
        for name, rows in named.items()
    ]
