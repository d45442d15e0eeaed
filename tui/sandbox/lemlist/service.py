"""The way of a request through the imitated lemlist: limit, key, user, plan, method, handler (contract 12, rule 15)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from tui.sandbox.lemlist import (
    ab_tests,
    auth,
    branches,
    campaigns,
    exports,
    lead_rows,
    reports,
    sequences,
    statistics,
    statutes,
    steps,
    team,
)
from tui.sandbox.lemlist.call import HTML, TEXT, Answer, Call, Handler, RefusedError
from tui.sandbox.lemlist.limit import RateLimit
from tui.sandbox.store import Store

_PAGE = "<!doctype html><html><head><title>lemlist</title></head><body></body></html>"


@dataclass(frozen=True, slots=True)
class Path:
    """A path with all its methods. `gated`: a paid plan is needed. `json_errors`: family J1, not text."""

    pattern: re.Pattern[str]
    methods: Mapping[str, Handler]
    gated: bool = False
    json_errors: bool = False


def _path(template: str, *, gated: bool = False, json_errors: bool = False, **methods: Handler) -> Path:
    """`{name}` in a template stands for one path segment; a slash at the end is tolerated everywhere."""
    pattern = re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", template) + "/?"
    return Path(re.compile(pattern), methods, gated, json_errors)


PATHS = (
    _path("/team", GET=team.read),
    _path("/campaigns", GET=campaigns.index, POST=campaigns.create),
    # Before the path it would match as a campaign called "reports".
    _path("/campaigns/reports", GET=reports.read),
    _path("/campaigns/{campaign}", GET=campaigns.read, PATCH=campaigns.update),
    _path("/campaigns/{campaign}/pause", POST=campaigns.pause),
    _path("/campaigns/{campaign}/start", POST=campaigns.start),
    _path("/campaigns/{campaign}/duplicate", gated=True, json_errors=True, POST=campaigns.duplicate),
    _path("/campaigns/{campaign}/statutes", GET=statutes.read),
    _path("/campaigns/{campaign}/sequences", GET=sequences.read),
    _path("/campaigns/{campaign}/export/start", GET=exports.start),
    _path("/campaigns/{campaign}/export/leads", GET=lead_rows.export),
    _path("/campaigns/{campaign}/export/{export}/status", GET=exports.status),
    _path("/campaigns/{campaign}/export/{export}/email/{email}", PUT=exports.notify),
    _path("/v2/campaigns/{campaign}/export/leads", GET=lead_rows.export_v2),
    _path("/v2/campaigns/stats/batch", POST=statistics.batch),
    _path("/v2/campaigns/{campaign}/stats", GET=statistics.read),
    _path("/sequences/{sequence}/steps", gated=True, POST=steps.add),
    _path("/sequences/{sequence}/steps/{step}", gated=True, PATCH=steps.update, DELETE=steps.delete),
    _path(
        "/sequences/{sequence}/steps/{step}/ab-test",
        gated=True,
        POST=ab_tests.create,
        GET=ab_tests.read,
        PATCH=ab_tests.update,
        DELETE=ab_tests.delete,
    ),
    _path("/sequences/{sequence}/steps/{step}/ab-test/winner", gated=True, POST=ab_tests.select_winner),
    _path(
        "/sequences/{sequence}/steps/{step}/branches",
        gated=True,
        json_errors=True,
        GET=branches.index,
        POST=branches.add,
        PATCH=branches.reorder,
    ),
    _path(
        "/sequences/{sequence}/steps/{step}/branches/{branch}",
        gated=True,
        json_errors=True,
        PATCH=branches.update,
        DELETE=branches.delete,
    ),
)


class Lemlist:
    """The ASGI application below `/lemlist/api`; `scope["path_params"]["path"]` says what is asked for."""

    def __init__(self, store: Store) -> None:
        """All state is in the store; only the rate limit's window lives here."""
        self._store = store
        self._limit = RateLimit(store)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request. Everything after the body has arrived happens without a pause, so requests do not mix."""
        request = Request(scope, receive)
        raw = await request.body()
        self._store.refresh()
        answer, key = self._answer(request, raw)
        headers = {**self._limit.headers(key), **answer.headers}
        response = Response(answer.encoded(), answer.status, headers, media_type=answer.content_type)
        await response(scope, receive, send)

    def _answer(self, request: Request, raw: bytes) -> tuple[Answer, str | None]:
        state, path = self._store.state.lemlist, request.path_params["path"]
        try:
            if request.method == "GET" and (file := exports.FILE.fullmatch(path)):
                return exports.download(state, self._store.clock, file["export"]), None
            key = auth.known_key(state, request.headers.get("authorization"))
        except RefusedError as error:
            return _refusal(error), None
        if not self._limit.allows(key):
            return Answer(429, "Too Many Requests", TEXT), key
        found = next(((known, match) for known in PATHS if (match := known.pattern.fullmatch(path))), None)
        json_errors = found is not None and found[0].json_errors
        try:
            user = auth.user_of(state, key)
            if found is None:
                return self._unknown(), key
            known, match = found
            owner = auth.team_of(state, user)
            if known.gated:
                auth.check_plan(owner, self._store.switches.plan)
            handler = known.methods.get(request.method)
            if handler is None:
                return Answer(405, "Bad method", TEXT, {"Allow": ", ".join(sorted(known.methods))}), key
            query, base_url = dict(request.query_params), _base_url(request, path)
            return handler(Call(self._store, owner, user, match.groupdict(), query, raw, base_url)), key
        except OSError as error:
            return Answer(500, f"The sandbox could not write its file: {error.strerror}", TEXT), key
        except RefusedError as error:
            return _refusal(error, json_errors=json_errors and error.status in (400, 404)), key

    def _unknown(self) -> Answer:
        if self._store.switches.unknown_path == "html":
            return Answer(200, _PAGE, HTML)
        return Answer(404, "Not found", TEXT)


def _base_url(request: Request, path: str) -> str:
    """The address of this service as the client wrote it: that of the request, without what is asked for."""
    # The path of the scope: that of the URL ends at a question mark that was encoded in it.
    return f"{request.url.scheme}://{request.url.netloc}{request.scope['path'].removesuffix(path)}"


def _refusal(error: RefusedError, *, json_errors: bool = False) -> Answer:
    if error.code is not None:
        return Answer(error.status, {"error": error.text, "code": error.code})
    if json_errors:
        return Answer(error.status, {"error": error.text})
    return Answer(error.status, error.text, TEXT)
