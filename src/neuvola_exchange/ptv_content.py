"""What a service and a general description of the Finnish Service Catalogue have in common."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from neuvola_core.catalogue import Charge, Word
from neuvola_core.text import EMPTY, Text
from neuvola_exchange import clean
from neuvola_exchange import ptv_values as values
from neuvola_exchange.json_files import Record


@dataclass(frozen=True, slots=True)
class Content:
    """Texts by PTV's type names, words and codes; a service's are laid over its general description's."""

    name: Text = EMPTY
    other_names: tuple[Word, ...] = ()
    texts: Mapping[str, Text] = field(default_factory=dict)
    requirements: Text = EMPTY
    keywords: tuple[Word, ...] = ()
    classes: tuple[str, ...] = ()
    target_groups: tuple[str, ...] = ()
    life_events: tuple[str, ...] = ()
    ontology: tuple[Word, ...] = ()
    charge: Charge = Charge.UNKNOWN
    modified_on: date | None = None

    def over(self, general: "Content") -> "Content":
        """This content, filled in language by language from a general one, whose charge beats its own."""
        general_names = (*general.other_names, *as_words(general.name))
        return replace(
            self,
            other_names=_other_names(self.name, (*self.other_names, *general_names)),
            texts=_filled(self.texts, general.texts),
            requirements=Text({**general.requirements, **self.requirements}),
            keywords=values.sorted_words((*self.keywords, *general.keywords)),
            classes=values.sorted_codes((*self.classes, *general.classes)),
            target_groups=values.sorted_codes((*self.target_groups, *general.target_groups)),
            life_events=values.sorted_codes((*self.life_events, *general.life_events)),
            ontology=values.sorted_words((*self.ontology, *general.ontology)),
            charge=general.charge or self.charge,
        )


def as_words(text: Text) -> tuple[Word, ...]:
    """A text as one word a language."""
    return tuple(Word(language, name) for language, name in text.items())


def _other_names(name: Text, found: tuple[Word, ...]) -> tuple[Word, ...]:
    return values.sorted_words(word for word in found if word.text != name.get(word.language))


def _filled(own: Mapping[str, Text], general: Mapping[str, Text]) -> dict[str, Text]:
    kinds = dict.fromkeys((*general, *own))
    return {kind: Text({**general.get(kind, EMPTY), **own.get(kind, EMPTY)}) for kind in kinds}


def from_service(record: Record) -> Content:
    """From a service or general description of the interface, or a service of the simplified form."""
    names = values.typed(record.get("serviceNames") or record.get("names"))
    name = values.line_of(names.get("Name", EMPTY)) or values.line(record.get("name"))
    said = values.typed(record.get("serviceDescriptions") or record.get("descriptions"))
    general = {kind.removeprefix("GD_"): text for kind, text in said.items() if kind.startswith("GD_")}
    own = {kind: text for kind, text in said.items() if not kind.startswith("GD_")}
    alternative = values.line_of(names.get("AlternativeName", EMPTY))
    # A name in one language only as an alternative one is still the name there.
    shown = Text({**{lang: text for lang, text in alternative.items() if lang not in name}, **name})
    return Content(
        name=shown,
        other_names=_other_names(shown, as_words(alternative)),
        texts=_filled(own, general),
        requirements=values.text(record.get("requirements") or record.get("requirement")),
        keywords=values.words(record.get("keywords")),
        classes=values.codes(record.get("serviceClasses")),
        target_groups=values.codes(record.get("targetGroups")),
        life_events=values.codes(record.get("lifeEvents")),
        ontology=values.terms(record.get("ontologyTerms")),
        charge=values.charge(record.get("serviceChargeType")),
        modified_on=values.day(record.get("modified")) or values.day(record.get("lastUpdated")),
    )


_RELEASE_TEXTS: Final = (
    ("ShortDescription", "Summary"),
    ("UserInstructions", "UserInstruction"),
    ("ChargeTypeAdditionalInfo", "ChargeTypeAdditionalInfo"),
    ("DeadLineAdditionalInfo", "DeadLine"),
    ("ProcessingTimeAdditionalInfo", "ProcessingTime"),
    ("ValidityTimeAdditionalInfo", "ValidityTime"),
)


def from_release(record: Record) -> Content:
    """From a general description as PTV's release tool writes it."""
    texts = {kind: values.text(record.get(key)) for key, kind in _RELEASE_TEXTS}
    description = (values.text(record.get(key)) for key in ("BackgroundDescription", "Description"))
    return Content(
        name=values.line(record.get("Name")),
        texts={**texts, "Description": clean.joined(description)},
        requirements=values.text(record.get("ServiceRestrictions")),
        classes=values.codes(record.get("ServiceClass")),
        target_groups=values.codes(record.get("TargetGroup")),
        life_events=values.codes(record.get("LifeEvent")),
        ontology=values.terms(record.get("OntologyTerm")),
        charge=values.charge(record.get("ChargeType")),
    )
