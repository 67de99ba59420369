"""The protocol over HTTP, ``/v1``: each route reads a value, asks the port and writes its answer."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Header, Query, Request, Response
from fastapi.responses import FileResponse

from neuvola_core.errors import RequestRefusedError
from neuvola_core.wire import (
    LARGEST_PAGE,
    NONCE_HEADER,
    PRIVATE_KINDS,
    ChangePage,
    EnrolAnswer,
    EnrolRequest,
    ReofferAnswer,
    ReofferRequest,
    SignedManifest,
    SignedOffers,
    StatesAnswer,
    StatesRequest,
    SyncAnswer,
    SyncRequest,
    TokenAnswer,
)
from neuvola_server.api.answers import answer, decode, nonce_of, read_body, refusal
from neuvola_server.api.calls import desk_port, enrolment_door
from neuvola_server.api.contract import NONCE_PATTERN, TokenRequest, answers, body_of, refused
from neuvola_server.api.faults import Error, Told
from neuvola_server.metrics import Metrics
from neuvola_server.port import DeskPort, EnrolmentDoor

router = APIRouter(prefix="/v1")

Port = Annotated[DeskPort, Depends(desk_port)]
Door = Annotated[EnrolmentDoor, Depends(enrolment_door)]
Body = Annotated[bytes, Depends(read_body)]
Nonce = Annotated[str, Header(alias=NONCE_HEADER, pattern=f"^({NONCE_PATTERN})?$")]

_READ: Final = (401, 422, 429, 503)
_SENT: Final = (400, 401, 403, 413, 422, 429, 503)
_SNAPSHOT: Final[Mapping[int | str, dict[str, Any]]] = {
    200: {"description": "The whole file.", "content": {"application/zstd": {"schema": {"type": "string"}}}},
    206: {"description": "The part that was asked for.", "content": {"*/*": {}}},
    400: {"description": "The range is none.", "content": {"text/plain": {"schema": {"type": "string"}}}},
    416: {"description": "The file is shorter.", "content": {"text/plain": {"schema": {"type": "string"}}}},
}


@router.post(
    "/enrol",
    responses=answers(EnrolAnswer, 400, 409, 413, 422, 429, 503),
    openapi_extra=body_of(EnrolRequest),
)
def enrol(request: Request, door: Door, body: Body) -> Response:
    """Turns a one-time code into an identity."""
    return answer(request, door.enrol(decode(request, body, EnrolRequest)))


@router.post("/sync", responses=answers(SyncAnswer, *_SENT), openapi_extra=body_of(SyncRequest))
def sync(request: Request, port: Port, body: Body) -> Response:
    """Stores records and totals, and tells where the catalogue stands."""
    asked = decode(request, body, SyncRequest)
    told = port.sync(asked)
    metrics: Metrics = request.app.state.metrics
    metrics.count_verdicts(
        told.verdicts[record.id].status for record in asked.records if record.kind not in PRIVATE_KINDS
    )
    return answer(request, told)


@router.get("/catalogue/changes", responses=answers(ChangePage, *_READ, 410))
def changes(
    request: Request,
    port: Port,
    cursor: Annotated[str, Query(max_length=200)] = "",
    limit: Annotated[int, Query(ge=1, le=LARGEST_PAGE)] = LARGEST_PAGE,
    nonce: Nonce = "",
) -> Response:
    """The changes of the catalogue after a cursor."""
    return answer(request, replace(port.changes(cursor, limit), nonce=nonce))


@router.get(
    "/catalogue/manifest",
    responses={**answers(SignedManifest, *_READ, 404), 304: {"description": "It is the same as before."}},
)
def manifest(
    request: Request, port: Port, _nonce: Nonce = "", if_none_match: Annotated[str, Header()] = ""
) -> Response:
    """The newest ready-made catalogue."""
    signed = port.manifest()
    if signed is None:
        return refusal(request, Told(404, Error("no-snapshot")))
    # The signature too: a catalogue that has not changed is confirmed anew now and then.
    tag = f'"{signed.manifest.seq}-{signed.manifest.sha256}-{signed.signature[:12]}"'
    headers = {"ETag": tag, "Cache-Control": "private, no-cache"}
    if tag in {known.strip().removeprefix("W/") for known in if_none_match.split(",")}:
        return Response(status_code=304, headers={**headers, NONCE_HEADER: nonce_of(request)})
    return answer(request, signed, headers=headers)


@router.get(
    "/catalogue/snapshots/{name}",
    responses={**refused(*_READ, 404), **_SNAPSHOT},
    response_class=FileResponse,
)
def snapshot(request: Request, port: Port, name: str, _nonce: Nonce = "") -> Response:
    """A ready-made catalogue or a part of it; what a name holds never changes."""
    headers = {
        "ETag": f'"{name}"',
        "Cache-Control": "private, max-age=31536000, immutable",
        NONCE_HEADER: nonce_of(request),
    }
    return FileResponse(port.snapshot_file(name), headers=headers, media_type="application/zstd")


@router.post("/reoffer", responses=answers(ReofferAnswer, *_SENT), openapi_extra=body_of(ReofferRequest))
def reoffer(request: Request, port: Port, body: Body) -> Response:
    """Which of these records the server does not have."""
    return answer(request, port.reoffer(decode(request, body, ReofferRequest)))


@router.get("/offers", responses=answers(SignedOffers, *_READ))
def offers(request: Request, port: Port, _nonce: Nonce = "") -> Response:
    """Who takes contact requests, and what they are sealed to."""
    return answer(request, port.offers())


@router.post("/contacts", responses=answers(StatesAnswer, *_SENT), openapi_extra=body_of(StatesRequest))
def contacts(request: Request, port: Port, body: Body) -> Response:
    """What became of contact requests."""
    return answer(request, port.contact_states(decode(request, body, StatesRequest)))


@router.post(
    "/token",
    responses=answers(TokenAnswer, 400, 401, 413, 422, 429, 503),
    openapi_extra=body_of(TokenRequest, required=False),
)
def token(request: Request, port: Port, body: Body, nonce: Nonce = "") -> Response:
    """A new token; the old one holds until the new one is first used."""
    asked = decode(request, body, TokenRequest).nonce if body else nonce
    if not asked:
        raise RequestRefusedError(status=422, reason="nonce")
    return answer(request, port.rotate_token(asked))
