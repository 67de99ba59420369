"""A visit in one key (F8): what was searched is what was needed, everything else stays unrecorded."""

from collections.abc import Iterable
from typing import Final

from neuvola_core.taxonomy import OTHER_NEED
from neuvola_core.taxonomy import needs as need_vocabulary
from neuvola_core.visit import Outcome
from neuvola_desk.record_port import Given
from neuvola_desk.usecases.visit_draft import VisitDraft

MOST_NEEDS: Final = 3


def quick_draft(
    needs: Iterable[str],
    given: Iterable[Given] = (),
    *,
    leaflet_printed: bool = False,
    contact_made: bool = False,
) -> VisitDraft:
    """A draft from the needs clicked or found by the search, most fitting first; none is "En tiedä / muu"."""
    chosen = tuple(dict.fromkeys(need_vocabulary().get(need).id for need in needs))[:MOST_NEEDS]
    return VisitDraft(
        needs=chosen or (OTHER_NEED,),
        given=tuple(given),
        outcome=_outcome(leaflet_printed=leaflet_printed, contact_made=contact_made),
    )


def _outcome(*, leaflet_printed: bool, contact_made: bool) -> Outcome:
    """A contact request says more of how a visit ended than a leaflet does."""
    if contact_made:
        return Outcome.TOGETHER
    return Outcome.LEAFLET if leaflet_printed else Outcome.UNRECORDED
