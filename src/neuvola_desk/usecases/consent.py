"""Consent to a contact request: the words it is asked in, and the value that only a whole consent makes.

The words are data, a folder a version and a file a language; a version that was ever shown stays readable,
for version, language and day are the proof of what was agreed to.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final

from neuvola_core import codes, contact, working_days
from neuvola_core.contact import TEXT_VERSION, Reach, Receiver
from neuvola_core.errors import NeuvolaError
from neuvola_desk.direction import is_rtl
from neuvola_desk.resources import resource_path

FINNISH: Final = "fi"
DAYS_TO_ANSWER: Final = 5
"""Working days after which the receipt tells the visitor to call by themselves."""
_ISOLATED: Final = "\u2068{}\u2069"


class NotAgreedError(NeuvolaError):
    """No request can be made for this visitor; facts: ``reason``, one of these keys.

    "unsafe" (a pocket slip instead), "minor" (call together), "not-own", "not-read-back", "declined".
    """

    code = "not-agreed"


@dataclass(frozen=True, slots=True)
class Controller:
    """Whose register it is and how to reach them, as the consent text names them."""

    name: str = ""
    contact: str = ""

    @property
    def is_named(self) -> bool:
        """Whether consent can be asked at all."""
        return bool(self.name.strip() and self.contact.strip())


@dataclass(frozen=True, slots=True)
class ConsentWords:
    """Everything that is said to a visitor of contact requests, in one language.

    ``data`` holds the texts by key; the keys are those of the Finnish file. ``is_checked`` is false while no
    native speaker has read them.
    """

    version: str
    language: str
    is_rtl: bool
    is_checked: bool
    data: Mapping[str, Any]

    def word(self, key: str, /, **facts: object) -> str:
        """A text with its facts filled in; facts are kept apart from text that is written from the right."""
        shown = _ISOLATED if self.is_rtl else "{}"
        return str(self.data["words"][key]).format(**{name: shown.format(it) for name, it in facts.items()})

    def day(self, day: date) -> str:
        """A date as this language writes it."""
        months = self.data.get("month_names") or ("",) * 12
        name = months[day.month - 1]
        return str(self.data["date"]).format(day=day.day, month=day.month, month_name=name, year=day.year)

    def names(self, receivers: Sequence[Receiver]) -> str:
        """The organisations as a list."""
        return str(self.data["separator"]).join(
            name_in(receiver.name, self.language) for receiver in receivers
        )

    def call_lines(self, receivers: Sequence[Receiver], reach: Reach, answer_by: date) -> tuple[str, ...]:
        """What the visitor can do if nobody gets in touch: a line for each organisation with a number."""
        key = "receipt_call" if reach is Reach.CALL else "receipt_contact"
        day = self.day(answer_by)
        reachable = [receiver for receiver in receivers if receiver.phone]
        if not reachable:
            return (self.word(f"{key}_no_number", date=day),)
        if len(receivers) == 1:
            return (self.word(key, date=day, number=receivers[0].phone),)
        numbers = (f"{name_in(one.name, self.language)} {one.phone}" for one in reachable)
        return tuple(self.word(key, date=day, number=number) for number in numbers)

    def consent(self, proposal: "Proposal") -> str:
        """What the visitor agrees to, whole."""
        return self.word(
            "consent",
            organisations=self.names(proposal.receivers),
            date=self.day(proposal.erased_by),
            code=codes.grouped(proposal.code),
            controller=f"{proposal.controller.name}, {proposal.controller.contact}",
        )


def name_in(texts: Mapping[str, str], language: str) -> str:
    """A text by language in the best one there is: the language itself, Finnish, or any."""
    return texts.get(language) or texts.get(FINNISH) or next(iter(texts.values()), "")


@cache
def words(language: str, version: str = TEXT_VERSION) -> ConsentWords:
    """The words of a language of the leaflets; Finnish where there are none in it."""
    known = language if language in languages(version) else FINNISH
    path = resource_path("consent", version, f"{known}.json")
    data = json.loads(path.read_text(encoding="utf-8"))
    return ConsentWords(version, known, is_rtl(data), data["checked"], data)


@cache
def languages(version: str = TEXT_VERSION) -> tuple[str, ...]:
    """The languages that consent can be asked in."""
    return tuple(sorted(path.stem for path in resource_path("consent", version).glob("*.json")))


def unchecked_languages(version: str = TEXT_VERSION) -> tuple[str, ...]:
    """Those whose texts no native speaker has read yet."""
    return tuple(language for language in languages(version) if not words(language, version).is_checked)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A request that nobody has agreed to yet: what the consent text names. Nothing of it is written.

    ``code`` is the withdrawal code, which the text already names; ``language`` that of the text.
    """

    id: str
    code: str
    receivers: tuple[Receiver, ...]
    day: date
    language: str
    controller: Controller

    @property
    def text(self) -> str:
        """The consent text."""
        return words(self.language).consent(self)

    @property
    def erased_by(self) -> date:
        """The last day on which anything personal may be kept."""
        return contact.erased_by(self.day)

    @property
    def answer_by(self) -> date:
        """The day after which the visitor had better call."""
        return working_days.after(self.day, DAYS_TO_ANSWER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """A visitor's consent: it exists only if every question was answered so that a request may be made.

    ``reach`` is None where it is not safe to be called, ``read_back`` the number or address that was read
    back, as ``Typed.address`` gives it. Raises ``NotAgreedError``.
    """

    proposal: Proposal
    reach: Reach | None
    is_adult: bool
    is_own: bool
    read_back: str
    agrees: bool

    def __post_init__(self) -> None:
        missing = (
            ("unsafe", self.reach is not None),
            ("minor", self.is_adult),
            ("not-own", self.is_own),
            ("not-read-back", bool(self.read_back)),
            ("declined", self.agrees),
        )
        for reason, answered in missing:
            if answered is not True:
                raise NotAgreedError(reason=reason)
