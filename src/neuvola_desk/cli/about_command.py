"""``about``: the version, and with ``--licences`` whose work the program carries."""

import argparse
from collections.abc import Iterable, Iterator

from neuvola_core.versions import VERSION
from neuvola_desk.cli.context import Context
from neuvola_desk.usecases import about


def add_commands(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
) -> Iterable[argparse.ArgumentParser]:
    """Adds the command and gives its parser."""
    parser = commands.add_parser("about", help="kerro ohjelman versio ja lisenssit")
    parser.add_argument("--licences", action="store_true", help="kaikkien osien lisenssit sanasta sanaan")
    parser.set_defaults(run=_about)
    return (parser,)


def _about(context: Context, arguments: argparse.Namespace) -> int:
    unread, found = about.unread(), about.notices()
    answer: dict[str, object] = {
        "name": about.NAME,
        "version": VERSION,
        "licence": about.LICENCE,
        "machine": about.machine(),
        "unread_translations": {
            "leaflet": unread.leaflet,
            "consent": unread.consent,
            "notice": unread.notice,
        },
        "parts": [{"name": one.name, "version": one.version, "licence": one.licence} for one in found],
    }
    if arguments.licences:
        answer["licences"] = {one.name: one.texts for one in found}
    context.answer(answer, "\n".join(_prose(found, whole=arguments.licences)))
    return 0


def _prose(found: tuple[about.Notice, ...], *, whole: bool) -> Iterator[str]:
    yield f"{about.NAME} {VERSION}, {about.LICENCE}"
    yield about.machine()
    yield ""
    for one in found:
        yield f"{one.name} {one.version}".strip() + f": {one.licence}" + (f"  {one.home}" if one.home else "")
        if whole:
            yield from ("", *one.texts, "")
