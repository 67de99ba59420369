"""A sentence for every known fault, in the language in use: what happened and what to do about it."""

from collections.abc import Callable, Mapping

from neuvola_core.errors import NeuvolaError
from neuvola_core.roles import Act
from neuvola_desk import contact_faults
from neuvola_desk.i18n import _, ngettext
from neuvola_desk.role_words import needed_words
from neuvola_exchange import words
from neuvola_exchange.report_words import report_refusal

Facts = Mapping[str, object]


def _unreadable(facts: Facts) -> str:
    told = words.unreadable_reasons(_).get(
        str(facts.get("reason", "")), _("Sisältö on vioittunut tai tuntematonta muotoa.")
    )
    return _("Lähdettä ei voitu lukea: {path}.").format(path=facts.get("path", "")) + " " + told


def _refused(facts: Facts) -> str:
    findings: Mapping[str, str] = {
        "identity-code": _("henkilötunnus"),
        "phone": _("puhelinnumero"),
        "email": _("sähköpostiosoite"),
        "iban": _("tilinumero"),
        "name": _("ehkä jonkun nimi"),
        "address": _("ehkä jonkun osoite"),
    }
    finding = findings.get(str(facts.get("finding", "")), _("henkilötieto"))
    if facts.get("question"):
        return _("Tekstissä on {finding}. Onko tämä kävijän tieto?").format(finding=finding)
    if facts.get("field") in ("sentence", "first_name"):
        return _("Tekstissä on {finding}. Poista se: yhteystiedoille on oma kohtansa.").format(
            finding=finding
        )
    if facts.get("field") in ("correction", "service-note"):
        return _(
            "Tekstissä on {finding}. Poista se: palvelun tietoihin ei kuulu kenenkään henkilötietoja."
        ).format(finding=finding)
    return _("Tekstissä on {finding}. Poista se: käynnistä ei tallenneta mitään kävijän tietoja.").format(
        finding=finding
    )


def _key(facts: Facts) -> str:
    reasons: Mapping[str, str] = {
        "lost": _(
            "Tämän työaseman avain puuttuu avainnipusta. Tietoja ei ole muutettu. Kirjaudu samalle käyttäjätilille kuin ennen, tai syötä avainlehden koodi: valikosta Avain ja varmuuskopiot tai komennolla neuvola-desk recovery restore."
        ),
        "other-user": _(
            "Tietokansio on toisen käyttäjätilin, ja avain on sen avainnipussa. Tietoja ei ole muutettu. Kirjaudu sille tilille, tai anna tälle tilille oma kansio valinnalla --data-dir."
        ),
        "wrong": _("Avain tai salalause ei avaa tietoja. Tarkista salalause ja yritä uudelleen."),
        "locked": _("Avainnippu on lukossa. Avaa se kirjautumalla koneelle ja yritä uudelleen."),
        "no-keyring": _(
            "Avainnippua, jossa tämän työaseman avain on, ei nyt tavoiteta. Tietoja ei ole muutettu. Kirjaudu koneelle uudelleen ja käynnistä ohjelma, tai syötä avainlehden koodi."
        ),
        "no-passphrase": _(
            "Salalausetta ei annettu, joten käyntitietoja ei avattu. Anna se, kun ohjelma kysyy sitä, tai komentorivillä muuttujalla NEUVOLA_PASSPHRASE_FD."
        ),
        "installation": _(
            "Tiedostoa {path} ei voi lukea, ja ilman sitä käyntitiedot eivät avaudu. Syötä avainlehden koodi: valikosta Avain ja varmuuskopiot tai komennolla neuvola-desk recovery restore."
        ).format(path=facts.get("path", "")),
        "passphrase-fd": _(
            "Salalausetta ei voitu lukea muuttujan NEUVOLA_PASSPHRASE_FD osoittamasta paikasta."
        ),
    }
    return reasons.get(
        str(facts.get("reason", "")), _("Tietojen avainta ei saatu. Kokeile komentoa neuvola-desk doctor.")
    )


def _key_code(facts: Facts) -> str:
    lines = facts.get("lines", ())
    numbers = ", ".join(str(line) for line in lines) if isinstance(lines, tuple) else ""
    reasons: Mapping[str, str] = {
        "count": _("Avainkoodissa on kahdeksan riviä; annettuja on {count}.").format(
            count=facts.get("count", 0)
        ),
        "lines": _("Tarkista avainkoodin rivi {lines}: siinä on väärä merkki.").format(lines=numbers)
        if len(numbers) == 1
        else _("Tarkista avainkoodin rivit {lines}: niissä on väärä merkki.").format(lines=numbers),
        "whole": _("Avainkoodi ei täsmää, vaikka rivit näyttävät oikeilta. Kirjoita se lehdeltä uudelleen."),
        "other": _(
            "Avainkoodi on oikein kirjoitettu, mutta se ei avaa näitä tietoja. Tarkista lehdestä, minkä asennuksen avain se on."
        ),
    }
    return reasons.get(str(facts.get("reason", "")), reasons["whole"])


def _printing(facts: Facts) -> str:
    reasons: Mapping[str, str] = {
        "no-system": _("Tulostusjärjestelmää ei ole. Tallenna esite PDF:nä ja tulosta se muualla."),
        "unknown-printer": _(
            "Tulostinta {printer} ei löydy. Valitse toinen tulostin tai tallenna esite PDF:nä."
        ),
        "not-accepting": _(
            "Tulostin {printer} ei ota nyt tulosteita vastaan. Valitse toinen tulostin tai tallenna esite PDF:nä."
        ),
        "not-answering": _(
            "Tulostusjärjestelmä ei vastaa. Yritä hetken kuluttua uudelleen tai tallenna esite PDF:nä."
        ),
    }
    told = reasons.get(
        str(facts.get("reason", "")),
        _("Tulostus ei onnistunut. Tarkista tulostin {printer} tai tallenna esite PDF:nä."),
    )
    return told.format(printer=facts.get("printer", ""))


def _invalid_visit(facts: Facts) -> str:
    fields: Mapping[str, str] = {
        "needs": _("Käynnillä on 1–3 tarvetta; annettuja on {value}."),
        "unmet": _("Puuttunutta apua voi merkitä enintään kolme; annettuja on {value}."),
        "week": _("Viikko {value} ei käy. Anna kulunut viikko muodossa 2026-W47."),
        "given": _("Annettua palvelua {value} ei voi merkitä tähän käyntiin."),
        "point": _("Neuvontapisteen tunnus {value} ei käy."),
        "campaign": _("Kokeilun tunnus {value} ei käy."),
        "bundle": _("Paperinippu ei käy: {value}. Tarkista lomakkeiden määrä, päivä ja viikko."),
        "note": _("Muistiinpanon pituus ei käy: {value} merkkiä."),
        "service-note": _("Palvelun muistiinpanon pituus ei käy: {value} merkkiä."),
    }
    told = fields.get(str(facts.get("field", "")), _("Käyntiä ei voitu merkitä: arvo {value} ei käy."))
    return told.format(value=facts.get("value", ""))


def _invalid_record(facts: Facts) -> str:
    fields: Mapping[str, str] = {
        "service": _("Valitse palvelu, jota asia koskee."),
        "refused": _("Tietoa {value} ei ole korjattavien joukossa, tai sitä ei voi korjata."),
        "text": _("Tekstin pituus ei käy: {value} merkkiä. Kirjoita lyhyesti, mutta kirjoita jotakin."),
        "slip": _("Palautekoodi ei ole oikein. Tarkista jokainen merkki: siinä on 12 kirjainta tai numeroa."),
        **contact_faults.field_words(),
    }
    told = fields.get(str(facts.get("field", "")), _("Tietoa ei voitu merkitä: arvo {value} ei käy."))
    return told.format(value=facts.get("value", ""))


def _unwritable(facts: Facts) -> str:
    if facts.get("folder"):
        told = _("Kansiota {path} ei voi käyttää. Valitse toinen kansio tai tarkista oikeudet.")
    else:
        told = _("Tiedostoa {path} ei voi kirjoittaa. Valitse toinen paikka.")
    return told.format(path=facts.get("path", ""))


def _unreachable(facts: Facts) -> str:
    reasons: Mapping[str, str] = {
        "offline": _("Palvelimeen {url} ei saada yhteyttä. Tiedot odottavat tällä koneella."),
        "timeout": _("Palvelin {url} ei vastaa. Tiedot odottavat tällä koneella."),
        "tls": _(
            "Yhteyttä palvelimeen {url} ei voitu suojata. Tietoja ei lähetetty. Ota yhteyttä ylläpitoon."
        ),
        "tls-date": _(
            "Yhteyttä palvelimeen {url} ei voitu suojata, koska tämän koneen päivämäärä tai aika on väärin. Korjaa se ja yritä uudelleen."
        ),
        "portal": _(
            "Verkko pyytää kirjautumaan, eikä yhteyttä palvelimeen {url} vielä ole. Avaa selain, kirjaudu verkkoon ja yritä uudelleen."
        ),
        "not-ours": _("Osoitteessa {url} ei vastaa oikea palvelin. Tarkista osoite ja verkko."),
        "fault": _("Palvelimessa {url} on häiriö. Tiedot odottavat tällä koneella."),
        "insecure": _("Osoite {url} ei ole suojattu. Käytä osoitetta, joka alkaa https."),
    }
    return reasons.get(str(facts.get("reason", "")), reasons["offline"]).format(url=facts.get("url", ""))


def _access(facts: Facts) -> str:
    reasons: Mapping[str, str] = {
        "revoked": _(
            "Tämän työaseman oikeus palvelimeen on peruttu. Tiedot säilyvät ja palveluluettelo toimii. Pyydä koordinaattorilta uusi koodi."
        ),
        "other-desk": _("Palvelin tuntee tämän työaseman toisena. Pyydä koordinaattorilta uusi koodi."),
    }
    return reasons.get(
        str(facts.get("reason", "")),
        _("Palvelin ei tunne tätä työasemaa. Tiedot säilyvät. Pyydä koordinaattorilta uusi koodi."),
    )


def _enrolment(facts: Facts) -> str:
    reasons: Mapping[str, str] = {
        "unknown": _("Koodi ei käy. Tarkista se tai pyydä koordinaattorilta uusi."),
        "used": _("Koodi on jo käytetty. Pyydä koordinaattorilta uusi."),
        "expired": _("Koodi on vanhentunut: se käy 15 minuuttia. Pyydä koordinaattorilta uusi."),
        "tries": _("Koodia on yritetty liian monta kertaa. Odota minuutti ja pyydä koordinaattorilta uusi."),
    }
    return reasons.get(str(facts.get("reason", "")), reasons["unknown"])


def _snapshot(facts: Facts) -> str:
    reasons: Mapping[str, str] = {
        "key": _("Palveluluettelo ei ole tämän työaseman palvelimelta. Vanha luettelo jäi käyttöön."),
        "signature": _("Palveluluettelo ei ole tämän työaseman palvelimelta. Vanha luettelo jäi käyttöön."),
        "older": _("Palveluluettelo on vanhempi kuin se, joka on jo käytössä. Mitään ei muutettu."),
        "schema": _("Palveluluettelo on uudemmalle ohjelmalle. Päivitä ohjelma."),
    }
    return reasons.get(
        str(facts.get("reason", "")),
        _("Haettu palveluluettelo oli vioittunut. Vanha luettelo jäi käyttöön; haku yritetään uudelleen."),
    )


def _bundle(facts: Facts) -> str:
    reasons: Mapping[str, str] = {
        "other-desk": _("Tiedosto ei ole tämän työaseman. Mitään ei muutettu."),
        "unknown-export": _(
            "Tiedosto vastaa lähetykseen, jota tämä työasema ei enää muista. Mitään ei muutettu."
        ),
    }
    return reasons.get(
        str(facts.get("reason", "")), _("Tiedosto {path} on vioittunut. Mitään ei muutettu.")
    ).format(path=facts.get("path", ""))


def _not_allowed(facts: Facts) -> str:
    act = next((act for act in Act if act == facts.get("act")), Act.LOG_VISIT)
    told = needed_words(act)
    return told if facts.get("role") else _("Työasema on lukittu.") + " " + told


def _pin(facts: Facts) -> str:
    n = facts.get("left", 0)
    reasons: Mapping[str, str] = {
        "wrong": ngettext(
            "Väärä PIN-koodi. Vielä {left} yritys, sitten minuutin odotus.",
            "Väärä PIN-koodi. Vielä {left} yritystä, sitten minuutin odotus.",
            n if isinstance(n, int) else 0,
        ),
        "wait": _(
            "Väärä PIN-koodi viisi kertaa. Odota {seconds} sekuntia ja yritä uudelleen. Haku ja hätänumerot toimivat koko ajan."
        ),
        "taken": _("Tämä PIN-koodi ei käy. Valitse toinen."),
        "name": _(
            "Nimessä on enintään {most} merkkiä, ja se on vain neuvojan ja koordinaattorin PIN-koodilla."
        ),
        "first": _("Aseta ensin koordinaattorin PIN-koodi: ilman sitä kukaan ei voisi hallita muita."),
        "last": _(
            "Viimeistä koordinaattorin PIN-koodia ei voi poistaa. Sen voi vaihtaa, tai avainlehden koodilla ottaa PIN-koodit pois käytöstä komennolla neuvola-desk pin reset."
        ),
        "unknown": _("Tällaista PIN-koodia ei ole."),
        "full": _("PIN-koodeja voi olla enintään {most}. Poista ensin jokin."),
        "recovery": _("Avainkoodi ei ole tämän työaseman. Mitään ei muutettu."),
        "descriptor": _(
            "PIN-koodia ei voitu lukea valinnan --pin-fd tai muuttujan NEUVOLA_PIN_FD osoittamasta paikasta."
        ),
    }
    told = reasons.get(str(facts.get("reason", "")), _("PIN-koodissa on 4–6 numeroa."))
    return told.format(**{name: facts.get(name, "") for name in ("left", "seconds", "most")})


_SENTENCES: Mapping[str, Callable[[Facts], str]] = {
    "unknown-term": lambda facts: {
        "need": _("Tarvetta {value} ei ole. Komento neuvola-desk needs luettelee tarpeet."),
        "activity": _("Toimintaa {value} ei ole."),
        "target": _("Kohderyhmää {value} ei ole."),
        "profile": _("Kävijäprofiilia {value} ei ole."),
    }[str(facts["kind"])].format(value=facts["value"]),
    "unknown-municipality": lambda facts: _(
        "Paikkakuntaa {value} ei tunneta. Anna kunnan nimi tai kolminumeroinen koodi."
    ).format(value=facts["value"]),
    "unreadable-source": _unreadable,
    "refused-content": _refused,
    "invalid-visit": _invalid_visit,
    "invalid-record": _invalid_record,
    "unknown-service": lambda facts: _("Palvelua {id} ei ole palveluluettelossa.").format(id=facts["id"]),
    "not-allowed": _not_allowed,
    "report-refused": lambda facts: report_refusal(facts, _),
    "pin-refused": _pin,
    "catalogue-damaged": lambda _facts: _(
        "Palveluluettelo oli vioittunut, ja se tehdään uudelleen. Tuo luettelo uudestaan."
    ),
    "record-damaged": lambda facts: _(
        "Käyntitietoja ei voi lukea. Tiedosto {path} on jätetty koskematta. Ota varmuuskopio käyttöön: valikosta Avain ja varmuuskopiot tai komennolla neuvola-desk backup restore."
    ).format(path=facts.get("path", "")),
    "record-key": _key,
    "key-code": _key_code,
    "no-backup": lambda facts: _("Päivän {day} varmuuskopiota ei ole, tai se on vioittunut.").format(
        day=facts.get("day", "")
    ),
    "record-newer": lambda facts: _(
        "Tiedoston {path} on kirjoittanut uudempi ohjelmaversio. Päivitä ohjelma."
    ).format(path=facts.get("path", "")),
    "busy": lambda _facts: _("Toinen ohjelma käyttää tietoja juuri nyt. Yritä hetken kuluttua uudelleen."),
    "disk-full": lambda _facts: _("Levy on täynnä. Mitään ei menetetty: vapauta tilaa ja yritä uudelleen."),
    "undo-too-late": lambda _facts: _("Käyntiä ei voi enää perua: sen vuorokaudenaika on päättynyt."),
    "cannot-write": _unwritable,
    "cannot-print": _printing,
    "no-phone": lambda _facts: _("Valituilla palveluilla ei ole puhelinnumeroa, joten pikkulappua ei tule."),
    "server-unreachable": _unreachable,
    "server-busy": lambda _facts: _(
        "Palvelin on ruuhkainen. Tiedot odottavat; yritä hetken kuluttua uudelleen."
    ),
    "not-enrolled": lambda _facts: _(
        "Tätä työasemaa ei ole liitetty palvelimeen. Pyydä koordinaattorilta osoite ja koodi."
    ),
    "access-refused": _access,
    "enrolment-refused": _enrolment,
    "request-refused": lambda facts: _(
        "Palvelin ei ottanut lähetystä vastaan ({reason}). Tiedot säilyvät. Ota yhteyttä ylläpitoon."
    ).format(reason=facts.get("reason", "")),
    "cursor-refused": lambda _facts: _(
        "Palvelin ei antanut palveluluettelon muutoksia. Vanha luettelo jäi käyttöön; haku yritetään uudelleen."
    ),
    "snapshot-gone": lambda _facts: _(
        "Palveluluettelo vaihtui kesken haun. Vanha luettelo jäi käyttöön; haku yritetään uudelleen."
    ),
    "snapshot-damaged": _snapshot,
    "sync-under-way": lambda _facts: _("Tietoja lähetetään ja haetaan jo. Odota hetki."),
    "cancelled": lambda _facts: _("Lähetys ja haku keskeytettiin. Mitään ei menetetty."),
    "bundle-refused": _bundle,
    "practice": lambda _facts: _("Tätä ei tehdä harjoittelussa. Lopeta harjoittelu ja yritä uudelleen."),
    **contact_faults.SENTENCES,
}


def sentence(error: NeuvolaError) -> str:
    """What to tell a person of a known fault."""
    tell = _SENTENCES.get(error.code)
    return tell(error.facts) if tell else _("Jokin meni vikaan. Mitään ei menetetty; yritä uudelleen.")


def finding_sentence(code: str, detail: str) -> str:
    """What to tell of one record of an import; ``code`` as in ``neuvola_exchange.report``."""
    return words.finding_sentence(code, detail, _)
