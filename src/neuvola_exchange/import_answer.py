"""What a command line answers to an import: the same of the desk and of the server, in Finnish."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from neuvola_exchange.account import ImportReport
from neuvola_exchange.report import Noted, Rejected
from neuvola_exchange.words import IN_FINNISH, finding_sentence

MOST_SAID: Final = 200


def import_answer(report: ImportReport) -> dict[str, object]:
    """The report as JSON."""
    return {
        "format": report.format,
        "read": report.read,
        "added": report.added,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "withdrawn": report.withdrawn,
        "empty": report.empty,
        "rejected": findings(report.rejected),
        "noted": findings(report.noted),
    }


def import_prose(report: ImportReport) -> str:
    """The report in a sentence."""
    return (
        f"Luettu {report.read}, uusia {report.added}, muuttuneita {report.updated}, "
        f"ennallaan {report.unchanged}, poistuneita {report.withdrawn}, tyhjiä {report.empty}, "
        f"hylättyjä {len(report.rejected)}."
    )


def findings(found: Iterable[Rejected | Noted]) -> list[Mapping[str, str]]:
    """Where each finding is and what it is."""
    return [{"where": f.where, "reason": finding_sentence(f.code, f.detail, IN_FINNISH)} for f in found]


def finding_lines(rows: Sequence[Mapping[str, str]]) -> Iterator[str]:
    """The first findings, a line each; a broken file can have millions."""
    for row in rows[:MOST_SAID]:
        yield f"{row['where']}: {row['reason']}"
    if len(rows) > MOST_SAID:
        yield f"… ja {len(rows) - MOST_SAID} muuta; kaikki saa valitsimella --json."
