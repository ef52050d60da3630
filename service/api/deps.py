"""What endpoints ask for: the system, who is asking, and the key that makes repeating safe."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Header, Path, Query, Response
from fastapi import Request as HttpRequest
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from service.api.answers import Written
from service.application.commands import Receipt
from service.application.desk import KnownPlace, Request
from service.bootstrap import System
from service.domain.errors import NotFound, NotSignedIn, Unavailable
from service.domain.vocabulary import Channel
from service.policy import Action, Actor, may
from service.projections import runner
from service.text import Line

Clock = Callable[[], datetime]

WAIT_SECONDS = 5.0
"""So long an answer waits until what it wrote can be read."""

bearer = HTTPBearer(
    scheme_name="token",
    bearerFormat="dl_<id>_<secret>",
    description="A token for a role and for places. `doubleloop token create` makes one.",
    auto_error=False,
)


def here(http: HttpRequest, response: Response) -> None:
    """Lets all that follows know the moment, and keeps answers out of caches."""
    http.state.now = http.app.state.clock()
    response.headers["Cache-Control"] = "no-store"


def system_here(http: HttpRequest) -> System:
    """The system that this request is for."""
    system: System = http.app.state.system
    return system


SystemHere = Annotated[System, Depends(system_here)]


def caller(
    http: HttpRequest,
    system: SystemHere,
    token: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)],
) -> Actor:
    """Whom the bearer token stands for; NotSignedIn without a valid one."""
    if token is None:
        raise NotSignedIn
    return system.access.actor_of_token(token.credentials, http.state.now)


Caller = Annotated[Actor, Depends(caller)]

Key = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=200,
        pattern=r"^[\x21-\x7e]+$",
        description="Any text of your own, new for each thing you want done. Send the same again "
        "when you are not sure that an answer was lost: at the same address it is done once.",
        examples=["3f1c2f0e-visit-14-march"],
    ),
]


def asked(http: HttpRequest, actor: Caller, key: Key) -> Request:
    """Who asks for what, for the application. A key counts for one method and address."""
    address = f"{http.method} {http.scope['path']}"
    return Request(actor, Channel.API, http.state.now, f"{address}\x1f{key}")


Asked = Annotated[Request, Depends(asked)]


@dataclass(frozen=True)
class Writing:
    """What an endpoint needs that changes something."""

    system: System
    request: Request
    response: Response
    wait_seconds: float

    def done(self, receipt: Receipt) -> Written:
        """The answer to a command: 201 for what is new, 200 for what was there already."""
        if receipt.already_there:
            self.response.status_code = 200
        visible = self._is_visible(receipt.position)
        return Written(**receipt.model_dump(), visible=visible)

    def begun(self, receipt: Receipt, place: str) -> Written:
        """The same where a record begins, with the address at which it can be read."""
        place_id = self.system.desk.place(place).id
        self.response.headers["Location"] = f"/api/v1/places/{place_id}/trail/{receipt.id}"
        return self.done(receipt)

    def _is_visible(self, position: int) -> bool:
        try:
            runner.wait(self.system.database, position, timeout=self.wait_seconds)
        except Unavailable:
            return False  # It is saved all the same.
        return True


def writing(
    request: Asked,
    system: SystemHere,
    response: Response,
    wait: Annotated[
        bool,
        Query(description="Answer once it can be read, or after 5 seconds; `visible` says which."),
    ] = True,
) -> Writing:
    """A request that changes something."""
    return Writing(system, request, response, WAIT_SECONDS if wait else 0.0)


Writes = Annotated[Writing, Depends(writing)]

PlaceName = Annotated[
    Line, Path(alias="place", description="A place, by name or id.", examples=["Harrow Vale"])
]
ReflectionName = Annotated[
    Line,
    Path(description="A reflection, by id or external id.", examples=["HV-0142"]),
]
TagName = Annotated[
    Line,
    Path(
        description="A tag, by id or external id.",
        examples=["9b2d1c64-50c5-5f0d-8b6f-6a1f4a3f2e10"],
    ),
]
QuestionName = Annotated[
    Line,
    Path(
        description="A question, by the id that asking it answered with.",
        examples=["4b7d9e10-6c2a-5f83-a1d4-7e8f90a1b2c3"],
    ),
]
TensionName = Annotated[
    Line, Path(description="A tension, by id or external id.", examples=["HV-T1"])
]
PrototypeName = Annotated[
    Line,
    Path(description="A trial, by id, name or external id.", examples=["Call before the letter"]),
]
InsightName = Annotated[
    Line, Path(description="An insight, by id or external id.", examples=["HV-I1"])
]
AssumptionName = Annotated[
    Line, Path(description="A belief, by id or external id.", examples=["HV-B1"])
]
DecisionName = Annotated[
    Line, Path(description="A decision, by id or external id.", examples=["HV-D1"])
]
ThingName = Annotated[
    Line,
    Path(alias="id", description="Anything on record, by id or external id.", examples=["HV-D1"]),
]
ChangeName = Annotated[
    Line, Path(description="A change, by id or external id.", examples=["HV-C2"])
]


def place_here(place: PlaceName, system: SystemHere, actor: Caller) -> KnownPlace:
    """The place in the path; NotFound where this caller may not know that it exists."""
    known = system.desk.place(place)
    if not may(actor, Action.SEE_PLACE, known.id):
        raise NotFound
    return known


PlaceHere = Annotated[KnownPlace, Depends(place_here)]
"""Asked for where a command would look at codes or people before it asks the policy."""
