"""Signed links: good for one purpose, until a moment, and for nobody who changes a letter."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from service.bootstrap import System
from service.links import LinkExpired, LinkInvalid, Links

NOW = datetime(2026, 6, 1, 10, tzinfo=UTC)
LATER = NOW + timedelta(days=14)
LINKS = Links(bytes(range(32)))
SAID = {"prompt": "0195f1a2-0000-7000-8000-000000000001"}
TOKEN = LINKS.sign("answer", SAID, LATER)
URL_SAFE = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."


def test_what_was_signed_is_read_again() -> None:
    assert LINKS.read("answer", TOKEN, NOW) == SAID
    assert Links(bytes(range(32))).read("answer", TOKEN, NOW) == SAID


@given(st.dictionaries(st.text(max_size=20), st.text(max_size=100), max_size=3))
def test_whatever_is_signed_is_read_again_and_fits_into_an_address(said: dict[str, str]) -> None:
    token = LINKS.sign("answer", said, LATER)
    assert set(token) <= set(URL_SAFE)
    assert LINKS.read("answer", token, NOW) == said


def test_it_is_good_until_its_moment_and_not_after() -> None:
    assert LINKS.read("answer", TOKEN, LATER - timedelta(seconds=1)) == SAID
    for moment in (LATER, LATER + timedelta(days=400)):
        with pytest.raises(LinkExpired):
            LINKS.read("answer", TOKEN, moment)


@given(st.text(max_size=20))
@example("answe")
@example("answer ")
@example("Answer")
@example("answersigner")
@example("")
def test_it_is_worth_nothing_for_another_purpose(purpose: str) -> None:
    assume(purpose != "answer")
    with pytest.raises(LinkInvalid):
        LINKS.read(purpose, TOKEN, NOW)


def test_it_is_worth_nothing_under_another_master_key() -> None:
    with pytest.raises(LinkInvalid):
        Links(bytes(32)).read("answer", TOKEN, NOW)


@given(st.integers(0, len(TOKEN) - 1), st.sampled_from(URL_SAFE))
def test_one_changed_letter_spoils_it(where: int, letter: str) -> None:
    assume(TOKEN[where] != letter)
    with pytest.raises(LinkInvalid):
        LINKS.read("answer", TOKEN[:where] + letter + TOKEN[where + 1 :], NOW)


@given(st.one_of(st.text(), st.text(alphabet=URL_SAFE, max_size=300)))
@example("")
@example(".")
@example("a" * 100_000)
@example("é.\x00")
@example("\ud800.x")
def test_rubbish_is_no_link(token: str) -> None:
    for made in (token, f"{TOKEN}{token}", f"{token}{TOKEN}"):
        assume(made != TOKEN)
        with pytest.raises(LinkInvalid):
            LINKS.read("answer", made, NOW)


def test_a_later_end_cannot_be_written_in() -> None:
    signature = TOKEN.rsplit(".", 1)[1]
    forged = Links(bytes(32)).sign("answer", SAID, LATER + timedelta(days=400)).rsplit(".", 1)[0]
    with pytest.raises(LinkInvalid):
        LINKS.read("answer", f"{forged}.{signature}", NOW)


def test_a_link_holds_short_strings_only() -> None:
    with pytest.raises(ValueError, match="short strings"):
        LINKS.sign("answer", {"words": "x" * 101}, LATER)


def test_the_key_is_not_the_master_key() -> None:
    from itsdangerous import URLSafeSerializer

    known = URLSafeSerializer(bytes(range(32)), salt=b"doubleloop:answer")
    with pytest.raises(LinkInvalid):
        LINKS.read("answer", str(known.dumps([SAID, int(LATER.timestamp())])), NOW)


def test_every_process_of_a_system_reads_the_links_of_the_others(system: System) -> None:
    token = system.links.sign("answer", SAID, LATER)
    assert Links(system.keys.master).read("answer", token, NOW) == SAID
