"""The drawn fields of a step: a line too long for its field is read to its end, and nothing else moves."""

from __future__ import annotations

from tui.app.forms.drawing import MOST_LINES, draw_fields, draw_preview, rows_wanted
from tui.app.forms.layout import lay_out
from tui.model.declare import Problem
from tui.providers.lemlist.contact import Email

WORDS = "Quick question about the releases that {{companyName}} has planned for next year"


def drawn(subject: str, *, width: int = 60, height: int = 20, problems: tuple[Problem, ...] = ()) -> list[str]:
    """The lines of an e-mail step with this subject."""
    values = {"subject": subject, "message": "Hello", "delay": 0}
    specs = Email.asked(values, creating=False)
    cells = lay_out(specs, height, rows_wanted(specs, values, width))
    return ["".join(text for text, _ in line).rstrip() for line in draw_fields(cells, values, problems, {}, width)]


def test_a_second_line_takes_the_row_kept_for_messages() -> None:
    short, long = drawn("Short"), drawn(WORDS[:48])
    assert long[0].split() == ["Subject*", "Quick", "question", "about", "the", "releases", "48/400"]
    assert long[1].strip() == "that {{company"
    assert len(short) == len(long)
    assert long[2:] == short[2:]


def test_a_message_keeps_its_row() -> None:
    lines = drawn(WORDS[:48], problems=(Problem("subject", "is too friendly"),))
    assert "releases …" in " ".join(lines[0].split())
    assert "is too friendly" in lines[1]


def test_a_long_subject_is_shown_whole_up_to_the_limit_of_the_service() -> None:
    subject = " ".join(f"word{number}" for number in range(55))
    lines = drawn(subject, width=66)
    shown = " ".join(
        " ".join(line.split("/400")[0].split()) for line in lines[: lines.index("") if "" in lines else 12]
    )
    assert "word54" in shown
    assert "…" not in shown


def test_a_subject_of_100_kilobytes_stays_within_few_lines() -> None:
    lines = drawn("word " * 20_000)
    at = next(number for number, line in enumerate(lines) if line.startswith("Message"))
    assert at == MOST_LINES
    assert lines[at - 1].endswith("…")


def test_the_preview_wraps_a_long_subject_and_long_links() -> None:
    link = "https://example.com/" + "very-long-" * 12 + "end"
    values = {"subject": WORDS, "message": f'<p>Look <a href="{link}">here</a></p>', "delay": 0}
    lines = ["".join(text for text, _ in line) for line in draw_preview(Email, values, 50)]
    assert lines[0].startswith("Subject  Quick")
    assert lines[1].startswith("         ")
    assert lines[1].endswith("next year")
    assert all(len(line) <= 50 for line in lines)
    assert "".join(line[4:] for line in lines[lines.index("Links") + 1 :]) == link
