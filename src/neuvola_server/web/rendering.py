"""Templates to answers, with the headers that every page has: nothing from another host.

No page has a script but the one behind the QR of a leaflet: what must not be sent only a script can read.
"""

from http import HTTPStatus
from pathlib import Path
from typing import Any, Final

from fastapi import Response
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

STYLE: Final = "/pages/style.css"
_HERE: Final = Path(__file__).parent
STYLE_FILE: Final = _HERE / "static" / "style.css"
SCRIPT_FILE: Final = _HERE / "static" / "slip.js"
_POLICY: Final = "Content-Security-Policy"
_OWN_SCRIPT: Final = "; script-src 'self'; connect-src 'self'"
_HEADERS: Final = {
    _POLICY: (
        "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "Vary": "Accept-Language, Cookie",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
}
_templates: Final = Environment(
    loader=FileSystemLoader(_HERE / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def html(template: str, status: int, *, language: str, referrer: str, **facts: Any) -> HTMLResponse:
    """A page; ``referrer`` says what other sites learn of its address."""
    text = _templates.get_template(template).render({"style": STYLE, **facts})
    headers = {**_HEADERS, "Content-Language": language, "Referrer-Policy": referrer}
    return HTMLResponse(text, status, headers)


def download(content: bytes, media_type: str, name: str, *, language: str) -> Response:
    """A file to be saved under a name of ASCII signs, with the headers of a page."""
    beside = {"Content-Disposition": f'attachment; filename="{name}"', "Content-Language": language}
    headers = {**_HEADERS, **beside, "Referrer-Policy": "same-origin"}
    return Response(content, headers=headers, media_type=media_type)


def with_own_script(page: HTMLResponse) -> HTMLResponse:
    """The page, whose script may run and ask this server."""
    page.headers[_POLICY] += _OWN_SCRIPT
    return page


def see_other(address: str, referrer: str = "same-origin") -> Response:
    """Sends the browser on, so that going back or reloading repeats no form."""
    headers = {"Cache-Control": "no-store", "Referrer-Policy": referrer}
    return RedirectResponse(address, HTTPStatus.SEE_OTHER, headers)
