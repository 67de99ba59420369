"""Whatever is logged comes back the same, and whatever is undone leaves the record as it was."""

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from neuvola_core.taxonomy import needs
from neuvola_core.visit import (
    Interpreter,
    Language,
    Length,
    Meeting,
    Outcome,
    Target,
    Unmet,
    UnmetReason,
    Visit,
)
from neuvola_desk.record_port import Given
from neuvola_desk.usecases.visit_draft import VisitDraft
from support.records import expected_totals, new_log, new_record, totals

NEEDS = st.sampled_from([term.id for term in needs().terms])
DRAFTS = st.builds(
    VisitDraft,
    needs=st.lists(NEEDS, min_size=1, max_size=3).map(tuple),
    channel=st.sampled_from(Meeting),
    target=st.sampled_from(Target),
    language=st.sampled_from(Language),
    interpreter=st.sampled_from(Interpreter),
    outcome=st.sampled_from(Outcome),
    unmet=st.lists(st.builds(Unmet, NEEDS, st.sampled_from(UnmetReason)), max_size=3).map(tuple),
    length=st.sampled_from(Length),
    given=st.lists(st.builds(Given, NEEDS, st.uuids().map(str)), max_size=3).map(tuple),
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(drafts=st.lists(DRAFTS, min_size=1, max_size=6), data=st.data())
def test_logged_visits_come_back_and_undone_ones_do_not(
    drafts: list[VisitDraft], data: st.DataObject
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        record = new_record(Path(folder))
        log = new_log(record)
        logged = {log.log(draft).id: draft for draft in drafts}
        for visit_id in data.draw(st.sets(st.sampled_from(sorted(logged)))):
            log.undo(visit_id)
            del logged[visit_id]
        found = {visit.id: visit for visit in log.unsent()}
        assert found == {
            visit_id: Visit(
                id=visit_id,
                point=found[visit_id].point,
                week=found[visit_id].week,
                needs=draft.needs,
                channel=draft.channel,
                target=draft.target,
                language=draft.language,
                interpreter=draft.interpreter,
                outcome=draft.outcome,
                unmet=draft.unmet,
                length=draft.length,
            )
            for visit_id, draft in logged.items()
        }
        assert totals(record) == expected_totals(list(logged.values()))
        record.close()
