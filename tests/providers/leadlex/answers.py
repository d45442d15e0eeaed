"""A server that answers what a test says, for shapes that the sandbox never gives."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tui.providers.calls import Limit
from tui.providers.leadlex.client import Leadlex


class Script:
    """Answers by `METHOD path`, below `/v1`; a list is used up one by one, its last entry for ever."""

    def __init__(self, **headers: str) -> None:
        self.answers: dict[str, list[tuple[int, Any]]] = {}
        self.headers = headers
        self.got: list[tuple[str, str, Any]] = []

    def on(self, line: str, *bodies: Any, status: int = 200) -> Script:
        self.answers[line] = [(status, body) for body in bodies]
        return self

    async def answer(self, request: Request) -> Response:
        raw = await request.body()
        path = request.url.path.removeprefix("/v1")
        self.got.append((request.method, path, json.loads(raw) if raw else None))
        left = self.answers[f"{request.method} {path}"]
        status, body = left.pop(0) if len(left) > 1 else left[0]
        return Response(json.dumps(body), status, self.headers, "application/json")


@asynccontextmanager
async def scripted(script: Script) -> AsyncIterator[Leadlex]:
    """A client of a scripted server."""
    app = Starlette(routes=[Route("/{path:path}", script.answer, methods=["GET", "POST", "PATCH", "DELETE"])])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tui.providers.leadlex.client.LIMIT", Limit(calls=1000, seconds=0.05))
        provider = Leadlex("wbk_scripted", account="acme", base_url="http://127.0.0.1:1", app=app)
        try:
            yield provider
        finally:
            await provider.aclose()
