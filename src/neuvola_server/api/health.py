"""Whether the process lives, whether it can serve, and its figures: for those who run it, not for desks.

A proxy should pass only ``/v1`` and ``/desks`` on; these paths are for the machine's own network.
"""

from fastapi import APIRouter, Request, Response

from neuvola_core.errors import RecordNewerError
from neuvola_server.api.answers import answer, refusal
from neuvola_server.api.calls import house_of
from neuvola_server.api.contract import refused
from neuvola_server.api.faults import Error, Told
from neuvola_server.metrics import CONTENT_TYPE, Metrics
from neuvola_server.storage.migrate import is_current

router = APIRouter()
_OBJECT = {"application/json": {"schema": {"type": "object"}}}


@router.get("/healthz", responses={200: {"description": "The process answers.", "content": _OBJECT}})
async def healthz(request: Request) -> Response:
    """Whether the process answers; the database is not asked."""
    return answer(request, {"status": "ok"})


@router.get("/readyz", responses={200: {"description": "It can serve.", "content": _OBJECT}, **refused(503)})
def readyz(request: Request) -> Response:
    """Whether the database answers and is up to date."""
    try:
        current = is_current(house_of(request).database)
    except RecordNewerError:
        current = False
    if not current:
        return refusal(request, Told(503, Error("unavailable", "not-migrated", 5)))
    return answer(request, {"status": "ok"})


metrics_router = APIRouter()


@metrics_router.get(
    "/metrics",
    responses={
        200: {
            "description": "Figures for Prometheus.",
            "content": {"text/plain": {"schema": {"type": "string"}}},
        },
        **refused(503),
    },
)
def metrics(request: Request) -> Response:
    """Figures of this server; none of them tells of one desk or one visitor."""
    kept: Metrics = request.app.state.metrics
    return Response(kept.text(), media_type=CONTENT_TYPE)
