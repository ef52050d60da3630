"""Acceptance 6: an author narrows, takes back and erases; each step shows everywhere at once."""

from __future__ import annotations

from datetime import date

import pytest

from service.application.commands import ChangeScope, EraseReflection, WithdrawReflection
from service.application.loop_commands import ProposeInsight
from service.application.rhythm_commands import AskForQuote, GiveQuote
from service.digests import words as w
from service.digests.documents import document_of
from service.digests.quoting import live_quotes
from service.digests.reading import DigestReading
from service.document import as_text
from service.domain.proof import Flag, LoopLevel
from service.domain.sealed import ERASED
from service.domain.vocabulary import Audience, DigestKind, Scope
from service.erasing import erase_reflection, in_words
from service.exchange.exporting import export_place
from service.projections.digests import DigestRow
from service.projections.entries import Filter
from service.verify import verify
from tests.scheduler.test_digesting import kept
from tests.support.asking import LEARNING_PARTNER
from tests.support.learning import Learning
from tests.support.rhythm import Rhythm
from tests.support.tables import dump
from tests.support.town import Town

WORDS = "We waited three weeks for a panel to say yes to a lock."
QUOTED = "three weeks for a panel"


class Story:
    """A place of eight, where one's words became evidence, a quote, and part of a digest."""

    def __init__(self, place: Town) -> None:
        self.place, self.system, self.rhythm = place, place.system, Rhythm(place)
        self.rhythm.choose()
        people = {f"p{n}": place.welcome(f"p{n}", organisation=f"O {n % 4}") for n in range(8)}
        self.author, self.reader = people["p0"], people["p7"]
        self.rhythm.tick("2026-06-02 10:00")
        self.mine = place.record(WORDS, by="p0", now=self.rhythm.now, external_id="R-0")
        others = [self.rhythm.write(f"p{n}") for n in range(1, 6)]
        insight = ProposeInsight(
            place=place.name,
            claim="Small things wait for a panel.",
            cites=[str(one) for one in (self.mine, *others)],
            looked_for_disconfirming=True,
        )
        self.system.sense.propose_insight(insight, self.rhythm.by_partner)
        self.learning = Learning(place, {})
        self.learning.state(day=2)
        self.learning.challenge(day=3, evidence=[str(one) for one in (self.mine, *others)])
        self.learning.examine(day=4)
        self.learning.revise(day=5)
        self.learning.decide(day=6, decided_by=["The board"])
        asked = AskForQuote(words=QUOTED, audience=Audience.PLACE)
        self.quote = self.system.quotes.ask(self.mine, asked, self.rhythm.by_partner).id
        self.say_yes()

    def say_yes(self) -> None:
        """They may be quoted."""
        yes = GiveQuote(credit="somebody who waited")
        self.system.quotes.give(self.quote, yes, self.rhythm.by(self.author))

    def send_digest(self, drafted: str, at: str) -> DigestRow:
        """A digest is drafted when a round ends, agreed, and goes out."""
        self.rhythm.tick(drafted)
        (draft, *_) = kept(self.rhythm, DigestKind.PLACE)
        self.system.digests.sign_off(
            draft.digest_id, self.place.id, self.rhythm.by_partner, edition=draft.edition
        )
        self.rhythm.tick(at)
        (sent, *_) = kept(self.rhythm, DigestKind.PLACE)
        assert sent.sent_at is not None
        return sent

    def is_read_by_the_place(self) -> bool:
        """A colleague finds it: now, on the timeline of that day, and by asking for it."""
        self.system.runner.catch_up()
        reader = self.place.member(self.reader)
        on_that_day = Filter(as_known_on=date(2026, 6, 2))
        then = self.system.reading.timeline(reader, self.place.id, on_that_day)
        found = {
            WORDS in self.place.texts(reader),
            WORDS in [entry.text for entry in then.entries],
            bool(self.place.entries(reader, ids=frozenset({self.mine}))),
        }
        assert len(found) == 1, "Some views show it and others do not."
        return found.pop()

    def is_read_by_the_learning_partner(self) -> bool:
        """The learning partner reads it, now and as it was known then."""
        then = self.place.texts(as_known_on=date(2026, 6, 2))
        found = {WORDS in self.place.texts(LEARNING_PARTNER), WORDS in then}
        assert len(found) == 1
        return found.pop()

    def is_exported(self) -> bool:
        """It stands in the file of the place."""
        return WORDS in "\n".join(export_place(self.system, self.place.name))

    def is_quoted(self) -> bool:
        """A digest would print it now."""
        self.system.runner.catch_up()
        with self.system.database.reading() as connection:
            found = live_quotes(connection, self.system.keys, Audience.PLACE)
        return self.quote in found

    def is_read_in(self, sent: DigestRow) -> bool:
        """Whoever opens a digest that went out reads the quote: on its page, as text, on paper."""
        self.system.runner.catch_up()
        reading, reader = DigestReading(self.system), self.place.member(self.reader)
        told = " ".join(as_text(document_of(reading.one(reader, sent.digest_id))).split())
        assert (QUOTED in told) != (w.TAKEN_BACK in told)
        return QUOTED in told

    def flags(self) -> list[Flag]:
        """What is said beside the decision that rests on it."""
        return self.learning.loop().flags


@pytest.fixture
def story(place: Town) -> Story:
    """It begins with words that everybody in the place may read."""
    return Story(place)


def test_narrowed_taken_back_and_erased_each_step_holds_everywhere_at_once(story: Story) -> None:
    place, capture = story.place, story.system.capture
    assert (story.is_read_by_the_place(), story.is_exported(), story.is_quoted()) == (True,) * 3
    assert Flag.EVIDENCE_LAPSED not in story.flags()
    assert story.learning.loop().evidenced == LoopLevel.DOUBLE_INTENDED
    sent = story.send_digest("2026-06-16 10:00", "2026-06-16 11:00")
    assert sent.quotes == [story.quote]
    assert story.is_read_in(sent)

    narrow = ChangeScope(scope=Scope.AUTHOR_AND_LP)
    capture.change_scope(place.id, "R-0", narrow, story.rhythm.by(story.author))
    assert not story.is_read_by_the_place()
    assert story.is_read_by_the_learning_partner()
    assert not story.is_quoted()
    assert not story.is_read_in(sent)
    assert verify(story.system).ok
    story.rhythm.tick("2026-06-16 12:00")
    assert kept(story.rhythm, DigestKind.PLACE)[0].corrected == [story.quote]

    withdraw = WithdrawReflection()
    capture.withdraw_reflection(place.id, "R-0", withdraw, story.rhythm.by(story.author))
    assert not story.is_read_by_the_learning_partner()
    assert not story.is_exported()
    assert Flag.EVIDENCE_LAPSED in story.flags()
    assert story.learning.loop().evidenced == LoopLevel.DOUBLE_INTENDED
    assert verify(story.system).ok
    assert story.send_digest("2026-06-30 10:00", "2026-06-30 11:00").quotes == []

    asked = story.rhythm.by(story.author)
    erasure = erase_reflection(story.system, place.id, "R-0", EraseReflection(), asked)
    assert story.system.keys.sealers([story.mine, story.quote]) == {}
    assert not story.is_read_by_the_learning_partner()
    assert not story.is_exported()
    assert Flag.EVIDENCE_LAPSED in story.flags()
    assert ERASED not in "".join(place.texts())

    assert not story.is_read_in(sent)
    assert [one.id for one in erasure.digests] == [sent.digest_id]
    told = " ".join(in_words(erasure))
    assert "went out with a quote on 16 June 2026" in told
    assert "Backups of the keys hold it until 30 July 2026." in told
    assert verify(story.system).ok
    assert QUOTED.encode() not in dump(story.system)
