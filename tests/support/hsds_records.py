"""HSDS records made by hand, and what is read from them."""

import json
from pathlib import Path
from typing import Any

from neuvola_core.catalogue import Channel, ChannelKind, Service
from neuvola_exchange import hsds
from neuvola_exchange.report import Item, Noted

ID = "ac148810-d857-441c-9679-408f346de14b"


def service(service_id: str = ID, **fields: Any) -> dict[str, Any]:
    return {"id": service_id, "name": "Velkaneuvonta", "status": "active", **fields}


def page(*services: dict[str, Any], total: int | None = None, number: int = 1) -> dict[str, Any]:
    return {
        "total_items": len(services) if total is None else total,
        "page_number": number,
        "empty": not services,
        "contents": list(services),
    }


def items_of(folder: Path, value: Any, name: str = "palvelut.json") -> list[Item]:
    file = folder / name
    file.write_text(value if isinstance(value, str) else json.dumps(value), encoding="utf-8")
    return list(hsds.read(file).items)


def services_of(items: list[Item]) -> list[Service]:
    return [item for item in items if isinstance(item, Service)]


def one(folder: Path, **fields: Any) -> Service:
    (found,) = services_of(items_of(folder, service(**fields)))
    return found


def notes_of(folder: Path, **fields: Any) -> list[tuple[str, str]]:
    return [
        (item.code, item.detail) for item in items_of(folder, service(**fields)) if isinstance(item, Noted)
    ]


def at(location: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {"id": "s1", "location": {"id": "l1", "location_type": "physical", **location}, **fields}


def address(**fields: Any) -> dict[str, Any]:
    street = {"address_1": "Mäkikatu 1", "city": "Helsinki", "state_province": "", "postal_code": "00530"}
    return {"id": "a1", **street, "country": "FI", "address_type": "physical", **fields}


def channel(found: Service, kind: ChannelKind) -> Channel:
    (chosen,) = [one for one in found.channels if one.kind is kind]
    return chosen
