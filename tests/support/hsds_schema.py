"""The JSON schemas of HSDS 3.1, as far as a writer needs them, and what a value has against them.

A field is its name, a star where it is required, and what it holds: text where nothing is told, a format, a
choice, an object, or a list of objects in brackets. Objects may have other fields too.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import UUID

SCHEMA: Final = {
    "service": (
        "id*:uuid organization_id:uuid program_id:uuid name* alternate_name description url:uri "
        "additional_urls:[url] email:email status*:active|inactive|defunct|temporarily_closed "
        "interpretation_services application_process fees_description wait_time fees accreditations "
        "eligibility_description minimum_age:number maximum_age:number assured_date assurer_email:email "
        "licenses alert last_modified:date-time phones:[phone] schedules:[schedule] "
        "service_areas:[service_area] service_at_locations:[service_at_location] languages:[language] "
        "organization:organization funding:[funding] cost_options:[cost_option] program:program "
        "required_documents:[required_document] contacts:[contact] capacities:[service_capacity] "
        "attributes:[attribute] metadata:[metadata]"
    ),
    "organization": (
        "id*:uuid name* alternate_name description* email:email website:uri additional_websites:[url] "
        "tax_status tax_id year_incorporated:number legal_status logo uri:uri parent_organization_id:uuid "
        "funding:[funding] contacts:[contact] phones:[phone] locations:[location] programs:[program] "
        "organization_identifiers:[organization_identifier] attributes:[attribute] metadata:[metadata]"
    ),
    "location": (
        "id*:uuid location_type*:physical|postal|virtual url:uri organization_id:uuid name alternate_name "
        "description transportation latitude:number longitude:number external_identifier "
        "external_identifier_type languages:[language] addresses:[address] contacts:[contact] "
        "accessibility:[accessibility] phones:[phone] schedules:[schedule] attributes:[attribute] "
        "metadata:[metadata]"
    ),
    "service_at_location": (
        "id*:uuid service_id:uuid location_id:uuid description service_areas:[service_area] "
        "contacts:[contact] phones:[phone] schedules:[schedule] location:location attributes:[attribute] "
        "metadata:[metadata]"
    ),
    "address": (
        "id*:uuid location_id:uuid attention address_1* address_2 city* region state_province* "
        "postal_code* country* address_type*:physical|postal|virtual attributes:[attribute] "
        "metadata:[metadata]"
    ),
    "phone": (
        "id*:uuid location_id:uuid service_id:uuid organization_id:uuid contact_id:uuid "
        "service_at_location_id:uuid number* extension:number type description languages:[language] "
        "attributes:[attribute] metadata:[metadata]"
    ),
    "schedule": (
        "id*:uuid service_id:uuid location_id:uuid service_at_location_id:uuid valid_from valid_to "
        "dtstart timezone:number until count:number wkst:MO|TU|WE|TH|FR|SA|SU freq:WEEKLY|MONTHLY "
        "interval:number byday byweekno bymonthday byyearday description opens_at closes_at "
        "schedule_link:uri attending_type notes attributes:[attribute] metadata:[metadata]"
    ),
    "language": (
        "id*:uuid service_id:uuid location_id:uuid phone_id:uuid name code note attributes:[attribute] "
        "metadata:[metadata]"
    ),
    "accessibility": (
        "id*:uuid location_id:uuid description details url:uri attributes:[attribute] metadata:[metadata]"
    ),
    "contact": (
        "id*:uuid organization_id:uuid service_id:uuid service_at_location_id:uuid location_id:uuid name "
        "title department email:email phones:[phone] attributes:[attribute] metadata:[metadata]"
    ),
    "cost_option": (
        "id*:uuid service_id:uuid valid_from valid_to option currency amount:number amount_description "
        "attributes:[attribute] metadata:[metadata]"
    ),
    "required_document": (
        "id*:uuid service_id:uuid document uri:uri attributes:[attribute] metadata:[metadata]"
    ),
    "service_area": (
        "id*:uuid service_id:uuid service_at_location_id:uuid name description extent extent_type uri "
        "attributes:[attribute] metadata:[metadata]"
    ),
    "url": (
        "id*:uuid label url*:uri organization_id:uuid service_id:uuid attributes:[attribute] "
        "metadata:[metadata]"
    ),
    "attribute": (
        "id*:uuid link_id:uuid taxonomy_term_id:uuid link_type link_entity value "
        "taxonomy_term:taxonomy_term metadata:[metadata] label"
    ),
    "taxonomy_term": (
        "id*:uuid code name* description* parent_id:uuid taxonomy taxonomy_detail:taxonomy language "
        "taxonomy_id:uuid term_uri:uri metadata:[metadata]"
    ),
}


def fields(name: str) -> dict[str, tuple[bool, str]]:
    """Field → whether it is required, and what it holds."""
    parts = (part.partition(":") for part in SCHEMA[name].split())
    return {key.rstrip("*"): (key.endswith("*"), kind or "text") for key, _, kind in parts}


def faults(value: Any, name: str = "service", at: str = "") -> Iterator[str]:
    """Where an object is not as the schema wants it."""
    at = at or name
    if not isinstance(value, dict):
        yield f"{at}: no object"
        return
    for key, (is_required, kind) in fields(name).items():
        if key in value:
            yield from _faults(value[key], kind, f"{at}.{key}")
        elif is_required:
            yield f"{at}.{key}: missing"


def _faults(value: Any, kind: str, at: str) -> Iterator[str]:
    if kind.startswith("["):
        if not isinstance(value, list):
            yield f"{at}: no list"
            return
        for number, item in enumerate(value):
            if kind[1:-1] in SCHEMA:
                yield from faults(item, kind[1:-1], f"{at}[{number}]")
    elif kind in SCHEMA:
        yield from faults(value, kind, at)
    elif kind == "number":
        if isinstance(value, bool) or not isinstance(value, int | float):
            yield f"{at}: no number: {value!r}"
    elif kind in ("taxonomy", "program"):
        if not isinstance(value, dict):
            yield f"{at}: no object"
    elif not isinstance(value, str) or not _fits(value, kind):
        yield f"{at}: no {kind}: {value!r}"


def _fits(value: str, kind: str) -> bool:
    try:
        match kind:
            case "uuid":
                return str(UUID(value)) == value
            case "uri":
                return bool(urlsplit(value).scheme and urlsplit(value).netloc)
            case "email":
                return bool(re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", value))
            case "date-time":
                return datetime.fromisoformat(value).tzinfo is not None
            case "text":
                return True
            case _:
                return value.replace(" ", "_") in kind.split("|")
    except ValueError:
        return False
