"""REFI-QDA: a project as the files that programs for qualitative analysis exchange."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from io import BytesIO
from uuid import UUID, uuid5
from xml.etree.ElementTree import Element, indent, tostring
from zipfile import ZipFile

from service.domain.errors import DoubleLoopError, Refused
from service.exchange.qda import Case, Code, Coding, Note, Project, Source
from service.exchange.zips import entry

RESTS_ON, DOES_NOT_FIT = "rests on", "does not fit"

VARIABLES = UUID("5f0c7a52-9d0e-4b3c-8a55-0f6f2f3f9c10")
REFERENCES = ("targetGUID", "originGUID", "creatingUser")
SCHEMAS = "http://schema.qdasoftware.org/versions"
NOT_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Value = str | int | UUID | datetime | None


class LooseEnd(DoubleLoopError):
    """This export has an id twice or mentions what is not in it, so nothing was written."""


class EmptyCodebook(Refused):
    """A codebook has at least one code."""


def qdpx(project: Project) -> bytes:
    """A project file: a zip of the project's XML and one text file for each source.

    The same project gives the same bytes, in whatever order its parts come; only the codes keep
    the order that they have.
    """
    archive = BytesIO()
    with ZipFile(archive, "w") as file:
        file.writestr(entry("project.qde"), _document(_project(project)))
        for source in sorted(project.sources, key=_in_time):
            file.writestr(entry(f"sources/{source.id}.txt"), _plain(source.text))
    return archive.getvalue()


def qdc(codes: Sequence[Code], origin: str) -> bytes:
    """A codebook file: the codes and nothing else."""
    if not codes:
        raise EmptyCodebook
    codebook = _root("Codebook", _element("CodeBook", *_list("Codes", map(_code, codes))))
    codebook.set("origin", _line(origin))
    return _document(codebook)


def _project(project: Project) -> Element:
    cases = sorted(project.cases, key=lambda case: (case.name, case.id))
    users = sorted(project.users, key=lambda user: (user.name, user.id))
    memos = [memo for source in project.sources for memo in source.memos]
    notes = sorted([*project.notes, *memos], key=_in_time)
    element = _element(
        "Project",
        *_list("Users", (_element("User", guid=user.id, name=user.name) for user in users)),
        *_list("CodeBook", _list("Codes", map(_code, project.codes))),
        *_list("Variables", _variables(project)),
        *_list("Cases", map(_case, cases)),
        *_list("Sources", map(_source, sorted(project.sources, key=_in_time))),
        *_list("Notes", map(_note, notes)),
        *_list("Links", (link for note in notes for link in _links(note))),
        name=project.name,
        origin=project.origin,
        creationDateTime=project.created,
    )
    return _root("Project", element)


def _code(code: Code) -> Element:
    inside = *_description(code.description), *map(_code, code.children)
    codable = "true" if code.is_codable else "false"
    return _element("Code", *inside, guid=code.id, name=code.name, isCodable=codable)


def _values(case: Case) -> dict[str, str]:
    """What is known of a case, by the name of the variable."""
    known = {
        "Perspective": case.perspective,
        "Place": case.place,
        "Organisation": case.organisation,
    }
    return {name: value for name, value in known.items() if value}


def _variables(project: Project) -> Iterator[Element]:
    of_cases = {name for case in project.cases for name in _values(case)}
    of_sources = {name for source in project.sources for name in source.known}
    for name in sorted(of_cases | of_sources):
        yield _element("Variable", guid=uuid5(VARIABLES, name), name=name, typeOfVariable="Text")


def _case(case: Case) -> Element:
    return _element(
        "Case",
        *_variable_values(_values(case)),
        *(_ref("Source", source) for source in sorted(set(case.sources))),
        guid=uuid5(case.id, "case"),
        name=case.name,
    )


def _variable_values(known: Mapping[str, str]) -> Iterator[Element]:
    for name, value in known.items():
        variable = _ref("Variable", uuid5(VARIABLES, name))
        yield _element("VariableValue", variable, _element("TextValue", text=value))


def _source(source: Source) -> Element:
    return _element(
        "TextSource",
        *(_selection(source, coding) for coding in sorted(source.codings, key=_in_time)),
        *(_ref("Note", memo.id) for memo in sorted(source.memos, key=_in_time)),
        *_variable_values(source.known),
        guid=source.id,
        name=source.name,
        plainTextPath=f"internal://{source.id}.txt",
        creatingUser=source.creator,
        creationDateTime=source.created,
    )


def _selection(source: Source, coding: Coding) -> Element:
    """The whole text for one coding: from the first code point to after the last.

    Each coding selects the text anew, for there are programs that look for the coder, the moment
    and the reason only where the selection is.
    """
    by, at = coding.user, coding.created
    code = _ref("Code", coding.code)
    return _element(
        "PlainTextSelection",
        *_description(coding.note),
        _element("Coding", code, guid=coding.id, creatingUser=by, creationDateTime=at),
        guid=uuid5(coding.id, "selection"),
        name=source.name,
        startPosition=0,
        endPosition=len(_plain(source.text)),
        creatingUser=by,
        creationDateTime=at,
    )


def _note(note: Note) -> Element:
    return _element(
        "Note",
        _element("PlainTextContent", text=note.text),
        guid=note.id,
        name=note.name,
        creatingUser=note.creator,
        creationDateTime=note.created,
    )


def _links(note: Note) -> Iterator[Element]:
    for name, sources in ((RESTS_ON, note.cites), (DOES_NOT_FIT, note.against)):
        for source in sorted(set(sources)):
            yield _element(
                "Link",
                guid=uuid5(note.id, f"{name} {source}"),
                name=name,
                direction="OneWay",
                originGUID=note.id,
                targetGUID=source,
            )


def _description(text: str | None) -> list[Element]:
    return [_element("Description", text=text)] if text else []


def _ref(kind: str, id: UUID) -> Element:
    return _element(f"{kind}Ref", targetGUID=id)


def _list(tag: str, children: Iterable[Element]) -> list[Element]:
    """An element around the others, or nothing: the format has no empty lists."""
    inside = list(children)
    return [_element(tag, *inside)] if inside else []


def _element(tag: str, *children: Element, text: str = "", **attributes: Value) -> Element:
    given = {name: _line(value) for name, value in attributes.items() if value is not None}
    element = Element(tag, given)
    element.text = NOT_XML.sub("", _plain(text))
    element.extend(children)
    return element


def _line(value: Value) -> str:
    """A value as an attribute has it: legal XML on one line."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return NOT_XML.sub("", " ".join(str(value).split()))


def _plain(text: str) -> str:
    r"""Text as a UTF-8 file can hold it, with `\n` for every end of a line.

    Half characters go, and so does a byte order mark, which many readers drop: all positions in
    the text would then be wrong.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return lines.encode(errors="ignore").decode().lstrip("\ufeff")


def _in_time(thing: Note | Coding | Source) -> tuple[datetime, UUID]:
    return thing.created, thing.id


def _root(schema: str, element: Element) -> Element:
    namespace = f"urn:QDA-XML:{schema.lower()}:1.0"
    element.set("xmlns", namespace)
    element.set("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance")
    element.set("xsi:schemaLocation", f"{namespace} {SCHEMAS}/{schema}/v1.0/{schema}.xsd")
    return element


def _document(root: Element) -> bytes:
    """The document as text, once every id is taken once and every reference leads somewhere."""
    elements = list(root.iter())
    ids = [id for element in elements if (id := element.get("guid"))]
    wanted = {id for element in elements for name in REFERENCES if (id := element.get(name))}
    if len(ids) > len(set(ids)) or not wanted <= set(ids):
        raise LooseEnd
    indent(root)
    document: bytes = tostring(root, encoding="UTF-8", xml_declaration=True)
    return document
