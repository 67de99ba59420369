"""No visit leaves the desk alone in its cell."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuvola_core.coarsening import ENOUGH, Counts, coarsened, counts, is_sensitive
from neuvola_core.taxonomy import needs
from neuvola_core.visit import IsoWeek, Language, Outcome, Target, Unmet, UnmetReason, Visit

WEEK = IsoWeek(2026, 47)
SENSITIVE = tuple(term.id for term in needs().terms if term.sensitive)
PLAIN = tuple(term.id for term in needs().terms if not term.sensitive)


def visit(**facts: object) -> Visit:
    given_facts: dict[str, object] = {"id": "v", "point": "p", "week": WEEK, "needs": PLAIN[:1], **facts}
    return Visit(**given_facts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "language", [Language.FI, Language.SV, Language.EN, Language.UNRECORDED, Language.OTHER]
)
def test_the_common_languages_are_sent_as_they_are(language: Language) -> None:
    assert coarsened(visit(language=language), Counts()).language is language


@pytest.mark.parametrize(
    ("number", "sent"), [(0, Language.OTHER), (4, Language.OTHER), (5, Language.SO), (50, Language.SO)]
)
def test_another_language_is_sent_when_five_spoke_it(number: int, sent: Language) -> None:
    seen = Counts(languages={Language.SO: number})
    assert coarsened(visit(language=Language.SO), seen).language is sent


@pytest.mark.parametrize(
    ("number", "sent"), [(0, Target.UNRECORDED), (4, Target.UNRECORDED), (5, Target.YOUNG)]
)
def test_a_target_group_is_sent_when_five_belonged_to_it(number: int, sent: Target) -> None:
    assert coarsened(visit(target=Target.YOUNG), Counts(targets={Target.YOUNG: number})).target is sent


def test_the_count_of_one_language_says_nothing_of_another() -> None:
    seen = Counts(languages={Language.RU: 9})
    assert coarsened(visit(language=Language.SO), seen).language is Language.OTHER


@pytest.mark.parametrize("need", SENSITIVE)
def test_a_sensitive_need_goes_with_neither_language_nor_target(need: str) -> None:
    seen = Counts({Language.FI: 99}, {Target.YOUNG: 99})
    sent = coarsened(visit(needs=(need, PLAIN[0]), language=Language.FI, target=Target.YOUNG), seen)
    assert (sent.language, sent.target) == (Language.UNRECORDED, Target.UNRECORDED)
    assert need in sent.needs


def test_a_sensitive_need_that_was_not_met_counts_as_one() -> None:
    told = visit(unmet=(Unmet(SENSITIVE[0], UnmetReason.FULL),), language=Language.FI)
    assert is_sensitive(told)
    assert coarsened(told, Counts()).language is Language.UNRECORDED


def test_sensitive_needs_are_those_of_the_privacy_notice() -> None:
    named = {"vakivalta", "rikostausta", "seksuaaliterveys", "paihteet", "peliriippuvuus", "oleskelulupa"}
    assert named <= set(SENSITIVE)


def _weeks_before(number: int) -> IsoWeek:
    return IsoWeek.of(date.fromisocalendar(WEEK.year, WEEK.week, 1) - timedelta(weeks=number))


def test_counts_are_of_one_point_and_thirteen_weeks() -> None:
    visits = [visit(language=Language.SO, week=_weeks_before(n)) for n in (-1, 0, 5, 12, 13, 40)]
    visits.append(visit(language=Language.SO, point="another"))
    assert counts(visits, "p", WEEK).languages == {Language.SO: 3}


def test_thirteen_weeks_run_over_a_year_of_fifty_three() -> None:
    visits = [visit(language=Language.SO, week=week) for week in (IsoWeek(2026, 46), IsoWeek(2026, 53))]
    assert counts(visits, "p", IsoWeek(2027, 5)).languages == {Language.SO: 2}
    assert counts(visits, "p", IsoWeek(2027, 6)).languages == {Language.SO: 1}


def test_visits_of_a_sensitive_need_hide_nobody() -> None:
    visits = [visit(needs=SENSITIVE[:1], language=Language.SO) for _ in range(9)]
    visits.append(visit(language=Language.SO))
    assert counts(visits, "p", WEEK).languages == {Language.SO: 1}


visits_of_any_kind = st.builds(
    Visit,
    id=st.just("v"),
    point=st.just("p"),
    week=st.just(WEEK),
    needs=st.lists(st.sampled_from(PLAIN + SENSITIVE), min_size=1, max_size=3).map(tuple),
    language=st.sampled_from(Language),
    target=st.sampled_from(Target),
    outcome=st.sampled_from(Outcome),
)


@given(st.lists(visits_of_any_kind, min_size=1, max_size=40))
def test_what_is_sent_is_never_rare(visits: list[Visit]) -> None:
    seen = counts(visits, "p", WEEK)
    sent = [coarsened(one, seen) for one in visits]
    for one in sent:
        if one.target is not Target.UNRECORDED:
            assert sum(other.target is one.target for other in sent) >= ENOUGH
        if one.language not in {Language.UNRECORDED, Language.FI, Language.SV, Language.EN, Language.OTHER}:
            assert sum(other.language is one.language for other in sent) >= ENOUGH


@given(visits_of_any_kind, st.dictionaries(st.sampled_from(Target), st.integers(0, 9)))
def test_coarsening_twice_changes_nothing_and_touches_nothing_else(
    one: Visit, targets: dict[Target, int]
) -> None:
    seen = Counts(targets=targets)
    sent = coarsened(one, seen)
    assert coarsened(sent, seen) == sent
    assert (sent.id, sent.needs, sent.week, sent.outcome) == (one.id, one.needs, one.week, one.outcome)
