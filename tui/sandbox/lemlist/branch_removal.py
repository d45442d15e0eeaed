"""What goes with a deleted branch, and who is in it (contract 6.7)."""

from collections import deque
from collections.abc import Iterable

from tui.sandbox.lemlist.records import Activity, Campaign, Condition


def sub_tree(campaign: Campaign, link: Condition) -> list[str]:
    """The sequences that would go with a branch, its own first: those that no other step points to."""
    below = _reached(campaign, [link.sequence_id], link)
    outside = [name for name in campaign.sequences if name not in below or name == campaign.sequence_id]
    kept = set(_reached(campaign, outside, link))
    return [name for name in below if name not in kept]


def _reached(campaign: Campaign, start: Iterable[str], cut: Condition) -> list[str]:
    """The sequences that can be reached, in reading order, without one link."""
    met = dict.fromkeys(name for name in start if name in campaign.sequences)
    waiting = deque(met)
    while waiting:
        for each in campaign.sequences[waiting.popleft()].steps:
            for link in each.conditions:
                if link.sequence_id in campaign.sequences and link.sequence_id not in met and link is not cut:
                    met[link.sequence_id] = None
                    waiting.append(link.sequence_id)
    return list(met)


def lead_sits_in(campaign: Campaign, sequences: Iterable[str]) -> bool:
    """Whether the last thing that happened to any lead happened in one of these sequences, or led into one."""
    inside = set(sequences)
    last: dict[str, Activity] = {}
    for activity in sorted(campaign.activities, key=lambda each: each.created_at):
        last[activity.lead_id] = activity
    holders = {step.id: name for name, sequence in campaign.sequences.items() for step in sequence.steps}
    return any(
        (each.new_sequence_id or each.sequence_id or holders.get(each.step_id or "")) in inside
        for each in last.values()
    )
