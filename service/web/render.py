"""Pages as strings: typed context in, HTML out; no request, no query, no clock."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from urllib.parse import urlencode
from uuid import UUID

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from service.projections.shapes import Entry, PlaceView, TimelineView
from service.web import sentences, words
from service.web.chart import chosen_lanes, picture, rows_by
from service.web.drawing import bar_svg, held_svg
from service.web.filters import Choices, Filters, Reader
from service.web.marks import BOX, Paint, hue_of, sprite, symbol_of
from service.web.news import News
from service.web.picked import panel_for, tensions_in
from service.web.text import ERASED, clean, short_day

HERE = Path(__file__).parent
STATIC = HERE / "static"
"""The files to be served under `Routes.static`."""

POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "connect-src 'self'",
        "img-src 'self' data:",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
"""The Content-Security-Policy that every page here can be served with."""


@dataclass(frozen=True)
class Routes:
    """Where the pages live."""

    home: str = "/"
    static: str = "/static/"
    sign_in: str = "/sign-in"
    sign_out: str = "/sign-out"
    places: str = "/places/"
    digests: str = "/digests"
    footer: tuple[tuple[str, str], ...] = ()
    """Links at the foot of every page: words and address."""
    beside: tuple[tuple[str, str], ...] = ()
    """Links at the top of every page, to what runs beside this: words and address."""

    def timeline(self, place_id: UUID) -> str:
        """The address of a place's timeline."""
        return self.page(place_id, "timeline")

    def page(self, place_id: UUID, name: str) -> str:
        """The address of a page of a place, as `decisions` or `mirror`."""
        return f"{self.places}{place_id}/{name}"

    def decision(self, place_id: UUID, id: UUID) -> str:
        """The address of a decision."""
        return self.page(place_id, f"decisions/{id}")

    def belief(self, place_id: UUID, id: UUID) -> str:
        """The address of a belief."""
        return self.page(place_id, f"beliefs/{id}")

    def digest(self, id: UUID, page: str = "") -> str:
        """The address of a digest, or of a page or file of it."""
        return f"{self.digests}/{id}" + (f"/{page}" if page else "")

    def record(self, place_id: UUID, kind: str, **about: UUID) -> str:
        """The address of a form that writes something down, about something there is."""
        query = f"?{urlencode(about)}" if about else ""
        return self.page(place_id, f"record/{kind}") + query

    def whole(self, place_id: UUID, ending: str) -> str:
        """The address of a file with the whole place: qdpx, qdc, csv.zip or jsonl."""
        return self.page(place_id, f"export.{ending}")

    def export(self, place_id: UUID, kind: str) -> str:
        """The address of a file with the same timeline: csv, png or vl.json."""
        return f"{self.timeline(place_id)}.{kind}"


@dataclass(frozen=True)
class PlaceRow:
    """A place in the list of places."""

    place: PlaceView
    contributors: int | None = None
    latest_on: date | None = None


@dataclass(frozen=True)
class Here:
    """The place that a page is about, for the navigation, and which of its pages this is."""

    name: str
    href: str
    place: UUID
    page: str = ""


class Pages:
    """Renders every page; make one when the service starts and keep it."""

    def __init__(self, routes: Routes | None = None) -> None:
        self._routes = routes or Routes()
        self._environment = _environment(self._routes)

    @property
    def environment(self) -> Environment:
        """What templates are rendered with; other pages share it."""
        return self._environment

    @property
    def routes(self) -> Routes:
        """Where the pages live."""
        return self._routes

    def timeline(
        self,
        view: TimelineView,
        filters: Filters,
        reader: Reader,
        picked: Entry | None = None,
        *,
        choices: Choices | None = None,
        today: date | None = None,
        saved: str = "",
        news: News | None = None,
    ) -> str:
        """A place's timeline. `choices` comes from the unfiltered view; `today` from the clock."""
        offered = choices or Choices.of(view)
        shown = replace(filters, item=picked.id if picked else None)
        drawn = picture(view, shown, today=today)
        lost = filters.item is not None and picked is None
        base = filters.link(item=None)
        return self.page(
            "timeline.html",
            reader=reader,
            here=self.here(view.place, "timeline"),
            view=view,
            saved=saved,
            news=news,
            filters=filters,
            problems=[*filters.problems, *([words.BAD_ITEM] if lost else [])],
            choices=offered,
            picture=drawn,
            sprite=sprite(list(dict.fromkeys([*drawn.symbols, *_also(view, picked)])), Paint()),
            legend=sentences.legend(drawn.symbols),
            by=rows_by(view, filters),
            in_words="" if filters.narrowed else sentences.in_words(chosen_lanes(view, filters)),
            pick=f"{base}item=" if base == "?" else f"{base}&item=",
            panel=panel_for(picked, view, filters, offered) if picked else None,
            tensions=tensions_in(view),
        )

    def here(self, place: PlaceView, page: str = "") -> Here:
        """Where a page stands, for the navigation."""
        return Here(clean(place.name), self._routes.timeline(place.id), place.id, page)

    def places(self, places: Sequence[PlaceRow], reader: Reader) -> str:
        """The places that a person may see."""
        return self.page("places.html", reader=reader, at="places", places=places)

    def sign_in(self, token: str) -> str:
        """The page behind a one-use link: one button, so that no mail scanner uses it up."""
        return self.page("signin.html", token=token)

    def signed_out(self) -> str:
        """Said after signing out."""
        return self.page("signed_out.html")

    def error(self, status: int, message: str, reader: Reader | None = None) -> str:
        """What went wrong, in one plain sentence."""
        title = words.ERROR_TITLES.get(status, words.ERROR_TITLE)
        return self.page("error.html", reader=reader, title=title, message=message)

    def page(self, name: str, **context: object) -> str:
        """A template with what every page needs."""
        return self._environment.get_template(name).render(
            {"reader": None, "at": "", "here": None, "saved": ""} | context
        )


@cache
def _environment(routes: Routes) -> Environment:
    """Made once in a process for the same routes, and so each template is compiled once."""
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(
        clean=clean,
        short_day=short_day,
        lower_first=lambda text: text[:1].lower() + text[1:],
        without_stop=lambda text: text.removesuffix("."),
    )
    environment.globals.update(
        w=words,
        s=sentences,
        routes=routes,
        version=_version(),
        hue=hue_of,
        symbol=symbol_of,
        bar=bar_svg,
        held=held_svg,
        box=f"{-BOX / 2} {-BOX / 2} {BOX} {BOX}",
        erased=ERASED,
    )
    return environment


def _also(view: TimelineView, picked: Entry | None) -> list[str]:
    """Symbols that the tables and the panel show although they stand on no row."""
    shown = [symbol_of(entry) for entry in (*view.entries, *([picked] if picked else []))]
    late = any(entry.reported_late for entry in view.entries) or (picked and picked.reported_late)
    return [*shown, *(["late"] if late else [])]


def _version() -> str:
    digest = hashlib.sha256()
    for name in ("doubleloop.css", "timeline.js"):
        digest.update((STATIC / name).read_bytes())
    return digest.hexdigest()[:10]
