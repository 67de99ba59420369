"""The page behind the QR of a leaflet: did you get help? It is the same page for everybody.

The code and the services stand in the part of the link that is not sent. The page's script asks for the names
of many services and looks its own up, and answers with the code's hash. Where scripts do not run, code and
service are typed. There is no cookie; the address of whoever asks is counted in memory, never kept.
"""

import time
from http import HTTPStatus
from typing import Final

import msgspec
from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import FileResponse, HTMLResponse

from neuvola_core.errors import InvalidRecordError, RefusedContentError
from neuvola_core.experience import LONGEST_TEXT, Helped
from neuvola_core.slip import PAGE, slip_hash
from neuvola_core.visit import UnmetReason
from neuvola_server.api.answers import read_body
from neuvola_server.api.calls import house_of
from neuvola_server.api.limits import TokenBuckets
from neuvola_server.experiences import Answer
from neuvola_server.service_names import NamedService
from neuvola_server.web.forms import Fields
from neuvola_server.web.language_choice import LanguageChoice
from neuvola_server.web.networks import network_of
from neuvola_server.web.rendering import SCRIPT_FILE, html, with_own_script
from neuvola_server.web.routing import PageRoute
from neuvola_server.web.words import Reader

ANSWERS_OF_ONE: Final = 30
"""A minute, of one address: more than the longest leaflet has services."""
ANSWERS_A_DAY: Final = 300
"""Of one address, behind which a library may be."""
ANSWERS_OF_ALL: Final = 3000
"""A minute, of everybody together, in one process."""
NAMES_OF_ONE: Final = 120
LONGEST_CODE: Final = 100
SCRIPT: Final = "/pages/slip.js"
_MINUTES: Final = 24 * 60
_JSON: Final = "application/json"

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse, route_class=PageRoute)
_of_one = TokenBuckets(ANSWERS_OF_ONE)
_of_all = TokenBuckets(ANSWERS_OF_ALL)
_of_day = TokenBuckets(ANSWERS_A_DAY, lambda: time.monotonic() / _MINUTES)  # its minute is a day
_names = TokenBuckets(NAMES_OF_ONE)


class Asked(msgspec.Struct, frozen=True):
    """An answer as the script or the form sends it: everything is text, ``slip`` is the code's hash."""

    slip: str = ""
    code: str = ""
    service: str = ""
    helped: str = ""
    obstacle: str = ""
    text: str = ""
    confirmed: bool = False


class _NotTakenError(Exception):
    """Why an answer is not taken: a key of the page's texts."""

    def __init__(self, reason: str, status: int = HTTPStatus.UNPROCESSABLE_ENTITY) -> None:
        super().__init__(reason)
        self.reason = reason
        self.status = status


@router.api_route(PAGE, methods=["GET", "HEAD"])
def slip_page(request: Request) -> Response:
    """The page."""
    return _page(request, Asked())


@router.get(f"{PAGE}/names")
def names(request: Request, of: str = "") -> Response:
    """The names of all services whose numbers begin alike."""
    if _names.take(network_of(request)):
        return _reason("often", HTTPStatus.TOO_MANY_REQUESTS)
    language = LanguageChoice(request, Reader.SLIP).words.language
    found = house_of(request).service_names.alike(of)
    told = [{"id": one.id, "name": one.told(language), "lang": _language(one, language)} for one in found]
    headers = {
        "Cache-Control": "public, max-age=3600",
        "Vary": "Accept-Language",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(msgspec.json.encode(told), headers=headers, media_type=_JSON)


@router.post(f"{PAGE}/answers")
async def answer(request: Request) -> Response:
    """Takes an answer from the script; another site's page cannot send this type of content."""
    if request.headers.get("content-type", "").partition(";")[0].strip().casefold() != _JSON:
        return _reason("failed", HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
    body = await read_body(request)
    return await run_in_threadpool(_answered, request, body)


@router.post(PAGE)
def answer_by_hand(request: Request, fields: Fields) -> Response:
    """Takes an answer from the form."""
    told = {name: fields.get(name, "") for name in ("slip", "code", "service", "helped", "obstacle", "text")}
    asked = Asked(**told, confirmed=bool(told["text"]) and fields.get("confirmed") == told["text"])
    found: tuple[NamedService, ...] = ()
    try:
        found = _meant(request, asked.service, fields.get("chosen", ""))
        if len(found) > 1:
            raise _NotTakenError("several")
        _take(request, msgspec.structs.replace(asked, service=found[0].id if found else ""))
    except _NotTakenError as fault:
        return _page(request, asked, fault.reason, fault.status, found if len(found) > 1 else ())
    choice = LanguageChoice(request, Reader.SLIP)
    return _html("slip_thanks.html", HTTPStatus.OK, choice)


@router.get(SCRIPT)
def script() -> FileResponse:
    """The page's script."""
    headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "public, max-age=300"}
    return FileResponse(SCRIPT_FILE, headers=headers, media_type="text/javascript")


def _answered(request: Request, body: bytes) -> Response:
    try:
        _take(request, msgspec.json.decode(body, type=Asked))
    except msgspec.DecodeError:
        return _reason("failed", HTTPStatus.UNPROCESSABLE_ENTITY)
    except _NotTakenError as fault:
        return _reason(fault.reason, fault.status)
    return Response(status_code=HTTPStatus.NO_CONTENT, headers={"Cache-Control": "no-store"})


def _take(request: Request, asked: Asked) -> None:
    """Stores an answer; raises ``_NotTakenError``."""
    house = house_of(request)
    network = network_of(request)
    if _of_one.take(network) or _of_day.take(network) or _of_all.take(""):
        raise _NotTakenError("often", HTTPStatus.TOO_MANY_REQUESTS)
    slip = _slip(asked)
    if not asked.service:
        raise _NotTakenError("missing-service")
    if house.service_names.one(asked.service) is None:
        raise _NotTakenError("unknown-service", HTTPStatus.NOT_FOUND)
    if asked.helped not in set(Helped):
        raise _NotTakenError("missing-helped")
    if len(asked.text) > LONGEST_TEXT:
        raise _NotTakenError("long")
    obstacle = UnmetReason(asked.obstacle) if asked.obstacle in set(UnmetReason) else None
    told = Answer(slip, asked.service, Helped(asked.helped), obstacle, asked.text, asked.confirmed)
    try:
        house.experiences.take(told)
    except RefusedContentError as fault:
        raise _NotTakenError("ask" if fault.facts.get("question") else "refused") from None
    except InvalidRecordError as fault:
        raise _NotTakenError("mistyped" if fault.facts["field"] == "slip" else "long") from None


def _slip(asked: Asked) -> str:
    if asked.slip:
        return asked.slip
    if not asked.code:
        raise _NotTakenError("missing")
    try:
        return slip_hash(asked.code[:LONGEST_CODE])
    except InvalidRecordError:
        raise _NotTakenError("mistyped") from None


def _meant(request: Request, typed: str, chosen: str) -> tuple[NamedService, ...]:
    """The services that are meant: the chosen one, else those that are called so."""
    service_names = house_of(request).service_names
    one = service_names.one(chosen) if chosen else None
    if one is not None:
        return (one,)
    found = service_names.named(typed)
    if typed and not found:
        raise _NotTakenError("unknown-service", HTTPStatus.NOT_FOUND)
    return found


def _language(one: NamedService, language: str) -> str:
    """Which language its name is in, for those who have it read aloud."""
    return one.name.language_of_best(language)


def _reason(reason: str, status: int) -> Response:
    headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
    return Response(msgspec.json.encode({"reason": reason}), status, headers, media_type=_JSON)


def _page(
    request: Request,
    asked: Asked,
    told: str = "",
    status: int = HTTPStatus.OK,
    found: tuple[NamedService, ...] = (),
) -> Response:
    choice = LanguageChoice(request, Reader.SLIP)
    facts = {
        "asked": asked,
        "told": told,
        "found": [
            (one.id, one.told(choice.words.language), _language(one, choice.words.language)) for one in found
        ],
        "depth": house_of(request).service_names.depth,
        "answers": tuple(Helped),
        "obstacles": tuple(UnmetReason),
        "longest": LONGEST_TEXT,
        "script": SCRIPT,
    }
    return _html("slip.html", status, choice, **facts)


def _html(template: str, status: int, choice: LanguageChoice, **facts: object) -> Response:
    common = {"words": choice.words, "choice": choice, "languages": choice.others, "here": PAGE, "told": ""}
    language = choice.words.language
    return with_own_script(
        html(template, status, language=language, referrer="no-referrer", **common | facts)
    )
