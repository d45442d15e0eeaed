"""The fixed words and numbers of LeadLex, as its contract lists them."""

from collections.abc import Mapping
from typing import Literal, NamedTuple, TypeAlias

PlanName: TypeAlias = Literal["starter", "pro", "org", "unmetered"]

SEND_CONDITIONS = ("always", "if_no_reply", "if_no_open", "if_opened", "if_clicked")
CAMPAIGN_STATUSES = ("draft", "pending_approval", "active", "paused", "completed")
ENROLLMENT_STATUSES = ("pending", "active", "paused", "completed", "bounced", "unsubscribed", "replied")
TASK_STATUSES = ("pending", "approved", "dismissed", "completed", "failed")
CONTACT_SORTS = ("created_at", "updated_date", "full_name")

CONTACT_EXTRAS = ("notes", "tasks", "deals")

MAX_NAME = 200  # characters
MAX_TITLE = 500  # characters, of an activity
MAX_METADATA = 8 * 1024  # bytes, of an activity
MAX_WEBHOOK_TEXT = 200  # characters
MAX_ENROLLED_AT_ONCE = 500
MAX_BODY = 1024 * 1024  # bytes
SHOWN_CONTACTS = 50  # in the answer about one campaign
SHOWN_EXTRAS = 3  # of each kind in the answer about one contact
PER_PAGE, MAX_PER_PAGE = 50, 100


class Plan(NamedTuple):
    """Requests that a plan includes, per day from 00:00 UTC and in any 60 seconds."""

    per_day: int
    per_minute: int


PLANS: Mapping[str, Plan] = {"starter": Plan(100, 10), "pro": Plan(1_000, 50), "org": Plan(10_000, 200)}
