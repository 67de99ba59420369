"""Where one can go on from an answer without a true hit, and how many services each way gives.

A way that would give nothing either is not offered, so every count comes from a question of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Final

from neuvola_desk.ui.search.choices import Choices

if TYPE_CHECKING:
    from neuvola_search.catalogue import Catalogue


@dataclass(frozen=True, slots=True)
class Ways:
    """Counts; ``needs`` are what each need alone would give in the same place.

    ``bare`` is the words in the whole country without any filter, for when one of the two is not enough.
    """

    needs: Mapping[str, int] = field(default_factory=dict)
    spelling: str = ""
    spelt: int = 0
    anywhere: int = 0
    unnarrowed: int = 0
    bare: int = 0


NO_WAYS: Final = Ways()


def ways_on(catalogue: "Catalogue", choices: Choices, spelling: str, at: datetime, language: str) -> Ways:
    """Runs on a worker, after an answer without a true hit."""

    def total(wanted: Choices) -> int:
        if wanted == choices:
            return 0
        return catalogue.search(wanted.query(at, language, limit=0)).total

    placed = Choices(municipality=choices.municipality).query(at, language, limit=0)
    return Ways(
        needs=catalogue.search(placed).facets.get("need", {}),
        spelling=spelling,
        spelt=total(choices.typed(spelling)) if spelling else 0,
        anywhere=total(choices.anywhere()),
        unnarrowed=total(choices.unnarrowed()),
        bare=total(choices.unnarrowed().anywhere()),
    )
