"""Keys: what is sealed opens only where it belongs, with the right key, while that key exists."""

from __future__ import annotations

import base64
import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from pydantic import SecretStr

from service.bootstrap import System, open_system
from service.domain.errors import Misconfigured
from service.domain.sealed import ERASED
from service.masterkey import master_key, new_master_key
from service.sealing import NONCE_BYTES, Sealer, opened
from service.settings import Settings
from tests.support.asking import LEARNING_PARTNER
from tests.support.postgres import OTHER_MASTER_KEY, settings_for
from tests.support.tables import count
from tests.support.town import Town

ONE, OTHER = uuid4(), uuid4()
KEY = bytes(range(32))


def test_what_is_sealed_opens_again() -> None:
    sealer = Sealer(ONE, KEY)
    assert sealer.open("noticed", sealer.seal("noticed", "Café ☕")) == "Café ☕"
    assert sealer.seal_if("noticed", None) is None


def test_the_same_words_never_look_the_same() -> None:
    sealer = Sealer(ONE, KEY)
    assert sealer.seal("noticed", "words") != sealer.seal("noticed", "words")


def test_a_sealed_value_that_moved_to_another_field_does_not_open() -> None:
    sealer = Sealer(ONE, KEY)
    assert sealer.open("meaning", sealer.seal("noticed", "words")) == ERASED


def test_a_sealed_value_that_moved_to_another_aggregate_does_not_open() -> None:
    moved = Sealer(ONE, KEY).seal("noticed", "words")
    assert Sealer(OTHER, KEY).open("noticed", moved) == ERASED


def test_a_wrapped_key_that_moved_to_another_child_does_not_open() -> None:
    root = Sealer(ONE, KEY)
    wrapped = root.wrap_key(OTHER, KEY)
    assert root.unwrap_key(OTHER, wrapped) == KEY
    assert root.unwrap_key(ONE, wrapped) is None


def test_words_that_were_tampered_with_do_not_open() -> None:
    sealer = Sealer(ONE, KEY)
    box = sealer.seal("noticed", "words").box
    assert sealer.open("noticed", box[:-1] + bytes([box[-1] ^ 1])) == ERASED


def test_no_words_are_not_erased_words() -> None:
    assert opened({}, ONE, "noticed", None) is None
    assert opened({}, ONE, "noticed", b"x" * 30) == ERASED


def test_sealed_values_swapped_in_the_read_models_do_not_open(place: Town, person: UUID) -> None:
    first, second = place.record("First."), place.record("Second.")
    place.system.runner.catch_up()
    with place.system.database.dedicated() as connection:
        connection.execute(
            "UPDATE read_models.entries SET words = "
            "(SELECT words FROM read_models.entries WHERE id = %s) WHERE id = %s",
            (first, second),
        )
    assert place.texts() == ["First.", ERASED]


@pytest.fixture
def wrong(place: Town, settings: Settings) -> Iterator[System]:
    """The same database, opened with another master key."""
    place.welcome("sam", name="Sam")
    place.record("Words.", meaning="More words.", role="Officer", behaviours=["POW-1"])
    place.start_trial("One front door")
    place.system.runner.catch_up()
    assert settings.database_url is not None
    url = settings.database_url.get_secret_value()
    with open_system(settings_for(url, OTHER_MASTER_KEY)) as opened_wrongly:
        yield opened_wrongly


def test_with_the_wrong_master_key_words_read_as_erased(wrong: System, place: Town) -> None:
    view = Town(wrong, place.id, place.name).timeline()
    reflection, trial = view.entries
    assert (reflection.text, reflection.meaning, reflection.role) == (ERASED, ERASED, ERASED)
    assert (trial.title, view.place.name, view.trials[0].name) == (ERASED, ERASED, ERASED)


def test_with_the_wrong_master_key_no_question_fails(wrong: System, place: Town) -> None:
    reading, id = wrong.reading, place.id
    assert [p.name for p in reading.people(LEARNING_PARTNER, id)] == [ERASED]
    assert [p.trial.expected for p in reading.prototypes(LEARNING_PARTNER, id)] == [ERASED]
    assert [p.name for p in reading.places(LEARNING_PARTNER)] == [ERASED]
    first = reading.first_words(LEARNING_PARTNER, id)
    assert {words.first.text for words in first if words.first} == {ERASED}
    assert reading.nothing_fitted(LEARNING_PARTNER, id) == []


def test_with_the_wrong_master_key_nothing_is_written_over(wrong: System, place: Town) -> None:
    with pytest.raises(Misconfigured, match="master key"):
        Town(wrong, place.id, place.name).start_trial("Another")
    assert count(wrong, "log.doubleloop_events WHERE topic = 'prototype.started'") == 1


def test_the_vault_finds_somebody_only_with_the_master_key(wrong: System, place: Town) -> None:
    name = (f"place:{place.id}", "sam")
    assert place.system.keys.find_person(*name) is not None
    assert wrong.keys.find_person(*name) is None


def test_people_met_together_are_told_apart_and_kept(system: System) -> None:
    met = system.keys.people_for("slack", ["U1", "U2", "U1"])
    assert set(met) == {"U1", "U2"}
    assert len(set(met.values())) == 2
    assert system.keys.people_for("slack", ["U2"]) == {"U2": met["U2"]}
    assert system.keys.find_person("web", "U1") is None
    assert system.keys.forget_identities(met["U1"]) == 1
    assert system.keys.person_for("slack", "U1") != met["U1"]


def test_a_master_key_comes_from_a_setting_or_a_file(tmp_path: Path) -> None:
    text = new_master_key()
    file = tmp_path / "key"
    file.write_text(text + "\n")
    expected = base64.b64decode(text)
    assert len(expected) == 32
    assert master_key(Settings(master_key=SecretStr(text))) == expected
    assert master_key(Settings(master_key_file=file)) == expected


@pytest.mark.parametrize("text", ["", "not base64!", base64.b64encode(bytes(16)).decode()])
def test_a_master_key_that_is_none_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "key"
    file.write_text(text)
    with pytest.raises(Misconfigured):
        master_key(Settings(master_key=SecretStr(text)))
    with pytest.raises(Misconfigured):
        master_key(Settings(master_key_file=file))
    with pytest.raises(Misconfigured):
        master_key(Settings(master_key_file=tmp_path / "missing"))


def test_with_a_database_of_ones_own_a_master_key_has_to_be_given() -> None:
    with pytest.raises(Misconfigured, match="Keep a copy"):
        master_key(Settings(database_url=SecretStr("postgresql://localhost/x")))


def test_the_embedded_database_gets_one_key_that_only_its_owner_reads(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    with ThreadPoolExecutor(8) as threads:
        keys = set(threads.map(lambda _: master_key(settings), range(8)))
    assert keys == {master_key(settings)}
    assert stat.S_IMODE((tmp_path / "master.key").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["master.key"]


def test_no_nonce_is_used_twice_under_a_key(place: Town, person: UUID) -> None:
    key = place.system.keys.new_child(uuid4(), person)
    boxes = [key.sealer.seal("noticed", "The same words.").box for _ in range(50)]
    assert len({box[:NONCE_BYTES] for box in boxes}) == 50
    with ThreadPoolExecutor(4) as pool:
        new = place.system.keys.new_child(uuid4(), person).sealer
        together = list(pool.map(lambda _: new.seal("noticed", "Again.").box, range(200)))
    assert len({box[:NONCE_BYTES] for box in together}) == 200
