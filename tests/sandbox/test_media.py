"""The media rules: each error can be had by a host name or by the end of a file name."""

from typing import Any

import pytest

from tests.contract.openapi import check_answer
from tests.sandbox.conftest import Api

_OK = "https://assets.example.com/a.png"


@pytest.mark.parametrize(
    ("media", "status", "code"),
    [
        ({"images": [_OK] * 4, "videos": ["https://a.example.com/a.mp4"] * 3}, 400, "TOO_MANY"),
        ({"images": ["http://example.com/a.png"]}, 400, "UNSAFE_URL"),
        ({"images": ["https://localhost/a.png"]}, 400, "UNSAFE_URL"),
        ({"images": ["https://10.0.0.1/a.png"]}, 400, "UNSAFE_URL"),
        ({"images": ["https://[::1]/a.png"]}, 400, "UNSAFE_URL"),
        ({"images": ["https://[broken/a.png"]}, 400, "UNSAFE_URL"),
        ({"images": ["https://user:pw@example.com/a.png"]}, 400, "UNSAFE_URL"),
        ({"images": ["not a url"]}, 400, "UNSAFE_URL"),
        ({"images": ["https://too-large.example/a.png"]}, 413, "TOO_LARGE"),
        ({"videos": ["https://example.com/film-too-large.mp4"]}, 413, "TOO_LARGE"),
        ({"images": ["https://example.com/a.webp"]}, 415, "INVALID_TYPE"),
        ({"images": ["https://example.com/a-wrong-type.png"]}, 415, "INVALID_TYPE"),
        ({"images": ["https://example.com/a.mp4"]}, 415, "INVALID_TYPE"),
        ({"videos": ["https://example.com/a.png"]}, 415, "INVALID_TYPE"),
        ({"images": ["https://example.com/a-bad.gif"]}, 422, "GIF_INVALID"),
        ({"images": ["https://bad-gif.example/a.gif"]}, 422, "GIF_INVALID"),
        ({"images": ["https://example.com/a-download-failed.png"]}, 502, "DOWNLOAD_FAILED"),
        ({"images": ["https://example.com/a-av-down.png"]}, 503, "AV_UNAVAILABLE"),
        ({"images": ["https://example.com/a-timeout.png?size=2"]}, 504, "TIMEOUT"),
        ({"images": ["http://example.com/a.webp"] * 7}, 400, "TOO_MANY"),
        ({"images": ["https://example.com/a.webp", "http://example.com/a.png"]}, 400, "UNSAFE_URL"),
    ],
)
async def test_refusals(api: Api, media: dict[str, Any], status: int, code: str) -> None:
    campaign, main = await api.campaign()
    path = f"/sequences/{main}/steps"
    response = await api.call("POST", path, {"type": "linkedinSend", "message": "m", **media})
    assert (response.status_code, response.json()["code"]) == (status, f"LINKEDIN_MEDIA_{code}")
    assert check_answer("POST", path, status, response.headers["content-type"], response.json()) == []
    assert (await api.sequences(campaign))[main]["steps"] == []


async def test_lists_are_replaced_cleared_and_counted_together(api: Api) -> None:
    campaign, main = await api.campaign()
    step = await api.add(
        main, type="linkedinInvite", images=[_OK, "https://example.com/no-ending", "https://x.example.com/a.JPG"]
    )
    path = f"/sequences/{main}/steps/{step['_id']}"
    films = [f"https://example.com/{number}.mov" for number in range(4)]
    too_many = await api.call("PATCH", path, {"type": "linkedinInvite", "videos": films})
    assert too_many.json()["code"] == "LINKEDIN_MEDIA_TOO_MANY"
    assert (await api.call("PATCH", path, {"type": "linkedinInvite", "videos": films[:3]})).status_code == 200
    assert (await api.call("PATCH", path, {"type": "linkedinInvite", "images": []})).status_code == 200
    assert (await api.call("PATCH", path, {"type": "linkedinInvite", "delay": 2})).status_code == 200
    read = (await api.sequences(campaign))[main]["steps"][0]
    assert (read["images"], read["videos"], read["delay"]) == ([], films[:3], 2)


async def test_media_of_other_types_are_not_looked_at(api: Api) -> None:
    _, main = await api.campaign()
    await api.add(main, type="email", subject="s", message="m", images=["http://nowhere/a.webp"] * 9)
