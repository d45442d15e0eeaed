"""The way of a request through the imitated LeadLex: route, key, limit, permission, handler (contract 2)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from tui.sandbox.leadlex import (
    auth,
    campaigns,
    contacts,
    delivery,
    enrollments,
    lists,
    running,
    steps,
    webhooks,
)
from tui.sandbox.leadlex.call import Answer, Call, Handler, RefusedError
from tui.sandbox.leadlex.limit import Limits
from tui.sandbox.leadlex.records import Key
from tui.sandbox.store import Store


@dataclass(frozen=True, slots=True)
class Path:
    """A path with all its methods; `resource` is what its permissions are about."""

    pattern: re.Pattern[str]
    resource: str
    methods: Mapping[str, Handler]

    def permission(self, method: str) -> str:
        """The permission that a method needs: `campaigns:read` for GET, `campaigns:write` for the rest, or `lexi`."""
        if self.resource == "lexi":
            return "lexi"
        return f"{self.resource}:{'read' if method == 'GET' else 'write'}"


def _path(template: str, resource: str = "campaigns", **methods: Handler) -> Path:
    """`{name}` in a template stands for one path segment."""
    return Path(re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", template)), resource, methods)


PATHS = (
    _path("/v1/campaigns", GET=campaigns.index, POST=campaigns.create),
    _path("/v1/campaigns/{campaign}", GET=campaigns.read, PATCH=campaigns.update, DELETE=campaigns.delete),
    _path("/v1/campaigns/{campaign}/start", POST=running.start),
    _path("/v1/campaigns/{campaign}/pause", POST=running.pause),
    _path("/v1/campaigns/{campaign}/stats", GET=running.stats),
    _path("/v1/campaigns/{campaign}/steps", GET=steps.index, POST=steps.create),
    _path("/v1/campaigns/{campaign}/steps/{step}", PATCH=steps.update, DELETE=steps.delete),
    _path("/v1/campaigns/{campaign}/contacts", GET=enrollments.index, POST=enrollments.enroll),
    _path("/v1/campaigns/{campaign}/contacts/{contact}", DELETE=enrollments.unenroll),
    _path("/v1/contacts", "contacts", GET=contacts.index),
    _path("/v1/contacts/{contact}", "contacts", GET=contacts.read),
    _path("/v1/contacts/{contact}/activities", "activities", GET=contacts.activities),
    _path("/v1/activities", "activities", POST=contacts.create_activity),
    _path("/v1/lists", "contacts", POST=lists.create),
    _path("/v1/webhooks", "webhooks", GET=webhooks.index, POST=webhooks.create),
    _path("/v1/lexi/tasks", "lexi", GET=running.tasks),
    _path("/v1/lexi/tasks/{task}/approve", "lexi", POST=running.approve),
    _path("/v1/lexi/tasks/{task}/dismiss", "lexi", POST=running.dismiss),
)


_WORDS = {
    400: ("validation_error", "Invalid request"),
    401: ("invalid_key", "Invalid or expired API key"),
    403: ("insufficient_permissions", "Missing campaigns:write permission"),
    404: ("not_found", "Not found"),
    405: ("method_not_allowed", "Method not allowed"),
    409: ("conflict", "Conflict"),
    429: ("rate_limited", "Rate limit exceeded"),
    500: ("internal_error", "Internal server error"),
}


class Leadlex:
    """The ASGI application below `/leadlex/functions/v1/api-gateway`; `path_params["path"]` says what is asked for."""

    def __init__(self, store: Store) -> None:
        """All state is in the store; only the counts of the limits live here."""
        self._store = store
        self._limits = Limits(store)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request. Everything after the body has arrived happens without a pause, so requests do not mix."""
        request = Request(scope, receive)
        raw = await request.body()
        self._store.refresh()
        name, key, answer = None, None, None
        try:
            path, params = _route(request.method, request.path_params["path"])
            name, key = auth.known_key(
                self._store.state.leadlex, request.headers.get("authorization"), self._store.clock.utc()
            )
            answer = self._answer(request, path, params, name, key, raw)
        except RefusedError as error:
            answer = error.answer()
            if isinstance(error, _WrongMethodError):
                answer = Answer(answer.status, answer.body, {"Allow": error.allowed})
        except OSError as error:
            text = f"The sandbox could not write its file: {error.strerror}"
            answer = RefusedError(500, "internal_error", text).answer()
        headers = {**self._limits.headers(name, key, refused=answer.status == 429), **answer.headers}
        response = Response(answer.encoded(), answer.status, headers, media_type="application/json")
        await response(scope, receive, send)

    def refusal(self, status: int, limit_headers: bool) -> Response:
        """How LeadLex words a status that a fault asks for; a 429 with headers says to wait two seconds."""
        headers = self._limits.headers() if limit_headers else {}
        if limit_headers:
            headers |= {"X-RateLimit-Remaining": "0", "Retry-After": "2"}
        answer = RefusedError(status, *_WORDS.get(status, ("request_failed", "The request failed"))).answer()
        return Response(answer.encoded(), status, headers, media_type="application/json")

    def _answer(
        self, request: Request, path: Path, params: Mapping[str, str], name: str, key: Key, raw: bytes
    ) -> Answer:
        if not self._limits.allows(name, key):
            raise RefusedError(429, "rate_limited", "Rate limit exceeded")
        auth.check_permission(key.permissions, path.permission(request.method))
        if self._store.switches.leadlex.sending and delivery.send_due(
            self._store.state.leadlex, self._store.clock.utc(), self._store.state.mint
        ):
            self._store.save()
        call = Call(self._store, key, params, dict(request.query_params), raw)
        return path.methods[request.method](call)


class _WrongMethodError(RefusedError):
    """A path that exists, asked with a method it does not have."""

    def __init__(self, allowed: str) -> None:
        super().__init__(405, "method_not_allowed", "Method not allowed")
        self.allowed = allowed


def _route(method: str, path: str) -> tuple[Path, Mapping[str, str]]:
    """The path that is asked for and what stands in its braces. Refused: 404 and 405."""
    for known in PATHS:
        if match := known.pattern.fullmatch(path):
            if method not in known.methods:
                raise _WrongMethodError(", ".join(sorted(known.methods)))
            return known, match.groupdict()
    raise RefusedError(404, "not_found", "No such endpoint")
