"""Digests as documents: learning first, in one order; thin where there is little; nothing raw."""

from __future__ import annotations

from datetime import timedelta

import pytest

from service.digests import words as w
from service.digests.content import FunderContent
from service.digests.documents import document_of
from service.digests.funding import draft_funder
from service.digests.publishing import DraftAbout, save_draft
from service.digests.reading import DigestReading
from service.document import Bars, Heading, Quote, Table, as_text
from service.domain.suppression import ORGANISATIONS
from service.domain.vocabulary import Audience, Perspective
from service.pdf import pdf_of
from tests.support.asking import LEARNING_PARTNER
from tests.support.digests import FIRST, WORDS, Month, month_in
from tests.support.town import Town, join

ORDER = [
    w.IN_ONE_PARAGRAPH, w.CHANGED_MINDS, w.ADJUSTED, w.UNSURE, w.SLIPPED, w.WHOSE_VOICES,
    w.TENSION, w.WE_WOULD_LIKE, w.LAST_MONTH, w.YOUR_ANSWER, w.NOT_HERE, w.HOW_MADE,
]  # fmt: skip


@pytest.fixture
def month(place: Town) -> Month:
    """A place that learned something in June."""
    return month_in(place)


def test_learning_comes_first_and_in_the_order_of_the_domain(month: Month) -> None:
    document = document_of(month.view(month.send(month.funder_draft())))
    headings = [one.text for one in document.blocks if isinstance(one, Heading) and one.level == 2]
    assert headings == [one for one in ORDER if one in headings]
    assert {w.IN_ONE_PARAGRAPH, w.CHANGED_MINDS, w.WHOSE_VOICES, w.TENSION} <= set(headings)
    assert "“Show it soon” and “Give it time”" in as_text(document)
    (mind,) = [one for one in document.blocks if isinstance(one, Table) and not one.head]
    assert [row[0] for row in mind.rows] == [w.BELIEVED, w.SAW, w.NOW_THINK, w.DID]


def test_claims_say_on_how_many_and_on_whom_they_rest(month: Month) -> None:
    text = as_text(document_of(month.view(month.send(month.funder_draft()))))
    assert "This rests on what 22 people from three organisations or more told us." in text
    assert "public services, charities and community groups and residents" in " ".join(text.split())


def test_three_organisations_are_what_every_number_rests_on() -> None:
    assert {3: "three"}[ORGANISATIONS] in w.FROM_SEVERAL


def test_bars_come_in_set_lengths_and_carry_no_numbers(month: Month) -> None:
    document = document_of(month.view(month.send(month.funder_draft())))
    (bars,) = [one for one in document.blocks if isinstance(one, Bars)]
    assert [bar.length for bar in bars.rows] == [3, 2, 1]
    assert not any(character.isdigit() for bar in bars.rows for character in bar.words)
    (numbers,) = [one for one in document.blocks if isinstance(one, Table) and one.head]
    assert len(numbers.rows) == 4


def test_where_their_order_could_point_to_somebody_no_bars_are_drawn(month: Month) -> None:
    month.town.welcome("zed", Perspective.INTERMEDIARY)
    month.town.record("One more.", by="zed")
    document = document_of(month.view(month.send(month.funder_draft())))
    assert not any(isinstance(one, Bars) for one in document.blocks)
    assert "the learning partner" not in as_text(document)


def test_a_thin_month_is_short_and_says_so(place: Town) -> None:
    place.welcome("sam")
    place.record()
    place.system.runner.catch_up()
    month = Month(place, None, [], [])  # type: ignore[arg-type]
    document = document_of(month.view(month.send(month.funder_draft())))
    text = as_text(document)
    assert " ".join(w.THIN_MONTH.split()) in " ".join(text.split())
    assert len(text.split()) < 200
    assert w.NOT_COUNTED_IN_ALL in " ".join(text.split())
    assert not any(isinstance(one, Bars) for one in document.blocks)
    assert "Not heard directly" not in text


def test_a_draft_shows_numbers_as_they_would_be_told(month: Month) -> None:
    view = month.view(month.funder_draft())
    assert view.state == "draft"
    assert 'candidate":{' not in view.model_dump_json().replace(" ", "")
    assert isinstance(view.content, FunderContent)
    raw = DigestReading(month.system).draft(LEARNING_PARTNER, view.id)
    assert 'candidate":{' in raw.content.model_dump_json()


def test_no_reflection_is_told_unless_it_is_quoted(month: Month) -> None:
    text = as_text(document_of(month.view(month.send(month.funder_draft()))))
    assert WORDS not in text


def test_a_quote_stands_while_it_is_given_and_is_replaced_by_words_after(month: Month) -> None:
    from service.application.rhythm_commands import DeclineQuote
    from service.domain.quote import Quote as Asked

    quote = month.quote()
    digest = month.send(month.funder_draft())
    document = document_of(month.view(digest))
    assert Quote("Now I ring first.", "a housing officer") in document.blocks
    author = month.system.desk.load(Asked, quote).person_id
    month.system.quotes.decline(quote, DeclineQuote(), month.town.asks(author))
    text = as_text(document_of(month.view(digest)))
    assert "Now I ring first." not in text
    assert w.TAKEN_BACK in " ".join(text.split())


def test_a_quote_that_waits_is_not_shown_before_its_speaker_says_yes(month: Month) -> None:
    from service.digests.offering import Asked, ask

    digest = month.funder_draft()
    decision = month.view(digest).content.changed_minds[0].decision  # type: ignore[union-attr]
    ask(month.system, digest, Asked(decision, month.said[0], "Now I ring first."), month.request)
    month.agree(digest)
    text = as_text(document_of(month.view(digest, month.partner())))
    assert w.A_QUOTE_WAITS in " ".join(text.split())
    assert "ring first" not in text.replace(w.A_QUOTE_WAITS, "")


def test_a_place_that_waits_is_not_told_of_in_any_part(month: Month) -> None:
    other = join(month.system, "Holt")
    month.system.runner.catch_up()
    digest = month.funder_draft(other.id)
    month.system.digests.wait(digest, month.town.id, month.request)
    text = " ".join(as_text(document_of(month.view(digest))).split())
    assert "Nothing from Eastmoor this month." in text
    for told in ("does not want help", "Something got in the way", "Give it time", "close a case"):
        assert told not in text


def test_a_places_own_digest_tells_what_people_saw_and_what_changed(month: Month) -> None:
    month.quote(Audience.PLACE)
    text = as_text(document_of(month.view(month.send(month.place_draft()))))
    plain = " ".join(text.split())
    for part in ("People open up", "Now I ring first.", w.YOU_SAID_ROW, w.DIFFERS, w.NAMES):
        assert part in plain


def test_it_is_two_sides_of_paper(month: Month) -> None:
    month.quote()
    pdf = pdf_of(document_of(month.view(month.send(month.funder_draft()))))
    assert pdf.count(b"/Type/Page\n") + pdf.count(b"/Type /Page\n") in (0, 1, 2)


def test_what_came_of_last_months_answer_is_asked(month: Month) -> None:
    from dataclasses import replace

    from service.application.rhythm_commands import RespondToDigest

    digest = month.send(month.funder_draft())
    said = RespondToDigest(what_we_heard="Trust.", what_we_will_do="Ask our board.")
    by_funder = replace(month.request, actor=month.funder())
    month.system.digests.respond(digest, said, by_funder)
    month.system.runner.catch_up()
    july = FIRST + timedelta(days=35)
    content = draft_funder(month.system, month.programme, (month.town.id,), july)
    about = DraftAbout(month.programme, (month.town.id,), july, july)
    second = save_draft(month.system, content, about, month.request).id
    text = " ".join(as_text(document_of(month.view(second, LEARNING_PARTNER))).split())
    assert f"{w.LAST_MONTH} " in text
    assert "Ask our board." in text
