"""Whatever people do and whatever is published, no figure tells of a group that it is small."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from service.domain.suppression import Candidate, Figure, Group, release
from service.domain.vocabulary import Perspective
from tests.support.subtraction import told_to_be_small

K = 5
BEGINNING = date(2026, 5, 1)
FORTNIGHT = 14
MONTH = 31
EASTMOOR, HOLT = UUID(int=1), UUID(int=2)
PROGRAMME = frozenset({EASTMOOR, HOLT})
BUSES = UUID(int=10)
PERSPECTIVES = (Perspective.STATUTORY, Perspective.CITIZEN_COMMUNITY)
PEOPLE = 40

places = st.sampled_from((EASTMOOR, HOLT))
perspectives = st.sampled_from(PERSPECTIVES)
subjects = st.sampled_from((None, BUSES))
person = st.integers(0, PEOPLE - 1)

Saying = tuple[int, int, UUID, Perspective, UUID | None]
"""Who is the first to speak, how many after them, where, from where, and about what."""
saying = st.tuples(person, st.integers(1, 12), places, perspectives, subjects)


@dataclass(frozen=True)
class Reflection:
    """What one person said on a day."""

    person: int
    on: date
    place: UUID
    perspective: Perspective
    subject: UUID | None


class Digests(RuleBasedStateMachine):
    """People come, speak, move, take back and go, while digests are published."""

    def __init__(self) -> None:
        super().__init__()
        self.today = BEGINNING
        self.reflections: list[Reflection] = []
        self.gone: set[int] = set()
        self.published: list[Figure] = []

    @initialize(sayings=st.lists(saying, min_size=4, max_size=8))
    def begin(self, sayings: list[Saying]) -> None:
        self.speak(sayings)

    @rule(sayings=st.lists(saying, min_size=2, max_size=6))
    def speak(self, sayings: list[Saying]) -> None:
        for first, many, place, perspective, subject in sayings:
            for number in range(first, first + many):
                if number % PEOPLE not in self.gone:
                    self.reflections.append(
                        Reflection(number % PEOPLE, self.today, place, perspective, subject)
                    )

    @rule(first=person, many=st.integers(1, 3))
    def leave_or_come_back(self, first: int, many: int) -> None:
        self.gone ^= {number % PEOPLE for number in range(first, first + many)}

    @rule(first=st.integers(0, 30), many=st.integers(1, 3))
    def take_back(self, first: int, many: int) -> None:
        del self.reflections[first : first + many]

    @rule(who=person)
    def be_erased(self, who: int) -> None:
        self.reflections = [each for each in self.reflections if each.person != who]

    @rule(days=st.integers(3, FORTNIGHT))
    def time_passes(self, days: int) -> None:
        self.today += timedelta(days=days)

    @rule(data=st.data(), ago=st.integers(0, 1))
    def publish_for_places(self, data: st.DataObject, ago: int) -> None:
        first, last = self._window(FORTNIGHT, ago)
        for place in (EASTMOOR, HOLT):
            here = frozenset({place})
            groups = [
                Group(places=here, first=first, last=last),
                Group(places=here, first=first, last=last, subject=BUSES),
                Group(places=here, first=first, last=last, perspectives=PERSPECTIVES[:1]),
            ]
            self._publish(*data.draw(st.permutations(groups)))

    @rule(data=st.data(), ago=st.integers(0, 1))
    def publish_for_the_programme(self, data: st.DataObject, ago: int) -> None:
        first, last = self._window(MONTH, ago)
        groups = [
            Group(places=PROGRAMME, first=first, last=last),
            *(
                Group(places=PROGRAMME, first=first, last=last, perspectives={each})
                for each in PERSPECTIVES
            ),
            Group(places=PROGRAMME, first=first, last=last, subject=BUSES),
            Group(places={EASTMOOR}, first=first, last=last),
            Group(places={HOLT}, first=first, last=last, perspectives=PERSPECTIVES[:1]),
        ]
        self._publish(*data.draw(st.permutations(groups)))

    def _window(self, length: int, ago: int) -> tuple[date, date]:
        number = max((self.today - BEGINNING).days // length - ago, 0)
        first = BEGINNING + timedelta(days=number * length)
        return first, first + timedelta(days=length - 1)

    def _publish(self, *groups: Group) -> None:
        candidates = [
            Candidate(group=group, people=self._count(group), organisations=3) for group in groups
        ]
        before = len(self.published)
        for figure in release(candidates, self.published, k=K).figures:
            if figure not in self.published:
                self.published.append(figure)
        if len(self.published) > before:
            assert told_to_be_small(self.published, K) is None

    def _count(self, group: Group) -> int:
        """Everybody is counted where, and as whom, they last spoke in the window."""
        said = [each for each in self.reflections if group.first <= each.on <= group.last]
        latest = {each.person: each for each in said}
        about = {each.person for each in said if group.subject in {None, each.subject}}
        return sum(
            each.place in group.places
            and (group.perspectives is None or each.perspective in group.perspectives)
            for who, each in latest.items()
            if who in about
        )


Digests.TestCase.settings = settings(
    max_examples=120,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
TestDigests = pytest.mark.timeout(120)(Digests.TestCase)
