"""The large demo campaign: 400 steps in 41 sequences, put together from lists of phrases, always the same."""

from collections import deque

from pydantic import JsonValue

from tui.sandbox.demo.builder import Line, campaign, html
from tui.sandbox.demo.people import ADA, BEN, TEAM_ID
from tui.sandbox.lemlist.records import Campaign

STEPS = 400
CONDITIONS = 20

_OPENERS = (
    "I read that {{companyName}} is hiring for its platform team.",
    "Your talk on staged rollouts came up in our team meeting.",
    "{{icebreaker}}",
    "A customer in {{industry}} suggested that I write to you.",
    "Congratulations on the new version of {{companyName}}'s app.",
    "We compared release notes across {{industry}}, and yours stood out.",
    "You asked a good question in the reliability meet-up last month.",
)
_POINTS = (
    "Relay reads your pipelines and says in one line what still blocks the release.",
    "Teams of your size save about five hours of meetings for every release.",
    "Nobody has to fill in a form; the page is there before the meeting is.",
    "When a check fails, the person who can mend it is told, and nobody else.",
    "You keep your tools. Relay only looks, and writes nothing.",
    "The audit trail that {{industry}} asks for comes with it.",
    "A release that is not ready costs more than one that is late; we can show the numbers.",
    "Rollbacks are planned before they are needed, on the same page.",
)
_QUESTIONS = (
    "Would a 15-minute call next week be a bad idea?",
    "Who decides at {{companyName}} that a release may go out?",
    "What did you change after the last release that slipped?",
    "Shall I send you the page for one of your public projects?",
    "Is this something for you, or for a colleague?",
    "What would make you say no?",
)
_SUBJECTS = (
    "Releases at {{companyName}}",
    "{{firstName}}, one page instead of one meeting",
    "Before the next release",
    "What {{industry}} teams check first",
    "A number from {{companyName}}'s release notes",
    "Who says go?",
    "{{firstName}}, shall I close this?",
)
_TASKS = (
    "Look up who runs releases at {{companyName}}",
    "Read the latest release notes of {{companyName}}",
    "Ask the partner team whether they know {{firstName}}",
    "Send the printed checklist to {{companyName}}",
)
_RHYTHM = (
    "email",
    "linkedinVisit",
    "phone",
    "email",
    "linkedinSend",
    "manual",
    "email",
    "whatsappMessage",
    "sms",
    "linkedinFollow",
    "linkedinLikeLastPost",
)
_ASKED = (
    ("emailsOpened", "within", 3),
    ("hasLinkedinUrl", "waitUntil", None),
    ("emailsClicked", "within", 5),
    ("hasPhoneNumber", "waitUntil", None),
    ("linkedinInviteAccepted", "within", 7),
    ("meetingBooked", "within", 10),
    ("hasScore", "waitUntil", 2),
    ("linkedinNetworkCheck", "waitUntil", None),
)


def build() -> Campaign:
    """A paused campaign whose tree is five levels deep; every sequence has nine or ten steps beside its condition."""
    record, main = campaign(
        "playbook",
        TEAM_ID,
        BEN.id,
        "Enterprise playbook (400 steps)",
        "2026-02-11T11:20:00.000Z",
        emoji="📚",
        labels=["enterprise", "playbook"],
        state="paused",
        sender_ids=[ADA.id, BEN.id],
    )
    per_line, extra = divmod(STEPS - CONDITIONS, 2 * CONDITIONS + 1)
    waiting: deque[Line] = deque([main])
    done = number = 0
    while waiting:
        line = waiting.popleft()
        for _ in range(per_line + (done < extra)):
            _write(line, number)
            number += 1
        if done < CONDITIONS:
            key, delay_type, delay = _ASKED[done % len(_ASKED)]
            waiting.extend(line.branch(key, delay_type, delay))
        done += 1
    return record


def _write(line: Line, number: int) -> None:
    kind = _RHYTHM[number % len(_RHYTHM)]
    first = not line.campaign.sequences[line.sequence_id].steps
    line.add(kind, 0 if first else 1 + number % 4, **_content(kind, number))


def _content(kind: str, number: int) -> dict[str, JsonValue]:
    opener = _OPENERS[number % len(_OPENERS)]
    point = _POINTS[number % len(_POINTS)]
    question = _QUESTIONS[number % len(_QUESTIONS)]
    if kind == "email":
        text = html("Hi {{firstName}},", opener, f"{point} {question}", "Best,\n{{senderName}}")
        return {"subject": _SUBJECTS[number % len(_SUBJECTS)], "message": text}
    if kind == "manual":
        return {"title": _TASKS[number % len(_TASKS)], "message": question}
    if kind == "phone":
        return {"message": f"{point} Then ask: {question}"}
    if kind in ("linkedinSend", "whatsappMessage", "sms"):
        return {"message": f"Hi {{{{firstName}}}}! {point} {question}"}
    return {}
