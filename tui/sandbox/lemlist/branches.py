"""The branches of a condition: list, add, reorder, change, delete (contract 6; the order of checks is that of 6.9).

Leads take the first branch, from the top, whose question they meet, and Else when they meet none.
"""

from typing import NoReturn

from tui.sandbox.lemlist import branch_values, words
from tui.sandbox.lemlist.branch_removal import lead_sits_in, sub_tree
from tui.sandbox.lemlist.call import Answer, Call, Json, RefusedError
from tui.sandbox.lemlist.checks import whole
from tui.sandbox.lemlist.conditions import key_of, relabel, share_field, tested, values_of
from tui.sandbox.lemlist.records import Campaign, Condition, Sequence, Step

_NO_STEP = {"Sequence not found": "SEQUENCE_NOT_FOUND", "Step not found": "SEQUENCE_STEP_NOT_FOUND"}
_WINDOW = ("delay", "delayType")
_DELAY_WHILE_RUNNING = ("hasScore", "aircallDone")


def index(call: Call) -> Answer:
    """`GET …/branches`: all branches, Else last."""
    _, step = _condition(call, writes=False)
    return Answer(200, [*_listed(step)])


def add(call: Call) -> Answer:
    """`POST …/branches`: a new branch with an empty sequence, just before Else."""
    campaign, step = _condition(call)
    body, key = _body(call), key_of(step)
    if key not in words.BRANCH_PARAMETERS:
        if key in words.ACTION_LABELS:
            _no(400, "This condition supports a single branch", "not-multi-capable")
        _not_configurable(key)
    sent = _sent(key, body)
    branch_values.require(key, sent)
    values = branch_values.changed(key, _shared(step), sent)
    branch_values.check_window(sent)
    _check_lock(campaign)
    if len(step.conditions) >= words.MAX_BRANCHES:
        _no(400, "Too many branches", "cap-reached")
    sequence = Sequence(id=call.store.state.mint("seq"))
    campaign.sequences[sequence.id] = sequence
    link = Condition(sequence_id=sequence.id, key=key, values=values)
    _keep_older_values(step)
    step.conditions.insert(_else_at(step), link)
    if key in words.ACTION_LABELS:
        link.delay, link.delay_type = step.delay, str(step.content.get("delayType", "within"))
    _apply(step, link, body, sent)
    call.store.save()
    return Answer(201, _written(step, link, tested(step).index(link)))


def reorder(call: Call) -> Answer:
    """`PATCH …/branches`: another order of the same branches."""
    campaign, step = _condition(call)
    order = _body(call).get("order")
    by_id = {link.sequence_id: link for link in tested(step)}
    names = [name for name in order if isinstance(name, str)] if isinstance(order, list) else []
    if not isinstance(order, list) or len(order) != len(by_id) or set(names) != set(by_id):
        sentence = "order must list every branch of this step exactly once, excluding the Else branch"
        _no(400, sentence, "SEQUENCE_BRANCH_ORDER_INVALID")
    _check_lock(campaign)
    _keep_older_values(step)
    step.conditions = [*(by_id[name] for name in names), *(link for link in step.conditions if link.fallback)]
    call.store.save()
    return Answer(200, [*_listed(step)])


def update(call: Call) -> Answer:
    """`PATCH …/branches/{id}`: another name, or other values. Once leads entered only the name, and some delays."""
    campaign, step = _condition(call)
    link = _branch(call, step)
    body, key = _body(call), key_of(step)
    sent = _sent(key, body)
    if not sent and "name" not in body:
        _no(400, "Nothing to update", "SEQUENCE_BRANCH_NO_UPDATE")
    _check_not_else(link)
    values = [name for name in sent if name not in _WINDOW]
    if values and not values_of(step, link) and link.selector is not None:
        # What this code stands for is documented nowhere.
        _no(400, "This branch can only be changed in lemlist", "SEQUENCE_BRANCH_UPDATE_REJECTED")
    if values:
        branch_values.changed(key, values_of(step, link), sent)
    branch_values.check_window(sent)
    only_delay = key in _DELAY_WHILE_RUNNING and set(sent) == {"delay"} and "name" not in body
    if sent and not only_delay:
        _check_lock(campaign)
    _apply(step, link, body, sent)
    call.store.save()
    return Answer(200, _written(step, link, tested(step).index(link)))


def delete(call: Call) -> Answer:
    """`DELETE …/branches/{id}`: the branch with all that only it leads to; the last one stays."""
    campaign, step = _condition(call)
    link = _branch(call, step)
    _check_not_else(link)
    _check_lock(campaign)
    gone = sub_tree(campaign, link)
    if lead_sits_in(campaign, gone):
        _locked()
    if len(tested(step)) == 1:
        _no(400, "A condition step must keep at least one branch", "SEQUENCE_BRANCH_LAST_NOT_REMOVABLE")
    own = campaign.sequences.get(link.sequence_id)
    empty = own is None or not own.steps
    _keep_older_values(step)
    step.conditions.remove(link)
    for name in gone:
        del campaign.sequences[name]
    relabel(step)
    call.store.save()
    return Answer(200, {"ok": True, "removedSequenceIds": [] if empty else [*gone]})


def _condition(call: Call, *, writes: bool = True) -> tuple[Campaign, Step]:
    """The conditional step of the path, open to this team. Refused with the codes of these routes."""
    try:
        campaign, _, step = call.step()
    except RefusedError as error:
        raise RefusedError(error.status, error.text, _NO_STEP.get(error.text)) from None
    if step.type != "conditional":
        _no(400, "This step is not a condition step", "SEQUENCE_BRANCH_STEP_NOT_CONDITIONAL")
    if writes and not call.store.switches.branches_beta:
        _no(403, "Condition branches are not enabled for this team", "SEQUENCE_BRANCH_BETA_REQUIRED")
    return campaign, step


def _branch(call: Call, step: Step) -> Condition:
    name = call.params["branch"]
    link = next((link for link in step.conditions if link.sequence_id == name), None)
    if link is None:
        _no(404, "No branch with this sequenceId on this step", "SEQUENCE_BRANCH_NOT_FOUND")
    return link


def _body(call: Call) -> Json:
    """The body; the condition is the step's, so its key is refused here."""
    try:
        body = call.body()
    except RefusedError as error:
        branch_values.invalid(error.text)
    if "conditionKey" in body:
        _no(400, "conditionKey cannot be sent here", "SEQUENCE_BRANCH_CONDITION_KEY_NOT_ALLOWED")
    if not isinstance(body.get("name", ""), str):
        branch_values.invalid("name must be a string")
    return body


def _sent(key: str, body: Json) -> Json:
    """The values in a body, window included. Values of other keys are refused; a window that has no meaning is ignored
    (contract 6.3), and so is a field that no key has."""
    values = words.BRANCH_PARAMETERS.get(key, ())
    for name in words.ALL_PARAMETERS:
        if name in body and name not in values:
            if not values and key not in words.ACTION_LABELS:
                _not_configurable(key)
            branch_values.invalid(f'{name} does not belong to condition "{key}"')
    names = (*values, *_WINDOW) if key in words.ACTION_LABELS else values
    return {name: body[name] for name in names if name in body}


def _shared(step: Step) -> Json:
    """What a new branch has from the others: the field that all of them look at."""
    fields = [field for link in tested(step) if (field := values_of(step, link).get("customField"))]
    return {"customField": fields[0]} if fields else {}


def _apply(step: Step, link: Condition, body: Json, sent: Json) -> None:
    """Write a checked body to a branch."""
    if "name" in body:
        link.name = str(body["name"]) or None
    if "delay" in sent:
        link.delay = whole(sent["delay"])
    if "delayType" in sent:
        link.delay_type = str(sent["delayType"])
    if any(name not in _WINDOW for name in sent):
        link.values = branch_values.changed(key_of(step), values_of(step, link), sent)
    if "customField" in sent:
        _keep_older_values(step)
        share_field(step, str(link.values["customField"]))
    relabel(step)


def _keep_older_values(step: Step) -> None:
    """Branches of older files have their values in the content of the step: put them where they belong."""
    for link in tested(step):
        link.values = link.values or values_of(step, link)
    for name in words.ALL_PARAMETERS:
        step.content.pop(name, None)


def _else_at(step: Step) -> int:
    return next((number for number, link in enumerate(step.conditions) if link.fallback), len(step.conditions))


def _listed(step: Step) -> list[Json]:
    branches = [_written(step, link, number) for number, link in enumerate(tested(step))]
    return branches + [{"sequenceId": link.sequence_id, "fallback": True} for link in step.conditions if link.fallback]


def _written(step: Step, link: Condition, number: int) -> Json:
    """The branch object of contract 6.2; the raw filter only where nothing else describes the branch."""
    values = values_of(step, link)
    fields: Json = {"key": link.key, "name": link.name, "delay": link.delay, "delayType": link.delay_type}
    entry = {"sequenceId": link.sequence_id, "index": number, **fields, **values}
    if not values:
        entry["selector"] = link.selector
    return {name: value for name, value in entry.items() if value is not None}


def _check_not_else(link: Condition) -> None:
    if link.fallback:
        _no(400, "The Else branch cannot be changed", "SEQUENCE_BRANCH_IS_FALLBACK")


def _check_lock(campaign: Campaign) -> None:
    """Whether leads have entered is what counts, not whether the campaign runs (contract 6.8)."""
    if campaign.launched:
        _locked()


def _locked() -> NoReturn:
    sentence = "You cannot add, remove or reorder branches once leads have entered the campaign"
    _no(409, sentence, "SEQUENCE_BRANCH_CAMPAIGN_RUNNING")


def _not_configurable(key: str) -> NoReturn:
    sentence = f'Condition "{key}" has no values to set on a branch'
    _no(400, sentence, "SEQUENCE_BRANCH_CONDITION_NOT_CONFIGURABLE")


def _no(status: int, sentence: str, code: str) -> NoReturn:
    raise RefusedError(status, sentence, code)
