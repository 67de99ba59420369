"""Roles in words, and whose PIN something takes."""

from collections.abc import Mapping
from typing import Final

from neuvola_core.roles import Act, Right, Role, right
from neuvola_desk.i18n import _

DESK_ROLES: Final = (Role.VOLUNTEER, Role.COUNSELLOR, Role.COORDINATOR)
"""Those met at a desk, the least one first."""


def role_name(role: Role) -> str:
    """What a role is called on screen."""
    names: Mapping[Role, str] = {
        Role.VOLUNTEER: _("Vapaaehtoinen"),
        Role.COUNSELLOR: _("Neuvoja"),
        Role.COORDINATOR: _("Koordinaattori"),
    }
    return names[role]


def least_role(act: Act) -> Role | None:
    """The first role of the desk that may do it or suggest it; None where no desk does it."""
    return next((role for role in DESK_ROLES if right(role, act) is not Right.NO), None)


def needed_words(act: Act) -> str:
    """Whose PIN it takes."""
    needed: Mapping[Role | None, str] = {
        Role.VOLUNTEER: _("Tähän tarvitaan PIN-koodi."),
        Role.COUNSELLOR: _("Tähän tarvitaan neuvojan tai koordinaattorin PIN-koodi."),
        Role.COORDINATOR: _("Tähän tarvitaan koordinaattorin PIN-koodi."),
        None: _("Tätä ei voi tehdä työasemalla."),
    }
    return needed[least_role(act)]
