"""The sequences of Kit's demo: a welcome series, a paused course launch, mails by the hour, and an empty one."""

from tui.sandbox.demo.builder import html
from tui.sandbox.demo.kit_builder import email, sequence
from tui.sandbox.kit.records import Sequence, Source

WELCOME, COURSE, CART, WINTER = 1843207, 1850416, 1861990, 1868333
_HELLO = 'Hi {{ subscriber.first_name | default: "there" }},'
_BYE = "Good bread,\nMaya"


def series() -> list[Sequence]:
    """All four, in the order in which they were made."""
    winter = sequence(
        WINTER,
        "Winter letters: rye, spice, patience",
        "2026-11-14T07:45:00Z",
        [],
        send_days=["sunday"],
        send_hour=9,
        email_template_id=36,
    )
    return [_welcome(), _course(), _cart(), winter]


def _welcome() -> Sequence:
    return sequence(
        WELCOME,
        "Welcome to Slow Loaf",
        "2024-03-11T14:02:17Z",
        [
            email(
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
            email(
                6120017,
                "Did the guide open?",
                1,
                6,
                "hours",
                preview_text="If it did not, here it is as plain text",
                content=html(
                    _HELLO,
                    "Some phones open the guide as a grey page. If yours does, this is all of it: 50 g flour, 50 g "
                    "water, a jar, a cloth. Stir once a day and throw half of it away.",
                    "If it opened, you are ahead of me. Until the day after tomorrow.",
                    _BYE,
                ),
            ),
            email(
                6120012,
                "Day two: it smells odd, and that is good",
                2,
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
            email(
                6120015,
                "The float test, on film (needs a new recording)",
                3,
                1,
                "days",
                published=False,
                preview_text=None,
                content=html(_HELLO, "Drop a spoonful into water. If it floats, you bake today.", _BYE),
            ),
            email(
                6120013,
                "Your first loaf: the short recipe",
                4,
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
            email(
                6120014,
                "Flat, sour, or burnt? Five loaves and what they tell",
                5,
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
            email(
                6120016,
                "What next?",
                6,
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
    return sequence(
        COURSE,
        "Autumn course: launch (paused)",
        "2025-09-01T08:30:00Z",
        [
            email(
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
            email(
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
            email(
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
    return sequence(
        CART,
        "Left in the basket",
        "2026-02-20T17:55:31Z",
        [
            email(
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
            email(
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
            email(
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
