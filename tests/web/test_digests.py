"""The pages of digests: read by those they are for, put better by those who write them, agreed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from service.application.rhythm_commands import RemarkOnDigest
from service.digests.content import FunderContent
from service.domain.suppression import Reason
from service.domain.vocabulary import RemarkKind
from service.policy import Actor
from service.projections.runner import running
from service.server import create_app
from service.web import digest_words as dw
from tests.support.digests import AFTER, Month, month_in
from tests.support.town import Town, join
from tests.web.reading import Node, read


@pytest.fixture
def month(place: Town) -> Month:
    """A place that learned something in June."""
    return month_in(place)


class Visitor:
    """Somebody's browser."""

    def __init__(self, month: Month, actor: Actor) -> None:
        app = create_app(month.system, visitor=actor, clock=lambda: AFTER)
        address = month.system.settings.address
        self._month = month
        self._client = TestClient(app, base_url=address, headers={"origin": address})

    def open(self, address: str, status: int = 200) -> Node:
        """A page."""
        self._month.system.runner.catch_up()
        answer = self._client.get(address)
        assert answer.status_code == status, answer.text
        return read(answer.text)

    def text(self, address: str) -> str:
        """A page as it was sent."""
        return self._client.get(address).text

    def send(self, address: str, **typed: str) -> Response:
        """A form that is sent; what follows is seen at once."""
        answer = self._client.post(address, data=typed, follow_redirects=False)
        self._month.system.runner.catch_up()
        return answer


def form_of(page: Node, ending: str) -> dict[str, str]:
    """What stands in the form that leads to this address."""
    form = next(one for one in page.all("form") if one["action"].endswith(ending))
    fields = [one for one in form.all() if one.tag in ("input", "textarea")]
    return {
        one["name"]: one.text if one.tag == "textarea" else one["value"]
        for one in fields
        if one["type"] not in ("radio", "checkbox")
    }


@pytest.fixture(autouse=True)
def followed(month: Month) -> Iterator[None]:
    """Somebody follows the log, as where it is served: what was sent is soon seen."""
    with running(month.system.runner):
        yield


@pytest.fixture
def coordinator(month: Month) -> Visitor:
    """Who looks after the place."""
    return Visitor(month, month.coordinator)


def test_every_sentence_can_be_put_better_and_parts_taken_out(
    month: Month, coordinator: Visitor
) -> None:
    digest = month.funder_draft()
    typed = form_of(coordinator.open(f"/digests/{digest}/draft"), "/draft")
    better = {
        "in_one_paragraph": "We learned to ring.",
        "changed_minds-0-take-out": "yes",
        "we_would_like": "Time.\n\nPatience.",
        "tension": "Speed and trust.",
    }
    assert coordinator.send(f"/digests/{digest}/draft", **(typed | better)).status_code == 303
    content = month.view(digest).content
    assert isinstance(content, FunderContent)
    assert content.in_one_paragraph == "We learned to ring."
    assert content.changed_minds == ()
    assert content.we_would_like == ("Time.", "Patience.")
    assert "Speed and trust." in coordinator.open(f"/digests/{digest}").one("article").text


def test_what_is_missing_is_said_beside_it_and_nothing_that_was_typed_is_lost(
    month: Month, coordinator: Visitor
) -> None:
    digest = month.funder_draft()
    typed = form_of(coordinator.open(f"/digests/{digest}/draft"), "/draft")
    answer = coordinator.send(
        f"/digests/{digest}/draft", **(typed | {"title": " ", "tension": "Kept words."})
    )
    assert answer.status_code == 422
    page = read(answer.text)
    assert [link["href"] for link in page.one("section", "errors").all("a")] == ["#f-title"]
    assert "Kept words." in page.text


def test_nobody_writes_over_what_they_have_not_read(month: Month, coordinator: Visitor) -> None:
    digest = month.funder_draft()
    typed = form_of(coordinator.open(f"/digests/{digest}/draft"), "/draft")
    coordinator.send(f"/digests/{digest}/draft", **(typed | {"tension": "Theirs."}))
    answer = coordinator.send(f"/digests/{digest}/draft", **(typed | {"tension": "Mine."}))
    assert answer.status_code == 409
    assert "Mine." in read(answer.text).text
    content = month.view(digest).content
    assert isinstance(content, FunderContent)
    assert content.tension == "Theirs."


def test_a_place_agrees_only_to_what_it_read(month: Month, coordinator: Visitor) -> None:
    digest = month.funder_draft()
    page = coordinator.open(f"/digests/{digest}/draft")
    agree, typed = form_of(page, "/agree"), form_of(page, "/draft")
    coordinator.send(f"/digests/{digest}/draft", **(typed | {"tension": "Theirs."}))
    answer = coordinator.send(f"/digests/{digest}/agree", **(agree | {"says": "agreed"}))
    assert answer.status_code == 409
    assert "Read it again." in read(answer.text).text
    assert month.view(digest).signed_off == ()
    again = form_of(coordinator.open(f"/digests/{digest}/draft"), "/agree")
    coordinator.send(f"/digests/{digest}/agree", **(again | {"says": "agreed"}))
    assert month.view(digest).signed_off == (month.town.id,)
    coordinator.send(f"/digests/{digest}/agree", **(again | {"says": "waits"}))
    assert month.view(digest).waiting == (month.town.id,)


def test_numbers_that_will_be_left_out_are_explained(month: Month, coordinator: Visitor) -> None:
    month.send(month.place_draft())
    month.town.welcome("zed")
    month.town.record("One more.", by="zed")
    text = coordinator.open(f"/digests/{month.funder_draft()}/draft").one("main").text
    assert dw.EVERYBODY in text
    assert dw.WHY[Reason.SAID_OTHERWISE] in text


def test_exact_words_are_asked_for_and_others_are_refused(
    month: Month, coordinator: Visitor
) -> None:
    digest = month.funder_draft()
    page = coordinator.open(f"/digests/{digest}/draft")
    form = form_of(page, "/quote") | {"reflection": str(month.said[1])}
    wrong = coordinator.send(f"/digests/{digest}/quote", **(form | {"words": "I never said so."}))
    assert wrong.status_code == 422
    assert "I never said so." in read(wrong.text).text
    right = form | {"words": "Now I ring first."}
    assert coordinator.send(f"/digests/{digest}/quote", **right).status_code == 303
    assert dw.QUOTE_WAITS in coordinator.open(f"/digests/{digest}/draft").text


def test_it_can_be_left_out_and_then_shows_no_form(month: Month, coordinator: Visitor) -> None:
    digest = month.funder_draft()
    coordinator.send(f"/digests/{digest}/leave-out")
    coordinator.open(f"/digests/{digest}/draft", 404)
    assert dw.STATE["left_out"] in coordinator.open(f"/places/{month.town.id}/digests").text


def test_partners_read_what_the_funder_will_read_and_change_nothing(month: Month) -> None:
    partner = Visitor(month, month.partner())
    funder, own = month.funder_draft(), month.place_draft()
    month.agree(funder)
    assert dw.FUNDER_DRAFT_NOTE in partner.open(f"/digests/{funder}").text
    partner.open(f"/digests/{funder}/draft", 404)
    partner.open(f"/digests/{own}", 404)
    month.send(own)
    assert dw.WHO_SAW_IT in partner.open(f"/digests/{own}").text


def test_partners_read_a_draft_for_the_funder_once_every_place_in_it_agreed(month: Month) -> None:
    other = join(month.system, "Holt")
    partner, digest = Visitor(month, month.partner()), month.funder_draft(other.id)
    listed = f"/places/{month.town.id}/digests"
    for place in (month.town.id, other.id):
        partner.open(f"/digests/{digest}", 404)
        assert str(digest) not in partner.text(listed)
        month.agree(digest, place)
    partner.open(f"/digests/{digest}")
    assert str(digest) in partner.text(listed)
    month.system.digests.set_aside(digest, month.request)
    partner.open(f"/digests/{digest}", 404)


def test_what_is_of_a_place_that_waits_survives_an_edit(month: Month, coordinator: Visitor) -> None:
    other = join(month.system, "Holt")
    digest = month.funder_draft(other.id)
    before = month.view(digest).content
    month.system.digests.wait(digest, month.town.id, month.request)
    page = coordinator.open(f"/digests/{digest}/draft")
    typed = form_of(page, "/draft")
    assert not {"changed_minds-0-believed", "tension"} & typed.keys()
    sent = coordinator.send(f"/digests/{digest}/draft", **(typed | {"we_would_like": "Time."}))
    assert sent.status_code == 303
    month.agree(digest)
    after = month.view(digest).content
    assert isinstance(before, FunderContent)
    assert before.changed_minds
    assert before.tension
    assert after == before.model_copy(update={"we_would_like": ("Time.",)})


def test_a_paragraph_written_while_a_place_waits_stays_as_it_was_written(
    month: Month, coordinator: Visitor
) -> None:
    digest = month.funder_draft(join(month.system, "Holt").id)
    month.system.digests.wait(digest, month.town.id, month.request)
    typed = form_of(coordinator.open(f"/digests/{digest}/draft"), "/draft")
    better = typed | {"in_one_paragraph": "We learned to ring."}
    coordinator.send(f"/digests/{digest}/draft", **better)
    content = month.view(digest).content
    assert isinstance(content, FunderContent)
    assert content.in_one_paragraph == "We learned to ring."


def test_what_the_funder_answers_is_passed_on_by_the_place(
    month: Month, coordinator: Visitor
) -> None:
    digest = month.send(month.funder_draft())
    funder, partner = Visitor(month, month.funder()), Visitor(month, month.partner())
    said = {"what_we_heard": "It is about trust.", "what_we_will_do": "Ask our board."}
    assert funder.send(f"/digests/{digest}/answer", **said).status_code == 303
    assert "It is about trust." in funder.open(f"/digests/{digest}").text
    assert "It is about trust." not in partner.open(f"/digests/{digest}").text
    assert dw.SHARE_IT in coordinator.open(f"/digests/{digest}").text
    coordinator.send(f"/digests/{digest}/share-answer")
    assert "It is about trust." in partner.open(f"/digests/{digest}").text


def test_coordinators_see_where_it_has_gone_and_others_do_not(
    month: Month, coordinator: Visitor
) -> None:
    digest = month.send(month.funder_draft())
    assert dw.WHERE_IT_WENT in coordinator.open(f"/digests/{digest}").text
    for actor in (month.partner(), month.funder()):
        assert dw.WHERE_IT_WENT not in Visitor(month, actor).open(f"/digests/{digest}").text


def test_what_people_say_about_it_reaches_those_who_put_it_together(
    month: Month, coordinator: Visitor
) -> None:
    digest, partner = month.send(month.place_draft()), month.partner()
    remark = RemarkOnDigest(kind=RemarkKind.NOT_RIGHT, words="It was Tuesday.")
    by_them = replace(month.request, actor=partner)
    month.system.digests.remark(digest, remark, by_them)
    assert "It was Tuesday." in coordinator.open(f"/digests/{digest}").text
    assert "It was Tuesday." not in Visitor(month, partner).open(f"/digests/{digest}").text
    month.system.people.erase_person(partner.person_id, by_them)
    assert "It was Tuesday." not in coordinator.open(f"/digests/{digest}").text


def test_the_pdf_is_one(month: Month) -> None:
    digest = month.send(month.funder_draft())
    app = create_app(month.system, visitor=month.funder(), clock=lambda: AFTER)
    with TestClient(app, base_url=month.system.settings.address) as client:
        answer = client.get(f"/digests/{digest}/digest.pdf")
    assert answer.content.startswith(b"%PDF-")
    assert (
        'filename="eastmoor-what-we-learned-in-june-2026.pdf"'
        in (answer.headers["content-disposition"])
    )


@pytest.mark.parametrize("address", ["/digests/rubbish", "/digests/rubbish/draft"])
def test_an_address_that_cannot_be_is_told_to_people_and_not_to_programs(
    coordinator: Visitor, address: str
) -> None:
    answer = coordinator._client.get(address)
    assert answer.status_code == 422
    assert "cannot be used as it is." in answer.text
    assert "`errors`" not in answer.text
