"""Episodes: calls written down, waiting that goes on while the program is off, and an end that somebody says."""

import pytest

from itb_companion.care.episode import Ending, Outcome
from itb_companion.care.household import Household
from itb_companion.care.people import Role
from itb_companion.care.problems import NotAcceptedError
from itb_companion.care.signs import Answer, Vitals
from itb_companion.care.triage import Level
from itb_companion.companion.help import ASKED, EMPTY
from itb_companion.companion.help_without_record import HelpWithoutRecord
from itb_companion.record import side_journal
from itb_companion.record.side_journal import JOURNAL_NAME, SideJournal
from itb_companion.record.tables import EpisodeRow
from tests.factories import NOON, SettableClock, at, make_contact, make_household, minutes


@pytest.fixture
def itching(begun):
    """An early sign was ticked and saved: the clinic is to be called."""
    begun.companion.checks.tick("sign:itch", Answer.YES)
    begun.companion.checks.save()
    return begun


def test_asking_for_help_opens_an_emergency_and_asking_again_opens_no_other(begun):
    first = begun.companion.help.ask()
    again = begun.companion.help.ask()

    assert first == again
    assert (first.rule_ids, begun.companion.help.level()) == ((ASKED,), Level.EMERGENCY)
    assert EpisodeRow.select().count() == 1


def test_another_reason_joins_the_open_episode(itching):
    episode = itching.companion.help.ask(EMPTY)

    assert episode.rule_ids == ("one-early-sign", EMPTY)
    assert itching.companion.help.level() is Level.EMERGENCY
    assert EpisodeRow.select().count() == 1


def test_without_an_episode_the_screen_says_emergency(begun):
    assert begun.companion.help.current() is None
    assert begun.companion.help.level() is Level.EMERGENCY


def test_calls_are_written_down_with_who_when_and_how_and_survive_a_restart(itching):
    help_ = itching.companion.help
    help_.tried("On-call line", "111", Role.ON_CALL, Outcome.NO_ANSWER)
    itching.clock.move(minutes=1)
    episode = help_.tried("Emergency", "112", None, Outcome.REACHED)
    itching.restart()

    assert itching.companion.help.current() == episode
    assert [(call.who, call.outcome, call.at, call.by) for call in episode.attempts] == [
        ("On-call line", Outcome.NO_ANSWER, NOON, "Ana"),
        ("Emergency", Outcome.REACHED, NOON + minutes(1), "Ana"),
    ]


def test_a_call_without_an_episode_opens_one(begun):
    episode = begun.companion.help.tried("Tom", "333", Role.FAMILY, Outcome.LEFT_MESSAGE)

    assert (episode.rule_ids, len(episode.attempts)) == ((ASKED,), 1)


def test_waiting_escalates_by_itself_and_across_a_restart(itching):
    seen = []
    for minute in (0, 59, 60, 89, 90, 600):
        itching.clock.at = NOON + minutes(minute)
        itching.restart()
        seen.append(itching.companion.help.level())

    assert seen == [
        Level.CALL_CLINIC,
        Level.CALL_CLINIC,
        Level.URGENT,
        Level.URGENT,
        Level.EMERGENCY,
        Level.EMERGENCY,
    ]


def test_somebody_reached_who_can_decide_ends_the_waiting_and_the_family_does_not(itching):
    itching.companion.help.tried("Tom", "333", Role.FAMILY, Outcome.REACHED)
    itching.clock.at = NOON + minutes(61)
    assert itching.companion.help.level() is Level.URGENT

    itching.companion.help.tried("On-call line", "111", Role.ON_CALL, Outcome.REACHED)
    itching.clock.move(days=1)
    itching.restart()
    assert itching.companion.help.level() is Level.URGENT


def test_the_ladder_follows_the_hour_in_the_zone_of_the_moment(begun):
    begun.companion.people.save_contact(make_contact("Clinic", Role.CLINIC, day_number="111", after_hours_number="222"))
    by_day = {rung.contact.name: rung.number for rung in begun.companion.help.ladder()}
    begun.clock.at = at("2026-03-10 22:00")
    by_night = [(rung.contact.name, rung.number) for rung in begun.companion.help.ladder()]

    assert by_day["Clinic"] == "111"
    assert by_night[0] == ("Clinic", "222")


# Notes and readings


def test_a_note_is_kept_with_its_time_and_person(itching):
    itching.clock.move(minutes=2)
    episode = itching.companion.help.note("  Will not drink  ")
    itching.restart()

    assert itching.companion.help.current() == episode
    assert [(note.text, note.at, note.by) for note in episode.notes] == [("Will not drink", NOON + minutes(2), "Ana")]


def test_a_note_without_an_episode_opens_one_and_an_empty_one_opens_none(begun):
    with pytest.raises(NotAcceptedError) as caught:
        begun.companion.help.note(" \t")
    assert [problem.field for problem in caught.value.problems] == ["note"]
    assert begun.companion.help.current() is None

    assert begun.companion.help.note("Fell out of bed").rule_ids == (ASKED,)


def test_readings_come_from_every_check_that_is_saved_while_help_is_sought(begun):
    checks = begun.companion.checks
    checks.no_signs_now()
    begun.clock.move(minutes=10)
    checks.tick("sign:itch", Answer.YES)
    checks.set_vitals(Vitals(temperature_c=37.9))
    checks.save()
    begun.clock.move(minutes=10)
    checks.set_vitals(Vitals(temperature_c=38.4, pulse_per_min=130))
    checks.save()
    begun.clock.move(minutes=10)
    checks.no_signs_now()
    begun.companion.help.close(Ending.HANDED_OVER, "Crew", "Ana")
    checks.no_signs_now()

    [episode] = begun.companion.help.recent()
    assert [(check.vitals.temperature_c, check.vitals.pulse_per_min) for check in episode.checks] == [
        (37.9, None),
        (38.4, 130),
        (None, None),
    ]


# The end


@pytest.mark.parametrize(
    ("what", "by", "fields"), [("", "Ana", ["what"]), ("Crew", " ", ["by"]), (" ", "", ["what", "by"])]
)
def test_an_episode_does_not_end_without_how_and_by_whom(itching, what, by, fields):
    with pytest.raises(NotAcceptedError) as caught:
        itching.companion.help.close(Ending.HANDED_OVER, what, by)

    assert [problem.field for problem in caught.value.problems] == fields
    assert itching.companion.help.current() is not None


@pytest.mark.parametrize("ending", list(Ending))
def test_an_episode_ends_with_how_by_whom_and_when_and_the_next_is_another(itching, ending):
    itching.clock.move(minutes=5)
    itching.companion.help.close(ending, " Ambulance crew ", " Ben ", " Dr. Roth ")
    itching.restart()

    assert itching.companion.help.current() is None
    [episode] = itching.companion.help.recent()
    assert (episode.closing.ending, episode.closing.what, episode.closing.by) == (ending, "Ambulance crew", "Ben")
    assert episode.closing.advised_by == "Dr. Roth"
    assert episode.closing.at == NOON + minutes(5)
    assert itching.companion.help.ask().id != episode.id


def test_advice_needs_who_gave_it_and_what_it_was(itching):
    for what, advised_by, field in (("Come in", " ", "advised_by"), (" ", "Dr. Roth", "what")):
        with pytest.raises(NotAcceptedError) as caught:
            itching.companion.help.close(Ending.ADVICE, what, "Ana", advised_by)
        assert [problem.field for problem in caught.value.problems] == [field]

    assert itching.companion.help.current() is not None


def test_ending_what_is_not_open_changes_nothing(begun):
    begun.companion.help.close(Ending.FALSE_ALARM, "Nothing there", "Ana")

    assert begun.companion.help.recent() == ()


# Without the record


def without_record(folder, clock=None, card=None):
    return HelpWithoutRecord(make_household() if card is None else card, clock or SettableClock(), SideJournal(folder))


@pytest.fixture(autouse=True)
def second_place(tmp_path, monkeypatch):
    """Where acts go when the data folder takes none."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state"


def test_without_the_record_the_same_acts_work_from_the_card(tmp_path):
    help_ = without_record(tmp_path)
    assert help_.current() is None
    assert [rung.number for rung in help_.ladder()] == ["+49 30 555 0100"]

    episode = help_.tried("On-call line", "111", Role.ON_CALL, Outcome.NO_ANSWER)
    assert (episode.rule_ids, episode.attempts[0].by) == ((ASKED,), "Ana")
    assert help_.ask() == help_.current() == episode
    for what, advised_by in (("", "Dr. Roth"), ("Come in", " ")):
        with pytest.raises(NotAcceptedError):
            help_.close(Ending.ADVICE, what, "Ana", advised_by)
    assert help_.current() == episode
    help_.close(Ending.ADVICE, "Come in", "Ana", "Dr. Roth")
    assert help_.current() is None


def test_without_record_and_card_help_can_still_be_asked_for(tmp_path):
    help_ = without_record(tmp_path, card=Household())

    assert help_.ladder() == ()
    assert help_.ask().level_at(NOON, Household().plan) is Level.EMERGENCY


def test_what_was_done_without_the_record_is_there_again_after_a_crash(tmp_path):
    done = without_record(tmp_path).tried("On-call line", "111", Role.ON_CALL, Outcome.NO_ANSWER)

    again = without_record(tmp_path)
    assert again.current() == done
    again.close(Ending.ADVICE, "Come in", "Ana", "Dr. Roth")
    assert without_record(tmp_path).current() is None


def call_without_record(program, minutes_later=0):
    """Call twice on the emergency screen while the record cannot be used."""
    clock = SettableClock(NOON + minutes(minutes_later))
    help_ = without_record(program.folder, clock, program.companion.household())
    help_.tried("On-call line", "111", Role.ON_CALL, Outcome.NO_ANSWER)
    clock.move(minutes=3)
    help_.tried("Emergency number", "112", None, Outcome.REACHED)
    return help_


def test_what_was_done_without_the_record_joins_it_once_with_its_own_times(begun):
    call_without_record(begun)
    begun.clock.move(hours=5)

    assert begun.companion.help.join_side_journal()
    assert not begun.companion.help.join_side_journal()
    begun.restart()
    assert not begun.companion.help.join_side_journal()

    [episode] = begun.companion.help.recent()
    assert (episode.opened_at, episode.rule_ids, episode.is_open) == (NOON, (ASKED,), True)
    assert [(call.who, call.outcome, call.at) for call in episode.attempts] == [
        ("On-call line", Outcome.NO_ANSWER, NOON),
        ("Emergency number", Outcome.REACHED, NOON + minutes(3)),
    ]


def test_calls_without_the_record_join_the_episode_that_is_open_and_a_closing_closes_it(itching):
    call_without_record(itching, 10).close(Ending.HANDED_OVER, "Ambulance crew", "Ben")

    assert itching.companion.help.join_side_journal()

    [episode] = itching.companion.help.recent()
    assert len(episode.attempts) == 2
    assert (episode.closing.what, episode.closing.by) == ("Ambulance crew", "Ben")
    assert episode.closing.at == NOON + minutes(13)


def test_notes_and_advice_without_the_record_join_it_too(begun):
    help_ = call_without_record(begun)
    noted = help_.note(" Trembling\nall over ")
    assert [(note.text, note.by) for note in noted.notes] == [("Trembling\nall over", "Ana")]
    assert without_record(begun.folder).current().notes == noted.notes
    help_.close(Ending.ADVICE, "Come in", "Ben", "Dr. Roth")

    assert begun.companion.help.join_side_journal()

    [episode] = begun.companion.help.recent()
    assert [(note.text, note.at, note.by) for note in episode.notes] == [
        ("Trembling\nall over", NOON + minutes(3), "Ana")
    ]
    assert (episode.closing.what, episode.closing.advised_by) == ("Come in", "Dr. Roth")


def test_without_the_record_a_note_opens_an_episode_and_an_empty_one_does_not(tmp_path):
    help_ = without_record(tmp_path)
    with pytest.raises(NotAcceptedError):
        help_.note(" ")
    assert help_.current() is None

    assert help_.note("Fell out of bed").rule_ids == (ASKED,)


def test_a_journal_of_an_older_program_tells_no_adviser(begun):
    call_without_record(begun).close(Ending.ADVICE, "Come in", "Ben", "Dr. Roth")
    journal = begun.folder / JOURNAL_NAME
    journal.write_text(journal.read_text().replace(', "advised_by": "Dr. Roth"', ""))

    assert begun.companion.help.join_side_journal()

    [episode] = begun.companion.help.recent()
    assert (episode.closing.ending, episode.closing.what, episode.closing.advised_by) == (Ending.ADVICE, "Come in", "")


def test_a_journal_that_cannot_be_put_aside_is_joined_once_and_what_comes_later_too(begun, monkeypatch):
    monkeypatch.setattr(side_journal, "put_aside", lambda *_: None)
    call_without_record(begun)
    assert begun.companion.help.join_side_journal()
    assert not begun.companion.help.join_side_journal()
    call_without_record(begun, 60)

    assert begun.companion.help.join_side_journal()

    [episode] = begun.companion.help.recent()
    assert len(episode.attempts) == 4


def test_a_line_cut_short_by_a_full_disk_costs_only_itself(begun):
    call_without_record(begun)
    journal = begun.folder / JOURNAL_NAME
    journal.write_bytes(journal.read_bytes()[:-20])
    help_ = without_record(begun.folder, SettableClock(NOON + minutes(9)), begun.companion.household())
    help_.tried("Emergency number", "112", None, Outcome.REACHED)

    assert begun.companion.help.join_side_journal()

    [episode] = begun.companion.help.recent()
    assert [call.at for call in episode.attempts] == [NOON, NOON + minutes(9)]


def test_a_folder_that_takes_nothing_sends_the_acts_to_a_second_place(begun, second_place):
    (begun.folder / JOURNAL_NAME).mkdir()  # nothing can be appended to it, whoever asks

    help_ = call_without_record(begun)

    assert help_.is_kept
    assert [file.name for file in second_place.rglob("*.jsonl")] == [JOURNAL_NAME]
    assert begun.companion.help.join_side_journal()
    assert len(begun.companion.help.recent()[0].attempts) == 2


def test_where_nothing_can_be_kept_the_acts_go_on_and_say_so(begun, second_place):
    second_place.write_text("a file where a folder should be")
    (begun.folder / JOURNAL_NAME).mkdir()

    help_ = call_without_record(begun)

    assert not help_.is_kept
    assert len(help_.current().attempts) == 2


@pytest.mark.parametrize("line", [b"{", b"[]", b"null", b'{"act": "called"}', b'{"act": "asked", "at": "2026-01-01"}'])
def test_lines_that_say_nothing_are_left_out(begun, line):
    (begun.folder / JOURNAL_NAME).write_bytes(line + b"\n\xff\xfe\n")

    assert not begun.companion.help.join_side_journal()
    assert begun.companion.help.recent() == ()
