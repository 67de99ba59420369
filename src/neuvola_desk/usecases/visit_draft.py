"""A visit while it is being filled in: every optional field begins as "ei kirjattu"."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from neuvola_core.errors import InvalidVisitError
from neuvola_core.point import check_id
from neuvola_core.taxonomy import needs as need_vocabulary
from neuvola_core.visit import (
    Entry,
    Interpreter,
    IsoWeek,
    Language,
    Length,
    Meeting,
    Outcome,
    Target,
    Unmet,
    Visit,
)
from neuvola_desk.record_port import Given

DRAFT_LIFE: Final = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class VisitDraft:
    """What the form holds. Only the needs are required.

    ``given`` are the picked services with the need each was picked for; ``note`` is the guarded local note
    on a gap in services, which is never part of the visit.
    """

    needs: tuple[str, ...] = ()
    channel: Meeting = Meeting.ON_SITE
    target: Target = Target.UNRECORDED
    language: Language = Language.UNRECORDED
    interpreter: Interpreter = Interpreter.UNRECORDED
    outcome: Outcome = Outcome.UNRECORDED
    unmet: tuple[Unmet, ...] = ()
    length: Length = Length.UNRECORDED
    given: tuple[Given, ...] = ()
    note: str = ""


def draft_expired(touched: datetime, now: datetime) -> bool:
    """Whether a draft last touched at ``touched`` is to be cleared; a clock put back far clears it too."""
    return abs(now - touched) >= DRAFT_LIFE


def visit_of(
    draft: VisitDraft, visit_id: str, point: str, campaign: str, week: IsoWeek, entry: Entry
) -> Visit:
    """The visit that a draft stands for.

    Raises ``InvalidVisitError`` or ``UnknownNeedError``, and ``RefusedContentError`` for a campaign or point
    that is no id but something about a visitor.
    """
    check_id("point", point)
    if campaign:
        check_id("campaign", campaign)
    return Visit(
        id=visit_id,
        point=point,
        week=week,
        needs=draft.needs,
        campaign=campaign,
        channel=draft.channel,
        target=draft.target,
        language=draft.language,
        interpreter=draft.interpreter,
        outcome=draft.outcome,
        unmet=draft.unmet,
        length=draft.length,
        entry=entry,
    )


def given_of(draft: VisitDraft) -> tuple[Given, ...]:
    """The pairs to count, each once; raises ``InvalidVisitError`` where a service is not a catalogue id."""
    pairs = set()
    for pair in draft.given:
        try:
            service = str(uuid.UUID(pair.service))
        except ValueError:
            raise InvalidVisitError(field="given", value=pair.service) from None
        pairs.add(Given(need_vocabulary().get(pair.need).id, service))
    return tuple(sorted(pairs))


def month_of(day: date) -> str:
    """The month as the language counter names it."""
    return f"{day:%Y-%m}"


def middle_of(week: IsoWeek) -> date:
    """The Thursday, which says what month a week belongs to where no day is known."""
    return date.fromisocalendar(week.year, week.week, 4)
