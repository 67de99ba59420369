"""A leaflet from services in one call; the drawing libraries are imported when the first one is drawn."""

from collections.abc import Iterable
from datetime import date

from neuvola_core.catalogue import Service
from neuvola_desk.usecases.leaflets.content import content
from neuvola_desk.usecases.leaflets.values import Form, Leaflet, LeafletRequest, PointCard, SlipRequest

__all__ = ["Leaflet", "LeafletRequest", "PointCard", "content", "make", "make_pocket", "render"]


def render(leaflet: Leaflet) -> bytes:
    """The leaflet as a PDF file; the same leaflet gives the same bytes."""
    from neuvola_desk.usecases.leaflets import pdf

    return pdf.render(leaflet)


def make(
    services: Iterable[Service],
    language: str = "fi",
    *,
    large: bool = True,
    point: PointCard,
    small_sheet: bool = False,
    form: Form = "sheet",
    slip: SlipRequest | None = None,
    today: date,
) -> bytes:
    """The PDF of a leaflet of these services in this language, as of ``today``."""
    request = LeafletRequest(tuple(services), language, large, point, small_sheet, form, slip, made_on=today)
    return render(content(request))


def make_pocket(services: Iterable[Service], language: str = "fi", *, today: date) -> bytes:
    """The PDF of the pocket slips of these services; raises ``NoPhoneError``."""
    from neuvola_desk.usecases.leaflets import pdf, pocket

    return pdf.draw(pocket.lay_out(pocket.slips(services, language, today), language))
