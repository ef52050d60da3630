"""REFI-QDA files: valid by the standard's own schemas, and read by a reader that is not ours."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from io import BytesIO
from pathlib import Path
from uuid import NAMESPACE_URL, UUID, uuid5
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from pyrefiqda.reficodebook import RefiCodebook  # type: ignore[import-untyped]
from pyrefiqda.refiproject import RefiProject  # type: ignore[import-untyped]

from service.exchange.qda import Case, Code, Coding, Note, Project, Source, User
from service.exchange.qda_files import EmptyCodebook, LooseEnd, qdc, qdpx

SCHEMAS = Path(__file__).parent / "refi-qda"
PROJECT, CODEBOOK = "{urn:QDA-XML:project:1.0}", "{urn:QDA-XML:codebook:1.0}"
ORIGIN = "doubleloop 0.1.0"

MAY = datetime(2026, 5, 1, 10, 30, tzinfo=timezone(timedelta(hours=1)))
JUNE = datetime(2026, 6, 2, 9, tzinfo=UTC)

MIXED = 'We met <them> & "us" 👩\u200d👧 today.\r\nنعم\nand a bell: \x07.'
MIXED_IN_ITS_FILE = MIXED.replace("\r\n", "\n")
PLAIN = "Nobody asked the citizens."


def name(of: str) -> UUID:
    """An id that says what it is of."""
    return uuid5(NAMESPACE_URL, of)


ANA, BEN = User(name("ana"), "Learning partner"), User(name("ben"), "Heron & Søn")
LISTENING = Code(name("listening"), "Listening", "To hear what was <not> said.")
SHARING = Code(name("sharing"), "Sharing power", "")
CODES = [
    Code(name("behaviours"), "Behaviours", children=[LISTENING, SHARING], is_codable=False),
    Code(name("blocks"), "Building blocks", is_codable=False),
]
MEMO = Note(name("memo"), "Memo", "Ask again.\r\n\x00\x0b\ufffeOr do not.", MAY, ANA.id)
FIRST = Source(
    name("first"),
    "Reflection of 1 May",
    MIXED,
    MAY,
    BEN.id,
    known={"Passed on from": "citizen_community", "Perspective": "statutory"},
    codings=[
        Coding(name("late tag"), SHARING.id, JUNE, BEN.id),
        Coding(name("tag"), LISTENING.id, MAY, ANA.id, "They said <so> 👍\x08."),
        Coding(name("nobody's tag"), LISTENING.id, JUNE),
    ],
    memos=[MEMO],
)
SECOND = Source(name("second"), "", PLAIN, JUNE, codings=[Coding(name("c"), SHARING.id, JUNE)])
EMPTY = Source(name("empty"), "Nothing said", "", JUNE)
INSIGHT = Note(
    name("insight"),
    "Insight",
    "Being asked comes first.",
    JUNE,
    ANA.id,
    cites=[FIRST.id, EMPTY.id],
    against=[SECOND.id],
)
CASES = [
    Case(BEN.id, "Heron", "Elmbridge", "citizen_community", "Søn & Co", [FIRST.id, SECOND.id]),
    Case(name("wren"), "Wren", "Elmbridge"),
]
RICH = Project(
    "Elmbridge, as it was said",
    ORIGIN,
    JUNE,
    [ANA, BEN],
    CODES,
    [FIRST, SECOND, EMPTY],
    CASES,
    [INSIGHT],
)
BARE = Project("Nothing yet", ORIGIN, JUNE)


def valid(document: bytes, schema: str) -> None:
    """Fail with the schema's own words where a document breaks it."""
    etree.XMLSchema(etree.parse(str(SCHEMAS / schema))).assertValid(etree.fromstring(document))


class Opened:
    """A project file, read back by nothing but the standard: a zip with an XML and text files."""

    def __init__(self, content: bytes) -> None:
        with ZipFile(BytesIO(content)) as file:
            assert file.testzip() is None
            self.files = {name: file.read(name) for name in file.namelist()}
        self.document = self.files["project.qde"]
        self.root = ElementTree.fromstring(self.document)
        self.kinds: dict[str, str] = {}
        for element in self.root.iter():
            if guid := element.get("guid"):
                assert guid not in self.kinds
                self.kinds[guid] = element.tag.removeprefix(PROJECT)

    def all(self, tag: str) -> list[ElementTree.Element]:
        """Every element of that name, in the order of the file."""
        return list(self.root.iter(f"{PROJECT}{tag}"))

    def text(self, source: ElementTree.Element) -> str:
        """The text of a source, from its file."""
        path = source.attrib["plainTextPath"].removeprefix("internal://")
        return self.files[f"sources/{path}"].decode()

    def selected(self) -> list[str]:
        """What the selections select, by the positions that they give."""
        return [
            self.text(source)[
                int(selection.attrib["startPosition"]) : int(selection.attrib["endPosition"])
            ]
            for source in self.all("TextSource")
            for selection in source.iter(f"{PROJECT}PlainTextSelection")
        ]

    def check(self) -> None:
        """Everything that the schema asks, and what it cannot: references and files."""
        valid(self.document, "Project.xsd")
        for tag, kind in {
            "CodeRef": "Code",
            "NoteRef": "Note",
            "SourceRef": "TextSource",
            "VariableRef": "Variable",
        }.items():
            assert {self.kinds[ref.attrib["targetGUID"]] for ref in self.all(tag)} <= {kind}
        for link in self.all("Link"):
            assert self.kinds[link.attrib["originGUID"]] == "Note"
            assert self.kinds[link.attrib["targetGUID"]] == "TextSource"
        for element in self.root.iter():
            if user := element.get("creatingUser"):
                assert self.kinds[user] == "User"
        paths = [path for path in self.files if path != "project.qde"]
        assert len(paths) == len(self.all("TextSource"))
        assert self.selected() == [
            self.text(source)
            for source in self.all("TextSource")
            for _ in source.iter(f"{PROJECT}PlainTextSelection")
        ]


def test_a_rich_project_is_valid_and_all_in_it_leads_somewhere() -> None:
    Opened(qdpx(RICH)).check()


def test_a_project_with_nothing_in_it_is_valid() -> None:
    opened = Opened(qdpx(BARE))
    opened.check()
    assert list(opened.files) == ["project.qde"]
    assert list(opened.root) == []


def test_positions_count_characters_and_not_bytes_or_halves_of_emoji() -> None:
    opened = Opened(qdpx(RICH))
    assert opened.selected() == [*[MIXED_IN_ITS_FILE] * 3, PLAIN]
    first = opened.all("PlainTextSelection")[0]
    assert first.attrib["endPosition"] == str(len(MIXED_IN_ITS_FILE))
    assert len(MIXED_IN_ITS_FILE) < len(MIXED_IN_ITS_FILE.encode("utf-16-le")) / 2


def test_a_source_keeps_every_character_but_half_ones_and_a_byte_order_mark() -> None:
    odd = replace(SECOND, text="\ufeffone\rtwo\r\n\x00\ud83dthree")
    opened = Opened(qdpx(replace(BARE, codes=CODES, sources=[odd])))
    opened.check()
    assert opened.selected() == ["one\ntwo\n\x00three"]


def test_notes_lose_only_what_xml_forbids() -> None:
    opened = Opened(qdpx(RICH))
    assert "Ask again.\nOr do not." in [text.text for text in opened.all("PlainTextContent")]
    assert "They said <so> 👍." in [text.text for text in opened.all("Description")]


def test_a_name_is_one_line() -> None:
    opened = Opened(qdpx(replace(BARE, name="One\r\ntwo\t<three>\x07 \ud83d!")))
    opened.check()
    assert opened.root.attrib["name"] == "One two <three> !"


def test_moments_are_told_in_universal_time() -> None:
    opened = Opened(qdpx(RICH))
    assert opened.all("TextSource")[0].attrib["creationDateTime"] == "2026-05-01T09:30:00Z"


@pytest.mark.parametrize(
    "broken",
    [
        replace(RICH, codes=[]),
        replace(RICH, users=[ANA]),
        replace(RICH, sources=[FIRST, SECOND]),
        replace(BARE, cases=[replace(CASES[0], sources=[name("elsewhere")])]),
        replace(BARE, notes=[replace(INSIGHT, creator=None)]),
        replace(BARE, users=[ANA, replace(BEN, id=ANA.id)]),
    ],
    ids=["code", "user", "cited source", "source of a case", "against", "twice"],
)
def test_a_project_that_does_not_hold_together_is_not_written(broken: Project) -> None:
    with pytest.raises(LooseEnd):
        qdpx(broken)


def test_the_same_project_gives_the_same_bytes_in_whatever_order_it_comes() -> None:
    first = replace(FIRST, codings=list(reversed(FIRST.codings)))
    turned = replace(
        RICH,
        users=[BEN, ANA],
        sources=[EMPTY, SECOND, first],
        cases=list(reversed(CASES)),
        notes=[replace(INSIGHT, cites=[EMPTY.id, FIRST.id, EMPTY.id])],
    )
    assert qdpx(turned) == qdpx(RICH) == qdpx(RICH)


def test_another_reader_finds_all_that_was_written(tmp_path: Path) -> None:
    (tmp_path / "it.qdpx").write_bytes(qdpx(RICH))
    read = RefiProject.load(tmp_path / "it.qdpx", extract_dir=str(tmp_path / "opened"))

    assert (read.name, read.origin) == (RICH.name, ORIGIN)
    names = {user.guid: user.name for user in read.users.user}
    assert names == {str(ANA.id): ANA.name, str(BEN.id): BEN.name}
    behaviours, blocks = read.code_book.codes.code
    assert (behaviours.is_codable, blocks.is_codable) == (False, False)
    assert [(code.name, code.is_codable) for code in behaviours.code] == [
        ("Listening", True),
        ("Sharing power", True),
    ]
    assert behaviours.code[0].description == LISTENING.description

    sources = {source.guid: source for source in read.sources.text_source}
    first = sources[str(FIRST.id)]
    file = RefiProject.resolve_source_path(first.plain_text_path, tmp_path / "opened")
    text = file.read_text(encoding="utf-8")
    selections = first.plain_text_selection
    assert {text[it.start_position : it.end_position] for it in selections} == {MIXED_IN_ITS_FILE}
    assert {
        (it.description, it.creating_user, coding.code_ref.target_guid, coding.creating_user)
        for it in selections
        for coding in it.coding
    } == {
        ("They said <so> 👍.", str(ANA.id), str(LISTENING.id), str(ANA.id)),
        (None, None, str(LISTENING.id), None),
        (None, str(BEN.id), str(SHARING.id), str(BEN.id)),
    }

    values = ElementTree.fromstring(ZipFile(tmp_path / "it.qdpx").read("project.qde"))
    told = values.findall(f".//{PROJECT}TextSource/{PROJECT}VariableValue/{PROJECT}TextValue")
    assert [value.text for value in told] == ["citizen_community", "statutory"]

    notes = {note.guid: note.plain_text_content for note in read.notes.note}
    assert notes[first.note_ref[0].target_guid] == "Ask again.\nOr do not."
    assert notes[str(INSIGHT.id)] == INSIGHT.text
    links = {(link.name, link.origin_guid, link.target_guid) for link in read.links.link}
    assert links == {
        ("rests on", str(INSIGHT.id), str(FIRST.id)),
        ("rests on", str(INSIGHT.id), str(EMPTY.id)),
        ("does not fit", str(INSIGHT.id), str(SECOND.id)),
    }

    variables = {variable.guid: variable.name for variable in read.variables.variable}
    heron, wren = (
        {variables[it.variable_ref.target_guid]: it.text_value for it in case.variable_value}
        for case in read.cases.case
    )
    assert heron == {
        "Perspective": "citizen_community",
        "Place": "Elmbridge",
        "Organisation": "Søn & Co",
    }
    assert wren == {"Place": "Elmbridge"}
    assert {ref.target_guid for ref in read.cases.case[0].source_ref} == {
        str(FIRST.id),
        str(SECOND.id),
    }


def test_a_codebook_is_valid_and_another_reader_finds_its_codes(tmp_path: Path) -> None:
    file = tmp_path / "it.qdc"
    file.write_bytes(qdc(CODES, ORIGIN))
    valid(file.read_bytes(), "Codebook.xsd")
    assert ElementTree.parse(file).getroot().tag == f"{CODEBOOK}CodeBook"
    read = RefiCodebook.load(file)
    assert read.origin == ORIGIN
    assert [(code.name, code.is_codable) for code in read.codes.code] == [
        ("Behaviours", False),
        ("Building blocks", False),
    ]
    assert [code.guid for code in read.codes.code[0].code] == [str(LISTENING.id), str(SHARING.id)]


def test_a_codebook_without_codes_is_not_written() -> None:
    with pytest.raises(EmptyCodebook):
        qdc([], ORIGIN)


ANYTHING = st.text(st.characters(codec=None))
"""Any characters at all, also forbidden ones and halves of emoji."""


@given(text=ANYTHING, note=ANYTHING, called=ANYTHING)
def test_whatever_people_write_the_files_are_valid(text: str, note: str, called: str) -> None:
    code = Code(LISTENING.id, called, note)
    coding = Coding(name("tag"), code.id, MAY, ANA.id, note)
    source = Source(FIRST.id, called, text, MAY, ANA.id, [coding], [replace(MEMO, text=text)])
    project = Project(
        called,
        called,
        MAY,
        [replace(ANA, name=called)],
        [code],
        [source],
        [Case(ANA.id, called, called, called, note, [source.id])],
        [replace(INSIGHT, name=called, text=note, cites=[source.id], against=[])],
    )
    opened = Opened(qdpx(project))
    opened.check()
    assert [len(selected) for selected in opened.selected()] == [
        int(opened.all("PlainTextSelection")[0].attrib["endPosition"])
    ]
    valid(qdc([code], called), "Codebook.xsd")
