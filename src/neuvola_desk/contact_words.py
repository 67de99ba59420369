"""What workers are told of contact requests, in the desk's language.

What is said to visitors is data of the use case ``consent``.
"""

from neuvola_core.contact import DeclineReason, Handling
from neuvola_desk.contact_port import Stage, Withdrawn
from neuvola_desk.i18n import _, ngettext


def stage_words(stage: Stage) -> str:
    """Where a request is."""
    return {
        Stage.WAITING: _("Odottaa yhteyttä palvelimeen"),
        Stage.ARRIVED: _("Perillä palvelimella"),
        Stage.LOST: _("Ei päässyt perille ajoissa"),
        Stage.WITHDRAWN: _("Kävijä perui"),
    }[stage]


def handling_words(state: Handling, reason: DeclineReason = DeclineReason.NONE) -> str:
    """How far an organisation is, and why it declined."""
    told = {
        Handling.NEW: _("Ei vielä avattu"),
        Handling.RECEIVED: _("Vastaanotettu"),
        Handling.REACHED: _("Kävijä tavoitettu"),
        Handling.DONE: _("Hoidettu"),
        Handling.DECLINED: _("Järjestö ei ota vastaan"),
        Handling.CANCELLED: _("Peruttu"),
        Handling.WITHDRAWN: _("Kävijä perui"),
        Handling.EXPIRED: _("Vanhentui"),
        Handling.UNDELIVERED: _("Viesti ei mennyt järjestölle perille"),
    }[state]
    why = {
        DeclineReason.NONE: "",
        DeclineReason.FULL: _("täynnä"),
        DeclineReason.NOT_OURS: _("asia ei kuulu järjestölle"),
        DeclineReason.AREA: _("toinen alue"),
        DeclineReason.NOT_REACHED: _("kävijää ei tavoitettu"),
        DeclineReason.OTHER: _("muu syy"),
    }[reason]
    return f"{told}: {why}" if why else told


def withdrawn_words(done: Withdrawn) -> str:
    """What became of a withdrawal."""
    return {
        Withdrawn.DESTROYED: _("Pyyntö on peruttu. Se ei ehtinyt lähteä, ja yhteystiedot on hävitetty."),
        Withdrawn.SENDING: _(
            "Pyyntö perutaan. Tieto lähtee palvelimelle heti, kun yhteys on, "
            "ja yhteystiedot poistetaan sieltä."
        ),
        Withdrawn.ALREADY: _("Pyyntö oli jo peruttu."),
    }[done]


def lost_words(n: int) -> str:
    """That requests never reached the server."""
    return ngettext(
        "{n} yhteydenottopyyntö ei päässyt perille ajoissa, ja sen yhteystiedot on hävitetty. "
        "Kävijän lapussa on numero, johon hän voi itse soittaa.",
        "{n} yhteydenottopyyntöä ei päässyt perille ajoissa, ja niiden yhteystiedot on hävitetty. "
        "Kävijöiden lapuissa on numero, johon he voivat itse soittaa.",
        n,
    ).format(n=n)
