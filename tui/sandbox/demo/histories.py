"""What has happened to the people of the demo: every state of a lead has the activities that led to it."""

from datetime import datetime, timedelta

from tui.sandbox.clock import iso
from tui.sandbox.demo.people import ADA
from tui.sandbox.lemlist.records import Activity, Campaign, Lead, Sequence, Step
from tui.sandbox.state import derived_id


class History:
    """One lead's way through a campaign, told step by step. Moments are `MM-DD HH:MM` of 2026, in UTC."""

    def __init__(self, campaign: Campaign, first_name: str) -> None:
        """The lead of that name begins before the first step of the main sequence."""
        self._campaign = campaign
        self._lead: Lead = next(each for each in campaign.leads if each.variables["firstName"] == first_name)
        self._line: Sequence = campaign.sequences[str(campaign.sequence_id)]
        self._number = -1

    def step(self, moment: str, *kinds: str) -> "History":
        """The next step was done; the kinds are what happened there, in order, ten minutes apart."""
        self._number += 1
        for count, kind in enumerate(kinds):
            self._tell(moment, kind, minutes=10 * count)
        return self

    def later(self, moment: str, kind: str) -> "History":
        """Something more happened to the step that was done last."""
        self._tell(moment, kind)
        return self

    def chose(self, moment: str, branch: int) -> "History":
        """The next step is a condition, and the lead went into one of its branches: 0 is the first, -1 is Else."""
        self._number += 1
        link = self._step().conditions[branch]
        self._tell(moment, "conditionChosen", branch=link.sequence_id)
        self._line, self._number = self._campaign.sequences[link.sequence_id], -1
        return self

    def _step(self) -> Step:
        return self._line.steps[self._number]

    def _tell(self, moment: str, kind: str, *, minutes: int = 0, branch: str | None = None) -> None:
        happened = datetime.fromisoformat(f"2026-{moment}:00+00:00") + timedelta(minutes=minutes)
        number = sum(each.lead_id == self._lead.id for each in self._campaign.activities)
        self._campaign.activities.append(
            Activity(
                id=derived_id("act", f"{self._lead.id}:{number}"),
                type=kind,
                created_at=iso(happened),
                lead_id=self._lead.id,
                step_id=self._step().id,
                sequence_id=self._line.id,
                sequence_step=self._number,
                sender_id=ADA.id,
                new_sequence_id=branch,
            )
        )


def tell_outbound(campaign: Campaign) -> None:
    """The running campaign: one bounced, one answered, some are in a branch; two have not been written to yet."""
    History(campaign, "Mina").step("11-16 08:30", "emailsSent").step("11-17 08:40", "linkedinVisitDone").step(
        "11-18 09:10", "linkedinInviteDone"
    )
    (
        History(campaign, "Tomas")
        .step("11-16 08:50", "emailsSent", "emailsOpened")
        .step("11-17 09:00", "linkedinVisitDone")
        .step("11-18 09:30", "linkedinInviteDone")
        .later("11-19 06:15", "emailsOpened")
    )
    (
        History(campaign, "Priya")
        .step("11-12 08:30", "emailsSent")
        .step("11-13 08:35", "linkedinVisitDone")
        .step("11-16 09:05", "linkedinInviteDone")
        .later("11-18 17:42", "linkedinInviteAccepted")
        .chose("11-18 18:00", 0)
    )
    (
        History(campaign, "Jonas")
        .step("11-02 08:30", "emailsSent", "emailsOpened")
        .step("11-03 08:35", "linkedinVisitDone")
        .step("11-04 08:45", "linkedinInviteDone", "linkedinInviteAccepted")
        .chose("11-04 09:05", 0)
        .step("11-04 09:30", "linkedinSent", "linkedinOpened")
        .chose("11-04 10:00", 0)
        .step("11-05 13:20", "aircallDone")
        .step("11-09 08:30", "emailsSent", "emailsOpened", "emailsClicked")
    )
    (
        History(campaign, "Lucia")
        .step("11-09 08:40", "emailsSent", "emailsOpened")
        .later("11-09 15:12", "emailsReplied")
        .later("11-09 15:30", "emailsInterested")
    )
    History(campaign, "Samuel").step("11-10 08:30", "emailsSent", "emailsBounced")


def tell_webinar(campaign: Campaign) -> None:
    """The paused campaign: one was paused by hand, one waits in a branch, one answered there, one declined."""
    History(campaign, "Elif").step("06-08 09:00", "emailsSent").later("06-09 07:55", "paused")
    History(campaign, "Owen").step("06-08 09:05", "emailsSent", "emailsOpened").chose("06-08 09:20", 0)
    (
        History(campaign, "Claire")
        .step("06-08 09:10", "emailsSent", "emailsOpened")
        .chose("06-08 09:25", 0)
        .step("06-09 09:00", "emailsSent", "emailsOpened", "emailsReplied")
    )
    (
        History(campaign, "Rafael")
        .step("06-08 09:15", "emailsSent", "emailsOpened")
        .later("06-08 11:40", "emailsReplied")
        .later("06-08 12:00", "emailsNotInterested")
    )
