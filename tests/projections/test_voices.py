"""Voices through the read model: people before posts, and passed on apart from said."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.base import natural_id
from service.domain.vocabulary import Perspective, SpeakingAs
from service.projections.shapes import Voices
from service.projections.voices import Post, count_voices
from tests.support.town import Town


def test_acceptance_4_twelve_posts_are_not_twelve_voices(place: Town) -> None:
    place.welcome("officer", Perspective.STATUTORY)
    place.welcome("advice", Perspective.NON_STATUTORY)
    place.welcome("nurse", Perspective.STATUTORY)
    for number in range(4):
        place.record(f"My own {number}.", by="officer")
    for number in range(6):
        place.record(
            f"A resident said {number}.",
            by="officer",
            speaking_as=SpeakingAs.RELAYING,
            relayed_perspective=Perspective.CITIZEN_COMMUNITY,
        )
    place.record("From the advice desk.", by="advice")
    place.record("From the ward.", by="nurse")
    voices = place.timeline().voices
    assert (voices.contributors, voices.posts, voices.effective_voices) == (3, 12, 1.41)
    assert voices.by_perspective == {"statutory": 2, "non_statutory": 1}
    assert voices.by_perspective.get("citizen_community", 0) == 0
    assert voices.relayed == {"citizen_community": 6}
    assert voices.missing == ["citizen_community"]
    assert "6 things said by residents were passed on by others." in voices.sentence
    assert "We have not heard directly from residents." in voices.sentence


def person(number: int) -> UUID:
    """Somebody."""
    return natural_id("person", number)


def said(perspective: Perspective | None, people: int, start: int = 0) -> list[Post]:
    """So many people, each with one post."""
    return [Post(person(n), perspective, "self", None) for n in range(start, start + people)]


@pytest.mark.parametrize(
    ("people", "balance"), [((14, 9, 4), 2.49), ((31, 12, 3), 1.90), ((4, 4, 4), 3.0)]
)
def test_the_balance_of_perspectives_counts_people(
    people: tuple[int, int, int], balance: float
) -> None:
    statutory, non_statutory, citizens = people
    posts = [
        *said(Perspective.STATUTORY, statutory),
        *said(Perspective.NON_STATUTORY, non_statutory, 100),
        *said(Perspective.CITIZEN_COMMUNITY, citizens, 200),
        *said(Perspective.FUNDER, 9, 300),
        *said(None, 9, 400),
    ]
    assert count_voices(posts).perspective_balance == balance


def sentence(*posts: Post) -> str:
    """What is said in words about these posts."""
    return count_voices(posts).sentence


def test_nobody_is_said_to_be_nobody() -> None:
    assert sentence() == "Nobody has said anything here yet."


def test_one_person_is_a_person_and_what_is_missing_is_named_in_words() -> None:
    assert sentence(*said(Perspective.STATUTORY, 1)) == (
        "Rests on 1 person: 1 from public services. We have not heard directly from voluntary "
        "and community groups or residents."
    )


def test_who_has_not_said_where_they_speak_from_is_counted_apart() -> None:
    voices = count_voices(said(None, 2))
    assert voices.by_perspective == {"not_said": 2}
    assert "2 who have not said where they speak from" in voices.sentence


def test_somebody_who_only_relays_is_a_contributor_and_speaks_for_no_perspective() -> None:
    relayed = Post(person(1), Perspective.STATUTORY, "relaying", None, times=3)
    voices = count_voices([relayed])
    assert (voices.contributors, voices.posts) == (1, 3)
    assert (voices.by_perspective, voices.relayed) == ({}, {"not_said": 3})
    assert len(voices.missing) == 3


POSTS = st.lists(
    st.builds(
        Post,
        author=st.integers(0, 5).map(person),
        perspective=st.sampled_from([None, *Perspective]),
        speaking_as=st.sampled_from(list(SpeakingAs)),
        relayed_perspective=st.sampled_from([None, *Perspective]),
        times=st.integers(1, 5),
    ),
    max_size=12,
)


@given(POSTS)
def test_whatever_was_posted_the_numbers_fit_together(posts: list[Post]) -> None:
    voices: Voices = count_voices(posts)
    direct = [post for post in posts if not post.is_relayed]
    assert voices.posts == sum(post.times for post in posts)
    assert voices.contributors == len({post.author for post in posts})
    assert voices.effective_voices is not None
    assert 0 <= voices.effective_voices <= voices.contributors
    assert sum(voices.by_perspective.values()) == len(
        {(post.author, post.perspective) for post in direct}
    )
    assert sum(voices.relayed.values()) == voices.posts - sum(post.times for post in direct)
    assert voices.sentence.endswith(".")


@given(POSTS)
def test_relayed_words_never_raise_the_number_of_those_who_spoke(posts: list[Post]) -> None:
    relayed = Post(person(0), Perspective.STATUTORY, "relaying", Perspective.CITIZEN_COMMUNITY)
    assert count_voices([*posts, relayed]).by_perspective == count_voices(posts).by_perspective


def test_i16_how_loud_single_people_are_is_for_the_learning_partner_only(
    place: Town, person: UUID
) -> None:
    place.record("Once.")
    place.record("Twice.")
    colleague = place.timeline(place.member(person))
    assert colleague.voices.contributors == 1
    told = [colleague.voices, *(lane.voices for lane in (*colleague.lanes, *colleague.blocks))]
    assert {voices.effective_voices for voices in told} == {None}
    assert place.timeline().voices.effective_voices == 1.0
