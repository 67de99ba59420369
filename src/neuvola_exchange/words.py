"""What to tell of a source that cannot be read and of one record of it; ``_`` is the face's translation.

The codes are those of ``report``, the reasons those of ``registry.open_source``.
"""

from collections.abc import Callable, Mapping
from typing import Final

Translation = Callable[[str], str]

IN_FINNISH: Final[Translation] = str
"""The texts as they are written here."""


def unreadable_reasons(_: Translation) -> Mapping[str, str]:
    """Why a source could not be read, by reason."""
    return {
        "missing": _("Tiedostoa tai kansiota ei ole. Tarkista polku."),
        "empty": _("Tiedosto on tyhjä."),
        "empty-file": _("Tiedosto on tyhjä."),
        "empty-folder": _("Kansiossa ei ole luettavia tiedostoja."),
        "unreadable": _("Tiedostoa ei saa lukea. Tarkista oikeudet."),
        "binary": _("Tiedosto ei ole tekstiä eikä taulukkoa."),
        "encoding": _("Tiedoston merkistöä ei tunneta. Tallenna se UTF-8-muodossa."),
        "not-json": _("Tiedosto on vioittunut tai jäänyt kesken. Hae se uudelleen."),
        "other-format": _("Tiedosto on toista muotoa kuin pyydettiin."),
        "unknown-format": _(
            "Muotoa ei tunnistettu. Tuettuja ovat PTV, Helsingin palvelurekisteri, Linked Events, "
            "LIPAS, HSDS ja taulukko (csv, xlsx)."
        ),
        "mixed-formats": _("Kansiossa on monen muotoisia tiedostoja. Tuo ne yksi kerrallaan."),
        "several-files": _("Kansiossa on monta taulukkoa. Tuo ne yksi kerrallaan."),
        "unsupported-format": _("Tätä muotoa ei vielä voi tuoda."),
        "url": _("Verkko-osoitteesta ei vielä voi tuoda: tallenna tiedosto ensin koneelle."),
        "encrypted": _("Tiedosto on suojattu salasanalla. Tallenna se ilman salasanaa."),
        "old-excel": _("Vanhaa xls-muotoa ei voi lukea. Tallenna taulukko xlsx- tai csv-muotoon."),
        "no-header": _("Taulukosta puuttuu otsikkorivi, jossa on sarake id ja jokin nimi."),
        "damaged": _("Tiedosto on vioittunut. Avaa se taulukko-ohjelmassa ja tallenna uudelleen."),
        "not-a-file": _("Tämä ei ole tavallinen tiedosto eikä kansio."),
        "too-large": _("Taulukko on liian suuri. Jaa se osiin ja tuo ne yksi kerrallaan."),
        "unclosed-quote": _("Taulukossa on lainausmerkki, joka ei sulkeudu. Korjaa se ja yritä uudelleen."),
    }


def _findings(_: Translation) -> Mapping[str, str]:
    return {
        "bad-age": _("ikäraja {detail} ei ole luku; se jätettiin pois"),
        "bad-coordinates": _("sijainti {detail} ei ole Suomessa; se jätettiin pois"),
        "bad-date": _("päivä {detail} ei ole päivämäärä; se jätettiin pois"),
        "bad-email": _("sähköpostiosoite {detail} ei kelpaa; se jätettiin pois"),
        "bad-phone": _("puhelinnumero {detail} ei kelpaa; se jätettiin pois"),
        "bad-postcode": _("postinumero {detail} ei kelpaa; se jätettiin pois"),
        "bad-url": _("verkko-osoite {detail} ei kelpaa; se jätettiin pois"),
        "channel-missing": _("asiointikanava {detail} puuttuu aineistosta"),
        "channel-not-published": _("asiointikanava {detail} ei ole julkaistu; se jätettiin pois"),
        "channel-unused": _("asiointikanavaa {detail} ei käytä mikään palvelu"),
        "draft": _("luonnos jätettiin pois"),
        "duplicate": _("tunnus {detail} on jo käytössä; ensimmäinen jäi voimaan"),
        "duplicate-column": _("sarake {detail} on kahdesti; ensimmäinen jäi voimaan"),
        "extra-cells": _("rivillä on ylimääräisiä soluja: {detail}"),
        "hours-became-date": _("aukiolo {detail} on muuttunut päivämääräksi; kirjoita se tekstinä"),
        "no-id": _("tunnus puuttuu"),
        "no-name": _("nimi puuttuu"),
        "not-a-record": _("tietue ei ole luettavissa"),
        "not-full": _("tietueesta on vain osa"),
        "not-published": _("palvelua ei ole julkaistu; se jätettiin pois"),
        "older-version": _("uudempi versio samasta tapahtumasta tuli mukaan"),
        "other-format": _("tietue on toista muotoa; se jätettiin pois"),
        "ptv-v12": _("Palvelutietovarannon version 12 tietuetta ei vielä voi lukea"),
        "service-collection": _("palvelukokonaisuus jätettiin pois"),
        "too-long": _("rivillä on solu, joka on liian pitkä: {detail}"),
        "unknown-activity": _("toimintaa {detail} ei tunneta; se jätettiin pois"),
        "unknown-area": _("aluetta {detail} ei tunneta"),
        "unknown-channel-type": _("asiointikanavan lajia {detail} ei tunneta"),
        "unknown-column": _("saraketta {detail} ei tunneta; se jätettiin lukematta"),
        "unknown-language": _("kieltä {detail} ei tunneta; se jätettiin pois"),
        "unknown-life-event": _("elämäntilannetta {detail} ei tunneta"),
        "unknown-municipality": _("paikkakuntaa {detail} ei tunneta; se jätettiin pois"),
        "unknown-need": _("tarvetta {detail} ei tunneta; se jätettiin pois"),
        "unknown-place": _("paikkaa {detail} ei ole aineistossa"),
        "unknown-postcode": _("postinumeroa {detail} ei tunneta"),
        "unknown-target-group": _("kohderyhmää {detail} ei tunneta; se jätettiin pois"),
        "unknown-value": _("arvoa {detail} ei ymmärretä; se jätettiin pois"),
        **unreadable_reasons(_),
    }


def finding_sentence(code: str, detail: str, _: Translation) -> str:
    """What to tell of one record of an import."""
    told = _findings(_).get(code)
    if told is None:
        return f"{code}: {detail}" if detail else code
    return " ".join(told.format(detail=f"”{detail}”" if detail else "").split())
