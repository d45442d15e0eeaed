"""How e-mails are put in and moved: Kit knows positions, not places, and each of them only once (contracts/kit 8.3)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tui.model.nodes import Campaign, Step
from tui.plan.operations import AddStep, AnyOperation, MoveStep, Plan, UpdateStep
from tui.providers.kit.emails import Email
from tui.providers.kit.positions import Change, jump, room, spread

BETTER_PAUSED = "While the sequence is active, mail may go out between the requests: better pause it first."


def plan(operation: AnyOperation, campaign: Campaign) -> Plan:
    """The requests of an operation. Raises ValueError, with a sentence, for an order that Kit would refuse."""
    if isinstance(operation, AddStep):
        return _add(operation, campaign)
    if isinstance(operation, MoveStep):
        return _move(operation, campaign)
    return Plan((operation,))


def _add(operation: AddStep, campaign: Campaign) -> Plan:
    """A POST with a position that is free by then.

    The position goes along also at the end, where Kit would find it by itself: a POST that is sent again after its
    answer was lost is refused then, and does not make a second e-mail.
    """
    steps = campaign.sequence.steps
    index = min(operation.index, len(steps))
    emails = [*map(_email, steps[:index]), operation.content, *map(_email, steps[index:])]
    _refuse_late_immediate(emails)
    places = [_email(step).place for step in steps]
    known = [place for place in places if place is not None]
    if index == len(steps):
        # Behind an e-mail whose position is not known any number may be taken: Kit appends by itself.
        return _added(operation, max(known, default=-1) + 1 if len(known) == len(places) else None, (), campaign)
    spreading = _Writer(campaign)
    spreading.write(spread(_known(places)), "Give it a position of its own")
    free = room(spreading.positions, index)
    spreading.write(free.changes, "Make room")
    return _added(operation, free.position, spreading.operations, campaign)


def _added(operation: AddStep, position: int | None, before: Sequence[UpdateStep], campaign: Campaign) -> Plan:
    # A pasted e-mail brings the position of the one that it was copied from.
    values = {name: value for name, value in operation.content.values().items() if name != "position"}
    if position is not None:
        values["position"] = position
    content = type(operation.content).model_construct(set(values), **values)
    operation = operation.model_copy(update={"content": content})
    what = "puts an e-mail between others where no number is free"
    return Plan((*before, operation), operation.key, cost=_cost(len(before) + 1, what, campaign))


def _move(operation: MoveStep, campaign: Campaign) -> Plan:
    steps = campaign.sequence.steps
    index, start = operation.index, operation.start
    if not (0 <= index < len(steps) and 0 <= start < len(steps) and steps[start].id == operation.step_id):
        raise ValueError("The order of the e-mails is another one by now: reload, then move it again.")
    moved = list(steps)
    moved.insert(index, moved.pop(start))
    _refuse_late_immediate(map(_email, moved))
    writer = _Writer(campaign)
    if index != start:
        writer.write(spread(_known([_email(step).place for step in steps])), "Give it a position of its own")
        way = jump(writer.positions, start, index)
        for number, change in enumerate(way.changes, 1):
            last = number == len(way.changes)
            doing = operation.title if last else "Put it aside" if change[0] == way.mover else "Make room"
            writer.write((change,), doing)
    cost = _cost(len(writer.operations), "moves an e-mail", campaign)
    return Plan(tuple(writer.operations), steps[start].key, cost=cost)


class _Writer:
    """Turns changes of positions into operations, each starting from what the one before it left."""

    def __init__(self, campaign: Campaign) -> None:
        self.campaign = campaign
        self.positions = [_email(step).place or 0 for step in campaign.sequence.steps]
        self.operations: list[UpdateStep] = []

    def write(self, changes: Iterable[Change], doing: str) -> None:
        """Note the changes; `doing` says what for."""
        for place, new in changes:
            step, old = self.campaign.sequence.steps[place], self.positions[place]
            self.positions[place] = new
            operation = UpdateStep(
                campaign_id=self.campaign.head.id,
                title=f"{doing} (step {place + 1}: position {old} → {new})",
                sequence_id=self.campaign.sequence.id or self.campaign.head.id,
                step_id=step.id or "",
                before=step.content.model_copy(update={"position": old}),
                after=Email(position=new),
            )
            self.operations.append(operation)


def _known(places: Sequence[int | None]) -> list[int]:
    """The positions, when all are known. Raises ValueError."""
    known = [place for place in places if place is not None]
    if len(known) < len(places):
        raise ValueError(
            "Kit does not say at which position every e-mail of this sequence stands, so none can be put between "
            "them: add it at the end, or order them in Kit."
        )
    return known


def _refuse_late_immediate(emails: Iterable[object]) -> None:
    """Raises ValueError for an order in which an e-mail without a delay is not the first (contracts/kit 8.2)."""
    for number, email in enumerate(emails, 1):
        if number > 1 and isinstance(email, Email) and email.immediate:
            raise ValueError(
                f"“{email.headline()}” would be e-mail {number}, and only the first e-mail may go out at once: "
                "give it a delay of at least 1 first."
            )


def _email(step: Step) -> Email:
    """The content of a step; one of a type that Kit does not have stands for an e-mail that says nothing."""
    return step.content if isinstance(step.content, Email) else Email()


def _cost(count: int, what: str, campaign: Campaign) -> tuple[str, ...]:
    """What it means that several requests are needed; nothing for one."""
    if count < 2:
        return ()
    parts = (
        f"Kit has no request that {what}: it takes {count} requests. They are not carried out as one: if one fails, "
        "those before it stay done.",
    )
    return parts if campaign.head.status == "paused" else (BETTER_PAUSED, *parts)
