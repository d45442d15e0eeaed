"""Exports of a campaign's leads: started, asked after until done, fetched from the address given then (contract 3.11).

Nothing runs in the background: whether an export is done follows from the time since its start. Its status is kept for
two hours and its file for a day, as the previous documentation says.
"""

import re
from datetime import datetime, timedelta
from typing import Final

from tui.sandbox.clock import Clock, iso
from tui.sandbox.lemlist.call import CSV, Answer, Call, Json, RefusedError
from tui.sandbox.lemlist.lead_rows import rows, written_csv
from tui.sandbox.lemlist.records import Campaign, Export, LemlistState

# Long enough to be seen as pending by a client that asks at once (a decision: no duration is documented).
TAKES: Final = timedelta(seconds=2)
STATUS_KEPT: Final = timedelta(hours=2)
FILE_KEPT: Final = timedelta(days=1)
FILE: Final = re.compile(r"/exports/(?P<export>axp_\w+)\.csv")


def start(call: Call) -> Answer:
    """`GET …/export/start`: begin one; old ones are forgotten on the occasion. A GET that writes, as documented."""
    campaign = call.campaign()
    now = call.store.clock.utc()
    for name in [name for name, each in call.state.exports.items() if now - _started(each) > FILE_KEPT]:
        del call.state.exports[name]
    leads = rows(campaign)
    made = Export(
        id=call.store.state.mint("axp"),
        campaign_id=campaign.id,
        campaign_name=campaign.name,
        started_at=iso(now),
        total=len(leads),
        csv=written_csv(leads),
    )
    call.state.exports[made.id] = made
    call.store.save()
    return Answer(200, _written(call, campaign, made))


def status(call: Call) -> Answer:
    """`GET …/export/{exportId}/status`: pending, then done with the address of the file."""
    campaign = call.campaign()
    made = _export(call, campaign)
    return _missing(call) if made is None else Answer(200, {"ok": True, "status": _written(call, campaign, made)})


def notify(call: Call) -> Answer:
    """`PUT …/export/{exportId}/email/{email}`: who is to be written to; remembered, and nothing is sent.

    The documents do not show the answer; it is the status, as for the neighbouring route.
    """
    campaign = call.campaign()
    made = _export(call, campaign)
    if made is None:
        return _missing(call)
    made.email = call.params["email"]
    call.store.save()
    return Answer(200, {"ok": True, "status": _written(call, campaign, made)})


def download(state: LemlistState, clock: Clock, export_id: str) -> Answer:
    """The file of an export. No key is asked for: the address is the secret, and a client must not send its key there.

    Raises RefusedError 404 while there is no file, and when there is none any more.
    """
    made = state.exports.get(export_id)
    if made is None or not _done_at(made) <= clock.utc() <= _started(made) + FILE_KEPT:
        raise RefusedError(404, "Not found")
    return Answer(200, made.csv, CSV)


def _export(call: Call, campaign: Campaign) -> Export | None:
    made = call.state.exports.get(call.params["export"])
    if made is None or made.campaign_id != campaign.id:
        return None
    return made if call.store.clock.utc() - _started(made) <= STATUS_KEPT else None


def _missing(call: Call) -> Answer:
    return Answer(404, {"ok": False, "message": f"Export with id {call.params['export']} not found"})


def _written(call: Call, campaign: Campaign, made: Export) -> Json:
    done = call.store.clock.utc() >= _done_at(made)
    entry: Json = {
        "_id": made.id,
        "id": made.id,
        "teamId": campaign.team_id,
        "campaignId": made.campaign_id,
        "campaignName": made.campaign_name,
        "status": "done" if done else "pending",
        "startedAt": made.started_at,
        "progressIndex": made.total if done else 0,
        "progressTime": _milliseconds(_done_at(made) if done else _started(made)),
        "progressLastStepDuration": _milliseconds(_done_at(made)) - _milliseconds(_started(made)) if done else 0,
        "progressType": "done" if done else "starting",
        "progress": 100 if done else 0,
        "total": made.total if done else 0,
    }
    if done:
        entry |= {
            "fileSize": len(made.csv.encode()),
            "endedAt": iso(_done_at(made)),
            "url": f"{call.base_url}/exports/{made.id}.csv",
        }
    return entry


def _started(made: Export) -> datetime:
    return datetime.fromisoformat(made.started_at)


def _done_at(made: Export) -> datetime:
    return _started(made) + TAKES


def _milliseconds(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)
