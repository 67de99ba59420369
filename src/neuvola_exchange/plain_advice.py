"""What the command lines say, in Finnish, of a text that ``plain_language`` finds hard to read."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from neuvola_core.plain_language import Kind, Remark

MOST_SAID: Final = 20
_LONGEST_SHOWN: Final = 60
_ADVICE: Final[Mapping[Kind, str]] = {
    Kind.LONG_SENTENCE: "pitkä virke; jaa se kahdeksi tai useammaksi",
    Kind.LONG_WORD: "pitkä sana; sano sama lyhyemmillä sanoilla",
    Kind.LONG_WORDS: "monta pitkää sanaa lähekkäin; sano osa lyhyemmin",
    Kind.PASSIVE: "passiivi; kerro kuka tekee, tai puhuttele: sinä",
    Kind.ABBREVIATION: "lyhenne; kirjoita sana kokonaan",
    Kind.OFFICIAL_WORD: "virastosana; käytä tuttua sanaa",
    Kind.NOUN_CHAIN: "substantiivit ketjussa; kerro asia verbillä",
    Kind.DOUBLE_NEGATIVE: "kaksi kieltoa; sano mitä pitää tehdä",
    Kind.NUMBERS: "monta numeroa; tee niistä luettelo",
    Kind.LAW: "lain kohta; kerro mitä se merkitsee lukijalle",
    Kind.LONG_ASIDE: "pitkä huomautus suluissa; tee siitä oma virke",
}


def advice(remark: Remark) -> str:
    """A remark as advice, with what to write instead where the check knows it."""
    told = _ADVICE[remark.kind]
    return f"{told}: {remark.suggestion}" if remark.suggestion else told


def advice_json(remarks: Sequence[Remark]) -> list[Mapping[str, object]]:
    """The remarks for a program; places are counted in characters from 0."""
    return [
        {
            "kind": one.kind.value,
            "start": one.start,
            "end": one.end,
            "words": one.words,
            "suggestion": one.suggestion,
            "reason": advice(one),
        }
        for one in remarks
    ]


def advice_lines(remarks: Sequence[Remark], most: int | None = None) -> Iterator[str]:
    """The remarks for a person, a line each; beyond ``most`` only their number."""
    for one in remarks[:most]:
        yield f"”{_shortened(one.words)}”: {advice(one)}"
    if most is not None and len(remarks) > most:
        yield f"… ja {len(remarks) - most} muuta; kaikki kertoo neuvola-desk check-text."


def _shortened(words: str) -> str:
    line = " ".join(words.split())
    if len(line) <= _LONGEST_SHOWN:
        return line
    return f"{line[:_LONGEST_SHOWN].rsplit(' ', 1)[0]} …"
