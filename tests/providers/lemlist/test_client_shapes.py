"""Answers with status 200 that are JSON, but not the JSON that the API describes; served by a few lines of ASGI."""

from __future__ import annotations

import json
from typing import Any

import pytest
from starlette.types import Receive, Scope, Send

from tui.model.nodes import Keys
from tui.plan.operations import AddStep
from tui.providers.errors import BadAnswer, Sent
from tui.providers.lemlist.client import Lemlist
from tui.providers.lemlist.steps import LinkedinVisit


def saying(*answers: Any) -> Lemlist:
    """A client of a service that gives these answers, one after the other, the last one for ever."""
    left = list(answers)

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        await receive()
        body = json.dumps(left.pop(0) if len(left) > 1 else left[0]).encode()
        head = [(b"content-type", b"application/json")]
        await send({"type": "http.response.start", "status": 200, "headers": head})
        await send({"type": "http.response.body", "body": body})

    return Lemlist("key-of-the-test", account="a", base_url="http://sandbox/api", app=app)


def heads(*numbers: int) -> list[dict[str, str]]:
    return [{"_id": f"cam_{number}"} for number in numbers]


async def listed(provider: Lemlist) -> list[str]:
    return [head.id async for page in provider.heads() for head in page.heads]


@pytest.mark.parametrize(
    ("answers", "count"),
    [
        ([{"campaigns": heads(*range(50)), "pagination": {"nextPage": 2}}, heads(*range(50, 60))], 60),
        ([{"data": heads(1, 2)}], 2),
        ([{"results": heads(1), "pagination": None}], 1),
        ([{"campaigns": heads(1, 1, 2), "pagination": {"totalRecords": "3", "nextPage": None}}], 2),
        ([{"campaigns": heads(*range(100)), "pagination": {"nextPage": 2}}], 100),
        ([heads(*range(100))], 100),
    ],
)
async def test_lists_of_unusual_shape(answers: list[Any], count: int) -> None:
    """Short pages with more behind them; repeated campaigns; a server that gives the same page for ever."""
    assert len(await listed(saying(*answers))) == count


@pytest.mark.parametrize("answer", [5, "text", {}, {"campaigns": {}}, [5], [{"name": "no id"}], {"campaigns": [None]}])
async def test_what_is_no_list_of_campaigns(answer: Any) -> None:
    with pytest.raises(BadAnswer, match="lemlist answered 200, but not with") as caught:
        await listed(saying(answer))
    assert caught.value.sent is Sent.NO
    assert caught.value.remedy


@pytest.mark.parametrize("answer", [5, None, [], "text"])
async def test_what_is_no_identity(answer: Any) -> None:
    with pytest.raises(BadAnswer, match="a JSON object"):
        await saying(answer).identity()


async def test_an_identity_of_few_words() -> None:
    identity = await saying({"userIds": ["usr_1"]}).identity()
    assert (identity.name, identity.id, identity.detail) == ("unnamed team", "", "1 user")


@pytest.mark.parametrize("answer", [{}, [], {"seq_a": {"steps": 5}}])
async def test_what_is_no_tree(answer: Any) -> None:
    with pytest.raises(BadAnswer, match="not with steps that can be read") as caught:
        await saying({"_id": "cam_1"}, answer).campaign("cam_1", Keys())
    assert caught.value.request == "GET /campaigns/cam_1/sequences"


@pytest.mark.parametrize("answer", [{}, {"_id": ""}, {"_id": 5}, [], "ok"])
async def test_an_add_without_an_id_may_have_been_carried_out(answer: Any) -> None:
    operation = AddStep(
        campaign_id="cam_1", title="Add", sequence_id="seq_1", index=0, length=0, content=LinkedinVisit(), key="k"
    )
    with pytest.raises(BadAnswer) as caught:
        await saying(answer).perform(operation)
    assert caught.value.sent is Sent.UNKNOWN
