"""The pages of the forms as strings: typed context in, HTML out."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from uuid import UUID

from service.projections.loop_shapes import Proposal, Wording
from service.projections.shapes import PlaceView
from service.web import form_questions
from service.web import form_words as w
from service.web.filters import Reader
from service.web.form_choices import Choice
from service.web.form_fields import Data
from service.web.form_refusals import Refusals
from service.web.form_shown import About, Shown
from service.web.render import STATIC, Here, Pages
from service.web.text import clean

FORMS_VERSION = hashlib.sha256((STATIC / "forms.css").read_bytes()).hexdigest()[:10]


@dataclass(frozen=True)
class FormView:
    """All that the page of a form needs."""

    place: PlaceView
    kind: str
    fields: list[Shown]
    hidden: list[tuple[str, str]] = field(default_factory=list)
    refusals: Refusals = field(default_factory=Refusals)
    about: About | None = None
    theirs: Wording | None = None
    """The words that somebody else put in meanwhile."""
    waiting: list[Proposal] = field(default_factory=list)
    starters: list[tuple[str, list[Choice], list[Choice]]] = field(default_factory=list)
    """Building block, what people often seem to act on, and what they often say."""
    from_starter: bool = False
    names: list[str] = field(default_factory=list)
    choosing: bool = False
    """True while it is still asked what the record is about."""
    instead: str = ""
    """What could be written down first, where there is nothing to choose."""

    @property
    def problems(self) -> list[tuple[str, str]]:
        """What is wrong and where, in the order of the page."""
        ids = {one.name: one.id for one in self.fields}
        order = ["", *ids]
        known = sorted(self.refusals, key=lambda name: order.index(name) if name in order else 0)
        return [(ids.get(name, ""), self.refusals[name]) for name in known]


class FormPages:
    """Renders the forms with what all pages share."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        self._catalogue: dict[str, object] = {
            "f": w,
            "q": form_questions,
            "forms_version": FORMS_VERSION,
        }

    def address(self, place_id: UUID, kind: str = "") -> str:
        """Where a form is, or the list of them."""
        return f"/places/{place_id}/record" + (f"/{kind}" if kind else "")

    def record(self, place: PlaceView, groups: list[tuple[str, list[str]]], reader: Reader) -> str:
        """All that can be written down, in the order of learning."""
        return self._page("record.html", place, reader, groups=groups)

    def form(self, view: FormView, reader: Reader) -> str:
        """One form."""
        return self._page("form.html", view.place, reader, view=view)

    def kept(self, kind: str, data: Data, sentence: str, *, can_send: bool) -> str:
        """What was typed, where the form itself cannot be shown; nothing is lost."""
        return self._pages.page(
            "kept.html",
            **self._catalogue,
            sentence=sentence,
            can_send=can_send,
            title=form_questions.FORMS[kind].title,
            typed=[value for name, value in data.items if name != "key" and value.strip()],
            items=data.items,
        )

    def _page(self, name: str, place: PlaceView, reader: Reader, **context: object) -> str:
        here = Here(clean(place.name), f"/places/{place.id}/timeline", place.id, "record")
        return self._pages.page(
            name,
            **self._catalogue,
            **context,
            reader=reader,
            here=here,
            place=place,
            base=self.address(place.id),
        )
