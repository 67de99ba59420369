"""Random leaflets of real services, in every language, size and form: all of it fits."""

import random
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest

from desk.leaflets import samples
from desk.leaflets.checks import faults, smallest_letter
from neuvola_core.catalogue import Service
from neuvola_desk.usecases.leaflets.content import content
from neuvola_desk.usecases.leaflets.layout import lay_out
from neuvola_desk.usecases.leaflets.look import SMALLEST
from neuvola_desk.usecases.leaflets.texts import offered
from neuvola_desk.usecases.leaflets.values import LeafletRequest
from neuvola_exchange import helsinki

BATCHES = 4
MOST = 12


@cache
def read_services(register: Path) -> tuple[Service, ...]:
    return tuple(item for item in helsinki.read(register).items if isinstance(item, Service))


@pytest.fixture
def services(shared: Path) -> tuple[Service, ...]:
    return read_services(shared / "data" / "helsinki-register")


@pytest.mark.shared
@pytest.mark.parametrize("batch", range(BATCHES))
@pytest.mark.parametrize("count", [50, pytest.param(500, marks=pytest.mark.long)])
def test_random_leaflets_have_no_fault(services, batch: int, count: int):
    chance = random.Random(1000 * count + batch)
    for _ in range(count):
        request = LeafletRequest(
            tuple(chance.sample(services, chance.choice([1, 1, 2, 3, 3, 5, MOST]))),
            chance.choice(offered()),
            chance.random() < 0.4,
            samples.POINT,
            small_sheet=chance.random() < 0.3,
            form=chance.choice(["sheet", "sheet", "list", "week", "fold"]),
            made_on=samples.TODAY + timedelta(days=chance.randrange(365)),
        )
        sheets = lay_out(content(request))
        assert smallest_letter(sheets) >= SMALLEST
        found = faults(sheets)
        assert found == [], ([service.id for service in request.services], request.language)
