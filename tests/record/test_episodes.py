"""Keeping episodes: why they stand, who was called, and how they ended."""

from hypothesis import given
from hypothesis import strategies as st

from itb_companion.care.episode import Episode, Note
from itb_companion.care.triage import Level
from itb_companion.record import checks, episodes
from tests.factories import NOON, make_attempt, make_cause, make_closing, minutes
from tests.record.strategies import ATTEMPTS, CAUSES, ENDINGS, INSTANTS, TEXTS, maybe, taken_back


@given(st.lists(CAUSES, min_size=1, max_size=3), st.lists(ATTEMPTS, max_size=3), maybe(INSTANTS), INSTANTS)
def test_an_episode_comes_back_as_it_was_kept(shared_store, causes, attempts, first_sign_at, opened_at):
    with taken_back(shared_store):
        episode_id = episodes.start(causes[0], first_sign_at, opened_at, "Ana")
        for cause in causes[1:]:
            episodes.add_cause(episode_id, cause, "Ben")
        for attempt in attempts:
            episodes.add_attempt(episode_id, attempt)

        assert episodes.open_episode() == Episode(
            episode_id, opened_at, tuple(causes), first_sign_at, tuple(attempts), None
        )


@given(ENDINGS, TEXTS, TEXTS, INSTANTS, TEXTS)
def test_an_ending_comes_back_as_it_was_kept(shared_store, ending, what, by, ended_at, advised_by):
    closing = make_closing(ended_at, ending, what=what, by=by, advised_by=advised_by)
    with taken_back(shared_store):
        episodes.close(episodes.start(make_cause(), None, NOON, "Ana"), closing)

        assert episodes.open_episode() is None
        assert [episode.closing for episode in episodes.all_episodes(9)] == [closing]


def test_an_episode_that_is_closed_stays_as_it_was_closed(store):
    episode_id = episodes.start(make_cause(), None, NOON, "Ana")
    episodes.close(episode_id, make_closing(NOON))
    episodes.close(episode_id, make_closing(NOON + minutes(9), what="Something else", by="Ben"))

    assert episodes.all_episodes(1)[0].closing == make_closing(NOON)


def test_a_first_sign_that_is_found_earlier_is_kept(store):
    episode_id = episodes.start(make_cause(), NOON, NOON, "Ana")
    episodes.set_first_sign(episode_id, NOON - minutes(40))

    assert episodes.open_episode().began_at == NOON - minutes(40)


def test_episodes_come_newest_first_and_no_more_than_wanted(store):
    for count in range(4):
        episode_id = episodes.start(make_cause(Level.URGENT), None, NOON + minutes(count), "Ana")
        episodes.add_attempt(episode_id, make_attempt(NOON + minutes(count)))
        episodes.close(episode_id, make_closing(NOON + minutes(count)))

    assert [episode.opened_at for episode in episodes.all_episodes(2)] == [NOON + minutes(3), NOON + minutes(2)]
    assert all(len(episode.attempts) == 1 for episode in episodes.all_episodes(9))


def test_no_episode_was_closed_while_the_first_is_open(store):
    assert episodes.last_closed_at() is None
    episodes.start(make_cause(), None, NOON, "Ana")

    assert episodes.last_closed_at() is None


def test_of_several_closings_the_latest_is_told_whichever_episode_it_ended(store):
    first, second, _open = (episodes.start(make_cause(), None, NOON + minutes(n), "Ana") for n in range(3))
    episodes.close(second, make_closing(NOON + minutes(5)))
    assert episodes.last_closed_at() == NOON + minutes(5)
    episodes.close(first, make_closing(NOON + minutes(9)))

    assert episodes.last_closed_at() == NOON + minutes(9)


# Notes, checks, and what was opened again


@given(st.lists(st.builds(Note, TEXTS, INSTANTS, TEXTS), max_size=4))
def test_notes_come_back_as_they_were_kept(shared_store, notes):
    with taken_back(shared_store):
        episode_id = episodes.start(make_cause(), None, NOON, "Ana")
        for note in notes:
            episodes.add_note(episode_id, note)

        assert episodes.open_episode().notes == tuple(notes)


def test_a_note_of_a_whole_page_comes_back_whole(store):
    episode_id = episodes.start(make_cause(), None, NOON, "Ana")
    episodes.add_note(episode_id, Note("word " * 5000, NOON, "Ana"))

    assert episodes.open_episode().notes[0].text == "word " * 5000


@given(
    st.lists(st.builds(make_closing, INSTANTS, ENDINGS, what=TEXTS, by=TEXTS, advised_by=TEXTS), min_size=1, max_size=4)
)
def test_every_earlier_ending_is_kept_when_an_episode_is_opened_again(shared_store, closings):
    with taken_back(shared_store):
        episode_id = episodes.start(make_cause(), NOON, NOON, "Ana")
        for count, closing in enumerate(closings, start=1):
            episodes.close(episode_id, closing)
            assert episodes.last_closed().closing == closing
            episodes.reopen(episode_id, NOON + minutes(count), NOON + minutes(count), "Ben")
            episodes.add_cause(episode_id, make_cause(cause_at=NOON + minutes(count)), "Ben")

        found = episodes.open_episode()
        assert [earlier.closing for earlier in found.earlier] == closings
        assert [earlier.first_sign_at for earlier in found.earlier] == [NOON + minutes(n) for n in range(len(closings))]
        assert [cause.opening for cause in found.causes] == list(range(len(closings) + 1))
        assert episodes.last_closed_at() == max(closing.at for closing in closings)
        assert episodes.last_closed() is None


def test_what_is_open_is_not_opened_again(store):
    episode_id = episodes.start(make_cause(), NOON, NOON, "Ana")
    episodes.reopen(episode_id, None, NOON + minutes(1), "Ben")

    assert episodes.open_episode().earlier == ()
    assert episodes.open_episode().first_sign_at == NOON


def test_a_call_belongs_to_the_opening_in_which_it_was_tried(store):
    episode_id = episodes.start(make_cause(), None, NOON, "Ana")
    episodes.add_attempt(episode_id, make_attempt(NOON))
    episodes.close(episode_id, make_closing(NOON))
    episodes.reopen(episode_id, None, NOON, "Ana")
    episodes.add_attempt(episode_id, make_attempt(NOON))

    assert [attempt.opening for attempt in episodes.open_episode().attempts] == [0, 1]


def test_checks_belong_to_the_episode_that_they_joined_in_the_order_in_which_they_were_made(store):
    first, second = (episodes.start(make_cause(), None, NOON, "Ana") for _ in range(2))
    for count, episode_id in enumerate((first, second, first)):
        check_id = checks.start(NOON, "Ana")
        checks.tick(check_id, "temperature_c", 37.0 + count, None, NOON, "Ana")
        checks.finish(check_id, "clear", [], NOON)
        checks.join_episode(check_id, episode_id)

    found = {episode.id: [c.vitals.temperature_c for c in episode.checks] for episode in episodes.all_episodes(9)}
    assert found == {first: [37.0, 39.0], second: [38.0]}
