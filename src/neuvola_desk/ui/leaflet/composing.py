"""Making a leaflet from what is wanted; called on a worker."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from neuvola_desk.ui.leaflet.pages import PageSize, page_sizes

if TYPE_CHECKING:  # for its name only: importing it here would make the first paint wait
    from neuvola_desk.desk import Desk


@dataclass(frozen=True, slots=True)
class Wish:
    """The leaflet that is wanted."""

    services: tuple[str, ...]
    language: str
    large: bool


@dataclass(frozen=True, slots=True)
class Composed:
    """A leaflet that is ready, and the wish it answers."""

    wish: Wish
    pdf: bytes
    pages: tuple[PageSize, ...]


def compose(desk: "Desk", wish: Wish) -> Composed:
    """The leaflet that is wished for."""
    pdf = desk.leaflet(wish.services, wish.language, large=wish.large)
    return Composed(wish, pdf, page_sizes(pdf))
