"""Services → HSDS 3.1 JSON: one page of complete service objects, as the API answers ``/services?full=true``.

What the standard has a field for goes there, the rest into attributes (see ``hsds_extras``): whoever reads by
the standard loses nothing that it can say, and the desk reads back what it wrote. A hidden address is never
written. No person is named.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from neuvola_core import areas, taxonomy
from neuvola_core.catalogue import (
    Accessibility,
    AgeLimits,
    Charge,
    Cost,
    Known,
    Occurrence,
    Organisation,
    Prevention,
    Provider,
    Rides,
    Service,
)
from neuvola_core.errors import CannotWriteError
from neuvola_core.opening import ZONE
from neuvola_core.taxonomy import Vocabulary
from neuvola_core.text import Text
from neuvola_exchange import hsds_extras
from neuvola_exchange.hsds_channels import put_channels
from neuvola_exchange.hsds_contacts import put_emails, put_languages, put_links, put_phones
from neuvola_exchange.hsds_extras import FORMAT
from neuvola_exchange.json_files import Record

_CLASS_URI: Final = "http://uri.suomi.fi/codelist/ptv/ptvserclass2/code/"
_WHOLE_COUNTRY: Final = Text(fi="Suomi")
_NOTHING: Final = ("", None, Known.UNKNOWN, Prevention.UNKNOWN, Rides(), Accessibility(), Text(), False)


def write(services: Iterable[Service], path: Path) -> int:
    """Writes all services into one file, a line each; says how many there were."""
    chosen = tuple(services)
    ids = {service.id: _id(service) for service in chosen}
    page = {
        "total_items": len(chosen),
        "total_pages": 1,
        "page_number": 1,
        "size": len(chosen),
        "first_page": True,
        "last_page": True,
        "empty": not chosen,
    }
    try:
        with path.open("w", encoding="utf-8", newline="\n") as file:
            file.write(json.dumps(page)[:-1] + ', "contents": [')
            for number, service in enumerate(chosen):
                file.write(",\n" if number else "\n")
                file.write(json.dumps(record(service, ids), ensure_ascii=False))
            file.write("\n]}\n")
    except OSError as error:
        raise CannotWriteError(path=str(path)) from error
    return len(chosen)


def _id(service: Service) -> str:
    """The publisher's own id, where it came as HSDS; else the catalogue's, the same everywhere."""
    if service.source.name == FORMAT:
        try:
            return str(UUID(service.source.source_id))
        except ValueError:
            pass
    return service.id


def record(service: Service, ids: Mapping[str, str]) -> Record:
    """A service as a complete object; ``ids`` has the id that each service of the file gets."""
    row: Record = {"id": ids[service.id]}
    hsds_extras.put_text(row, "name", service.name)
    if service.synonyms:
        row["alternate_name"] = service.synonyms[0].text
    _put_description(row, service)
    row["status"] = "active"
    hsds_extras.put_text(row, "application_process", service.instructions)
    hsds_extras.put_text(row, "eligibility_description", service.conditions)
    hsds_extras.put_text(row, "fees_description", service.cost.note)
    _put_numbers(row, service)
    put_channels(row, service.channels, is_hidden=service.hidden_address)
    put_links(row, "additional_urls", service.links)
    _put_first_contacts(row)
    put_languages(row, service.languages)
    _put_parts(row, service)
    _put_occurrences(row, service.occurrences)
    if service.organisation:
        row["organization"] = _organisation(service.organisation)
    _put_words(row, service)
    _put_facts(row, service, ids)
    ordered: Record = _attributes_last(row)
    return ordered


def _put_description(row: Record, service: Service) -> None:
    """The standard has one text: those who read it alone get the summary where there is no description."""
    described, summary = service.description, service.summary
    is_same = described.best() == summary.best()
    hsds_extras.put_text(row, "description", described or Text(fi=summary.best()))
    if described and is_same:
        hsds_extras.put_fact(row, "described", "yes")
    if summary:
        hsds_extras.put_fact(row, "summary", summary)


def _put_numbers(row: Record, service: Service) -> None:
    ages, source = service.ages, service.source
    told: Record = {
        "minimum_age": ages.lowest,
        "maximum_age": ages.highest,
        "assured_date": service.checked_on.isoformat() if service.checked_on else None,
        "last_modified": f"{source.modified_on.isoformat()}T00:00:00.000Z" if source.modified_on else None,
    }
    row |= {key: value for key, value in told.items() if value is not None}
    if service.cost.charge is Charge.FREE:
        option = hsds_extras.own_id(row["id"], "cost option")
        row["cost_options"] = [{"id": option, "amount": 0, "currency": "EUR"}]


def _put_first_contacts(row: Record) -> None:
    """The fields of a single address have the first of the list, for those who read no lists."""
    if urls := row.get("additional_urls"):
        row["url"] = urls[0]["url"]
    if contacts := row.get("contacts"):
        row["email"] = contacts[0]["email"]


def _put_parts(row: Record, service: Service) -> None:
    if service.bring:
        document: Record = {"id": hsds_extras.own_id(row["id"], "document")}
        hsds_extras.put_text(document, "document", service.bring)
        row["required_documents"] = [document]
    found = []
    if service.nationwide:
        found.append(_area(row, "", _WHOLE_COUNTRY))
    found += [_area(row, code, areas.municipality_name(code)) for code in service.municipalities]
    if found:
        row["service_areas"] = found


def _area(row: Record, code: str, name: Text) -> Record:
    area: Record = {"id": hsds_extras.own_id(row["id"], "area", code), "name": name.best("fi")}
    return {**area, "extent": code, "extent_type": "text"} if code else area


def _put_occurrences(row: Record, occurrences: Sequence[Occurrence]) -> None:
    """Each time of an event as a schedule of one day."""
    for one in occurrences:
        starts = one.starts.astimezone(ZONE)
        ends = (one.ends or one.starts).astimezone(ZONE)
        schedule: Record = {
            "id": hsds_extras.own_id(row["id"], "occurrence", starts.isoformat(), ends.isoformat()),
            "valid_from": starts.date().isoformat(),
            "valid_to": ends.date().isoformat(),
        }
        if not one.whole_day:
            schedule |= {"opens_at": f"{starts:%H:%M}"} | ({"closes_at": f"{ends:%H:%M}"} if one.ends else {})
        hsds_extras.put_fact(schedule, "occurrence", one)
        row.setdefault("schedules", []).append(schedule)


def _organisation(organisation: Organisation) -> Record:
    row: Record = {"id": organisation.id, "name": "", "description": ""}
    hsds_extras.put_text(row, "name", organisation.name)
    hsds_extras.put_text(row, "description", organisation.description)
    put_phones(row, organisation.phones)
    put_emails(row, organisation.emails)
    put_links(row, "additional_websites", organisation.links)
    if organisation.links:
        row["website"] = organisation.links[0].url
    if organisation.emails:
        row["email"] = organisation.emails[0]
    if organisation.provider is not Provider.UNKNOWN:
        hsds_extras.put_fact(row, "provider", organisation.provider)
    return row


def _put_words(row: Record, service: Service) -> None:
    hsds_extras.put_words(row, hsds_extras.SYNONYM, service.synonyms)
    hsds_extras.put_words(row, hsds_extras.KEYWORD, service.keywords)
    hsds_extras.put_words(row, hsds_extras.ONTOLOGY, service.ontology)
    chosen: tuple[tuple[str, Vocabulary, tuple[str, ...]], ...] = (
        (hsds_extras.NEED, taxonomy.needs(), service.needs),
        (hsds_extras.ACTIVITY, taxonomy.activities(), service.activities),
        (hsds_extras.TARGET_GROUP, taxonomy.target_groups(), service.target_groups),
    )
    for kind, vocabulary, codes in chosen:
        for code in codes:
            hsds_extras.put_term(row, kind, code, vocabulary.name(code), language="fi")
    for code in service.classes:
        hsds_extras.put_term(row, hsds_extras.SERVICE_CLASS, code, code, term_uri=f"{_CLASS_URI}{code}")
    for code in service.life_events:
        hsds_extras.put_term(row, hsds_extras.LIFE_EVENT, code, code)


def _put_facts(row: Record, service: Service, ids: Mapping[str, str]) -> None:
    source = service.source
    facts: Mapping[str, object] = {
        "source": f"{source.name}/{source.kind}/{source.source_id}",
        "page": source.url,
        "residents_only": service.residents_only,
        "accessibility": service.accessibility,
        "rides": service.rides,
        "prevention": service.prevention,
        "takes_new_people": service.takes_new_people,
        "accepts_contact_requests": service.accepts_contact_requests,
        "contact_method": service.contact_method,
        "hidden_address": service.hidden_address,
        "general_description": service.general_description,
        "parent": ids.get(service.parent_id, ""),
    }
    for label, value in facts.items():
        if value not in _NOTHING:
            hsds_extras.put_fact(row, label, value)
    cost, ages = replace(service.cost, note=Text()), AgeLimits(as_of=service.ages.as_of)
    if cost != Cost():
        hsds_extras.put_fact(row, "cost", cost)
    if ages != AgeLimits():
        hsds_extras.put_fact(row, "ages", ages)


def _attributes_last(value: Any) -> Any:
    """A person who opens the file sees first what the standard itself says."""
    if isinstance(value, list):
        return [_attributes_last(item) for item in value]
    if not isinstance(value, dict):
        return value
    ordered = {key: _attributes_last(item) for key, item in value.items() if key != "attributes"}
    return ordered | ({"attributes": value["attributes"]} if "attributes" in value else {})
