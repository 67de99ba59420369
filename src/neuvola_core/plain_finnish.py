"""Finnish grammar by the ends of words alone, for the plain-language check: words are folded to lower case.

Many forms end alike ("lasketaan" is a passive, "kuntaan" a place gone to, "perheestään" one's own family),
so each rule says what must stand before the end, and a list of exceptions the rest.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from typing import Final

_SHORTEST: Final = 6
# Before -taan of a passive stands a vowel, but for a plural ("asio-i-taan": of their own) no vowel and i.
_PRESENT: Final = re.compile(
    r"\w+(?:(?<![aeiouyäö])i|[aeouyäö])(?:taan|tään)|\w+[aeiouyäö](?:daan|dään)|\w+hdään"
)
_PRESENT_L: Final = re.compile(r"\w*(?:t|nn|sk|v|uu)e?ll(?:aan|ään)")
_PRESENT_ELSE: Final = frozenset(
    (
        *("ollaan", "tullaan", "mennään", "pannaan", "kuullaan", "luullaan", "purraan", "niellään"),
        *("julkaistaan", "ratkaistaan", "ehkäistään", "noustaan", "juostaan", "päästään", "pestään"),
    )
)
_CONDITIONAL: Final = re.compile(
    r"\w+[aeouyäö]tt(?:aisiin|äisiin)|\w*(?:voi|saa|vie|juo|syö|tuo|teh|näh)t(?:aisiin|äisiin)"
)
_PAST: Final = re.compile(r"\w+[aeiouyä]ttiin|\w*(?:teh|näh)tiin|\w*(?:saa|voi|vie|juo|syö|tuo|luo)tiin")
_NO_PAST: Final = re.compile(r"\w*(?:(?<!n)netti|paketti|tiketti|kabinetti|baletti|bufetti|chatti)in")
_PARTICIPLE: Final = re.compile(r"\w{3,}[aeiouyäöst](?:ttu|tty|tu|ty)")
_BE: Final = frozenset({"on", "ovat", "oli", "olivat", "ole", "olisi", "olleet", "ollut"})
_NO: Final = frozenset({"ei", "en", "et", "emme", "ette", "eivät", "älä", "älkää"})
_NEGATED: Final = re.compile(
    r"\w*(?:eta|etä|[^aeiouyäö\W]ita|[^aeiouyäö\W]itä|oida|öidä|[ao]ida|aada|uoda|hdä|yödä|iedä)"
)
_MUST: Final = frozenset({"tulee", "tulisi"})
_TO_DO: Final = re.compile(
    r"\w+(?:[st]taa|[st]tää|[aeiouyäö]taa|[aeiouyäö]tää|[aeiouyäö]da|[aeiouyäö]dä|hdä|tua|tyä|kea|keä|\w[aouäöy]ta|[äöy]tä"
    r"|ella|ellä|ista|istä|ntaa|ntää|rtaa|rtää)|olla|tulla|mennä|panna|sopia|etsiä|oppia|kysyä"
)
_NOMINAL: Final = re.compile(
    r"\w{3,}(?:minen|misen|mista|mistä|miseen|misessa|misessä|misesta|misestä|misella)"
)
_GENITIVE: Final = re.compile(
    r"\w{3,}(?:(?<!a)a|(?<!ä)ä|(?<!e)e|(?<!i)i|(?<!o)o|(?<!ö)ö|(?<!u)u|(?<!y)y|ien|jen|tte)n"
)
_NO_GENITIVE: Final = re.compile(
    r"\w+(?:kin|aen|äen|oin|kaan|kään|hin|siin|mman|llinen|nen|vasti)|(?:kuten|ennen|jälkeen|joten|sitten|asiaan|paljon"
    r"|ainoastaan|vain|samoin|silloin|milloin|jolloin|kuinka|mukaan|varten|vuoden|viikon|päivän|tunnin|minun|sinun"
    r"|hänen|meidän|teidän|heidän|jonkin|hieman|kovin|niin|melkein|usein|parhaiten|alkaen|kanssa|lisäksi)"
)
_LONGEST_NEGATIVE: Final = 8
_WITHOUT: Final = re.compile(r"ilman|mahdoton\w*|\w{4,}(?:matta|mättä)")
_NO_WITHOUT: Final = frozenset({"huolimatta", "epäilemättä", "välttämättä"})
_CHAIN: Final = 3
_JOINING: Final = frozenset({"ja", "tai", "sekä", "eli", "on", "ovat", "voi"})


def passives(
    words: Sequence[str], exceptions: Collection[str], negated_exceptions: Collection[str]
) -> Iterator[tuple[int, int]]:
    """First and last word of each passive: "haetaan", "on tarkoitettu", "ei peritä"."""
    for at, word in enumerate(words):
        after = words[at + 1] if at + 1 < len(words) else ""
        if word[-1:] == "n" and len(word) >= _SHORTEST and word not in exceptions and _is_passive(word):
            yield at, at
        elif (word in _BE and _PARTICIPLE.fullmatch(after) and after not in exceptions) or (
            word == "ei" and len(after) > 3 and _NEGATED.fullmatch(after) and after not in negated_exceptions
        ):
            yield at, at + 1


def _is_passive(word: str) -> bool:
    if word in _PRESENT_ELSE or _PRESENT.fullmatch(word) or _PRESENT_L.fullmatch(word):
        return True
    if _CONDITIONAL.fullmatch(word):
        return True
    return bool(_PAST.fullmatch(word)) and not _NO_PAST.fullmatch(word)


def musts(words: Sequence[str]) -> Iterator[int]:
    """Where "tulee" means that something must be done ("hakemus tulee täyttää")."""
    for at, word in enumerate(words):
        if word in _MUST and any(_TO_DO.fullmatch(near) for near in words[at + 1 : at + 3]):
            yield at


def noun_chains(words: Sequence[str], apart: Collection[int]) -> Iterator[tuple[int, int]]:
    """Nouns hung on each other: three genitives or more in a row, or two deeds told as things."""
    start = 0
    for at in range(len(words) + 1):
        is_link = at < len(words) and is_genitive(words[at])
        if not is_link or (at and at - 1 in apart):
            if at - start >= _CHAIN:
                is_last = at == len(words) or at - 1 in apart or words[at] in _JOINING
                yield start, at - 1 if is_last else at
            start = at if is_link else at + 1
    nominal = [at for at, word in enumerate(words) if _NOMINAL.fullmatch(word)]
    for one, other in pairwise(nominal):
        if other - one == 1 and one not in apart:
            yield one, other


def is_genitive(word: str) -> bool:
    """Whether a word looks like a genitive; a verb in the first person does too."""
    return word[-1:] == "n" and bool(_GENITIVE.fullmatch(word)) and not _NO_GENITIVE.fullmatch(word)


def double_negatives(words: Sequence[str], apart: Collection[int]) -> Iterator[tuple[int, int]]:
    """Two words of denial in one clause: "ei pääse ilman aikaa", "et voi tulla ilmoittautumatta"."""
    last: int | None = None
    for at, word in enumerate(words):
        if at and at - 1 in apart:
            last = None
        if word in _NO or (_WITHOUT.fullmatch(word) and word not in _NO_WITHOUT):
            if last is not None and at - last <= _LONGEST_NEGATIVE and (word in _NO) + (words[last] in _NO):
                yield last, at
            last = at
