"""The OpenAPI of the protocol: the values of ``wire`` as they are really read and written.

FastAPI's own reading of a body is lenient (the text "5" passes for a number, half a surrogate for a
character) and takes three times as long, so bodies are read by msgspec and the contract is written from it.
"""

from dataclasses import dataclass
from typing import Any, Final

import msgspec
from fastapi import FastAPI

from neuvola_core import wire
from neuvola_server.api.faults import Error
from neuvola_server.numbering import LARGEST


@dataclass(frozen=True, slots=True)
class TokenRequest:
    """Asks for a new token; the nonce may be in the header instead, and then there is no body."""

    nonce: str


_VALUES: Final = (
    Error,
    wire.ChangePage,
    wire.EnrolAnswer,
    wire.EnrolRequest,
    wire.ReofferAnswer,
    wire.ReofferRequest,
    wire.SignedManifest,
    wire.SignedOffers,
    wire.StatesAnswer,
    wire.StatesRequest,
    wire.SyncAnswer,
    wire.SyncRequest,
    wire.TokenAnswer,
    TokenRequest,
)
NONCE_PATTERN: Final = "[A-Za-z0-9._~+/=-]{1,128}"
"""Signs that a header can carry."""
_PLACE: Final = "#/components/schemas/{name}"
_REFUSALS: Final = {
    400: "The body is no JSON, or too deep.",
    401: "No token, an unknown one or a revoked one.",
    403: "Another desk's.",
    404: "No such thing.",
    409: "The one-time code did not do.",
    410: "The cursor leads nowhere.",
    413: "The body is too large.",
    422: "The body is not of the right shape, or holds what may not be together.",
    429: "Too often: see Retry-After.",
    503: "The database does not answer: see Retry-After.",
}
_NONCE: Final = {wire.NONCE_HEADER: {"description": "The request's.", "schema": {"type": "string"}}}


def body_of(kind: type, *, required: bool = True) -> dict[str, Any]:
    """``openapi_extra`` of a request that carries ``kind``."""
    content = {"application/json": {"schema": _schema(kind)}}
    return {"requestBody": {"required": required, "content": content}}


def answers(kind: type, *refusals: int) -> dict[int | str, dict[str, Any]]:
    """``responses`` of a route that answers with ``kind`` or one of these refusals."""
    good = {"description": kind.__doc__, "content": {"application/json": {"schema": _schema(kind)}}}
    return {200: {**good, "headers": _NONCE}, **refused(*refusals)}


def refused(*refusals: int) -> dict[int | str, dict[str, Any]]:
    """``responses`` for refusals only."""
    return {
        status: {
            "description": _REFUSALS[status],
            "content": {"application/json": {"schema": _schema(Error)}},
            "headers": _NONCE,
        }
        for status in sorted(refusals)
    }


def describe(app: FastAPI) -> None:
    """Puts the schemas of the values into the OpenAPI of ``app``."""
    plain = app.openapi

    def openapi() -> dict[str, Any]:
        schema = plain()
        _schemas, components = msgspec.json.schema_components(_VALUES, ref_template=_PLACE)
        _bound(components)
        schema.setdefault("components", {}).setdefault("schemas", {}).update(components)
        return schema

    app.openapi = openapi  # type: ignore[method-assign]


def _bound(components: dict[str, Any]) -> None:
    """What is read has bounds that its types do not tell."""
    for kind in (
        wire.EnrolRequest,
        wire.SyncRequest,
        wire.ReofferRequest,
        wire.StatesRequest,
        TokenRequest,
    ):
        components[kind.__name__]["properties"]["nonce"]["pattern"] = f"^{NONCE_PATTERN}$"
    sync = components["SyncRequest"]["properties"]
    sync["records"]["maxItems"] = wire.MOST_RECORDS
    sync["await_durable"]["maxItems"] = wire.MOST_OFFERED
    sync["void"]["additionalProperties"]["items"] |= {"minimum": 1, "maximum": LARGEST}
    components["ReofferRequest"]["properties"]["offered"]["maxProperties"] = wire.MOST_OFFERED
    components["StatesRequest"]["properties"]["ids"]["maxItems"] = wire.MOST_OFFERED
    components["Record"]["properties"]["number"] |= {"minimum": 0, "maximum": LARGEST}


def _schema(kind: type) -> dict[str, str]:
    return {"$ref": _PLACE.format(name=kind.__name__)}
