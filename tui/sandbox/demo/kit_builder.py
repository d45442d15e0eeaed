"""A short way to write a Kit sequence down."""

from typing import Any

from tui.sandbox.kit.records import Email, Sequence
from tui.sandbox.kit.words import DAYS


def sequence(number: int, name: str, created: str, emails: list[Email], **more: Any) -> Sequence:
    """A sequence in the account's zone, with its e-mails."""
    return Sequence(
        id=number,
        name=name,
        created_at=created,
        updated_at=created,
        settled_at=created,
        emails={each.id: each for each in emails},
        **{"time_zone": "America/New_York", **more},
    )


def email(number: int, subject: str, position: int, delay: int, unit: str, **more: Any) -> Email:
    """An e-mail; without `send_days` none that is by the day is restricted."""
    days = list(DAYS) if unit == "days" else None
    values = {"id": number, "subject": subject, "position": position, "delay_value": delay, "delay_unit": unit}
    return Email.model_validate({"send_days": days, "published": True, **values, **more})
