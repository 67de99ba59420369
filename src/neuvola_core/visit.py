"""The closed visit record: nothing can be put into it that singles a visitor out.

The fields and their values are a contract with the visitor (see the privacy notice); there is no free text,
no day, no time and no person in it. Counters are counted apart and joined by nothing.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from neuvola_core.errors import InvalidVisitError
from neuvola_core.taxonomy import needs as need_vocabulary

UNRECORDED = "ei_kirjattu"


class Meeting(StrEnum):
    """How the visitor was met (the record's ``channel``)."""

    ON_SITE = "paikalla"
    PHONE = "puhelin"
    GROUP = "ryhma"
    OUTREACH = "jalkautuminen"


class Target(StrEnum):
    """Whom the visit concerned, as the visitor told it."""

    UNRECORDED = UNRECORDED
    FAMILY = "lapsiperhe"
    YOUNG = "nuori"
    WORKING_AGE = "tyoikainen"
    OLDER = "ikaantynyt"
    DISABLED = "vammainen"
    MOVED = "muuttanut"
    CLOSE_ONE = "laheinen"


class Language(StrEnum):
    """The language spoken with the visitor; coarsened before it leaves the desk."""

    UNRECORDED = UNRECORDED
    FI = "fi"
    SV = "sv"
    EN = "en"
    SE = "se"
    SIGNED = "viittoma"
    ET = "et"
    RU = "ru"
    UK = "uk"
    AR = "ar"
    SO = "so"
    FA = "fa"
    KU = "ku"
    VI = "vi"
    ES = "es"
    OTHER = "muu"


class Interpreter(StrEnum):
    """Whether an interpreter was there."""

    UNRECORDED = UNRECORDED
    NOT_NEEDED = "ei"
    PRESENT = "kylla"
    MISSING = "puuttui"


class Outcome(StrEnum):
    """What came of it; "a talk was enough" is a good outcome."""

    UNRECORDED = UNRECORDED
    ADVISED = "neuvottu"
    LEAFLET = "esite"
    TOGETHER = "yhdessa"
    CRISIS = "kriisi"
    TALK = "ei_ohjausta"
    NOT_FOUND = "ei_loytynyt"


class UnmetReason(StrEnum):
    """Why a need was not met."""

    NO_SERVICE = "ei_palvelua"
    FULL = "taynna"
    FAR = "kaukana"
    NO_RIDE = "kyyti"
    NOT_ELIGIBLE = "ehdot"
    LANGUAGE = "kieli"
    PRICE = "hinta"
    HOURS = "aukiolo"
    DIGITAL = "digi"
    THRESHOLD = "kynnys"
    INFORMATION = "tieto"


class Length(StrEnum):
    """How long it took, in bands."""

    UNRECORDED = UNRECORDED
    UNDER_5 = "alle5"
    FROM_5 = "5_15"
    FROM_16 = "16_30"
    OVER_30 = "yli30"


class Entry(StrEnum):
    """Logged at once, or keyed in from a paper sheet."""

    AT_ONCE = "heti"
    PAPER = "paperi"


@dataclass(frozen=True, slots=True, order=True)
class Unmet:
    """A need that no help was found for, and why."""

    need: str
    reason: UnmetReason


@dataclass(frozen=True, slots=True, order=True)
class IsoWeek:
    """An ISO 8601 week; written "2026-W47"."""

    year: int
    week: int

    def __str__(self) -> str:
        return f"{self.year:04d}-W{self.week:02d}"

    @classmethod
    def of(cls, day: date) -> "IsoWeek":
        """The week a day lies in."""
        year, week, _ = day.isocalendar()
        return cls(year, week)

    @classmethod
    def parse(cls, text: str) -> "IsoWeek":
        """Reads "2026-W47"; raises ``InvalidVisitError`` for a week that does not exist."""
        try:
            year, week = text.split("-W")
            return cls.of(date.fromisocalendar(int(year), int(week), 1))
        except ValueError:
            raise InvalidVisitError(field="week", value=text) from None


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit. Needs are a sorted set of one to three; unmet a sorted set of at most three."""

    id: str
    point: str
    week: IsoWeek
    needs: tuple[str, ...]
    campaign: str = ""
    channel: Meeting = Meeting.ON_SITE
    target: Target = Target.UNRECORDED
    language: Language = Language.UNRECORDED
    interpreter: Interpreter = Interpreter.UNRECORDED
    outcome: Outcome = Outcome.UNRECORDED
    unmet: tuple[Unmet, ...] = field(default=())
    length: Length = Length.UNRECORDED
    entry: Entry = Entry.AT_ONCE

    def __post_init__(self) -> None:
        chosen = tuple(sorted({need_vocabulary().get(need).id for need in self.needs}))
        unmet = tuple(sorted({Unmet(need_vocabulary().get(u.need).id, u.reason) for u in self.unmet}))
        if not 1 <= len(chosen) <= 3:
            raise InvalidVisitError(field="needs", value=len(chosen))
        if len(unmet) > 3:
            raise InvalidVisitError(field="unmet", value=len(unmet))
        object.__setattr__(self, "needs", chosen)
        object.__setattr__(self, "unmet", unmet)


class PartOfDay(StrEnum):
    """The grain of the footfall counter: until 12, 12–16, from 16."""

    MORNING = "aamu"
    AFTERNOON = "ilta"
    LATE = "myohainen"

    @classmethod
    def of(cls, hour: int) -> "PartOfDay":
        """The part of day an hour (0–23, Europe/Helsinki) lies in."""
        if hour < 12:
            return cls.MORNING
        return cls.AFTERNOON if hour < 16 else cls.LATE
