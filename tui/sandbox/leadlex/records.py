"""What the imitated LeadLex keeps: keys, contacts, campaigns with their steps and enrollments, tasks, activities."""

from pydantic import Field, JsonValue

from tui.sandbox.leadlex.words import PlanName
from tui.sandbox.wire import Record


class Key(Record):
    """What a `wbk_` key may do, where and until when (contract 2). `plan` None follows the sandbox's switch."""

    workspace_id: str
    permissions: list[str]
    expires_at: str | None = None
    plan: PlanName | None = None


class Contact(Record):
    """A person of a workspace. `unsubscribed`: from everything, so no campaign takes the contact."""

    id: str
    workspace_id: str
    full_name: str
    email: str
    created_at: str
    phone: str | None = None
    job_title: str | None = None
    company_name: str | None = None
    linkedin_url: str | None = None
    list_ids: list[str] = Field(default_factory=list)
    tags: list[str] = Field(default_factory=list)
    custom_fields: dict[str, JsonValue] = Field(default_factory=dict)
    unsubscribed: bool = False


class Step(Record):
    """An e-mail of a campaign; its index is its place in the campaign's list."""

    id: str
    subject: str
    body: str
    created_at: str
    delay_days: int = 0
    delay_hours: int = 0
    send_condition: str = "always"


class Enrollment(Record):
    """A contact in a campaign. `current_step` is the index of the next step to send; the number of steps means none.

    `opened` and `clicked` are about the last e-mail sent. `skipped_at` is when a guard last kept a step back, and
    `skipped` are the ids of all steps that it did (contract 7.6).
    """

    contact_id: str
    added_at: str
    status: str = "pending"
    current_step: int = 0
    last_sent_at: str | None = None
    source: str | None = None
    opened: bool = False
    clicked: bool = False
    skipped_at: str | None = None
    skipped: list[str] = Field(default_factory=list)


class Stats(Record):
    """The counters of a campaign; they never go down (contract 7.5)."""

    sent_count: int = 0
    opened_count: int = 0
    clicked_count: int = 0
    replied_count: int = 0
    bounced_count: int = 0
    unsubscribed_count: int = 0


class Campaign(Record):
    """A campaign. Enrollments are kept oldest first; `delay_between_emails` is in seconds.

    `sent_until` is the moment up to which everything that was due has gone out; None before the first look at it.
    """

    id: str
    workspace_id: str
    name: str
    created_at: str
    updated_at: str
    description: str | None = ""
    status: str = "draft"
    daily_send_limit: int = 50
    delay_between_emails: int = 60
    sending_timezone: str = "UTC"
    send_on_weekends: bool = False
    track_opens: bool = True
    track_clicks: bool = True
    show_unsubscribe: bool = True
    steps: list[Step] = Field(default_factory=list)
    enrollments: list[Enrollment] = Field(default_factory=list)
    stats: Stats = Field(default_factory=Stats)
    sent_until: str | None = None


class Task(Record):
    """Something a person has to approve; here always the start of a campaign (contract 10)."""

    id: str
    workspace_id: str
    campaign_id: str
    description: str
    created_at: str
    status: str = "pending"


class Activity(Record):
    """An entry in the history of a contact, or of a thing without one (contract 9)."""

    id: str
    contact_id: str | None
    type: str
    title: str
    created_date: str
    description: str = ""
    deal_id: str | None = None
    entity_type: str | None = None
    entity_id: str | None = None
    entity_name: str | None = None
    metadata: dict[str, JsonValue] = Field(default_factory=dict)


class ContactList(Record):
    """A named list of contacts; contacts say themselves in which lists they are."""

    id: str
    workspace_id: str
    name: str
    created_at: str
    description: str = ""


class Webhook(Record):
    """An address that wants to hear of events (contract 11); the sandbox calls nobody."""

    id: str
    workspace_id: str
    url: str
    events: list[str]
    created_at: str
    description: str = ""
    active: bool = True
    last_delivery_status: str | None = None
    last_delivery_at: str | None = None


class LeadlexState(Record):
    """All of the imitated LeadLex. Without keys nobody can get in: such a state was never filled."""

    keys: dict[str, Key] = Field(default_factory=dict)
    contacts: dict[str, Contact] = Field(default_factory=dict)
    campaigns: dict[str, Campaign] = Field(default_factory=dict)
    tasks: dict[str, Task] = Field(default_factory=dict)
    activities: list[Activity] = Field(default_factory=list)
    lists: dict[str, ContactList] = Field(default_factory=dict)
    webhooks: dict[str, Webhook] = Field(default_factory=dict)
