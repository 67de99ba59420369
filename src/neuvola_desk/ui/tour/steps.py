"""What the tour shows, step by step: words, the part of the window they point at, and what moves it on."""

from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from neuvola_desk.i18n import _


class Deed(Enum):
    """What a person does that a step waits for."""

    SEARCHED = auto()
    OPENED = auto()
    PICKED = auto()
    LEAFLET_SEEN = auto()
    FORM_SEEN = auto()
    LOGGED = auto()
    SEEN_OFF = auto()
    READ = auto()


class Part(Enum):
    """A part of the window."""

    FIELD = auto()
    RESULTS = auto()
    SIDE = auto()
    PAGE = auto()
    NEXT = auto()
    CRISIS = auto()


@dataclass(frozen=True, slots=True)
class Step:
    """Waits for ``deed`` and points at ``part``."""

    deed: Deed
    part: Part


STEPS: Final = (
    Step(Deed.SEARCHED, Part.FIELD),
    Step(Deed.OPENED, Part.RESULTS),
    Step(Deed.PICKED, Part.SIDE),
    Step(Deed.LEAFLET_SEEN, Part.SIDE),
    Step(Deed.FORM_SEEN, Part.PAGE),
    Step(Deed.LOGGED, Part.SIDE),
    Step(Deed.SEEN_OFF, Part.NEXT),
    Step(Deed.READ, Part.CRISIS),
)
LEAP: Final = 1
"""How many steps may be leapt over by doing what a later one asks for."""


def step_words(step: Step) -> tuple[str, str]:
    """The heading of a step and what it tells, in the language in use."""
    return {
        Deed.SEARCHED: (
            _("Kirjoita, mitä kävijä sanoo"),
            _("Kävijä sanoo: vuokra maksamatta. Kirjoita se hakuun. Kirjoitusvirheet eivät haittaa."),
        ),
        Deed.OPENED: (
            _("Avaa palvelu"),
            _("Siirry listaan alanuolella ja paina Enter, tai napsauta palvelua."),
        ),
        Deed.PICKED: (
            _("Lisää valittuihin"),
            _("Tiedoista näkee aukiolon, ehdot ja mitä ottaa mukaan. Sopiiko? Paina Lisää valittuihin."),
        ),
        Deed.LEAFLET_SEEN: (
            _("Tee esite"),
            _("Paina Ctrl+P. Esitteen voi tehdä kävijän omalla kielellä."),
        ),
        Deed.FORM_SEEN: (
            _("Esite on valmis annettavaksi"),
            _("Kierroksella siinä lukee HARJOITUS. Siirry merkitsemään käynti: paina F4."),
        ),
        Deed.LOGGED: (
            _("Merkitse käynti"),
            _("Tarve on jo valittu haun perusteella. Nimeä ei kysytä. Paina Ctrl+Enter."),
        ),
        Deed.SEEN_OFF: (
            _("Seuraava kävijä"),
            _("Paina Ctrl+N: näytölle ei jää mitään edellisestä kävijästä."),
        ),
        Deed.READ: (
            _("Hätä on aina tässä"),
            _("F12 näyttää kriisinumerot, myös lukittuna. Tämän kierroksen saa uudelleen ohjeesta (F1)."),
        ),
    }[step.deed]
