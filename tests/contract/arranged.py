"""The examples of the contract, and for each the state of a service that would answer like that."""

import base64
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.contract.arranged_ab_tests import arrange_ab_test
from tests.contract.arranged_branches import arrange_branches
from tests.contract.arranged_statistics import arrange_export, arrange_report, arrange_statistics
from tui.sandbox.lemlist.records import Campaign, Condition, Lead, LemlistState, Sequence, Step, Team, User
from tui.sandbox.store import Store
from tui.sandbox.switches import Switches

Example = dict[str, Any]

KEY = "sandbox"
_HERE = Path(__file__).parent
_FILES = (
    _HERE.parent / "data" / "lemlist" / "examples.json",
    _HERE / "examples_ab_tests.json",
    _HERE / "examples_branches.json",
    _HERE / "examples_statistics.json",
)
EXAMPLES: list[Example] = [each for file in _FILES for each in json.loads(file.read_text(encoding="utf-8"))]
_TEAM, _USER, _OTHER = "tea_b4rMsi2trBhahaha", "usr_4YGm9ez7gMdyhahaha", "usr_5GdFEgSLCN4hahaha"
_CAMPAIGN, _SEQUENCE, _YES, _ELSE = (
    "cam_A1B2C3D4E5F6G7H8I9",
    "seq_lkCSKd32qSZZTe5Ru",
    "seq_jacL5GNH3YpNnuNQ2",
    "seq_xzrGLxhZwoo5oxukc",
)
_TARGETS = ("cam_ABC123XYZ456", "cam_XYZ789ABC123")


class HandClock:
    """A clock that only moves when told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    @classmethod
    def standing_at(cls, moment: str) -> "HandClock":
        """A clock that shows a moment; it is set half a millisecond late, so that a float keeps the fraction."""
        clock = cls()
        clock.now += (datetime.fromisoformat(moment) - clock.utc()).total_seconds() + 0.0005
        return clock

    def seconds(self) -> float:
        """The hand's position."""
        return self.now

    def utc(self) -> datetime:
        """A moment that goes with the hand; at the start two seconds before the contract's example."""
        return datetime.fromtimestamp(self.now + datetime(2026, 11, 21, 9, 2, 40, tzinfo=UTC).timestamp() - 1000.0, UTC)


def authorization(header: str) -> str:
    """The header an example means, with the sandbox's key in the place of the words in angle brackets."""
    for words, secret in (("<base64 of ':' + api key>", f":{KEY}"), ("<base64 of api key + ':'>", f"{KEY}:")):
        header = header.replace(words, base64.b64encode(secret.encode()).decode())
    return header.replace("<api key>", KEY)


def arrange(example: Example) -> Store:
    """A store in memory in the state that an example presupposes; its clock stands still."""
    store = Store(None, clock=HandClock())
    state = store.state.lemlist = _account()
    campaign = _campaign(_CAMPAIGN)
    state.campaigns[campaign.id] = campaign
    for target in _TARGETS:
        state.campaigns[target] = _campaign(target, archived="archived" in example["name"])
    if "/ab-test" in example["path"]:
        step = Step(id="stp_V0JHmSpWiO0rxHUkz", type="email", template_id="etp_a")
        campaign.sequence_id, campaign.sequences = _SEQUENCE, {_SEQUENCE: Sequence(id=_SEQUENCE, steps=[step])}
        arrange_ab_test(store, campaign, step, example)
    elif "/branches" in example["path"]:
        arrange_branches(store, campaign, example)
    elif example["path"].startswith("/sequences/"):
        _arrange_steps(campaign, example)
    elif "/stats" in example["path"]:
        state.campaigns |= {name: _campaign(name) for name in ("cam_123", "cam_456")}
        arrange_statistics(state, state.campaigns["cam_123"], example)
    elif "/reports" in example["path"]:
        arrange_report(state, campaign, example)
    elif "/export/" in example["path"]:
        arrange_export(state, campaign, example)
        if example["status"] == 200 and isinstance(example["response"], dict):
            store.clock = HandClock.standing_at(example["response"]["startedAt"])
    else:
        _arrange_campaigns(state, campaign, example)
    _arrange_trouble(store, example)
    return store


def _account() -> LemlistState:
    return LemlistState(
        teams={_TEAM: Team(id=_TEAM, name="lemlist", created_at="2018-02-22T08:52:30.926Z", created_by=_USER)},
        users={
            _USER: User(id=_USER, team_id=_TEAM, name="John Doe", email="john@example.com", role="admin"),
            _OTHER: User(id=_OTHER, team_id=_TEAM, name="Jane Doe", email="jane@example.com"),
        },
        keys={KEY: _USER},
    )


def _campaign(name: str, **more: Any) -> Campaign:
    return Campaign(
        id=name, team_id=_TEAM, name="Product Launch", created_at="2020-01-01T00:00:00.000Z", created_by="usr_x", **more
    )


def _lead() -> Lead:
    return Lead(id="lea_a", contact_id="ctc_a", email="a@example.com", state="contacted")


def _arrange_trouble(store: Store, example: Example) -> None:
    name, state = example["name"], store.state.lemlist
    if "blocked user" in name:
        state.users[_USER].blocked = True
    elif "key without user" in name:
        del state.users[_USER]
    elif "bad team" in name:
        state.users[_USER].team_id = "tea_gone"
    elif "plan too low" in name:
        store.switches = Switches(plan="free")
    elif "answered with the web app" in name:
        store.switches = Switches(unknown_path="html")
    elif example["path"] == "/team" and example["status"] == 200:
        keep = ("hooks", "beta", "invitedUsers", "customDomain")
        state.teams[_TEAM].extra = {field: example["response"][field] for field in keep}


def _arrange_steps(campaign: Campaign, example: Example) -> None:
    body, answer = example["request"]["body"] or {}, example["response"]
    answer = answer if isinstance(answer, dict) else {}
    first = Step(id="stp_first", type="linkedinVisit")
    line = Sequence(id=_SEQUENCE, steps=[first])
    campaign.sequence_id, campaign.sequences = line.id, {line.id: line}
    if "running campaign" in example["name"]:
        campaign.leads = [_lead()]
    if _YES in example["path"]:
        line.steps.append(_condition("stp_cond"))
    elif example["method"] != "POST" and "stp_Ae93hiemDkypHLys2" in example["path"]:
        line.steps.append(_condition("stp_Ae93hiemDkypHLys2"))
    elif example["method"] != "POST":
        kind = answer.get("type", "linkedinInvite")
        keeps = "delay" not in body or kind == "sendToAnotherCampaign"
        line.steps.append(
            Step(
                id="stp_V0JHmSpWiO0rxHUkz",
                type=kind,
                delay=answer.get("delay", 0) if keeps else 9,
                template_id=answer.get("emailTemplateId"),
                content={"message": answer["message"] if "message" not in body else "old"}
                if "message" in answer
                else {},
            )
        )
    if any(step.type == "conditional" for step in line.steps):
        campaign.sequences |= {_YES: Sequence(id=_YES), _ELSE: Sequence(id=_ELSE)}


def _condition(name: str) -> Step:
    links = [
        Condition(
            sequence_id=_YES, key="linkedinInviteAccepted", label="Accepted invite", delay=1, delay_type="waitUntil"
        ),
        Condition(sequence_id=_ELSE, fallback=True),
    ]
    content: Any = {"conditionKey": "linkedinInviteAccepted", "delayType": "waitUntil"}
    return Step(id=name, type="conditional", delay=1, content=content, conditions=links)


def _arrange_campaigns(state: LemlistState, campaign: Campaign, example: Example) -> None:
    name, answer = example["name"], example["response"]
    if example["path"] == "/campaigns" and example["method"] == "GET" and example["status"] == 200:
        state.campaigns.clear()
        items = answer if isinstance(answer, list) else answer["campaigns"]
        records = [_listed(item) for item in items]
        total = 5 if isinstance(answer, dict) else len(items)
        fillers = [_campaign(f"cam_filler{number}") for number in range(total - len(records))]
        for record in fillers + records if "last page" in name else records + fillers:
            state.campaigns[record.id] = record
    elif name == "get campaign":
        record = _listed(answer)
        author, sender = answer["creator"], answer["senders"][0]
        record.created_by, record.sender_ids = author["userId"], [sender["id"]]
        state.users[author["userId"]] = User(id=author["userId"], team_id=_TEAM, name="J", email=author["userEmail"])
        state.users[sender["id"]] = User(
            id=sender["id"], team_id=_TEAM, name="J", email=sender["email"], mailbox_id=sender["sendUserMailboxId"]
        )
        state.campaigns[record.id] = record
    elif example["path"].endswith("/sequences") and isinstance(answer, dict):
        campaign.sequence_id = next(key for key, entry in answer.items() if entry["level"] == 0)
        campaign.sequences = {key: _sequence(entry) for key, entry in answer.items()}
    elif name == "campaign statutes":
        campaign.name, campaign.notices = answer["name"], answer["statutes"][1:]
        campaign.sequence_id = _SEQUENCE
        campaign.sequences = {_SEQUENCE: Sequence(id=_SEQUENCE, steps=[Step(id="stp_a", type="linkedinVisit")])}
    elif "do not cover" in name:
        member = example["request"]["body"]["sendUserIds"][0]
        state.users[member] = User(id=member, team_id=_TEAM, name="M", email="m@example.com", channels=["email"])
        steps = [Step(id=f"stp_{kind}", type=kind) for kind in ("email", "linkedinVisit", "sms")]
        campaign.sequences = {_SEQUENCE: Sequence(id=_SEQUENCE, steps=steps)}
    elif name.startswith("duplicate"):
        campaign.sequence_id, campaign.sequences = _SEQUENCE, {_SEQUENCE: Sequence(id=_SEQUENCE)}
    if name in ("start campaign", "pause campaign already paused"):
        campaign.state = "paused"


def _listed(item: dict[str, Any]) -> Campaign:
    return Campaign(
        id=item["_id"],
        team_id=_TEAM,
        name=item["name"],
        created_at=item["createdAt"],
        created_by=item.get("createdBy", "usr_x"),
        emoji=item.get("emoji"),
        timezone=item.get("timezone"),
        labels=item.get("labels", []),
        errors=item.get("errors", []),
        leads=[_lead()] if item["status"] == "running" else [],
    )


def _sequence(entry: dict[str, Any]) -> Sequence:
    outside = {"_id", "type", "delay", "emailTemplateId", "index", "sequenceId", "sequenceStep", "conditions"}
    steps = [
        Step(
            id=step["_id"],
            type=step["type"],
            delay=step["delay"],
            template_id=step.get("emailTemplateId"),
            content={name: value for name, value in step.items() if name not in outside},
            conditions=[
                Condition(
                    sequence_id=link["sequenceId"],
                    key=link.get("key"),
                    label=link.get("label"),
                    name=link.get("name"),
                    selector=link.get("selector"),
                    fallback=link.get("fallback", False),
                )
                for link in step.get("conditions", [])
            ],
        )
        for step in entry["steps"]
    ]
    return Sequence(id=entry["_id"], steps=steps)
