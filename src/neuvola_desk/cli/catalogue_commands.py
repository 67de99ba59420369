"""``import``, ``search``, ``needs`` and ``export``: what touches the catalogue only."""

import argparse
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from neuvola_core import areas, taxonomy
from neuvola_core.cli.streams import read_in, write_out
from neuvola_core.errors import UnreadableSourceError
from neuvola_core.files import whole_file
from neuvola_core.profiles import Profile
from neuvola_core.text import EMPTY
from neuvola_desk.cli.context import Context
from neuvola_desk.messages import sentence
from neuvola_desk.usecases.imports import ImportReport
from neuvola_desk.usecases.reasons import why_words
from neuvola_exchange import exporting
from neuvola_exchange.import_answer import finding_lines, findings, import_answer, import_prose
from neuvola_search.query import Hit, Query, Results

NO_PROFILE = Profile("", EMPTY)
FORMATS = ("auto", "helsinki", "ptv", "linked-events", "lipas", "hsds", "sheet")


def add_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
) -> Iterable[argparse.ArgumentParser]:
    """Adds this module's commands and gives their parsers."""
    importing = commands.add_parser("import", help="tuo palveluja tiedostosta tai kansiosta")
    importing.add_argument("sources", nargs="+", metavar="LÄHDE")
    importing.add_argument("--format", choices=FORMATS, default="auto")
    importing.set_defaults(run=_import)

    search = commands.add_parser("search", help="hae palveluja")
    search.add_argument("text", nargs="?", default="", metavar="TEKSTI")
    search.add_argument("--need", action="append", default=[], metavar="ID")
    search.add_argument("--activity", action="append", default=[], metavar="ID")
    search.add_argument("--municipality", action="append", default=[], metavar="KUNTA")
    search.add_argument("--target", action="append", default=[], metavar="ID")
    search.add_argument("--language", default="", metavar="xx", help="palvelee tällä kielellä")
    search.add_argument("--profile", default="", metavar="ID", help="aloita kävijäprofiilista")
    search.add_argument("--limit", type=int, default=20, metavar="N")
    search.add_argument("--batch", metavar="TIEDOSTO", help="haku jokaiselle riville; - lukee syötteen")
    search.set_defaults(run=_search)

    needs = commands.add_parser("needs", help="luettele tarpeet")
    needs.set_defaults(run=_needs)

    export = commands.add_parser("export", help="vie palveluluettelo tiedostoon")
    export.add_argument("--format", choices=exporting.FORMATS, default="sheet")
    export.add_argument(
        "--source",
        action="append",
        default=[],
        metavar="LÄHDE",
        help="vain tämän lähteen palvelut (ptv, sheet)",
    )
    places = export.add_mutually_exclusive_group(required=True)
    places.add_argument("--output", type=Path, metavar="TIEDOSTO")
    places.add_argument("--template", type=Path, metavar="FILE.xlsx", help="tyhjä taulukko täytettäväksi")
    export.add_argument(
        "--language", choices=("fi", "sv", "en"), default="fi", help="tyhjän taulukon ohjeiden kieli"
    )
    export.set_defaults(run=_export)
    return importing, search, needs, export


def _import(context: Context, arguments: argparse.Namespace) -> int:
    report = ImportReport()
    failed = 0
    for source in arguments.sources:
        try:
            report = report.joined(context.desk.imports.run([source], arguments.format, context.progress))
        except UnreadableSourceError as fault:
            context.say(sentence(fault))
            failed += 1
    _say_all(context, findings(report.noted))
    if not context.as_json:
        _say_all(context, findings(report.rejected))
    context.answer(import_answer(report), import_prose(report))
    return 1 if failed == len(arguments.sources) else 0


def _say_all(context: Context, rows: Sequence[Mapping[str, str]]) -> None:
    for line in finding_lines(rows):
        context.say(line)


def _query(context: Context, arguments: argparse.Namespace, text: str) -> Query:
    """What is asked for by hand stands in the place of what the profile says of the same."""
    profile = context.desk.profiles.get(arguments.profile) if arguments.profile else NO_PROFILE
    needs = tuple(taxonomy.needs().get(need).id for need in arguments.need)
    targets = tuple(taxonomy.target_groups().get(item).id for item in arguments.target)
    return Query(
        text=text,
        needs=needs or profile.needs,
        activities=tuple(taxonomy.activities().get(item).id for item in arguments.activity),
        municipalities=tuple(areas.municipality(item).code for item in arguments.municipality),
        targets=targets or profile.targets,
        languages=(arguments.language,) if arguments.language else profile.languages,
        rides=profile.rides,
        limit=max(0, arguments.limit),
    )


def _search(context: Context, arguments: argparse.Namespace) -> int:
    if arguments.batch is None:
        results = context.desk.catalogue.search(_query(context, arguments, arguments.text))
        context.answer(_results_json(results), _results_prose(results))
        return 0
    if arguments.batch == "-":
        text = read_in().decode("utf-8-sig", errors="replace")
    else:
        try:
            text = Path(arguments.batch).read_text(encoding="utf-8-sig", errors="replace")
        except FileNotFoundError as fault:
            raise UnreadableSourceError(path=arguments.batch, reason="missing") from fault
        except OSError as fault:
            raise UnreadableSourceError(path=arguments.batch, reason="unreadable") from fault
    lines = text.split("\n")
    if lines and not lines[-1]:
        lines.pop()
    for line in lines:
        results = context.desk.catalogue.search(_query(context, arguments, line.rstrip("\r")))
        write_out(context.json_line(_results_json(results)))
    return 0


def _hit_json(hit: Hit) -> Mapping[str, object]:
    return {
        "id": hit.id,
        "source": hit.source,
        "kind": hit.kind,
        "source_id": hit.source_id,
        "name": hit.name.best("fi"),
        "organisation": hit.organisation.best("fi"),
        "summary": hit.summary.best("fi"),
        "municipalities": list(hit.municipalities),
        "nationwide": hit.nationwide,
        "url": hit.url,
        "why": why_words(hit.why),
        "near": hit.near,
    }


def _results_json(results: Results) -> Mapping[str, object]:
    return {
        "query": results.query.text,
        "total": results.total,
        "took_ms": round(results.took_ms, 3),
        "hits": [_hit_json(hit) for hit in results.hits],
        "facets": {kind: dict(counts) for kind, counts in results.facets.items()},
        "suggestion": results.suggestion,
        "crisis": results.crisis,
    }


def _results_prose(results: Results) -> str:
    lines = [f"Palveluja: {results.total}"]
    if results.suggestion:
        lines.append(f"Tarkoititko: {results.suggestion}")
    for number, hit in enumerate(results.hits, start=1):
        lines.append(f"{number}. {hit.name.best('fi')} – {hit.organisation.best('fi')}  ({hit.id})")
        lines.append(f"   {hit.summary.best('fi')[:200]}")
        lines.append(f"   {why_words(hit.why)}")
    return "\n".join(lines)


def _needs(context: Context, _arguments: argparse.Namespace) -> int:
    terms = taxonomy.needs().terms
    answer = {"needs": [{"id": t.id, "name": dict(t.name), "aliases": list(t.aliases)} for t in terms]}
    context.answer(answer, "\n".join(f"{term.id}\t{term.name.best('fi')}" for term in terms))
    return 0


def _export(context: Context, arguments: argparse.Namespace) -> int:
    if arguments.template:
        return _template(context, arguments.template, arguments.language)
    services = context.desk.catalogue.all_services()
    if arguments.source:
        services = (service for service in services if service.source.name in arguments.source)
    count = exporting.export(services, arguments.output, arguments.format)
    context.answer(
        {"format": arguments.format, "services": count, "output": str(arguments.output)},
        f"Vietiin {count} palvelua tiedostoon {arguments.output}.",
    )
    return 0


def _template(context: Context, path: Path, language: str) -> int:
    from neuvola_exchange import sheet_template

    with whole_file(path) as unfinished:
        unfinished.write_bytes(sheet_template.template(language))
    context.answer(
        {"format": "sheet", "template": str(path), "language": language},
        f"Tyhjä taulukko täytettäväksi: {path}.",
    )
    return 0
