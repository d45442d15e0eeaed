"""What the imitated Kit keeps: one account, its credentials, sequences with e-mails, subscribers and memberships.

Moments are texts, `2023-02-17T11:43:55Z`.
"""

from typing import Literal

from pydantic import Field, JsonValue

from tui.sandbox.kit.words import DAYS
from tui.sandbox.wire import Record

Unit = Literal["days", "hours"]
SubscriberState = Literal["active", "inactive", "bounced", "complained", "cancelled"]


class Credential(Record):
    """What may be sent to show who asks. `entitled` False may not create sequences (403)."""

    kind: Literal["key", "token"]
    scopes: tuple[Literal["read", "write"], ...] = ("read", "write")
    entitled: bool = True


class Zone(Record):
    """The account's time zone as `GET /v4/account` words it; `name` is the IANA name."""

    name: str
    friendly_name: str
    utc_offset: str


class Account(Record):
    """The account behind every credential. `email_address` is the default sending address; `extra` newer fields."""

    id: int
    name: str
    email_address: str
    created_at: str
    plan_type: str = "creator"
    timezone: Zone
    extra: dict[str, JsonValue] = Field(default_factory=dict)


class Template(Record):
    """An e-mail template; `category` is `HTML` or `Starting point`."""

    id: int
    name: str
    is_default: bool = False
    category: str = "HTML"


class Subscriber(Record):
    """A person. `sources` are the ids of the tags, forms and segments the person is in, by kind."""

    id: int
    email_address: str
    first_name: str | None = None
    state: SubscriberState = "active"
    created_at: str
    fields: dict[str, str | None] = Field(default_factory=dict)
    sources: dict[str, list[int]] = Field(default_factory=dict)


class Sent(Record):
    """An e-mail that went out to a person; `position` is where it stood then.

    `opened_at` and `clicked_at` may be missing where it was opened or clicked: then that was at once.
    """

    email_id: int
    position: int
    at: str
    opened: bool = False
    clicked: bool = False
    opened_at: str | None = None
    clicked_at: str | None = None
    bounced: bool = False
    unsubscribed: bool = False


class Queued(Record):
    """The next e-mail of a person, whose time a later change of the schedule does not touch (contract 7.5)."""

    email_id: int
    at: str


class Member(Record):
    """A person in a sequence, with what has gone out to them so far."""

    subscriber_id: int
    added_at: str
    sent: list[Sent] = Field(default_factory=list)
    queued: Queued | None = None


class Email(Record):
    """An e-mail of a sequence. `send_days` holds all seven for no restriction, None when the delay is in hours."""

    id: int
    subject: str
    delay_value: int
    delay_unit: Unit
    position: int
    preview_text: str | None = None
    content: str | None = None
    email_template_id: int | None = None
    published: bool = False
    send_days: list[str] | None = None

    @property
    def immediate(self) -> bool:
        """Whether it goes out without any delay, which only the first e-mail may."""
        return self.delay_value == 0


class Source(Record):
    """People of these tags, sequences, forms or segments get nothing from a sequence."""

    type: Literal["form", "segment", "sequence", "tag"]
    ids: list[int]


class Sequence(Record):
    """A sequence. `deleted_at` is set by the soft delete; `settled_at` is the moment up to which `sent` is complete."""

    id: int
    name: str
    created_at: str
    updated_at: str
    settled_at: str
    time_zone: str
    email_address: str | None = None
    email_template_id: int | None = None
    send_days: list[str] = Field(default_factory=lambda: list(DAYS))
    send_hour: int = 11
    active: bool = True
    repeat: bool = False
    hold: bool = False
    exclude_subscriber_sources: list[Source] = Field(default_factory=list)
    emails: dict[int, Email] = Field(default_factory=dict)
    members: dict[int, Member] = Field(default_factory=dict)
    deleted_at: str | None = None

    def in_order(self) -> list[Email]:
        """The e-mails by position; two that share one by id."""
        return sorted(self.emails.values(), key=lambda email: (email.position, email.id))

    @property
    def next_position(self) -> int:
        """Where an e-mail without a position goes: behind the last one (contract 8.3)."""
        return max((email.position for email in self.emails.values()), default=-1) + 1


class KitState(Record):
    """All of the imitated Kit. `last_ids` are the highest ids given out, by kind; `sources` names by kind and id."""

    account: Account | None = None
    credentials: dict[str, Credential] = Field(default_factory=dict)
    templates: dict[int, Template] = Field(default_factory=dict)
    sources: dict[str, dict[int, str]] = Field(default_factory=dict)
    sequences: dict[int, Sequence] = Field(default_factory=dict)
    subscribers: dict[int, Subscriber] = Field(default_factory=dict)
    last_ids: dict[str, int] = Field(default_factory=dict)

    def mint(self, kind: Literal["sequence", "email", "subscriber"]) -> int:
        """A new id, never one that was used before."""
        known = {
            "sequence": list(self.sequences),
            "email": [one for each in self.sequences.values() for one in each.emails],
            "subscriber": list(self.subscribers),
        }
        number = max(self.last_ids.get(kind, 0), *known[kind], 0) + 1
        self.last_ids[kind] = number
        return number

    def live(self, sequence_id: int) -> Sequence | None:
        """A sequence that exists and is not deleted."""
        sequence = self.sequences.get(sequence_id)
        return None if sequence is None or sequence.deleted_at is not None else sequence

    @property
    def live_sequences(self) -> list[Sequence]:
        """All sequences that are not deleted."""
        return [sequence for sequence in self.sequences.values() if sequence.deleted_at is None]
