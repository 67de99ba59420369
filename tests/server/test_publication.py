"""The change log: numbers, chain, pages, cursors, counts and what is forgotten."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select, update

from neuvola_core.errors import CursorRefusedError
from neuvola_core.wire import FIRST_LINK, GONE_DIGEST, NOWHERE, cursor_of, read_cursor
from neuvola_server.house import House
from neuvola_server.publication import KEPT_DAYS, Publication
from neuvola_server.service_rows import Published, ShrunkSourceError
from neuvola_server.storage.schema import change, head, service, snapshot
from support.publishing import NOON, Follower, StandingClock, incoming, make_house, news


@pytest.fixture(params=["sqlite", "postgresql"])
def house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    url = request.getfixturevalue("postgres_url") if request.param == "postgresql" else ""
    made = make_house(tmp_path, url)
    yield made
    made.close()


@pytest.fixture
def publication(house: House) -> Publication:
    return house.publication


def test_a_new_server_stands_at_nothing(publication: Publication) -> None:
    now = publication.now()
    assert (now.seq, now.chain, now.count, now.fresh) == (0, FIRST_LINK, 0, {})
    assert now.epoch
    page = publication.page(NOWHERE, 10)
    assert (page.changes, page.more) == ((), False)
    assert read_cursor(page.cursor) == (now.epoch, 0, FIRST_LINK[:16])
    assert publication.page(page.cursor, 10).cursor == page.cursor


def test_the_head_can_be_read_before_anything_was_asked(house: House) -> None:
    assert house.database.read(house.publication.head).seq == 0


def test_what_is_published_comes_in_order_with_chain_and_count(publication: Publication) -> None:
    done = publication.publish(news(*(incoming(f"Palvelu {n}") for n in range(25))))
    assert done == Published(added=25)
    follower = Follower(publication, limit=7)
    page = follower.follow()
    assert (page.head.seq, page.head.count, follower.taken) == (25, 25, 25)
    assert page.changes[0].fetched_on == "2026-11-20"


def test_the_same_again_is_unchanged_and_gets_no_number(publication: Publication) -> None:
    services = [incoming("Ruoka-apu"), incoming("Velkaneuvonta")]
    publication.publish(news(*services))
    before = publication.now()
    assert publication.publish(news(*services)) == Published(unchanged=2)
    assert publication.now() == before


def test_the_first_of_two_with_one_identity_holds(publication: Publication) -> None:
    first, second = incoming("Ruoka-apu", "yksi"), incoming("Ruoka-apu", "kaksi")
    assert publication.publish(news(first, second)) == Published(added=1)
    follower = Follower(publication)
    follower.follow()
    assert follower.services == {first.id: first.digest}


def test_a_change_leaves_the_older_number_without_content(publication: Publication) -> None:
    old, new, other = incoming("Ruoka-apu", "ma"), incoming("Ruoka-apu", "ti"), incoming("Kerho")
    publication.publish(news(old, other))
    assert publication.publish(news(new)) == Published(updated=1)
    first, second, third = publication.page(NOWHERE, 10).changes
    assert (first.service, first.gone, first.digest) == (None, False, old.digest)
    assert second.service is not None
    assert third.service is not None
    assert third.service["summary"] == {"fi": "ti"}
    assert publication.now().count == 2


def test_what_did_not_come_in_a_complete_reading_is_withdrawn(publication: Publication) -> None:
    kept, lost = incoming("Ruoka-apu"), incoming("Kerho")
    publication.publish(news(kept, lost))
    follower = Follower(publication)
    follower.follow()
    done = publication.publish(news(kept, complete=True))
    assert done == Published(unchanged=1, withdrawn=1)
    page = follower.follow()
    (gone,) = page.changes
    assert (gone.gone, gone.service, gone.digest, gone.id) == (True, None, GONE_DIGEST, lost.id)
    assert page.head.count == 1
    assert publication.publish(news(kept, complete=True)) == Published(unchanged=1)


def test_only_the_sources_own_services_are_withdrawn(publication: Publication) -> None:
    part, other, similar = incoming("Osa"), incoming("Muu"), incoming("Samannäköinen")
    publication.publish(news(part, origin="helsinki/errand"))
    publication.publish(news(other, origin="ptv"))
    publication.publish(news(similar, origin="helsinki2"))
    new = incoming("Uusi")
    assert publication.publish(news(new, origin="helsinki", complete=True)).withdrawn == 1
    assert publication.now().count == 3


def test_what_the_source_says_is_gone_is_withdrawn_from_a_partial_reading(publication: Publication) -> None:
    one, two = incoming("Ruoka-apu"), incoming("Kerho")
    publication.publish(news(one, two))
    assert publication.publish(news(gone=[one.id, "unknown"])) == Published(withdrawn=1)
    assert publication.publish(news(gone=[one.id])) == Published()
    assert publication.now().count == 1


def test_what_could_not_be_read_this_time_stays(publication: Publication) -> None:
    one, two = incoming("Ruoka-apu"), incoming("Kerho")
    publication.publish(news(one, two))
    assert publication.publish(news(one, complete=True, kept=[two.id])).withdrawn == 0


def test_a_withdrawn_service_that_returns_is_counted_again(publication: Publication) -> None:
    one = incoming("Ruoka-apu")
    publication.publish(news(one))
    publication.publish(news(gone=[one.id]))
    assert publication.publish(news(one)) == Published(updated=1)
    follower = Follower(publication, limit=1)
    follower.follow()
    assert follower.services == {one.id: one.digest}
    assert [c.gone for c in publication.page(NOWHERE, 10).changes] == [False, False, False]


def test_a_source_that_shrinks_too_much_is_not_believed(publication: Publication) -> None:
    services = [incoming(f"Palvelu {n}") for n in range(10)]
    publication.publish(news(*services))
    before = publication.now()
    with pytest.raises(ShrunkSourceError) as refused:
        publication.publish(news(*services[:4], complete=True, least_kept=0.5))
    assert refused.value.facts == {"origin": "test", "missing": 6, "of": 10}
    assert publication.now() == before
    assert publication.publish(news(*services[:5], complete=True, least_kept=0.5)).withdrawn == 5


def test_a_confirmed_source_is_fresh_and_an_older_day_does_not_undo_it(publication: Publication) -> None:
    one = incoming("Ruoka-apu")
    publication.publish(news(one, complete=True, confirmed=["test"]))
    assert publication.now().fresh == {"test": "2026-11-20"}
    publication.publish(news(one, day="2026-11-19", complete=True, confirmed=["test"]))
    assert publication.now().fresh == {"test": "2026-11-20"}


def test_a_source_is_not_fresh_while_services_of_it_from_elsewhere_are_old(publication: Publication) -> None:
    publication.publish(news(incoming("Vanha"), origin="test/b", day="2026-11-20"))
    new = incoming("Uusi")
    later = {"origin": "test/a", "day": "2026-11-24", "complete": True, "confirmed": ["test"]}
    publication.publish(news(new, **later))
    assert publication.now().fresh == {}


def test_the_day_a_service_was_seen_again_is_kept_without_a_number(house: House) -> None:
    one = incoming("Ruoka-apu")
    house.publication.publish(news(one))
    before = house.publication.now()
    house.publication.publish(news(replace(one, fetched_on="2026-11-23"), origin="other"))
    assert house.publication.now() == before
    (told,) = house.publication.page(NOWHERE, 1).changes
    assert told.fetched_on == "2026-11-23"
    assert house.publication.publish(news(origin="other", complete=True)).withdrawn == 1


# --- cursors ---


def refusal(publication: Publication, cursor: str) -> object:
    with pytest.raises(CursorRefusedError) as refused:
        publication.page(cursor, 10)
    return refused.value.facts["reason"]


def test_a_cursor_of_another_past_is_refused_with_the_reason(publication: Publication) -> None:
    publication.publish(news(incoming("Ruoka-apu"), incoming("Kerho")))
    now = publication.now()
    assert refusal(publication, "nonsense") == "diverged"
    assert refusal(publication, cursor_of("other", 1, now.chain)) == "epoch"
    assert refusal(publication, cursor_of(now.epoch, 3, now.chain)) == "diverged"
    assert refusal(publication, cursor_of(now.epoch, 2, FIRST_LINK)) == "diverged"
    assert refusal(publication, cursor_of(now.epoch, 1, now.chain)) == "diverged"
    assert refusal(publication, cursor_of(now.epoch, 0, now.chain)) == "diverged"


@pytest.mark.parametrize("after", [0, 1, 2], ids=["fewer", "as many", "more"])
def test_a_quiet_restore_is_noticed_however_much_is_published_after_it(house: House, after: int) -> None:
    """The counter may stand where it stood or higher; the chain does not."""
    publication = house.publication
    publication.publish(news(incoming("Ensin")))
    kept = publication.now()
    publication.publish(news(incoming("Katoaa")))
    follower = Follower(publication)
    follower.follow()
    with house.database.engine.begin() as connection:  # what a backup of that moment held
        connection.execute(change.delete().where(change.c.seq > kept.seq))
        connection.execute(service.delete().where(service.c.seq > kept.seq))
        connection.execute(update(head).values(seq=kept.seq, chain=kept.chain, count=kept.count))
    for n in range(after):
        publication.publish(news(incoming(f"Jälkeen {n}")))
    assert refusal(publication, follower.cursor) == "diverged"


def test_a_new_epoch_refuses_every_cursor_and_keeps_the_log(house: House) -> None:
    publication = house.publication
    publication.publish(news(incoming("Ruoka-apu")))
    old = publication.now()
    with house.database.engine.begin() as connection:
        connection.execute(insert(snapshot).values(name="x", epoch=old.epoch, seq=1))
    epoch = publication.new_epoch()
    now = publication.now()
    assert epoch == now.epoch != old.epoch
    assert (now.seq, now.chain, now.count) == (old.seq, old.chain, old.count)
    assert refusal(publication, cursor_of(old.epoch, old.seq, old.chain)) == "epoch"
    Follower(publication).follow()
    with house.database.engine.connect() as connection:
        assert connection.execute(select(func.count()).select_from(snapshot)).scalar() == 0


def test_an_epoch_may_be_begun_before_anything_is_published(publication: Publication) -> None:
    assert publication.new_epoch() == publication.now().epoch


# --- forgetting ---


def test_old_changes_are_forgotten_up_to_the_newest_ready_made_catalogue(tmp_path: Path) -> None:
    clock = StandingClock()
    house = make_house(tmp_path, clock=clock)
    publication = house.publication
    gone = incoming("Poistuva")
    publication.publish(news(incoming("Yksi"), gone))
    publication.publish(news(gone=[gone.id]))
    publication.publish(news(incoming("Kaksi")))
    early = Follower(publication)
    early.follow()
    first_page = publication.page(NOWHERE, 1)
    publication.publish(news(incoming("Kolme")))
    later = NOON.date() + timedelta(days=KEPT_DAYS + 1)
    assert publication.compact(later) == 0  # no ready-made catalogue yet: the log is the only way in
    with house.database.engine.begin() as connection:
        now = publication.now()
        connection.execute(insert(snapshot).values(name="x", epoch=now.epoch, seq=4))
    assert publication.compact(NOON.date()) == 0  # all of it is young
    assert publication.compact(later) == 4  # three changes and a withdrawn service
    assert refusal(publication, NOWHERE) == "compacted"
    assert refusal(publication, first_page.cursor) == "compacted"
    early.follow()
    assert len(early.services) == 3
    assert publication.publish(news(incoming("Poistuva"))).added == 1
    house.close()


def test_a_page_is_never_larger_than_allowed(publication: Publication) -> None:
    publication.publish(news(*(incoming(f"Palvelu {n}") for n in range(3))))
    assert len(publication.page(NOWHERE, 0).changes) == 1
    assert len(publication.page(NOWHERE, 10**9).changes) == 3
    assert publication.page(NOWHERE, 2, "abc").nonce == "abc"
