"""What could go wrong with rounds and digests, and must not."""

from __future__ import annotations

import time as real_time
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from scheduler.clock import ticking
from scheduler.jobs import MOST_IN_A_FORTNIGHT
from service.application.commands import AmendReflection, WithdrawReflection
from service.application.loop_commands import ProposeInsight
from service.application.prompts import by_the_clock
from service.application.rhythm_commands import (
    AskForQuote,
    ChooseDigests,
    GiveQuote,
    MoveRound,
    RemarkOnDigest,
)
from service.bootstrap import System
from service.digests.content import Count, FunderContent, Voices
from service.digests.figures import as_told, figures_of
from service.digests.placing import draft_place
from service.digests.publishing import publish
from service.digests.quoting import live_quotes
from service.domain.errors import DoubleLoopError, NotAllowed, NotFound, NotSignedOff, Refused
from service.domain.reflection import Reflection
from service.domain.suppression import Candidate, Group
from service.domain.vocabulary import (
    ActorRole,
    Audience,
    DigestKind,
    Perspective,
    PromptPurpose,
    RemarkKind,
)
from tests.scheduler.test_digesting import kept, write_all
from tests.support.asking import at, request_by
from tests.support.rhythm import ANCHOR, Rhythm
from tests.support.town import Town, join


@pytest.fixture
def rhythm(place: Town) -> Rhythm:
    found = Rhythm(place)
    found.choose()
    return found


@pytest.fixture
def eight(rhythm: Rhythm) -> Rhythm:
    for number in range(8):
        rhythm.town.welcome(f"p{number}", organisation=f"Organisation {number % 4}")
    return rhythm


def test_what_goes_wrong_in_one_place_stops_no_other(
    rhythm: Rhythm, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Rhythm(join(rhythm.town.system, "Holt"))
    other.choose()
    rhythm.welcome("sam")
    ada = other.welcome("ada")
    rhythm.tick("2026-06-02 12:00")
    real = draft_place

    def broken(system: System, place_id: UUID, first: date, last: date) -> object:
        if place_id == rhythm.town.id:
            raise ValueError("poison")
        return real(system, place_id, first, last)

    monkeypatch.setattr("scheduler.digesting.draft_place", broken)
    with suppress(ValueError):
        rhythm.tick("2026-06-16 12:00")
    assert other.rounds_asked(ada) == [ANCHOR, date(2026, 6, 16)]


def test_a_draft_that_fails_keeps_nobody_from_being_asked(
    rhythm: Rhythm, monkeypatch: pytest.MonkeyPatch
) -> None:
    sam = rhythm.welcome("sam")
    rhythm.tick("2026-06-02 12:00")

    def broken(*_: object) -> object:
        raise ValueError("poison")

    with monkeypatch.context() as patch:
        patch.setattr("scheduler.digesting.draft_place", broken)
        with suppress(ValueError):
            rhythm.tick("2026-06-16 12:00")
    assert rhythm.rounds_asked(sam) == [ANCHOR, date(2026, 6, 16)]
    rhythm.tick("2026-06-16 13:00")
    assert len(kept(rhythm, DigestKind.PLACE)) == 1


def test_who_took_words_back_after_the_draft_is_not_counted_when_it_goes_out(
    eight: Rhythm,
) -> None:
    system = eight.town.system
    eight.tick("2026-06-02 10:00")
    said = [eight.write(f"p{number}") for number in range(5)]
    command = ProposeInsight(
        place=eight.town.name,
        claim="One room does the work.",
        cites=[str(one) for one in said],
        looked_for_disconfirming=True,
    )
    system.sense.propose_insight(command, eight.by_partner)
    eight.tick("2026-06-16 10:00")
    author = system.desk.load(Reflection, said[0]).author
    eight.now = at("2026-06-16 10:10")
    system.capture.withdraw_reflection(
        eight.town.id, str(said[0]), WithdrawReflection(), eight.by(author)
    )
    (draft,) = kept(eight, DigestKind.PLACE)
    system.digests.sign_off(draft.digest_id, eight.town.id, eight.by_partner, edition=draft.edition)
    eight.tick("2026-06-16 11:00")
    (sent,) = kept(eight, DigestKind.PLACE)
    assert sent.sent_at is not None
    assert '"people":5' not in sent.content, "4 people are left, and it says 5"


def _month(total: int, parts: dict[Perspective, int]) -> FunderContent:
    group = Group(places=frozenset({uuid4()}), first=date(2026, 6, 1), last=date(2026, 6, 30))
    return FunderContent(
        title="t",
        in_one_paragraph="p",
        voices=Voices(
            total=Count(
                candidate=Candidate(group=group, people=total, organisations=9),
                perspectives=tuple(parts),
            ),
            parts=tuple(
                Count(
                    candidate=Candidate(
                        group=group.model_copy(update={"perspectives": frozenset({one})}),
                        people=number,
                        organisations=9,
                    ),
                    perspectives=(one,),
                )
                for one, number in parts.items()
            ),
        ),
    )


@pytest.mark.parametrize(
    "parts",
    [
        {Perspective.STATUTORY: 6, Perspective.CITIZEN_COMMUNITY: 2},
        {Perspective.STATUTORY: 7, Perspective.NON_STATUTORY: 6, Perspective.CITIZEN_COMMUNITY: 1},
    ],
)
def test_the_order_of_perspectives_bounds_none_of_them_below_five(
    parts: dict[Perspective, int],
) -> None:
    content = _month(sum(parts.values()), parts)
    told = as_told(content, figures_of(content, []))
    assert isinstance(told, FunderContent)
    total = told.voices.total.people
    assert total == sum(parts.values())
    named = [one.perspectives for one in told.voices.parts if one.perspectives]
    published = [one.people for one in told.voices.parts if one.people is not None]
    left, silent = total - sum(published), len(named) - len(published)
    # The last of `silent` unnumbered parts has at most left / silent people.
    assert silent <= 0 or left // silent >= 5
    claimed = told.voices.total.perspectives
    assert not claimed or total // len(claimed) >= 5


def test_killed_between_draft_and_sending_it_still_goes_out_by_itself(
    rhythm: Rhythm, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = ChooseDigests(place=rhythm.town.name, posts_by_itself=True)
    rhythm.town.system.rhythms.choose_digests(command, rhythm.by_partner)
    rhythm.tick("2026-06-02 10:00")

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("scheduler.digesting.publish", killed)
        with pytest.raises(KeyboardInterrupt):
            rhythm.tick("2026-06-16 10:00")
    rhythm.tick("2026-06-16 10:30")
    (sent,) = kept(rhythm, DigestKind.PLACE)
    assert sent.sent_at is not None


@pytest.mark.parametrize(
    "again",
    [
        pytest.param("2026-06-25 10:00", id="later"),
        pytest.param("2026-06-08 10:30", id="in the same moment"),
        pytest.param("2026-06-08 10:15", id="with a clock that is behind"),
    ],
)
def test_the_same_words_that_led_to_two_things_are_told_about_twice(
    rhythm: Rhythm, again: str
) -> None:
    system = rhythm.town.system
    sam = rhythm.welcome("sam")
    said = [rhythm.write("sam")]

    def told(decision: UUID, moment: str) -> None:
        """As the fold of ContributorsTold would leave it, now in the log."""
        system.runner.catch_up()
        with system.database.dedicated() as connection:
            connection.execute(
                "INSERT INTO read_models.answers_told VALUES (%s, %s, %s, %s)",
                (system.log.head, decision, said[0], at(moment)),
            )

    told(UUID(int=1), "2026-06-08 10:00")
    assert rhythm.tick("2026-06-08 10:30").planned[PromptPurpose.TOLD_BACK] == 1
    told(UUID(int=2), again)
    rhythm.tick("2026-06-25 10:30")
    rhythm.tick("2026-07-20 10:30")
    purposes = [one.purpose for one in rhythm.prompts(sam)]
    assert purposes.count(PromptPurpose.TOLD_BACK) == 2


def test_reminders_of_prompts_from_before_the_fortnight_count_as_well(rhythm: Rhythm) -> None:
    sam = rhythm.welcome("sam")
    system = rhythm.town.system
    rhythm.tick("2026-06-02 11:00")
    rhythm.tick("2026-06-04 11:30")
    rhythm.tick("2026-06-16 11:00")
    rhythm.now = at("2026-06-16 11:30")
    said = rhythm.write("sam")
    for words in ("The panel", "panel met", "The panel met."):
        asked = AskForQuote(words=words, audience=Audience.PLACE)
        system.quotes.ask(said, asked, rhythm.by_partner)
    rhythm.tick("2026-06-17 10:00")
    rhythm.tick("2026-06-17 10:01")
    with system.database.reading() as connection:
        moments = [
            moment
            for row in connection.execute(
                "SELECT planned_at, reminded_at FROM prompts WHERE person_id = %s", (sam,)
            )
            for moment in row
            if moment is not None
        ]
    window = [one for one in moments if rhythm.now - one < timedelta(days=14)]
    assert len(window) <= MOST_IN_A_FORTNIGHT


def test_nobody_is_asked_again_at_night_nor_on_a_free_day(rhythm: Rhythm) -> None:
    sam = rhythm.welcome("sam")
    rhythm.tick("2026-06-02 11:00")
    rhythm.put_off(sam, at("2026-06-03 11:00"))
    assert rhythm.tick("2026-06-03 22:00").asked_again == 0
    assert rhythm.tick("2026-06-04 09:30").asked_again == 1


def test_nobody_is_asked_again_while_the_place_pauses(rhythm: Rhythm) -> None:
    sam = rhythm.welcome("sam")
    rhythm.tick("2026-06-02 11:00")
    rhythm.put_off(sam, at("2026-06-03 11:00"))
    rhythm.pause()
    assert rhythm.tick("2026-06-03 11:30").asked_again == 0


def test_who_was_just_asked_again_is_not_reminded_at_once(rhythm: Rhythm) -> None:
    sam = rhythm.welcome("sam")
    rhythm.tick("2026-06-02 11:00")
    rhythm.put_off(sam, at("2026-06-04 11:00"))
    assert rhythm.tick("2026-06-04 11:30").asked_again == 1
    assert rhythm.tick("2026-06-04 11:31").reminded == 0
    assert rhythm.tick("2026-06-08 12:00").reminded == 1


def test_words_after_a_round_that_came_early_are_in_the_next_digest(eight: Rhythm) -> None:
    system = eight.town.system
    eight.tick("2026-06-02 10:00")
    command = MoveRound(place=eight.town.name, slot=date(2026, 6, 16), to=date(2026, 6, 11))
    system.rhythms.move_round(command, eight.by_partner)
    eight.tick("2026-06-11 12:00")
    eight.now = at("2026-06-12 12:00")
    write_all(eight)
    eight.tick("2026-06-30 10:00")
    newest = kept(eight, DigestKind.PLACE)[0]
    assert newest.from_on <= date(2026, 6, 12) <= newest.to_on
    assert '"people":8' in newest.content


@pytest.mark.parametrize("to", [date(2026, 7, 1), date(2026, 6, 2), date(2026, 5, 30)])
def test_a_round_cannot_be_moved_past_another(rhythm: Rhythm, to: date) -> None:
    system = rhythm.town.system
    command = MoveRound(place=rhythm.town.name, slot=date(2026, 6, 16), to=to)
    with pytest.raises(Refused):
        system.rhythms.move_round(command, rhythm.by_partner)


def test_only_a_day_of_the_rhythm_can_be_moved(rhythm: Rhythm) -> None:
    command = MoveRound(place=rhythm.town.name, slot=date(2026, 6, 17), to=date(2026, 6, 18))
    with pytest.raises(Refused):
        rhythm.town.system.rhythms.move_round(command, rhythm.by_partner)


def test_the_clock_begins_at_once_also_where_its_hands_were_moved(
    rhythm: Rhythm, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[datetime] = []
    monkeypatch.setattr("scheduler.jobs.Jobs.run", lambda _self, now: seen.append(now))
    with ticking(rhythm.town.system, lambda: datetime.now(UTC) + timedelta(days=30)):
        real_time.sleep(2)
    assert seen


@pytest.mark.parametrize(
    ("wish", "planned"),
    [
        pytest.param({}, {PromptPurpose.QUOTE: 1}, id="asked no more"),
        pytest.param({"wants_nothing": True}, {}, id="told nothing"),
    ],
)
def test_who_said_no_to_rounds_is_still_asked_for_their_words_unless_they_want_nothing(
    rhythm: Rhythm, wish: dict[str, bool], planned: dict[PromptPurpose, int]
) -> None:
    sam = rhythm.welcome("sam")
    rhythm.ask(sam, is_asked=False, **wish)
    said = rhythm.write("sam")
    asked = AskForQuote(words="The panel met.", audience=Audience.PLACE)
    rhythm.town.system.quotes.ask(said, asked, rhythm.by_partner)
    assert rhythm.tick("2026-06-02 12:00").planned == planned


def test_whoever_says_yes_again_is_told_about_their_words_again(rhythm: Rhythm) -> None:
    sam = rhythm.welcome("sam")
    rhythm.ask(sam, is_asked=False, wants_nothing=True)
    rhythm.ask(sam, is_asked=True, wants_nothing=True)
    assert not rhythm.town.system.rhythms.asking_of(sam, rhythm.town.id).wants_nothing


def test_a_quote_is_asked_for_at_a_good_moment_also_where_no_rhythm_was_chosen(
    place: Town,
) -> None:
    rhythm = Rhythm(place)
    place.welcome("sam")
    said = rhythm.write("sam")
    asked = AskForQuote(words="The panel met.", audience=Audience.PLACE)
    place.system.quotes.ask(said, asked, rhythm.by_partner)
    for moment in ("2026-06-02 20:00", "2026-06-06 12:00"):  # An evening, and a Saturday.
        assert rhythm.tick(moment).planned == {}
    assert rhythm.tick("2026-06-08 12:00").planned == {PromptPurpose.QUOTE: 1}


def test_who_says_yes_late_is_asked_in_the_next_round(rhythm: Rhythm) -> None:
    rhythm.tick("2026-06-02 12:00")
    rhythm.now = at("2026-06-14 12:00")  # A Sunday: the next round is on Tuesday.
    sam = rhythm.welcome("sam")
    rhythm.tick("2026-06-15 11:00")
    rhythm.tick("2026-06-16 11:00")
    assert rhythm.rounds_asked(sam) == [date(2026, 6, 16)]


def test_who_was_asked_about_the_rhythm_costs_nothing_any_more(
    rhythm: Rhythm, monkeypatch: pytest.MonkeyPatch
) -> None:
    rhythm.welcome("sam")
    rhythm.tick_through("2026-07-20 12:00", timedelta(days=1))
    tried: list[object] = []
    monkeypatch.setattr(rhythm.town.system.prompts, "plan", lambda plan, _: tried.append(plan))
    rhythm.tick("2026-07-21 12:00")
    assert tried == []


def test_a_funders_digest_never_goes_out_by_itself(eight: Rhythm) -> None:
    system = eight.town.system
    eight.tick("2026-07-01 10:00")
    (draft,) = kept(eight, DigestKind.FUNDER)
    with pytest.raises(NotSignedOff):
        system.digests.send(
            draft.digest_id,
            by_the_clock(eight.now),
            edition=draft.edition,
            content=draft.content,
            quotes=(),
            live_quotes=frozenset(),
            figures=(),
            withheld=0,
            by_itself=True,
        )


def test_the_clock_signs_nothing_off_for_a_place(eight: Rhythm) -> None:
    system = eight.town.system
    eight.tick("2026-07-01 10:00")
    (draft,) = kept(eight, DigestKind.FUNDER)
    with pytest.raises((NotAllowed, NotFound)):
        system.digests.sign_off(
            draft.digest_id, eight.town.id, by_the_clock(eight.now), edition=draft.edition
        )


def test_a_quiet_fortnight_tells_nothing_of_how_many_spoke(eight: Rhythm) -> None:
    """Two people who spoke, and nine who did with no pattern seen, read the same."""
    told = []
    for moment, people in (("2026-06-02", 2), ("2026-06-16", 8)):
        eight.tick(f"{moment} 10:00")
        write_all(eight, people)
    eight.tick("2026-06-30 10:00")
    told += ['"is_quiet":true' in row.content for row in kept(eight, DigestKind.PLACE)]
    assert told == [True, True]


def test_one_digest_that_cannot_be_sent_holds_no_other_back(
    eight: Rhythm, monkeypatch: pytest.MonkeyPatch
) -> None:
    system = eight.town.system
    other = Rhythm(join(system, "Holt"))
    other.choose()
    eight.tick("2026-06-02 10:00")
    eight.tick("2026-06-16 10:00")
    (first,), (second,) = kept(eight, DigestKind.PLACE), kept(other, DigestKind.PLACE)
    system.digests.sign_off(first.digest_id, eight.town.id, eight.by_partner, edition=first.edition)
    system.digests.sign_off(
        second.digest_id, other.town.id, eight.by_partner, edition=second.edition
    )
    real = publish

    def broken(system: System, id: UUID, *more: object, **named: object) -> object:
        if id == first.digest_id:
            raise DoubleLoopError
        return real(system, id, *more, **named)  # type: ignore[arg-type]

    monkeypatch.setattr("scheduler.digesting.publish", broken)
    monkeypatch.setattr(
        "scheduler.digesting.digests.unsent",
        lambda *_: [*kept(eight, DigestKind.PLACE), *kept(other, DigestKind.PLACE)],
    )
    with suppress(DoubleLoopError):
        eight.tick("2026-06-16 11:00")
    assert kept(other, DigestKind.PLACE)[0].sent_at is not None


def test_words_that_their_author_changed_are_quoted_no_more(eight: Rhythm) -> None:
    system = eight.town.system
    said = eight.write("p0")
    author = system.desk.load(Reflection, said).author
    asked = AskForQuote(words="The panel met.", audience=Audience.PLACE)
    quote = system.quotes.ask(said, asked, eight.by_partner).id
    system.quotes.give(quote, GiveQuote(credit="a nurse"), eight.by(author))
    amended = AmendReflection(text="We sat together.")
    system.capture.amend_reflection(eight.town.id, str(said), amended, eight.by(author))
    system.runner.catch_up()
    with system.database.reading() as connection:
        assert live_quotes(connection, system.keys, Audience.PLACE, ids=[quote]) == {}


def test_one_place_does_not_set_aside_what_another_takes_part_in(eight: Rhythm) -> None:
    system = eight.town.system
    other = Rhythm(join(system, "Holt"))
    other.choose()
    eight.tick("2026-07-01 10:00")
    (draft,) = kept(eight, DigestKind.FUNDER)
    assert set(draft.places) == {eight.town.id, other.town.id}
    request = request_by(ActorRole.COORDINATOR, [eight.town.id], now=eight.now)
    with pytest.raises((NotAllowed, NotFound)):
        system.digests.set_aside(draft.digest_id, request)


def test_of_an_erased_person_no_row_is_left(eight: Rhythm) -> None:
    system = eight.town.system
    sam = eight.welcome("sam")
    eight.tick("2026-06-02 10:00")
    eight.tick("2026-06-16 10:00")
    (draft,) = kept(eight, DigestKind.PLACE)
    system.digests.remark(
        draft.digest_id, RemarkOnDigest(kind=RemarkKind.MISSING, words="Us."), eight.by(sam)
    )
    system.people.erase_person(sam, eight.by(sam))
    system.runner.catch_up()
    with system.database.reading() as connection:
        for table in ("digest_remarks", "looks_due", "prompts", "askings"):
            left = connection.execute(
                f"SELECT count(*) FROM {table} WHERE person_id = %s", (sam,)
            ).fetchone()
            assert left == (0,), table
