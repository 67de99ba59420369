"""What an import did, in words. No widget."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from neuvola_core.errors import NeuvolaError
from neuvola_desk.i18n import _, ngettext
from neuvola_desk.messages import sentence

if TYPE_CHECKING:  # for its name only: the importers are heavy
    from neuvola_desk.usecases.imports import ImportReport


def outcome_words(report: "ImportReport") -> str:
    """What came in, in a sentence or three."""
    told = [
        _(
            "Valmis: {added} uutta, {updated} muuttunutta, {unchanged} ennallaan, {withdrawn} poistunutta."
        ).format(
            added=report.added,
            updated=report.updated,
            unchanged=report.unchanged,
            withdrawn=report.withdrawn,
        )
    ]
    if report.empty:
        empty = ngettext("{n} tietue oli tyhjä.", "{n} tietuetta oli tyhjiä.", report.empty)
        told.append(empty.format(n=report.empty))
    if report.rejected:
        n = len(report.rejected)
        told.append(ngettext("{n} tietue hylättiin.", "{n} tietuetta hylättiin.", n).format(n=n))
    return " ".join(told)


def fault_words(faults: Sequence[NeuvolaError]) -> str:
    """What could not be brought in and why, a line each."""
    return "\n".join(sentence(fault) for fault in faults)


def progress_words(done: int, total: int, elapsed: float) -> str:
    """How far an import has come; ``total`` 0 is not known, ``elapsed`` is in seconds."""
    if not total:
        return ngettext("{n} tietue luettu", "{n} tietuetta luettu", done).format(n=done)
    if done >= total:
        return _("Tallennetaan…")
    left = max(1, round(elapsed / max(done, 1) * (total - done)))
    return _("{done} / {total} tietuetta, aikaa jäljellä noin {seconds} s").format(
        done=done, total=total, seconds=left
    )
