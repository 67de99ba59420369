"""Roles: every act has its row, a higher role of a desk never has less, a refusal names what was asked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from neuvola_core.errors import NotAllowedError
from neuvola_core.roles import TABLE, Act, Right, Role, Standing, may, require, require_outright, right

ACTS = st.sampled_from(Act)
ROLES = st.sampled_from(Role)
DESK = (Role.VOLUNTEER, Role.COUNSELLOR, Role.COORDINATOR)
REACH = (Right.NO, Right.SUGGEST, Right.OWN, Right.YES)


def test_every_act_has_its_row() -> None:
    assert set(TABLE) == set(Act)


@given(ACTS)
def test_a_higher_role_of_the_desk_never_has_less(act: Act) -> None:
    reaches = [REACH.index(right(role, act)) for role in DESK]
    assert reaches == sorted(reaches)


@given(ACTS, ROLES)
def test_what_may_be_done_is_not_refused_and_what_is_refused_may_not_be_done(act: Act, role: Role) -> None:
    if right(role, act) is Right.NO:
        assert not may(role, act)
        with pytest.raises(NotAllowedError) as refused:
            require(role, act)
        assert refused.value.facts == {"act": act.value, "role": role.value}
    else:
        require(role, act)


@given(ACTS, ROLES)
def test_a_suggestion_is_no_doing(act: Act, role: Role) -> None:
    rights = Standing(role)
    if may(role, act):
        require_outright(rights, act)
    else:
        with pytest.raises(NotAllowedError):
            require_outright(rights, act)


def test_nobody_but_the_organisation_opens_details() -> None:
    assert {role for role in Role if right(role, Act.OPEN_DETAILS) is not Right.NO} == {Role.ORGANISATION}


def test_a_volunteer_creates_and_cancels_requests_and_sees_none() -> None:
    assert may(Role.VOLUNTEER, Act.CREATE_REQUEST)
    assert may(Role.VOLUNTEER, Act.CANCEL_REQUEST)
    for act in (Act.REQUEST_STATES, Act.HANGING_REQUESTS, Act.REPORT, Act.READ_EXPERIENCES):
        assert right(Role.VOLUNTEER, act) is Right.NO
