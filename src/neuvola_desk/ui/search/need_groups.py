"""The needs of the starting view in groups that follow a visitor's day, not an authority's chart."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from neuvola_core import taxonomy
from neuvola_desk.i18n import _

_GROUPS: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    (
        "mind",
        (
            "kriisi",
            "itsemurha_ajatukset",
            "vakivalta",
            "yksinaisyys",
            "mielenterveys",
            "uupumus",
            "suru",
            "huoli_laheisesta",
            "paihteet",
            "peliriippuvuus",
        ),
    ),
    (
        "money",
        (
            "rahat_eivat_riita",
            "velat",
            "tyottomyysturva",
            "lapsiperheen_rahat",
            "sairauden_rahat",
            "elake",
            "verot",
        ),
    ),
    ("home", ("asunnottomuus", "asunnon_haku", "asumisen_kulut", "muutto_ja_tavarat", "kotiin_apua")),
    (
        "work",
        ("tyo", "tyokyky", "opiskelu", "nuori_ilman_suuntaa", "yrittajan_kriisi"),
    ),
    (
        "family",
        (
            "lapsiperheen_arki",
            "raskaus_ja_vauva",
            "parisuhde_ero",
            "huoli_lapsesta",
            "paivahoito",
            "koulu",
            "sateenkaari",
        ),
    ),
    (
        "health",
        ("laakari", "hampaat", "seksuaaliterveys", "sairauden_tuki", "elintavat", "kuntoutus", "nepsy"),
    ),
    (
        "support",
        ("omaishoito", "ikaantyminen", "muisti", "vammaisuus", "apuvalineet", "kyydit"),
    ),
    (
        "affairs",
        (
            "lomakkeet",
            "digituki",
            "oikeusapu",
            "edunvalvonta",
            "kohtelu",
            "kuluttaja",
            "rikosuhri",
            "rikostausta",
        ),
    ),
    ("new", ("kotoutuminen", "suomen_kieli", "oleskelulupa", "tulkkaus")),
    ("leisure", ("liikunta", "kulttuuri", "hengellinen_tuki", "vapaaehtoiseksi")),
)


@dataclass(frozen=True, slots=True)
class NeedGroup:
    """The key of a heading and the ids of its needs in order."""

    key: str
    needs: tuple[str, ...]


def group_title(key: str) -> str:
    """The heading of a group."""
    titles = {
        "mind": _("Mieli ja turva"),
        "money": _("Raha ja etuudet"),
        "home": _("Koti ja asuminen"),
        "work": _("Työ ja opiskelu"),
        "family": _("Perhe ja lapset"),
        "health": _("Terveys"),
        "support": _("Arjen tuki ja liikkuminen"),
        "affairs": _("Asiat ja oikeudet"),
        "new": _("Uusi Suomessa"),
        "leisure": _("Vapaa-aika ja yhteisö"),
        "other": _("Muuta"),
    }
    return titles[key]


def need_groups(offered: Iterable[str]) -> tuple[NeedGroup, ...]:
    """The groups with the needs that are offered; needs of no group come last, empty groups not at all."""
    wanted = set(offered)
    placed = {need for _key, needs in _GROUPS for need in needs}
    loose = tuple(term.id for term in taxonomy.needs().terms if term.id not in placed)
    groups = (*_GROUPS, ("other", loose))
    kept = ((key, tuple(need for need in needs if need in wanted)) for key, needs in groups)
    return tuple(NeedGroup(key, needs) for key, needs in kept if needs)
