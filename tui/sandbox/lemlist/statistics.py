"""The statistics of one campaign, and of many at once: what may be asked, and the answers (contract 3.10)."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Literal

from pydantic import JsonValue

from tui.sandbox.lemlist.activities import CHANNELS
from tui.sandbox.lemlist.call import Answer, Call, refuse
from tui.sandbox.lemlist.counting import Wanted, numbers
from tui.sandbox.lemlist.records import LemlistState

_MAX_CAMPAIGNS = 100


def read(call: Call) -> Answer:
    """`GET /v2/campaigns/{id}/stats`: both dates are required; `channels` is a JSON array written as text."""
    campaign = call.campaign()
    start, end = _period(call.query)
    channels = _channels_of_text(call.query.get("channels", ""))
    return Answer(200, numbers(campaign, _wanted(call.state, call.query, start, end, channels)))


def batch(call: Call) -> Answer:
    """`POST /v2/campaigns/stats/batch`: up to a hundred campaigns; one that cannot be counted is named in `errors`.

    A campaign without a sequence has nothing to count and is in neither list: the documented example asks for two
    campaigns and shows one result and no error.
    """
    body = call.body()
    ids = body.get("campaignIds")
    if not isinstance(ids, list) or not ids:
        refuse("Bad params: campaignIds must be a non-empty array")
    if len(ids) > _MAX_CAMPAIGNS:
        refuse(f"Bad params: campaignIds must contain at most {_MAX_CAMPAIGNS} items")
    start, end = _period(body)
    wanted = _wanted(call.state, body, start, end, _channels_of_array(body.get("channels")))
    results: list[JsonValue] = []
    errors: list[JsonValue] = []
    for name in ids:
        campaign = call.state.campaigns.get(str(name))
        if campaign is None:
            errors.append({"campaignId": name, "error": "Campaign not found"})
        elif campaign.team_id != call.team.id:
            errors.append({"campaignId": name, "error": "Bad team"})
        elif campaign.sequence_id is not None:
            results.append({"campaignId": name, **numbers(campaign, wanted)})
    return Answer(200, {"results": results, "errors": errors})


def _wanted(
    state: LemlistState, asked: Mapping[str, JsonValue], start: datetime, end: datetime, channels: tuple[str, ...]
) -> Wanted:
    return Wanted(start, end, channels, _sender(state, asked.get("sendUser")), _variant(asked.get("ABSelected")))


def _period(asked: Mapping[str, JsonValue]) -> tuple[datetime, datetime]:
    start, end = asked.get("startDate"), asked.get("endDate")
    if not start or not end:
        refuse("Bad params: startDate and endDate are required")
    return _moment(start), _moment(end)


def _moment(value: JsonValue) -> datetime:
    try:
        moment = datetime.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        refuse("Bad params")
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def _channels_of_text(text: str) -> tuple[str, ...]:
    if not text:
        return CHANNELS
    try:
        wanted = json.loads(text)
    except (ValueError, RecursionError):
        wanted = None
    if not isinstance(wanted, list):
        refuse("Bad params: channels must be a valid array")
    return _known(wanted, 'Bad params: channels must be empty or contain "others", "email" or "linkedin"')


def _channels_of_array(wanted: JsonValue) -> tuple[str, ...]:
    sentence = 'Bad params: channels must be an array of "others", "email" or "linkedin"'
    if wanted is None:
        return CHANNELS
    if not isinstance(wanted, list):
        refuse(sentence)
    return _known(wanted, sentence)


def _known(wanted: list[JsonValue], sentence: str) -> tuple[str, ...]:
    """The channels asked for, all of them when none is; those of later pages are known as well."""
    if any(name not in CHANNELS for name in wanted):
        refuse(sentence)
    return tuple(name for name in CHANNELS if name in wanted) or CHANNELS


def _sender(state: LemlistState, value: JsonValue) -> str | None:
    if value is None or value == "":
        return None
    name, bar, address = value.partition("|") if isinstance(value, str) else ("", "", "")
    if not (name and bar and address):
        refuse("Bad param format: sendUser must be formatted as follow: <sendUserId>|<sendUserEmail>")
    user = state.users.get(name)
    if user is None or user.email != address:
        refuse("Bad params: the send user email is not related to the send user id")
    return name


def _variant(value: JsonValue) -> Literal["A", "B"] | None:
    if value is None or value == "":
        return None
    if value not in ("A", "B"):
        refuse("Bad params: ABSelected must be A or B")
    return "A" if value == "A" else "B"
