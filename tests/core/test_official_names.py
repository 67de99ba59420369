"""Names of offices and benefits, then and now."""

import re
from collections import Counter

from neuvola_core.folding import fold
from neuvola_core.official_names import official_names


def test_every_name_is_whole() -> None:
    for name in official_names():
        assert {"fi", "sv", "en"} <= set(name.current)
        assert {"fi", "sv", "en"} <= set(name.note), name.current
        assert name.former
        assert re.fullmatch(r"|\d{4}(-\d\d-\d\d)?", name.since)
        assert not name.verified or name.source


def test_a_former_name_stands_for_one_thing() -> None:
    former = Counter(fold(old) for name in official_names() for old in name.former)
    assert [old for old, count in former.items() if count > 1] == []


def test_no_former_name_is_the_current_one() -> None:
    for name in official_names():
        assert not {fold(old) for old in name.former} & {fold(now) for now in name.current.values()}
