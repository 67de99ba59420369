"""The words that people write into the cells of a sheet: yes and no, dates, numbers, costs, sectors.

Finnish, Swedish and English words are read. Every function says None (or an empty value) to what it does
not understand; it never guesses.
"""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from neuvola_core.catalogue import Charge, Cost, Known, Prevention, Provider
from neuvola_core.text import Text

_YES: Final = frozenset(
    ["yes", "y", "true", "1", "x", "kyllä", "kylla", "k", "on", "ja", "j", "joo", "sant", "tosi"]
)
_NO: Final = frozenset(["no", "n", "false", "0", "ei", "e", "nej", "falskt", "epätosi"])
_UNKNOWN: Final = frozenset(
    {
        "?",
        "-",
        "–",
        "ei tiedossa",
        "ei tietoa",
        "tuntematon",
        "okänt",
        "okänd",
        "vet ej",
        "unknown",
        "not known",
    }
)
_PROVIDERS: Final[Mapping[str, Provider]] = {
    word: provider
    for provider, words in {
        Provider.COUNTY: "county, wellbeing services county, hyvinvointialue, välfärdsområde, hva",
        Provider.MUNICIPALITY: "municipality, city, kunta, kaupunki, kommun, stad, kuntayhtymä, samkommun",
        Provider.KELA: "kela, fpa, social insurance institution",
        Provider.STATE: "state, valtio, stat, staten, viranomainen, myndighet, authority",
        Provider.NGO: "ngo, association, organisation, järjestö, yhdistys, säätiö, "
        "förening, stiftelse, foundation, organisaatio",
        Provider.PARISH: "parish, church, seurakunta, församling, srk",
        Provider.COMPANY: "company, business, yritys, företag, bolag, yksityinen, privat, private",
        Provider.PEERS: "peers, peer group, vertaiset, vertaisryhmä, kamrater, kamratgrupp",
    }.items()
    for word in words.split(", ")
}
_PREVENTION: Final[Mapping[str, Prevention]] = {
    "preventive": Prevention.PREVENTIVE,
    "prevention": Prevention.PREVENTIVE,
    "ehkäisevä": Prevention.PREVENTIVE,
    "ennaltaehkäisevä": Prevention.PREVENTIVE,
    "förebyggande": Prevention.PREVENTIVE,
    "corrective": Prevention.CORRECTIVE,
    "korjaava": Prevention.CORRECTIVE,
    "korrigerande": Prevention.CORRECTIVE,
    "both": Prevention.BOTH,
    "molemmat": Prevention.BOTH,
    "båda": Prevention.BOTH,
    "bådadera": Prevention.BOTH,
}
_LANGUAGES: Final[Mapping[str, str]] = {
    word: code
    for code, words in {
        "fi": "suomi finska finnish fin selkosuomi",
        "sv": "ruotsi svenska swedish swe",
        "en": "englanti engelska english eng",
        "se": "pohjoissaame saame nordsamiska samiska sámi sami sme",
        "smn": "inarinsaame enaresamiska",
        "sms": "koltansaame skoltsamiska",
        "et": "viro eesti estniska estonian est",
        "ru": "venäjä ryska russian rus",
        "uk": "ukraina ukrainska ukrainian ukr",
        "ar": "arabia arabiska arabic ara",
        "so": "somali somaliska som",
        "fa": "persia farsi dari persiska persian fas",
        "ckb": "sorani kurdi kurdiska kurdish",
        "vi": "vietnam vietnamesiska vietnamese",
        "es": "espanja spanska spanish spa",
        "fr": "ranska franska french fra",
        "de": "saksa tyska german deu",
        "pl": "puola polska polish",
        "tr": "turkki turkiska turkish",
        "th": "thai thailändska",
        "zh": "kiina kinesiska chinese",
        "ro": "romania rumänska romanian",
        "pt": "portugali portugisiska portuguese",
        "fse": "viittomakieli teckenspråk fsl",
    }.items()
    for word in (code, *words.split())
}
_NATIONWIDE: Final = frozenset(
    {
        "koko maa",
        "koko suomi",
        "valtakunnallinen",
        "hela landet",
        "hela finland",
        "nationwide",
        "whole country",
    }
)
_FREE: Final = (
    r"maksuton|maksutta|ilmainen|ilmaiseksi|ei maksua|avgiftsfri(?:tt)?|gratis|free(?: of charge)?"
    r"|0(?:[.,]00?)?(?: ?(?:€|eur\w*))?"
)
_CHARGED: Final = "maksullinen|avgiftsbelagd|avgift|chargeable|charged"
_EXCEL_EPOCH: Final = date(1899, 12, 30)


def items(text: str) -> tuple[str, ...]:
    """The parts of a list cell, in order and without repetition."""
    return tuple(dict.fromkeys(part.strip() for part in re.split(r"[;|\n]", text) if part.strip()))


def yes_or_no(text: str) -> Known | None:
    """Yes, no or "not known" in words; None for anything else."""
    word = text.strip().casefold().rstrip(".")
    if word in _YES:
        return Known.YES
    if word in _NO:
        return Known.NO
    return Known.UNKNOWN if word in _UNKNOWN or not word else None


def yes_or_no_with_note(text: str) -> tuple[Known, str]:
    """ "kyllä: hissi pihan puolella" is a yes with a note; words without a yes or no are a note alone."""
    word, mark, rest = text.partition(":")
    stated = yes_or_no(word)
    if stated is not None and (mark or not rest):
        return stated, rest.strip()
    return Known.UNKNOWN, text


def provider(text: str) -> Provider | None:
    """The kind of provider a word means."""
    return _PROVIDERS.get(text.strip().casefold())


def prevention(text: str) -> Prevention | None:
    """Preventive, corrective, both or "not known"; None for anything else."""
    word = text.strip().casefold()
    return Prevention.UNKNOWN if word in _UNKNOWN else _PREVENTION.get(word)


def language(text: str) -> str | None:
    """The language code that a code or a name of a language means."""
    return _LANGUAGES.get(text.strip().casefold())


def is_nationwide(text: str) -> bool:
    """Whether this stands for the whole country in the list of municipalities."""
    return text.strip().casefold() in _NATIONWIDE


def day(text: str) -> date | None:
    """A date in ISO form, in Finnish form (1.2.2026) or as the serial number that Excel keeps."""
    if match := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?", text):
        year, month, number = match.groups()
    elif match := re.fullmatch(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4}|\d{2})\.?", text):
        number, month, year = match.groups()
        year = f"20{year}" if len(year) == 2 else year
    elif re.fullmatch(r"[345]\d{4}", text):
        return _EXCEL_EPOCH + timedelta(days=int(text))
    else:
        return None
    try:
        return date(int(year), int(month), int(number))
    except ValueError:
        return None


def age(text: str) -> int | None:
    """Whole years; "65 v", "65 vuotta" and "65.0" too."""
    match = re.fullmatch(r"(\d{1,3})(?:[.,]0+)?\s*(?:v|v\.|vuotta|år|years?)?", text.strip().casefold())
    return int(match[1]) if match and int(match[1]) <= 120 else None


def cost(text: str, as_of: date | None) -> Cost:
    """What a cost cell says: free, charged, or only the words when they do not tell which."""
    folded = text.casefold()
    for charge, words in ((Charge.FREE, _FREE), (Charge.CHARGED, _CHARGED)):
        if match := re.match(rf"(?:{words})(?!\w|[.,]\d|\s*[-–]\s*\d)\s*(:?)\s*", folded):
            rest = text[match.end() :].strip(" .")
            note = text[match.end() :] if match[1] else text
            return Cost(charge, Text(fi=note) if rest else Text(), as_of)
    if re.fullmatch(r"\d+(?:[.,]\d{1,2})?", text):
        return Cost(Charge.CHARGED, Text(fi=f"{text.replace('.', ',')} €"), as_of)
    if re.search(r"[1-9]\d*(?:[.,]\d+)?\s?(?:€|eur|e\b)", folded):
        return Cost(Charge.CHARGED, Text(fi=text), as_of)
    if folded in _UNKNOWN:
        return Cost()
    return Cost(Charge.UNKNOWN, Text(fi=text), as_of)


def cost_cell(value: Cost) -> str:
    """The cell that ``cost`` reads as this cost."""
    note = value.note.best("fi")
    word = {Charge.FREE: "maksuton", Charge.CHARGED: "maksullinen", Charge.UNKNOWN: ""}[value.charge]
    if not note:
        return word
    read = cost(note, None)
    if read.charge is value.charge and read.note.best("fi") == note:
        return note
    return f"{word}: {note}" if word else note
