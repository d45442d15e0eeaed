"""The A/B test of a step: make, read, change and end it (contract 7).

Refusals with a documented code are JSON `{"error", "code"}` around the August sentence; the switch `ab_errors=text`
gives the sentence alone. A wrong body and the plan are refused with text in both readings.
"""

from typing import NoReturn

from tui.sandbox.lemlist import words
from tui.sandbox.lemlist.call import Answer, Call, Json, RefusedError, refuse
from tui.sandbox.lemlist.checks import json_type
from tui.sandbox.lemlist.records import AbTest, Campaign, Step

_VARIANTS = ("A", "B")


def create(call: Call) -> Answer:
    """`POST …/ab-test`: variant B begins as a copy of the step."""
    campaign, step = _step(call)
    if step.type not in words.AB_TYPES:
        # No sentence and no code are documented for this.
        refuse("A/B tests are not available for this type of step")
    if step.ab_test is not None:
        _no(call, 400, "A/B test already exists on this step", "SEQUENCE_AB_ALREADY_EXISTS")
    _check_lock(call, campaign)
    copied = {name: value for name, value in step.content.items() if name in words.AB_FIELDS}
    step.ab_test = AbTest(template_id=call.store.state.mint("etp"), content=copied)
    call.store.save()
    return _answer(step, step.ab_test)


def read(call: Call) -> Answer:
    """`GET …/ab-test`: variant B."""
    _, step = _step(call)
    return _answer(step, _test(call, step))


def update(call: Call) -> Answer:
    """`PATCH …/ab-test`: change what variant B says, also while the campaign runs."""
    _, step = _step(call)
    test, body = _test(call, step), call.body()
    _check_body(body, step.type)
    # The only bound with a code of its own; it is looked at last, when the body is known to be one.
    if len(str(body.get("altMessage", ""))) > words.MAX_ALTERNATE:
        sentence = f"altMessage must be at most {words.MAX_ALTERNATE} characters"
        _no(call, 400, sentence, "SEQUENCE_AB_ALT_MESSAGE_TOO_LONG")
    if body:
        test.content = {**test.content, **body}
        call.store.save()
    return _answer(step, test)


def delete(call: Call) -> Answer:
    """`DELETE …/ab-test?variant=`: end the test; without variant A the step says from now on what B said."""
    campaign, step = _step(call)
    test, variant = _test(call, step), call.query.get("variant", "B")
    _check_variant(variant)
    _check_lock(call, campaign)
    if variant == "A":
        step.template_id, step.content = test.template_id, {**step.content, **test.content}
    step.ab_test = None
    call.store.save()
    return Answer(200, {"ok": True})


def select_winner(call: Call) -> Answer:
    """`POST …/ab-test/winner`: from now on all leads get one variant; there is no way back."""
    _, step = _step(call)
    test, body = _test(call, step), call.body()
    if "variant" not in body:
        refuse("Match error: Missing key 'variant'")
    _check_kind(body, "variant", "string")
    _check_variant(str(body["variant"]))
    if test.winner is not None:
        sentence = "A winning variant has already been selected for this step"
        _no(call, 400, sentence, "SEQUENCE_AB_WINNER_ALREADY_SELECTED")
    test.winner = "A" if body["variant"] == "A" else "B"
    call.store.save()
    return Answer(200, {"stepId": step.id, "abTest": test.winner})


def _answer(step: Step, test: AbTest) -> Answer:
    head: Json = {"stepId": step.id, "abTest": test.winner or True, "emailTemplateBId": test.template_id}
    return Answer(200, {**head, **test.content})


def _step(call: Call) -> tuple[Campaign, Step]:
    """The step of the path; here its absence has a code as well."""
    try:
        campaign, _, step = call.step()
    except RefusedError as error:
        if error.text == "Step not found":
            _no(call, 404, error.text, "SEQUENCE_STEP_NOT_FOUND")
        raise
    return campaign, step


def _test(call: Call, step: Step) -> AbTest:
    if step.ab_test is None:
        _no(call, 404, "No A/B test variant on this step", "SEQUENCE_AB_NO_VARIANT")
    return step.ab_test


def _check_lock(call: Call, campaign: Campaign) -> None:
    """Making and ending a test changes who gets what, so both are refused while the campaign runs."""
    if campaign.locked:
        sentence = "You cannot edit this step because the campaign is running"
        _no(call, 400, sentence, "SEQUENCE_AB_CAMPAIGN_RUNNING")


def _check_variant(variant: str) -> None:
    if variant not in _VARIANTS:
        refuse("variant must be A or B")


def _check_body(body: Json, kind: str) -> None:
    """Unknown fields and an empty message are refused (contract 7); an invitation may go without a note."""
    for name in body:
        if name not in words.AB_FIELDS:
            refuse(f"Match error: Unknown key '{name}'")
        _check_kind(body, name, words.AB_FIELDS[name])
    copies = body.get("cc", [])
    for address in copies if isinstance(copies, list) else ():
        if not isinstance(address, str):
            refuse(f"Match error: Expected string, got {json_type(address)}")
    if len(str(body.get("subject", ""))) > words.MAX_TITLE:
        refuse(f"subject must be at most {words.MAX_TITLE} characters")
    if kind != "linkedinInvite" and not str(body.get("message", "x")).strip():
        refuse("message must not be empty")


def _check_kind(body: Json, name: str, expected: str) -> None:
    """Like `checks.expect`, but the documented sentence of these routes does not name the field."""
    if (got := json_type(body[name])) != expected:
        refuse(f"Match error: Expected {expected}, got {got}")


def _no(call: Call, status: int, sentence: str, code: str) -> NoReturn:
    raise RefusedError(status, sentence, code if call.store.switches.ab_errors == "json" else None)
