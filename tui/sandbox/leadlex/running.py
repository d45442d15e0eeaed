"""A campaign on its way: start, pause, counters, and the task that approves a start (contract 6.7 to 6.9, 10)."""

from tui.sandbox.leadlex import words
from tui.sandbox.leadlex.call import Answer, Call, refuse
from tui.sandbox.leadlex.records import Task
from tui.sandbox.wire import Json

_RATES = (("open_rate", "opened_count"), ("click_rate", "clicked_count"), ("reply_rate", "replied_count"))


def start(call: Call) -> Answer:
    """`POST /v1/campaigns/{id}/start`: a draft or paused campaign begins to send.

    A draft with more recipients than the switch `leadlex.approval` says waits for a person's approval instead.
    """
    campaign = call.campaign("not_found", "Campaign not found")
    if campaign.status not in ("draft", "paused") or not campaign.steps or not campaign.enrollments:
        refuse(400, "validation_error", "Campaign is empty or already running")
    data: Json = {"campaign_id": campaign.id}
    if campaign.status == "draft" and len(campaign.enrollments) > call.store.switches.leadlex.approval:
        task = Task(
            id=call.store.state.mint("task"),
            workspace_id=campaign.workspace_id,
            campaign_id=campaign.id,
            description=f"Start campaign {campaign.name}",
            created_at=call.now(),
        )
        call.state.tasks[task.id] = task
        campaign.status = "pending_approval"
        data["task_id"] = task.id
    else:
        campaign.status = "active"
        campaign.sent_until = call.now()
    call.store.save()
    return Answer(200, {"data": {**data, "status": campaign.status}})


def pause(call: Call) -> Answer:
    """`POST /v1/campaigns/{id}/pause`: an active campaign sends nothing more; a short answer, not the campaign."""
    campaign = call.campaign()
    if campaign.status != "active":
        refuse(409, "campaign_not_active", "Campaign is not in active status")
    campaign.status = "paused"
    call.store.save()
    short: Json = {"id": campaign.id, "status": campaign.status, "paused_at": call.now()}
    return Answer(200, {"data": {"campaign": short}})


def stats(call: Call) -> Answer:
    """`GET /v1/campaigns/{id}/stats`: the counters, and three rates from 0 to 1 rounded to three places."""
    counts = call.campaign().stats.model_dump()
    sent = counts["sent_count"]
    rates = {rate: round(counts[count] / sent, 3) if sent else 0.0 for rate, count in _RATES}
    return Answer(200, {"data": {"stats": {**counts, **rates}}})


def tasks(call: Call) -> Answer:
    """`GET /v1/lexi/tasks`: the tasks with a status, those that wait if none is said, newest first."""
    status = call.chosen("status", words.TASK_STATUSES) or "pending"
    found = [
        each
        for each in reversed(call.state.tasks.values())
        if each.workspace_id == call.key.workspace_id and each.status == status
    ]
    return Answer(200, {"data": {"tasks": [_written(each) for each in found]}})


def approve(call: Call) -> Answer:
    """`POST /v1/lexi/tasks/{id}/approve`: the campaign starts."""
    task = _decided(call, "approved", "active")
    return Answer(200, {"data": {"task_id": task.id, "status": task.status, "execution_started": True}})


def dismiss(call: Call) -> Answer:
    """`POST /v1/lexi/tasks/{id}/dismiss`: the campaign is a draft again."""
    task = _decided(call, "dismissed", "draft")
    return Answer(200, {"data": {"task_id": task.id, "status": task.status}})


def _decided(call: Call, status: str, campaign_status: str) -> Task:
    task = call.state.tasks.get(call.params["task"])
    if task is None or task.workspace_id != call.key.workspace_id:
        refuse(404, "not_found", "Task not found")
    if task.status != "pending":
        refuse(400, "validation_error", "Task is not pending")
    task.status = status
    campaign = call.state.campaigns.get(task.campaign_id)
    if campaign is not None and campaign.status == "pending_approval":
        campaign.status = campaign_status
        campaign.sent_until = call.now()
    call.store.save()
    return task


def _written(task: Task) -> Json:
    return {
        "id": task.id,
        "type": "campaign_start",
        "status": task.status,
        "description": task.description,
        "created_at": task.created_at,
        "metadata": {"campaign_id": task.campaign_id},
    }
