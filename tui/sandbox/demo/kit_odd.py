"""A sequence that no editor would make."""

from tui.sandbox.demo.builder import html
from tui.sandbox.demo.kit_builder import email, sequence
from tui.sandbox.kit.records import Sequence, Source

ODD = 1870001


def odd() -> Sequence:
    """Gaps, two e-mails at one place, an immediate one in the middle, and an exclusion of something that is gone."""
    return sequence(
        ODD,
        "Odd places [/] & <b>gaps</b>",
        "2026-05-01T00:00:00Z",
        [
            email(6250001, "Comes fourth", 4, 1, "days", published=True, content=None),
            email(6250002, "Comes first", 1, 3, "hours", published=True, content="<p>{{ snippet.gone }}"),
            email(6250003, "Shares a place", 4, 2, "days", published=False, content="Plain text, no markup"),
            email(6250004, "At once, in the middle", 2, 0, "days", published=True, content=html("\u202eOver\u202c")),
        ],
        exclude_subscriber_sources=[Source(type="sequence", ids=[999])],
    )
