"""Where a long word may be broken: the Finnish syllable rule, which also serves its neighbours in need.

Kielitoimiston ohjepankki, "Tavutus": a syllable begins before a consonant that a vowel follows, and a
compound is broken between its parts. The parts that begin with a vowel are the ones the rule gets wrong, so
the common ones are listed.
"""

from typing import Final

VOWELS: Final = frozenset("aeiouyåäöõüáéíóúøæаеёиоуыэюяєії")
HEAD: Final = 3
TAIL: Final = 3
LONG_WORD: Final = 10
GOOD_LANGUAGES: Final = frozenset({"fi", "et", "se", "smn", "sms"})
"""Languages whose syllables the rule gets right enough to use it for looks, not only in need."""

_VOWEL_PARTS: Final = """
    aikui ajanvarau aluee ammati ammatti apteek apuvälin arvioin asema asioin asiakas asukas asumi asunno
    asunto avustaj avustu edunvalvon ehkäis eläke elämä ennaltaehkäis erityi esteett etsiv etuu ihmi ikäih
    ikäänty ilmoitu ilta irtisano isyy itsenäi itsehoi itsemääräämi ohjau ohjelm oikeu oireh olohuon omaehto
    omaishoi omatoimi opastu opetu opisk opisto osallistu osasto osoit ulkoilu ulosot uimahal urheilu uudistu
    yhdisty yhtei yhteydeno yhteys yksikk yleis ympäristö yritty yrity ystävä äitiy äänest
"""
VOWEL_PARTS: Final = tuple(_VOWEL_PARTS.split())


def break_points(word: str) -> tuple[int, ...]:
    """The places where the word may be broken, as lengths of the head."""
    lower = word.casefold()
    if len(lower) != len(word):
        return ()
    joints = _joints(lower)
    points = set(joints)
    seen_vowel = False
    for at in range(len(lower) - 1):
        here, following = lower[at], lower[at + 1]
        starts = here.isalpha() and here not in VOWELS and following in VOWELS
        is_by_joint = at + 1 in joints or at - 1 in joints  # one letter is not left alone
        if seen_vowel and starts and not is_by_joint and lower[at - 1].isalpha():
            points.add(at)
        seen_vowel = here in VOWELS or (seen_vowel and here.isalpha())
    return tuple(sorted(p for p in points if _has_room(lower, p)))


def _joints(lower: str) -> frozenset[int]:
    """Where a part that begins with a vowel begins."""
    found = set()
    for part in VOWEL_PARTS:
        at = lower.find(part, HEAD)
        if at > 0:
            found.add(at)
    return frozenset(found)


def _has_room(lower: str, at: int) -> bool:
    """Whether enough letters stay together on both sides."""
    head, tail = lower[at - HEAD : at] if at >= HEAD else "", lower[at : at + TAIL]
    return len(tail) == TAIL and head.isalpha() and tail.isalpha() and bool(head)
