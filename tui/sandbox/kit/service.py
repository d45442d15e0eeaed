"""The way of a request through the imitated Kit: credential, limit, route, scope, handler (contract 3)."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from tui.sandbox.kit import account, auth, emails, people, sequences, subscribers, words
from tui.sandbox.kit.call import Answer, Call, Handler, RefusedError, not_found
from tui.sandbox.kit.lag import Lag
from tui.sandbox.kit.limit import Limit
from tui.sandbox.store import Store

_TEXTS = {
    401: words.BAD_CREDENTIAL,
    403: words.FORBIDDEN,
    404: words.NOT_FOUND,
    405: words.WRONG_METHOD,
    422: "Unprocessable Entity",
    429: words.RATE_LIMITED,
    500: words.SERVER_ERROR,
}


class Path(NamedTuple):
    """A path with all its methods."""

    pattern: re.Pattern[str]
    methods: Mapping[str, Handler]


def _path(template: str, **methods: Handler) -> Path:
    """`{name}` in a template stands for an id, a whole number; a slash at the end is tolerated."""
    return Path(re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[0-9]{1,18})", template) + "/?"), methods)


_SEQUENCE = "/v4/sequences/{sequence}"
PATHS = (
    _path("/v4/account", GET=account.read),
    _path("/v4/email_templates", GET=account.templates),
    _path("/v4/sequences", GET=sequences.index, POST=sequences.create),
    _path(_SEQUENCE, GET=sequences.read, PUT=sequences.update, DELETE=sequences.delete),
    _path(f"{_SEQUENCE}/emails", GET=emails.index, POST=emails.create),
    _path(f"{_SEQUENCE}/emails/{{email}}", GET=emails.read, PUT=emails.update, DELETE=emails.delete),
    _path(f"{_SEQUENCE}/subscribers", GET=subscribers.of_sequence, POST=subscribers.add_by_email),
    _path(f"{_SEQUENCE}/subscribers/{{subscriber}}", POST=subscribers.add_by_id),
    _path("/v4/subscribers", GET=subscribers.index, POST=people.create),
    _path("/v4/subscribers/{subscriber}", GET=subscribers.read),
    _path("/v4/subscribers/{subscriber}/stats", GET=people.stats),
    _path("/v4/subscribers/{subscriber}/tags", GET=people.tags),
    _path("/v4/subscribers/{subscriber}/unsubscribe", POST=people.unsubscribe),
    _path("/v4/bulk/subscribers", POST=people.create_many),
)


class Kit:
    """The ASGI application below `/kit`; `path_params["path"]` says what is asked for, `/v4/…`."""

    def __init__(self, store: Store) -> None:
        """Records are in the store; only the counts of the limit and what late lists show live here."""
        self._store = store
        self._limit = Limit(store)
        self._lag = Lag(store)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request. Everything after the body has arrived happens without a pause, so requests do not mix."""
        request = Request(scope, receive)
        raw = await request.body()
        self._store.refresh()
        try:
            answer = self._answer(request, request.path_params["path"], raw)
        except RefusedError as error:
            answer = error.answer()
        except OSError as error:
            answer = RefusedError(500, f"The sandbox could not write its file: {error.strerror}").answer()
        await _response(answer)(scope, receive, send)

    def refusal(self, status: int, limit_headers: bool) -> Response:
        """How Kit words a status that a fault asks for; a 429 has no headers unless the switch gives it some."""
        headers = self._limit.headers(2.0) if limit_headers else {}
        return _response(RefusedError(status, _TEXTS.get(status, "The request failed")).answer(headers))

    def _answer(self, request: Request, path: str, raw: bytes) -> Answer:
        headers = request.headers
        name, credential = auth.known(self._store.state.kit, headers.get("x-kit-api-key"), headers.get("authorization"))
        if wait := self._limit.wait(name, credential):
            return RefusedError(429, words.RATE_LIMITED).answer(self._limit.headers(wait))
        auth.check_kind(credential, path)
        found = next(((each, match) for each in PATHS if (match := each.pattern.fullmatch(path))), None)
        if found is None:
            not_found()
        known, match = found
        handler = known.methods.get(request.method)
        if handler is None:
            allowed = {"Allow": ", ".join(sorted(known.methods))}
            return RefusedError(405, words.WRONG_METHOD).answer(allowed)
        auth.check_scope(credential, request.method, path)
        params = {each: int(text) for each, text in match.groupdict().items()}
        return handler(Call(self._store, self._lag, credential, params, dict(request.query_params), raw))


def _response(answer: Answer) -> Response:
    media_type = None if answer.body is None else "application/json"
    return Response(answer.encoded(), answer.status, dict(answer.headers), media_type=media_type)
