"""Every refusal of Kit in a sentence with its cause and one with the next step."""

from __future__ import annotations

import pytest

from tests.providers.kit.connected import adding, changing, connected, new_store, put, read
from tui.plan.operations import UpdateSettings
from tui.providers.calls import Answer, Call, Limit
from tui.providers.errors import (
    BadKey,
    Conflict,
    Forbidden,
    Invalid,
    NotFound,
    Sent,
    ServerFailed,
    ServiceError,
    from_answer,
)
from tui.providers.kit import client
from tui.providers.kit.client import Kit
from tui.providers.kit.errors import refine
from tui.providers.kit.settings import KitSettings
from tui.providers.window import Window
from tui.sandbox.app import KIT_PATH

WRONG: list[tuple[str, type[ServiceError], str, str]] = [
    ("401", BadKey, "Kit does not accept the key (401): “The access token is invalid”.", "older ones do not work"),
    ("403", Forbidden, "does not allow this to the account or its credential (403)", "plan of the account"),
    ("404", NotFound, "Kit has no such sequence, e-mail or subscriber on this account (404).", "reload"),
    ("413", Invalid, "larger than Kit accepts", "Shorten"),
    ("422", Invalid, "Kit found a value that it does not accept (422)", "Correct"),
    ("500", ServerFailed, "Kit failed inside (500)", "reload and look"),
    ("503", ServerFailed, "Kit is not available", "reload and look"),
]


@pytest.mark.parametrize(("fault", "kind", "cause", "remedy"), WRONG)
async def test_a_write_that_goes_wrong(fault: str, kind: type[ServiceError], cause: str, remedy: str) -> None:
    store = new_store()
    sequence = put(store, 0)
    async with connected(store, f"PUT:*:{fault}:*") as (served, provider):
        tree = await read(provider, sequence)
        with pytest.raises(kind) as caught:
            await provider.perform(changing(tree, 0, subject="x"))
        error = caught.value
        assert type(error) is kind
        assert cause in error.cause
        assert remedy in error.remedy
        assert error.remedy.endswith(".")
        assert error.sent is (Sent.UNKNOWN if kind is ServerFailed else Sent.REFUSED)
        assert "PUT /v4/sequences/1/emails/1" in error.report()
        assert "kit_sandbox" not in error.report()
        assert len(served.writes) == 1


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("kit_wrong", "older ones do not work"),
        ("", "older ones do not work"),
        ("Bearer kit_wrong", "sent as an OAuth token"),
        ("mS6WCCYzgHhKFTRbMTjd", "begin with “kit_”"),
    ],
)
async def test_keys_that_do_not_work(key: str, words: str) -> None:
    async with connected(new_store(), key=key) as (_, provider):
        with pytest.raises(BadKey) as caught:
            await provider.identity()
        assert words in caught.value.remedy
        assert "lost its access to the API" in caught.value.remedy
        assert "mS6W" not in caught.value.report()


async def test_a_key_with_a_line_break_is_not_sent() -> None:
    with pytest.raises(BadKey, match="character that no key has"):
        Kit("kit_a\nb", account="a", base_url="http://127.0.0.1:1")


async def test_an_account_that_may_not_create_sequences() -> None:
    async with connected(new_store("entitled=no")) as (_, provider):
        with pytest.raises(Forbidden) as caught:
            await provider.create(KitSettings(name="N"))
        assert "sufficient permissions" in caught.value.cause
        assert "scope" not in caught.value.remedy


async def test_a_token_that_only_reads() -> None:
    store = new_store()
    sequence = put(store, 0)
    async with connected(store, key="Bearer kit_sandbox_read") as (_, provider):
        tree = await read(provider, sequence)
        with pytest.raises(Forbidden) as caught:
            await provider.perform(changing(tree, 0, subject="x"))
        assert "scope for writing" in caught.value.remedy


async def test_a_position_that_somebody_else_took() -> None:
    store = new_store()
    sequence = put(store, 0)
    async with connected(store) as (_, provider):
        tree = await read(provider, sequence)
        with pytest.raises(Conflict) as caught:
            await provider.perform(adding(tree, position=0))
        assert caught.value.cause.startswith("Another e-mail stands at this position by now (422)")
        assert "changed the order" in caught.value.remedy
        assert caught.value.sent is Sent.REFUSED


async def test_what_kit_says_about_fields_stands_at_the_fields() -> None:
    store = new_store()
    put(store)
    async with connected(store) as (_, provider):
        before = await provider.settings("1")
        after = KitSettings.model_construct({"send_hour", "name"}, send_hour=24, name="")
        with pytest.raises(Invalid) as caught:
            await provider.set_settings(UpdateSettings(campaign_id="1", title="Change", before=before, after=after))
        assert caught.value.fields == {
            "send_hour": "must be an integer between 0 and 23",
            "name": "can't be blank",
        }


async def test_hostile_words_of_a_refusal_are_harmless() -> None:
    body = '{"errors": ["position \\u001b[31m taken \\u202e", 7, null, {"x": 1}]}'
    for status in (401, 403, 404, 422, 500):
        error = from_answer(Call("PUT", "/v4/x"), status, {}, body, service="Kit")
        better = refine(error, Answer(status, {}, None, body, 0.0, 1), token=False)
        assert "\x1b" not in str(better)
        assert "\u202e" not in str(better)
    for text in ("", "[]", '{"errors": "x"}', "<html>", '{"errors": {"send_hour": "bad"}}'):
        error = from_answer(Call("PUT", "/v4/x"), 422, {}, text, service="Kit")
        assert refine(error, Answer(422, {}, None, text, 0.0, 1), token=True).remedy


@pytest.mark.parametrize("fault", ["429", "429-bare"])
async def test_a_rate_that_is_refused_waits_and_goes_on(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It was not carried out, so even a POST goes again (contract 4: no header says for how long)."""
    store = new_store()
    sequence = put(store, 0)
    async with connected(store, f"POST:*:{fault}:1") as (served, provider):
        waits: list[float] = []
        window = type(provider._wire.window)
        pause = window.pause

        def shortly(self: Window, wait: float) -> None:
            waits.append(wait)
            pause(self, 0.01)

        monkeypatch.setattr(window, "pause", shortly)
        tree = await read(provider, sequence)
        assert (await provider.perform(adding(tree, position=1))).step_id
        assert [each.status for each in served.exchanges if each.method == "POST"] == [429, 201]
        assert len(sequence.emails) == 2
        assert len(waits) == 1


async def test_the_sandbox_and_the_client_count_the_same_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """The client keeps within 120 calls of its own, so the service never says 429; here with a smaller number."""
    store = new_store("key_requests=5")
    async with connected(store) as (served, _):
        monkeypatch.setattr(client, "LIMIT", Limit(calls=5, seconds=60.0))
        provider = Kit("kit_sandbox", account="a", base_url=served.origin + KIT_PATH)
        for _ in range(5):
            await provider.identity()
        assert provider._wire.window.remaining == 0
        assert {each.status for each in served.exchanges} == {200}
        await provider.aclose()
