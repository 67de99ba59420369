"""Making a leaflet from what is wanted; called on a worker."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from neuvola_core.errors import NoPhoneError
from neuvola_desk.ui.leaflet.pages import PageSize, page_sizes
from neuvola_desk.usecases.slips import is_sensitive, may_carry_slip

if TYPE_CHECKING:  # for its name only: importing it here would make the first paint wait
    from neuvola_desk.desk import Desk

Form = Literal["sheet", "list", "week", "fold", "pocket"]
"""Palveluesite, Luettelo, Viikko-ohjelma, Taskuesite, Pikkulappu."""


@dataclass(frozen=True, slots=True)
class Wish:
    """The leaflet that is wanted; ``by_hand``: somebody chose the form for this visitor."""

    services: tuple[str, ...]
    language: str
    large: bool
    form: Form = "sheet"
    small_sheet: bool = False
    by_hand: bool = False
    slip: bool = False


@dataclass(frozen=True, slots=True)
class Composed:
    """A leaflet that is ready, and the wish it answers.

    ``without_slip`` are services that got no pocket slip; ``has_code`` whether a feedback code is on it.
    """

    wish: Wish
    pdf: bytes
    pages: tuple[PageSize, ...]
    form: Form
    without_slip: tuple[str, ...] = ()
    has_code: bool = False


def compose(desk: "Desk", wish: Wish) -> Composed:
    """The leaflet that is wished for, in the form that suits its services where nobody chose one."""
    services = [desk.catalogue.service(service_id) for service_id in wish.services]
    form = wish.form if wish.by_hand or not is_sensitive(services) else "pocket"
    if form == "pocket":
        pdf = desk.pocket_slips(wish.services, wish.language)
        return Composed(wish, pdf, page_sizes(pdf), form, _without_slip(desk, wish))
    pdf = desk.leaflet(
        wish.services,
        wish.language,
        large=wish.large,
        small_sheet=wish.small_sheet,
        form=form,
        slip=wish.slip,
    )
    has_code = wish.slip and may_carry_slip(services, form)
    return Composed(wish, pdf, page_sizes(pdf), form, has_code=has_code)


def _without_slip(desk: "Desk", wish: Wish) -> tuple[str, ...]:
    """The services without a number, and those for whose number there is no room."""
    from neuvola_desk.usecases.leaflets.pocket import MOST, slips

    today = desk.clock.now().date()
    told: set[str] = set()
    left: list[str] = []
    for service_id in wish.services:
        try:
            [slip] = slips((desk.catalogue.service(service_id),), wish.language, today)
        except NoPhoneError:
            left.append(service_id)
            continue
        if len(told | {slip.number}) > MOST:
            left.append(service_id)
        else:
            told.add(slip.number)
    return tuple(left)
