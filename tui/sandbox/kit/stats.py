"""The numbers behind `include=stats`; their shape is documented nowhere (contract 7.1)."""

from collections.abc import Iterable
from datetime import datetime

from tui.sandbox.kit.delivery import progress
from tui.sandbox.kit.records import KitState, Sent, Sequence
from tui.sandbox.wire import Json


def all_sent(state: KitState, sequence: Sequence, now: datetime) -> list[Sent]:
    """Everything of a sequence that has gone out to anybody by `now`."""
    return [each for member in sequence.members.values() for each in progress(state, sequence, member, now).sent]


def counted(sent: Iterable[Sent]) -> Json:
    """Counts, and rates between 0 and 1 rounded to three places."""
    listed = list(sent)
    total = len(listed)
    opened, clicked = sum(each.opened for each in listed), sum(each.clicked for each in listed)
    unsubscribed = sum(each.unsubscribed for each in listed)
    return {
        "sent": total,
        "opened": opened,
        "clicked": clicked,
        "unsubscribed": unsubscribed,
        "bounced": sum(each.bounced for each in listed),
        "open_rate": round(opened / total, 3) if total else 0.0,
        "click_rate": round(clicked / total, 3) if total else 0.0,
        "unsubscribe_rate": round(unsubscribed / total, 3) if total else 0.0,
    }
