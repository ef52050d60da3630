"""Files for other programs: all that a role may see of a place, and nothing else of it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID
from zipfile import ZipFile, is_zipfile

import pytest
from pyrefiqda.refiproject import RefiProject  # type: ignore[import-untyped]

from service.application.commands import (
    AdoptPhrase,
    HoldReflection,
    WithdrawReflection,
    WriteMemo,
)
from service.bootstrap import System
from service.demo import PLACE
from service.domain.errors import NotAllowed, NotFound
from service.domain.frameworks import default_frameworks
from service.domain.vocabulary import ActorRole, CareCategory, Scope
from service.exchange.formats import Format, file_of
from service.exchange.importing import Importer
from service.exchange.qda_files import EmptyCodebook
from service.policy import Actor
from tests.exchange.test_qda import Opened, valid
from tests.support.asking import BY_LEARNING_PARTNER, BY_OPERATOR, LEARNING_PARTNER, NOW, actor
from tests.support.demo_place import demo_place
from tests.support.learning import Learning, learning_in
from tests.support.postgres import Postgres
from tests.support.tables import count
from tests.support.town import Town

LATER = datetime(2026, 11, 2, 9, tzinfo=UTC)
NAMES = ("Ann Example", "Priya Told")


@pytest.fixture
def demo(postgres: Postgres) -> Iterator[System]:
    """The demo place, with everything in it that the log can hold."""
    with demo_place(postgres) as found:
        yield found


@pytest.fixture
def learning(place: Town) -> Learning:
    """A place with a decision that changed a belief, words for two, a memo, and a phrase."""
    learning = learning_in(place)
    place.welcome("pat", name=NAMES[0], role="Bus driver", organisation="Example Buses")
    said = place.record("Only for Priya.", by="pat", scope=Scope.AUTHOR_AND_LP)
    memo = WriteMemo(text="Ask Pat about the buses.")
    place.system.tagging.write_memo(place.id, str(said), memo, BY_LEARNING_PARTNER)
    place.record("The 14 stops at noon.", by="pat", external_id="R/pat", meaning="No way home.")
    place.tag(learning.reflections["ann"], "POW-1", reason="They were not asked.")
    phrase = AdoptPhrase(place=place.name, phrase="Getting heard", codes=["POW-1", "POW-2"])
    place.system.places.adopt_phrase(phrase, BY_LEARNING_PARTNER)
    learning.change_a_belief_and_act()
    place.system.runner.catch_up()
    return learning


def partner(place: Town, contributor: str = "ann") -> Actor:
    """Somebody of this place."""
    person = place.system.keys.find_person(f"place:{place.id}", contributor)
    assert person is not None
    return place.member(person)


def written(system: System, reader: Actor, place: str | UUID, format: Format) -> dict[str, bytes]:
    """What a file holds: of a zip each file in it."""
    content = file_of(system, reader, place, format, LATER)
    if not is_zipfile(io.BytesIO(content)):
        return {f"it.{format.ending}": content}
    with ZipFile(io.BytesIO(content)) as file:
        return {name: file.read(name) for name in file.namelist()}


def all_of_it(system: System, reader: Actor, place: str | UUID) -> bytes:
    """Every byte of every file that somebody may take away."""
    formats = [*Format] if system.reading.place(reader, place).phrases else [*Format][:1]
    parts = (written(system, reader, place, one) for one in {*formats, Format.CSV, Format.JSONL})
    return b"\n".join(name.encode() + text for part in parts for name, text in part.items())


def tables(system: System, reader: Actor, place: str | UUID) -> dict[str, list[dict[str, str]]]:
    """The rows of each table."""
    return {
        name.removesuffix(".csv"): [*csv.DictReader(io.StringIO(text.decode("utf-8-sig")))]
        for name, text in written(system, reader, place, Format.CSV).items()
    }


def test_a_learning_partner_takes_all_of_a_place_and_another_reader_finds_it(
    demo: System, tmp_path: Path
) -> None:
    content = file_of(demo, LEARNING_PARTNER, PLACE, Format.QDPX, LATER)
    assert file_of(demo, LEARNING_PARTNER, PLACE, Format.QDPX, LATER) == content
    Opened(content).check()
    (tmp_path / "it.qdpx").write_bytes(content)
    read = RefiProject.load(tmp_path / "it.qdpx", extract_dir=str(tmp_path / "opened"))

    here = "read_models.entries AS e WHERE e.kind = 'reflection' AND e.state = 'available'"
    on_these = f"reflection_id IN (SELECT id FROM {here})"
    sources = read.sources.text_source
    assert len(sources) == count(demo, here)
    assert len({source.name for source in sources}) == len(sources)
    assert not any("/" in source.name for source in sources)
    codings = [
        (coding.creating_user, coding.code_ref.target_guid, it.description)
        for source in sources
        for it in source.plain_text_selection
        for coding in it.coding
    ]
    assert len(codings) == count(demo, f"read_models.tags WHERE {on_these}")
    memos = count(demo, f"read_models.remarks WHERE kind = 'memo' AND {on_these}")
    taggers = "SELECT DISTINCT tagger FROM read_models.tags"
    writers = "SELECT DISTINCT by_person FROM read_models.remarks"
    users = f"({taggers} WHERE {on_these} UNION {writers} WHERE kind = 'memo') AS u"
    assert len(read.users.user) == count(demo, users)
    assert len(read.cases.case) == count(demo, f"(SELECT DISTINCT author FROM {here}) AS a")
    kept = "read_models.entries WHERE kind IN ('insight', 'belief_stated', 'decision')"
    assert len(read.notes.note) == memos + count(demo, kept)
    assert memos > 10
    assert {"lp-1", "lp-2"} <= {user.name for user in read.users.user}
    assert {"p-01", "p-02"} <= {case.name for case in read.cases.case}
    assert {name for name, *_ in (said.split(".") for *_, said in codings)} >= {
        "present",
        "absent",
    }
    assert {link.name for link in read.links.link} == {"rests on", "does not fit"}
    assert sum(len(case.source_ref) for case in read.cases.case) == len(sources)


def test_the_codebook_says_whose_words_they_are(demo: System) -> None:
    content = file_of(demo, LEARNING_PARTNER, PLACE, Format.QDC, LATER)
    valid(content, "Codebook.xsd")
    text = content.decode()
    frameworks = default_frameworks()
    for framework in (frameworks.behaviours, frameworks.building_blocks):
        assert framework.attribution in text
        for item in framework.items:
            assert f'name="{item.wording}"'.replace("&", "&amp;") in text
            assert f"{item.code} of {framework.reference}." in text
    assert "In the place's own words: Who gets to say yes." in text
    for name in ("Perspective", "Power", "Participation", "Building blocks"):
        assert f'name="{name}" isCodable="false"' in text


def test_nobodys_name_leaves_the_place(demo: System) -> None:
    people = demo.reading.people(LEARNING_PARTNER, PLACE)
    member = Actor(people[4].id, ActorRole.PARTNER, frozenset([demo.desk.place(PLACE).id]))
    names = [person.name for person in people if person.name]
    for reader in (LEARNING_PARTNER, member):
        kept = all_of_it(demo, reader, PLACE).decode()
        assert len(names) > 20
        assert [name for name in names if name in kept] == []
    assert "Organisation" not in written(demo, member, PLACE, Format.QDPX)["project.qde"].decode()


def test_a_partner_takes_what_a_partner_sees(learning: Learning) -> None:
    town, system = learning.town, learning.system
    kept = all_of_it(system, partner(town), town.id).decode()
    for said in ("Only for Priya.", "Ask Pat about the buses.", *NAMES, "Example Buses"):
        assert said not in kept
    assert "The 14 stops at noon." in kept
    assert "memos" not in tables(system, partner(town), town.id)
    opened = Opened(file_of(system, partner(town), town.id, Format.QDPX, LATER))
    opened.check()
    assert [code.attrib["name"] for code in opened.all("Code")] == ["Getting heard"]
    assert len(opened.all("Coding")) == 1
    assert opened.all("User") == []
    assert "pat" not in [
        row["contributor"] for row in tables(system, partner(town), town.id)["reflections"]
    ]


def test_i13_no_framework_word_leaves_a_place_that_uses_its_own(learning: Learning) -> None:
    town, frameworks = learning.town, default_frameworks()
    kept = all_of_it(learning.system, partner(town), town.id).decode()
    for framework in (frameworks.behaviours, frameworks.building_blocks):
        assert framework.reference not in kept
        assert framework.name not in kept
        for item in framework.items:
            assert item.wording not in kept
    for code in frameworks.behaviours.codes:
        assert code not in kept
    hidden = {"behaviours", "building_blocks", "building_block", "code", "framework", "starter"}
    for rows in tables(learning.system, partner(town), town.id).values():
        assert not hidden & {column for row in rows for column in row}


def test_partners_are_not_told_which_words_are_by_the_same_person(learning: Learning) -> None:
    town = learning.town
    mine = partner(town)
    opened = Opened(file_of(learning.system, mine, town.id, Format.QDPX, LATER))
    cases = {
        case.attrib["name"]: [
            ref.attrib["targetGUID"] for ref in case if ref.tag.endswith("SourceRef")
        ]
        for case in opened.all("Case")
    }
    assert sorted(cases) == ["Person 1", "Person 2", "Person 3", "Person 4"]
    told = [sources for sources in cases.values() if sources]
    assert told == [[str(learning.reflections["ann"])]]
    perspectives = [
        value.text for case in opened.all("Case") for value in case.iter() if value.text
    ]
    assert perspectives.count("citizen_community") == 1
    whole = Opened(file_of(learning.system, LEARNING_PARTNER, town.id, Format.QDPX, LATER))
    called = {case.attrib["name"]: case for case in whole.all("Case")}
    assert set(called) == {"ann", "bo", "cy", "pat"}
    assert "Example Buses" in [value.text for value in called["pat"].iter()]


def test_what_was_taken_back_put_aside_or_erased_is_in_no_file(learning: Learning) -> None:
    town, system = learning.town, learning.system
    ids = {
        kind: town.record(f"canary-{kind}", by="pat", meaning=f"canary-of-{kind}")
        for kind in ("withdrawn", "held")
    }
    erased = town.record("canary-erased", by="cy", external_id="canary-row", role="canary-role")
    town.tag(erased, "POW-1", reason="canary-reason")
    memo = WriteMemo(text="canary-memo")
    for id in (erased, *ids.values()):
        system.tagging.write_memo(town.id, str(id), memo, BY_LEARNING_PARTNER)
    system.runner.catch_up()
    assert b"canary-erased" in all_of_it(system, LEARNING_PARTNER, town.id)
    by_pat = town.asks(partner(town, "pat").person_id)
    system.capture.withdraw_reflection(town.id, str(ids["withdrawn"]), WithdrawReflection(), by_pat)
    hold = HoldReflection(category=CareCategory.DISTRESS)
    system.capture.hold_reflection(town.id, str(ids["held"]), hold, BY_LEARNING_PARTNER)
    system.runner.catch_up()
    system.people.erase_person(partner(town, "cy").person_id, BY_OPERATOR)
    for _ in ("before the read models follow", "after"):
        for reader in (LEARNING_PARTNER, partner(town)):
            kept = all_of_it(system, reader, town.id)
            assert b"canary" not in kept
            assert b"What cy noticed." not in kept
            assert b"What bo noticed." in kept
        system.runner.catch_up()


def test_a_phrase_is_needed_for_a_codebook_of_a_place_with_words_of_its_own(place: Town) -> None:
    place.welcome("ann")
    place.system.runner.catch_up()
    with pytest.raises(EmptyCodebook):
        file_of(place.system, partner(place), place.id, Format.QDC, LATER)


@pytest.mark.parametrize("role", [ActorRole.FUNDER, ActorRole.OPERATOR])
@pytest.mark.parametrize("format", Format)
def test_i12_who_reads_no_words_takes_no_file(place: Town, role: ActorRole, format: Format) -> None:
    place.welcome("ann")
    place.system.runner.catch_up()
    with pytest.raises((NotFound, NotAllowed)):
        file_of(place.system, actor(role, [place.id]), place.id, format, LATER)


def test_no_cell_of_any_table_starts_a_formula(learning: Learning) -> None:
    town = learning.town
    for start in (*"=+-@", "\uff1d"):
        said = f"{start}HYPERLINK(1)"
        town.record(said, by="ann", meaning=said, role=said, external_id=said)
    learning.state("A2", statement="=1+1", we_would_doubt_if="-1", occurred_on=date(2026, 5, 30))
    learning.decide("=D2", title="+D2", chosen="@D", why="-D", rests_on=["A2"])
    learning.system.runner.catch_up()
    files = written(learning.system, LEARNING_PARTNER, town.id, Format.CSV)
    for text in files.values():
        assert text.startswith(b"\xef\xbb\xbf")
        rows = list(csv.reader(io.StringIO(text.decode("utf-8-sig"), newline="")))
        assert all(len(row) == len(rows[0]) for row in rows)
        cells = [cell for row in rows for cell in row if cell]
        assert [cell for cell in cells if cell[0] in "=+-@\t\r\n\0\uff1d"] == []
    assert b"'=1+1" in files["beliefs.csv"]


def test_json_lines_are_the_tables_and_no_export_to_bring_back(
    learning: Learning, tmp_path: Path
) -> None:
    town, system = learning.town, learning.system
    (content,) = written(system, LEARNING_PARTNER, town.id, Format.JSONL).values()
    lines = [json.loads(line) for line in content.splitlines()]
    rows = {name: len(found) for name, found in tables(system, LEARNING_PARTNER, town.id).items()}
    sheets = [line["sheet"] for line in lines]
    assert {name: sheets.count(name) for name in rows} == rows
    (tmp_path / "it.jsonl").write_bytes(content)
    result = Importer(system, lambda: NOW).import_file(tmp_path / "it.jsonl")
    assert result.recorded == 0
    assert len(result.refused) == len(lines)


def test_the_tables_tell_the_story(learning: Learning) -> None:
    found = tables(learning.system, LEARNING_PARTNER, learning.town.id)
    (decision,) = found["decisions"]
    assert decision["evidenced"] == "double_enacted"
    assert decision["decided_by"] == "ann (statutory); The board"
    assert decision["words_behind"] == "R-ann; R-bo; R-cy"
    assert [row["what"] for row in found["belief_history"]] == [
        "stated",
        "challenged",
        "examined",
        "revised",
    ]
    assert found["belief_history"][3]["reason"] == "Four of five wanted to come."
    assert [row["what"] for row in found["proofs"]][-2:] == ["decided", "change_seen"]
    (change,) = found["changes"]
    assert (change["who_changed"], change["decision"]) == ("The front desk", "D1")
    (tag,) = found["tags"]
    assert (tag["row"], tag["reason"]) == ("Getting heard", "They were not asked.")
    (seen,) = tables(learning.system, partner(learning.town), learning.town.id)["decisions"]
    assert seen["decided_by"] == "me (statutory); The board"
    assert seen["contributors"] == seen["still_to_tell"] == ""
