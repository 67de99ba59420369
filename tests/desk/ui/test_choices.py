"""Clicks and words become one query; groups and profiles name needs that exist."""

from datetime import datetime

from neuvola_core import taxonomy
from neuvola_core.profiles import by_id, originals
from neuvola_desk.ui.search.choices import Choices
from neuvola_desk.ui.search.facet_list import Option
from neuvola_desk.ui.search.facet_options import narrowed, options
from neuvola_desk.ui.search.need_groups import need_groups
from support.small_desk import NOW

FAR_AWAY = by_id("kylalla", originals())


def test_a_click_chooses_and_the_second_lets_go() -> None:
    chosen = Choices().toggled("need", "velat").toggled("need", "tyo")
    assert chosen.need == ("velat", "tyo")
    assert chosen.toggled("need", "velat").need == ("tyo",)


def test_a_municipality_alone_is_still_the_start() -> None:
    assert Choices(municipality=("297",)).is_start
    assert not Choices(text="velka").is_start
    assert Choices(text="  ").is_start


def test_the_query_carries_every_choice() -> None:
    chosen = Choices(
        "velka", ("velat",), ("neuvonta",), ("297",), ("nuori",), ("fi",), True, True, True, True
    )
    query = chosen.query(NOW, "sv", limit=5, offset=10)
    assert (query.text, query.needs, query.activities) == ("velka", ("velat",), ("neuvonta",))
    assert (query.municipalities, query.targets, query.languages) == (("297",), ("nuori",), ("fi",))
    assert query.free
    assert query.rides
    assert query.takes_new_people
    assert (query.open_at, query.language, query.limit, query.offset) == (NOW, "sv", 5, 10)


def test_time_is_asked_only_by_the_open_now_filter() -> None:
    assert Choices(text="x").query(datetime.now(NOW.tzinfo), "fi").open_at is None


def test_options_that_would_give_nothing_are_not_offered() -> None:
    offered = options("need", {"velat": 2, "tyo": 0, "yksinaisyys": 5}, Choices())
    assert [option.id for option in offered] == ["yksinaisyys", "velat"]


def test_a_chosen_option_stays_even_without_hits() -> None:
    offered = options("need", {"velat": 2}, Choices(need=("tyo",)))
    assert [(o.id, o.count, o.chosen) for o in offered] == [("tyo", 0, True), ("velat", 2, False)]


def test_municipalities_are_found_by_the_beginning_of_a_word_without_dots() -> None:
    offered = (Option("297", "Kuopio", 3), Option("049", "Espoo", 2), Option("444", "Lohja", 1, chosen=True))
    assert [o.id for o in narrowed(offered, "kuo")] == ["297", "444"]
    assert [o.id for o in narrowed((Option("1", "Äänekoski", 1),), "aane")] == ["1"]
    assert narrowed(offered, "  ") == offered


def test_every_need_is_in_exactly_one_group() -> None:
    everything = [term.id for term in taxonomy.needs().terms]
    grouped = [need for group in need_groups(everything) for need in group.needs]
    assert sorted(grouped) == sorted(everything)


def test_groups_without_needs_are_not_shown() -> None:
    assert [group.key for group in need_groups(["velat"])] == ["money"]


def test_a_profile_is_where_the_choices_begin_until_one_of_its_own_is_let_go() -> None:
    begun = Choices.begun_from(FAR_AWAY)
    assert (begun.need, begun.rides, begun.profile) == (FAR_AWAY.needs, True, FAR_AWAY)
    narrowed_on = begun.toggled("municipality", "297").typed("apu")
    assert narrowed_on.profile == FAR_AWAY
    assert narrowed_on.by_hand() == Choices("apu", municipality=("297",))
    assert begun.toggled("need", FAR_AWAY.needs[0]).profile is None
    assert begun.switched("rides").profile is None
    assert begun.switched("rides").need == FAR_AWAY.needs


def test_nobody_says_of_a_query_that_it_came_of_a_profile() -> None:
    by_hand = Choices(need=FAR_AWAY.needs, rides=True)
    assert Choices.begun_from(FAR_AWAY).query(NOW, "fi") == by_hand.query(NOW, "fi")
