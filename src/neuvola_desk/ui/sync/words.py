"""The exchange in short words. No widget."""

from datetime import datetime
from typing import TYPE_CHECKING

from neuvola_desk.i18n import _, ngettext

if TYPE_CHECKING:  # for their names only: the exchange is loaded on a worker
    from neuvola_desk.sync.result import SyncResult
    from neuvola_desk.sync.status import SyncFacts
    from neuvola_desk.ui.sync.exchanger import Progress


def short_words(facts: "SyncFacts | None", now: datetime, *, is_running: bool) -> str:
    """One short line for the edge of the window, the weightiest thing first."""
    if facts is None:
        return ""
    if not facts.is_enrolled:
        return _("Ei palvelinta: toimii itsenäisesti")
    if is_running:
        return _("Lähetetään ja haetaan…")
    if facts.refused:
        n = len(facts.refused)
        return ngettext(
            "{n} tieto ei kelvannut palvelimelle", "{n} tietoa ei kelvannut palvelimelle", n
        ).format(n=n)
    days = facts.days_since(now)
    if days is not None and days >= 3:
        return ngettext(
            "Lähetetty viimeksi {n} päivä sitten", "Lähetetty viimeksi {n} päivää sitten", days
        ).format(n=days)
    if facts.waiting:
        return ngettext("{n} odottaa lähetystä", "{n} odottaa lähetystä", facts.waiting).format(
            n=facts.waiting
        )
    if facts.newer_desk:
        return _("Uusi versio {version} saatavilla").format(version=facts.newer_desk)
    return _("Kaikki on lähetetty") if days is not None else _("Liitetty palvelimeen")


def progress_words(progress: "Progress", elapsed: float) -> str:
    """How far a cycle has come, with the time that is left where that can be told."""
    stage = {
        "push": _("Lähetetään"),
        "pull": _("Haetaan palveluluetteloa"),
        "download": _("Haetaan palveluluetteloa"),
    }.get(progress.stage, _("Otetaan yhteyttä palvelimeen"))
    if not progress.total:
        return f"{stage}…"
    share = min(1.0, progress.done / progress.total)
    told = _("{stage}: {percent} %").format(stage=stage, percent=round(100 * share))
    if 0 < share < 1 and elapsed > 1:
        left = max(1, round(elapsed / share - elapsed))
        told += _(", aikaa jäljellä noin {seconds} s").format(seconds=left)
    return told


def result_words(result: "SyncResult") -> str:
    """What the last cycle did; a fault has a sentence of its own."""
    told = [_("Valmis.")]
    if result.pushed:
        told.append(
            ngettext("{n} tieto lähetetty.", "{n} tietoa lähetetty.", result.pushed).format(n=result.pushed)
        )
    if result.pulled:
        told.append(
            ngettext("{n} palvelu haettu.", "{n} palvelua haettu.", result.pulled).format(n=result.pulled)
        )
    if result.withdrawn:
        told.append(
            ngettext("{n} palvelu poistunut.", "{n} palvelua poistunut.", result.withdrawn).format(
                n=result.withdrawn
            )
        )
    return " ".join(told)
