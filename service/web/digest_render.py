"""The pages around digests as strings: typed context in, HTML out."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from service.digests import words
from service.digests.documents import document_of
from service.digests.editing import Group
from service.digests.views import DigestLine, DigestView
from service.document import as_html
from service.domain.vocabulary import DigestKind
from service.projections.shapes import Entry, PlaceView
from service.web import digest_words as dw
from service.web.filters import Reader
from service.web.render import STATIC, Here, Pages
from service.web.text import day, day_there, listed

ZONE = "Europe/London"


@dataclass(frozen=True)
class Visit:
    """Who looks, and from which place they came, if they see one of it."""

    reader: Reader
    place: PlaceView | None = None
    saved: str = ""


@dataclass(frozen=True)
class Draft:
    """What the page of a draft needs beside the digest itself."""

    groups: Sequence[Group]
    edition: int
    quotable: Mapping[UUID, Sequence[Entry]]
    problems: Mapping[str, str] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)
    """What was typed and not taken; shown in place of what is saved."""


class DigestPages:
    """Renders digests, in the environment of the other pages."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        pages.environment.globals.update(
            dw=dw,
            digest_days=_days,
            digest_version=_version(),
        )

    def listed(self, found: Sequence[DigestLine], visit: Visit) -> str:
        """Digests, newest first."""
        return self._page("digests.html", visit, found=found, state=self._state)

    def digest(self, view: DigestView, visit: Visit) -> str:
        """A digest to read."""
        document = document_of(view)
        return self._page(
            "digest.html",
            visit,
            view=view,
            title=document.title,
            body=as_html(document),
            seen_first=list(_seen_first(view, self._zone(visit))),
            day=lambda moment: day(day_there(moment, self._zone(visit))),
        )

    def draft(self, view: DigestView, draft: Draft, visit: Visit) -> str:
        """A draft, with every sentence in a field."""
        return self._page(
            "digest_draft.html",
            visit,
            view=view,
            draft=draft,
            title=document_of(view).title,
        )

    def _state(self, line: DigestLine) -> str:
        sent = line.sent_at and day(day_there(line.sent_at, ZONE))
        return dw.STATE[line.state].format(day=sent)

    @staticmethod
    def _zone(visit: Visit) -> str:
        return ZONE if visit.place is None else visit.place.zone

    def _page(self, name: str, visit: Visit, **context: object) -> str:
        here: Here | None = None
        if visit.place is not None:
            here = self._pages.here(visit.place, "digests")
        return self._pages.page(
            name,
            reader=visit.reader,
            here=here,
            place=visit.place,
            at="digests",
            saved=dw.SAVED.get(visit.saved, ""),
            **context,
        )


def _seen_first(view: DigestView, zone: str) -> list[str]:
    """Who could read it before whom it is for."""
    told = [dw.DRAFTED.format(day=day(day_there(view.drafted_at, zone)))]
    agreed = [view.name_of(place) for place in view.signed_off]
    if agreed and view.signed_off_at is not None:
        on = day(day_there(view.signed_off_at, zone))
        told.append(dw.AGREED.format(places=listed(agreed), day=on))
    if view.sent_at is not None:
        if view.kind is DigestKind.FUNDER:
            told.append(dw.BEFORE_THE_FUNDER)
        told.append(dw.WENT_OUT.format(day=day(day_there(view.sent_at, zone))))
    if view.corrections:
        told.append(dw.CORRECTED)
    return told


def _days(line: DigestLine) -> str:
    """Which days it is about: a funder's, which month."""
    if line.kind is DigestKind.FUNDER:
        return words.month(line.from_on)
    return words.days(line.from_on, line.to_on)


def _version() -> str:
    digest = hashlib.sha256()
    for name in ("forms.css", "digest.css"):
        digest.update((STATIC / name).read_bytes())
    return digest.hexdigest()[:10]
