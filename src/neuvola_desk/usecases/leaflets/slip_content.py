"""What the strip with the slip (Palautekoodi) says: a code, what it is for, and that it can be torn off."""

from collections.abc import Iterable

from neuvola_core import codes
from neuvola_core.slip import PAGE, slip_link
from neuvola_desk.usecases.leaflets.texts import Texts
from neuvola_desk.usecases.leaflets.values import Slip, SlipRequest


def slip_content(request: SlipRequest | None, services: Iterable[str], fixed: Texts) -> Slip | None:
    """The strip of a leaflet of these services; none where none is asked for."""
    if request is None:
        return None
    address = request.address.rstrip("/")
    return Slip(
        label=fixed.both("slip"),
        code=codes.grouped(request.code),
        words=fixed.word("slip_scan" if address else "slip_show"),
        promise=fixed.word("slip_promise"),
        link=slip_link(address, request.code, services) if address else "",
        description=fixed.word("qr_description", address=f"{address}{PAGE}") if address else "",
    )
