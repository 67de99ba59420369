"""One program for all of these tests, which know it only as a screen reader does."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from neuvola_desk.config import Settings
from support.seen_desk import SeenDesk, seen_desk
from support.session import skip_without_session


@pytest.fixture(scope="session")
def _program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SeenDesk]:
    skip_without_session()
    with ExitStack() as stack:
        desk = stack.enter_context(seen_desk(tmp_path_factory.mktemp("seen"), Settings(theme="light")))
        desk.find("push button", "Yksinäisyys", begins=True)
        desk.protect()
        yield desk


@pytest.fixture
def desk(_program: SeenDesk) -> SeenDesk:
    """The program as the next visitor finds it: nothing of the test before is left."""
    _program.press("Seuraava kävijä")
    _program.find("push button", "Yksinäisyys", begins=True)
    _program.settle()
    return _program
