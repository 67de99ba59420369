"""What has been typed and clicked, as one frozen value; and the query it makes."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Literal

from neuvola_core.profiles import Profile
from neuvola_search.query import Query

Kind = Literal["need", "activity", "municipality", "target", "language"]
Switch = Literal["open_now", "free", "rides", "takes_new_people"]

KINDS: Final[tuple[Kind, ...]] = ("need", "activity", "municipality", "target", "language")
SWITCHES: Final[tuple[Switch, ...]] = ("open_now", "free", "rides", "takes_new_people")

PAGE: Final = 40
"""How many rows are asked for at a time."""


@dataclass(frozen=True, slots=True)
class Choices:
    """Text, the three clicks and the filters; empty is the starting view.

    ``profile`` is where the choices began, as long as all that it brought is still chosen.
    """

    text: str = ""
    need: tuple[str, ...] = ()
    activity: tuple[str, ...] = ()
    municipality: tuple[str, ...] = ()
    target: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    open_now: bool = False
    free: bool = False
    rides: bool = False
    takes_new_people: bool = False
    profile: Profile | None = None

    @classmethod
    def begun_from(cls, profile: Profile) -> "Choices":
        """What a profile begins with."""
        return cls(
            need=profile.needs,
            target=profile.targets,
            language=profile.languages,
            rides=profile.rides,
            profile=profile,
        )

    @property
    def is_start(self) -> bool:
        """Nothing has been asked yet: a municipality or filter alone does not tell what is needed."""
        return not (self.text.strip() or self.need or self.activity or self.target)

    @property
    def is_empty(self) -> bool:
        """Nothing is typed and nothing is clicked."""
        return self == Choices()

    def of(self, kind: Kind) -> tuple[str, ...]:
        """The ids chosen of a kind."""
        chosen: tuple[str, ...] = getattr(self, kind)
        return chosen

    def toggled(self, kind: Kind, value: str) -> "Choices":
        """With one more of a kind, or one less."""
        chosen = self.of(kind)
        kept = tuple(v for v in chosen if v != value) if value in chosen else (*chosen, value)
        return self._with(kind, kept)

    def switched(self, switch: Switch) -> "Choices":
        """With a filter turned the other way."""
        return self._with(switch, not getattr(self, switch))

    def typed(self, text: str) -> "Choices":
        """With other words."""
        return self._with("text", text)

    def by_hand(self) -> "Choices":
        """What was chosen beside what the profile brought."""
        profile = self.profile
        if profile is None:
            return self
        return replace(
            self,
            need=_without(self.need, profile.needs),
            target=_without(self.target, profile.targets),
            language=_without(self.language, profile.languages),
            rides=self.rides and not profile.rides,
            profile=None,
        )

    def anywhere(self) -> "Choices":
        """The same in the whole country."""
        return replace(self, municipality=())

    def unnarrowed(self) -> "Choices":
        """The words alone, or where there are none, the need alone; in the same place."""
        need = () if self.text.strip() else self.need
        return Choices(text=self.text, need=need, municipality=self.municipality)

    def only_need(self, need: str) -> "Choices":
        """A need instead of the words; in the same place."""
        return Choices(need=(need,), municipality=self.municipality)

    def query(self, at: datetime, language: str, *, limit: int = PAGE, offset: int = 0) -> Query:
        """The query that is asked at a moment."""
        return Query(
            text=self.text,
            needs=self.need,
            activities=self.activity,
            municipalities=self.municipality,
            targets=self.target,
            languages=self.language,
            rides=self.rides,
            free=self.free,
            takes_new_people=self.takes_new_people,
            open_at=at if self.open_now else None,
            language=language,
            limit=limit,
            offset=offset,
        )

    def _with(self, name: str, value: object) -> "Choices":
        changes: dict[str, object] = {name: value}
        changed = replace(self, **changes)  # type: ignore[arg-type]
        return changed if changed._has_all_of_profile else replace(changed, profile=None)

    @property
    def _has_all_of_profile(self) -> bool:
        profile = self.profile
        return profile is None or (
            {*profile.needs} <= {*self.need}
            and {*profile.targets} <= {*self.target}
            and {*profile.languages} <= {*self.language}
            and self.rides >= profile.rides
        )


def _without(chosen: tuple[str, ...], brought: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(value for value in chosen if value not in brought)
