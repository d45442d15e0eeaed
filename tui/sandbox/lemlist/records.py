"""What the imitated lemlist keeps: teams, users, keys, exports, campaigns with sequences, steps, leads, activities."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from tui.sandbox.lemlist.words import FINISHED_LEADS, WAITING_LEADS


class Record(BaseModel):
    """A record of the store; unknown fields mean that the file is not ours."""

    model_config = ConfigDict(extra="forbid")


class Team(Record):
    """A team; `plan` "free" closes the gated routes to it."""

    id: str
    name: str
    created_at: str
    created_by: str
    plan: Literal["emailPro", "free"] = "emailPro"
    extra: dict[str, JsonValue] = Field(default_factory=dict)


class User(Record):
    """A member of a team. `channels` are what the user can send through: email, linkedin, whatsapp, sms."""

    id: str
    team_id: str
    name: str
    email: str
    role: str = "member"
    blocked: bool = False
    mailbox_id: str | None = None
    channels: list[str] = Field(default_factory=lambda: ["email"])


class Condition(Record):
    """One link from a conditional step to a branch; `fallback` marks Else.

    `values` is what the branch tests, under the names of contract 6.2; with nothing there, `selector` may say it.
    """

    sequence_id: str
    key: str | None = None
    label: str | None = None
    name: str | None = None
    fallback: bool = False
    delay: int | None = None
    delay_type: str | None = None
    selector: str | None = None
    values: dict[str, JsonValue] = Field(default_factory=dict)


class AbTest(Record):
    """Variant B of a step under an A/B test (contract 7); variant A is the step itself. `winner` None: running."""

    template_id: str
    content: dict[str, JsonValue] = Field(default_factory=dict)
    winner: Literal["A", "B"] | None = None


class Step(Record):
    """A step: `delay` in days, `content` under the names that requests use."""

    id: str
    type: str
    delay: int = 0
    template_id: str | None = None
    content: dict[str, JsonValue] = Field(default_factory=dict)
    conditions: list[Condition] = Field(default_factory=list)
    ab_test: AbTest | None = None
    index: int | None = None  # only set to imitate answers whose numbering disagrees with the order


class Sequence(Record):
    """The steps of the main line or of one branch, in order."""

    id: str
    steps: list[Step] = Field(default_factory=list)


class Lead(Record):
    """A person in one campaign, as far as the campaign's state depends on it."""

    id: str
    contact_id: str
    email: str
    state: str = "scanned"
    paused: bool = False
    email_status: str | None = None
    variables: dict[str, str] = Field(default_factory=dict)

    @property
    def launched(self) -> bool:
        """Whether the lead has entered the sequence."""
        return self.state not in WAITING_LEADS

    @property
    def finished(self) -> bool:
        """Whether nothing more will be sent to the lead."""
        return self.state in FINISHED_LEADS


class Activity(Record):
    """Something that happened to a lead in a campaign; `type` is one of the words of contract 8.5.

    `step_id` survives when steps move; `sequence_id` and `sequence_step` (0-based) say where the step stood then, and
    are all that old records have. `variant` is the letter of the lead's variant where the step is under an A/B test,
    `new_sequence_id` the branch that a `conditionChosen` led to.
    """

    id: str
    type: str
    created_at: str
    lead_id: str
    step_id: str | None = None
    sequence_id: str | None = None
    sequence_step: int | None = None
    sender_id: str | None = None
    variant: Literal["A", "B"] | None = None
    new_sequence_id: str | None = None


class Export(Record):
    """The leads of a campaign as they were when an export was started; whether it is done follows from the time."""

    id: str
    campaign_id: str
    campaign_name: str
    started_at: str
    total: int
    csv: str
    email: str | None = None


class Campaign(Record):
    """A campaign; `sequence_id` is its main sequence, `state` the execution switch (contract 3.1)."""

    id: str
    team_id: str
    name: str
    created_at: str
    created_by: str
    emoji: str | None = None
    timezone: str | None = None
    labels: list[str] = Field(default_factory=list)
    state: Literal["running", "paused"] = "running"
    archived: bool = False
    sequence_id: str | None = None
    schedule_ids: list[str] = Field(default_factory=list)
    sender_ids: list[str] = Field(default_factory=list)
    errors: list[str] = Field(default_factory=list)
    notices: list[dict[str, JsonValue]] = Field(default_factory=list)
    settings: dict[str, JsonValue] = Field(default_factory=dict)
    sequences: dict[str, Sequence] = Field(default_factory=dict)
    leads: list[Lead] = Field(default_factory=list)
    activities: list[Activity] = Field(default_factory=list)

    @property
    def launched(self) -> bool:
        """Whether leads have entered the campaign."""
        return any(lead.launched for lead in self.leads)

    @property
    def locked(self) -> bool:
        """Whether steps cannot be deleted: switched on, with leads in it (contract 3.1)."""
        return self.state == "running" and self.launched and not self.archived

    @property
    def status(self) -> str:
        """The word that is displayed, derived from state and leads (contract 3.1)."""
        if self.archived:
            return "archived"
        if not self.launched:
            return "draft"
        if self.state == "paused":
            return "paused"
        if all(lead.finished for lead in self.leads if lead.launched):
            return "ended"
        return "running"


class LemlistState(Record):
    """All of the imitated lemlist. `keys` maps an API key to a user id."""

    teams: dict[str, Team] = Field(default_factory=dict)
    users: dict[str, User] = Field(default_factory=dict)
    keys: dict[str, str] = Field(default_factory=dict)
    campaigns: dict[str, Campaign] = Field(default_factory=dict)
    exports: dict[str, Export] = Field(default_factory=dict)

    def campaign_of_sequence(self, sequence_id: str) -> Campaign | None:
        """The campaign that holds a sequence."""
        return next((campaign for campaign in self.campaigns.values() if sequence_id in campaign.sequences), None)
