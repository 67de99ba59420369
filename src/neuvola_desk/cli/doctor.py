"""``doctor``: what works here and what to do where it does not."""

import argparse

from neuvola_desk.cli.context import Context
from neuvola_desk.usecases.health import State

_MARKS = {State.OK: "✓", State.WARNING: "!", State.FAULT: "✗"}


def add_command(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> argparse.ArgumentParser:
    """Adds the command and gives its parser."""
    parser = commands.add_parser("doctor", help="tarkista, mikä toimii, ja kerro, mitä tehdä")
    parser.set_defaults(run=_doctor)
    return parser


def _doctor(context: Context, _arguments: argparse.Namespace) -> int:
    findings = context.desk.examine()
    context.answer(
        {"checks": [{"check": f.check, "state": f.state.value, "told": f.told} for f in findings]},
        "\n".join(f"{_MARKS[f.state]} {f.told}" for f in findings),
    )
    return 1 if any(f.state is State.FAULT for f in findings) else 0
