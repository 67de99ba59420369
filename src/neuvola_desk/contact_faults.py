"""Sentences for known faults of contact requests; a part of ``messages``, and loads as little."""

from collections.abc import Callable, Mapping
from typing import Final

from neuvola_desk.i18n import _

Facts = Mapping[str, object]


def field_words() -> Mapping[str, str]:
    """What to say of a part of a request that is not as it has to be."""
    return {
        "phone": _("Puhelinnumero ei käy. Tarkista se: esimerkiksi 040 123 4567 tai +358 40 123 4567."),
        "email": _("Sähköpostiosoite ei käy. Tarkista se."),
        "first_name": _("Etunimi on liian pitkä: {value} merkkiä, enintään 40."),
        "sentence": _("Lause on liian pitkä: {value} merkkiä, enintään 200."),
        "organisations": _("Valitse 1–5 järjestöä; valittuja on {value}."),
        "code": _("Koodi ei käy. Tarkista se kävijän lapusta: siinä on 12 merkkiä."),
        "details-twice": _("Anna yhteystiedot joko valinnoilla tai valinnalla --details-fd, ei molemmilla."),
        "details": _("Yhteystietoja ei voitu lukea valinnan --details-fd osoittamasta paikasta."),
    }


def _no_offer(facts: Facts) -> str:
    reasons = {
        "no-controller": _(
            "Yhteydenottopyyntöjä ei voi vielä tehdä. Koordinaattori: kirjaa rekisterinpitäjä asetuksiin."
        ),
        "no-offers": _(
            "Yhteydenottopyyntöjä ei voi nyt tehdä: palvelin ei ole kertonut, mitkä järjestöt ottavat "
            "niitä vastaan. Lähetä ja hae tiedot, tai soita järjestöön yhdessä."
        ),
        "old-offers": _(
            "Yhteydenottopyyntöjä ei voi nyt tehdä: tiedot siitä, mitkä järjestöt ottavat niitä vastaan, "
            "ovat yli kaksi viikkoa vanhat. Lähetä ja hae tiedot, tai soita järjestöön yhdessä."
        ),
        "old-line": _(
            "Yhteyttä palvelimeen ei nyt ole, joten pyyntö ei lähde heti. Soita järjestöön yhdessä. Jos "
            "kävijä haluaa pyynnön silti, anna lisäksi valinta --line-is-old."
        ),
        "closed": _("Järjestö ei nyt ota pyyntöjä vastaan. Soita järjestöön yhdessä."),
        "unknown": _("Järjestö {id} ei ota vastaan yhteydenottopyyntöjä."),
    }
    return reasons.get(str(facts.get("reason", "")), reasons["no-offers"]).format(id=facts.get("id", ""))


def _not_agreed(facts: Facts) -> str:
    reasons = {
        "unsafe": _("Puhelimeen ei ole turvallista soittaa, joten pyyntöä ei tehdä. Anna pikkulappu."),
        "minor": _("Alle 18-vuotiaan pyyntöä ei tehdä lomakkeella. Soita järjestöön yhdessä."),
        "not-own": _("Kävijä voi antaa vain omat yhteystietonsa."),
        "not-read-back": _("Lue numero tai osoite kävijälle ääneen ennen lähettämistä."),
        "declined": _("Ilman suostumusta pyyntöä ei tehdä. Mitään ei tallennettu."),
    }
    return reasons.get(str(facts.get("reason", "")), reasons["declined"])


SENTENCES: Final[Mapping[str, Callable[[Facts], str]]] = {
    "no-offer": _no_offer,
    "not-agreed": _not_agreed,
    "offers-refused": lambda _facts: _(
        "Tiedot järjestöistä, jotka ottavat vastaan yhteydenottopyyntöjä, eivät ole tämän työaseman "
        "palvelimelta. Entiset jäivät käyttöön. Ota yhteyttä ylläpitoon."
    ),
}
"""Of known faults, by code."""
