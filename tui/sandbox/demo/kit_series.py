"""The sequences of Kit's demo: a welcome series, a paused course launch, and mails by the hour."""

from typing import Any

from tui.sandbox.demo.builder import html
from tui.sandbox.kit.records import Email, Sequence, Source
from tui.sandbox.kit.words import DAYS

WELCOME, COURSE, CART, ODD = 1843207, 1850416, 1861990, 1870001
_HELLO = 'Hi {{ subscriber.first_name | default: "there" }},'
_BYE = "Good bread,\nMaya"


def series() -> list[Sequence]:
    """All three, in the order in which they were made."""
    return [_welcome(), _course(), _cart()]


def odd() -> Sequence:
    """Gaps, two e-mails at one place, an immediate one in the middle, and an exclusion of something that is gone."""
    return _sequence(
        ODD,
        "Odd places [/] & <b>gaps</b>",
        "2026-05-01T00:00:00Z",
        [
            _email(6250001, "Comes fourth", 4, 1, "days", published=True, content=None),
            _email(6250002, "Comes first", 1, 3, "hours", published=True, content="<p>{{ snippet.gone }}"),
            _email(6250003, "Shares a place", 4, 2, "days", published=False, content="Plain text, no markup"),
            _email(6250004, "At once, in the middle", 2, 0, "days", published=True, content=html("\u202eOver\u202c")),
        ],
        exclude_subscriber_sources=[Source(type="sequence", ids=[999])],
    )


def _sequence(number: int, name: str, created: str, emails: list[Email], **more: Any) -> Sequence:
    return Sequence(
        id=number,
        name=name,
        created_at=created,
        updated_at=created,
        settled_at=created,
        emails={email.id: email for email in emails},
        **{"time_zone": "America/New_York", **more},
    )


def _email(number: int, subject: str, position: int, delay: int, unit: str, **more: Any) -> Email:
    """An e-mail; without `send_days` none that is by the day is restricted."""
    days = list(DAYS) if unit == "days" else None
    values = {"id": number, "subject": subject, "position": position, "delay_value": delay, "delay_unit": unit}
    return Email.model_validate({"send_days": days, "published": True, **values, **more})


def _welcome() -> Sequence:
    return _sequence(
        WELCOME,
        "Welcome to Slow Loaf",
        "2024-03-11T14:02:17Z",
        [
            _email(
                6120011,
                "Your starter guide is here 🥖",
                0,
                0,
                "days",
                preview_text="Flour, water, five days. That is all.",
                email_template_id=36,
                content=html(
                    _HELLO,
                    'Welcome in. <a href="https://slowloaf.example/guide">Here is the starter guide</a>: one page, no '
                    "special flour, no scales that cost more than an oven.",
                    "Put it on the fridge. Tomorrow morning you feed it for the first time.",
                    _BYE,
                ),
            ),
            _email(
                6120012,
                "Day two: it smells odd, and that is good",
                1,
                2,
                "days",
                preview_text="What you should see in the jar, and what you need not worry about",
                email_template_id=36,
                content=html(
                    _HELLO,
                    "By now there are a few bubbles and a smell between yoghurt and nail polish. Both are right.",
                    "If nothing moves, move the jar: 24 °C is what it likes. The top of a fridge will do.",
                    _BYE,
                ),
            ),
            _email(
                6120015,
                "The float test, on film (needs a new recording)",
                2,
                1,
                "days",
                published=False,
                preview_text=None,
                content=html(_HELLO, "Drop a spoonful into water. If it floats, you bake today.", _BYE),
            ),
            _email(
                6120013,
                "Your first loaf: the short recipe",
                3,
                3,
                "days",
                preview_text="Three ingredients, one night, one hot pot",
                email_template_id=36,
                send_days=["friday", "saturday"],
                content=html(
                    _HELLO,
                    "It is nearly the weekend, and your starter is ready. "
                    '<a href="https://slowloaf.example/first-loaf">The recipe</a> that 4,000 people began with.',
                    "Mix tonight, sleep, bake before lunch. Send me a picture, also of the flat ones.",
                    _BYE,
                ),
            ),
            _email(
                6120014,
                "Flat, sour, or burnt? Five loaves and what they tell",
                4,
                4,
                "days",
                preview_text="The crumb is a letter. Here is how to read it.",
                email_template_id=36,
                content=html(
                    _HELLO,
                    "Nobody's first loaf looks like the picture. Cut yours in half and compare it with these five.",
                    "{{ snippet.crumb-gallery }}",
                    "Reply with the number that is yours, and I will tell you the one thing to change.",
                    _BYE,
                ),
            ),
            _email(
                6120016,
                "What next?",
                5,
                7,
                "days",
                preview_text="Three ways from here",
                content=html(
                    _HELLO,
                    "You can bake on alone with the letters every second Sunday, come to a class, or do the course.",
                    '{% if subscriber.level == "teaches" %}As you teach yourself: the course has a licence for '
                    "schools.{% endif %}",
                    _BYE,
                ),
            ),
        ],
        send_hour=8,
        hold=True,
        email_template_id=36,
    )


def _course() -> Sequence:
    return _sequence(
        COURSE,
        "Autumn course: launch (paused)",
        "2025-09-01T08:30:00Z",
        [
            _email(
                6133101,
                "The autumn course opens on Thursday",
                0,
                1,
                "days",
                preview_text="Six evenings, twelve ovens",
                content=html(
                    _HELLO,
                    "Six evenings, twelve places, one oven each. You asked to be told first: the doors open on "
                    "Thursday at noon.",
                    _BYE,
                ),
            ),
            _email(
                6133102,
                "Who the course is not for",
                1,
                3,
                "days",
                preview_text="Save your money if one of these is you",
                content=html(
                    _HELLO,
                    "If you bake one loaf a month and like it, you need no course. If each is a surprise, you may.",
                    '<a href="https://slowloaf.example/course">All six evenings, with dates</a>.',
                    _BYE,
                ),
            ),
            _email(
                6133103,
                "Two places left",
                2,
                2,
                "days",
                preview_text="Really two",
                send_days=["thursday"],
                content=html(_HELLO, "Ten places are gone. I close the list tonight at eight.", _BYE),
            ),
        ],
        email_address="courses@slowloaf.example",
        send_days=["tuesday", "thursday"],
        send_hour=12,
        time_zone="Europe/Berlin",
        exclude_subscriber_sources=[Source(type="tag", ids=[7701, 7703])],
    )


def _cart() -> Sequence:
    return _sequence(
        CART,
        "Left in the basket",
        "2026-02-20T17:55:31Z",
        [
            _email(
                6140201,
                "You left a banneton behind",
                0,
                1,
                "hours",
                preview_text="It is still in your basket",
                content=html(
                    _HELLO,
                    "Your basket is as you left it. Did something not work? Reply, and a person will look.",
                    _BYE,
                ),
            ),
            _email(
                6140202,
                "A question about your basket",
                1,
                22,
                "hours",
                preview_text=None,
                content=html(
                    _HELLO,
                    "Round or oval? Round for a pot, oval for a stone. If you wanted to ask first, now you know.",
                    _BYE,
                ),
            ),
            _email(
                6140203,
                "Postage is on us until Sunday",
                2,
                3,
                "days",
                preview_text="Then the basket is emptied",
                send_days=["monday", "tuesday", "wednesday", "thursday", "friday"],
                content=html(_HELLO, "Use FLOUR at the till. On Sunday night the basket is emptied.", _BYE),
            ),
        ],
        repeat=True,
        send_hour=17,
        exclude_subscriber_sources=[Source(type="sequence", ids=[COURSE])],
    )
