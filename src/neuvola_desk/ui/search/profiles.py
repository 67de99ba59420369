"""The seven client profiles as ways into the catalogue; choosing one keeps nothing of the visitor."""

from dataclasses import dataclass
from typing import Final

from neuvola_desk.i18n import _
from neuvola_desk.ui.search.choices import Choices


@dataclass(frozen=True, slots=True)
class Profile:
    """A starting point of the search."""

    key: str
    choices: Choices


PROFILES: Final = (
    Profile("lonely", Choices(need=("yksinaisyys",))),
    Profile("unsure", Choices(need=("lomakkeet", "digituki", "muu"))),
    Profile("moved", Choices(need=("kotoutuminen", "suomen_kieli", "tulkkaus"))),
    Profile("villager", Choices(need=("yksinaisyys", "kyydit", "kotiin_apua"), rides=True)),
    Profile("mobility", Choices(need=("kyydit", "apuvalineet", "vammaisuus"), rides=True)),
    Profile("recovering", Choices(need=("mielenterveys", "kuntoutus"))),
    Profile("overworked", Choices(need=("uupumus",), target=("tyoikainen",))),
)


def profile_name(key: str) -> str:
    """How the profile is spoken of."""
    names = {
        "lonely": _("Yksinäinen"),
        "unsure": _("Epävarma, mistä aloittaa"),
        "moved": _("Maahan muuttanut"),
        "villager": _("Kyläläinen"),
        "mobility": _("Vaikea liikkua"),
        "recovering": _("Mielenterveyskuntoutuja"),
        "overworked": _("Ylikuormittunut"),
    }
    return names[key]
