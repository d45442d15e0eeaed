"""A message as its recipient reads it: HTML reduced to lines, links numbered, variables kept, whatever the text."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tui.review.message import Readable, readable, variables


def lines(body: str) -> list[str]:
    return list(readable(body, is_html=True).lines)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Hi {{firstName}}, {{ x | default: 'y' }}!", ["{{firstName}}", "{{ x | default: 'y' }}"]),
        ("{% if a > b %}x{% endif %}", ["{% if a > b %}", "{% endif %}"]),
        ("{{a\nb}}", ["{{a\nb}}"]),
        ("{{ {{a}} }}", ["{{ {{a}}"]),
        ("{{{a}}}", ["{{{a}}"]),
        ("{{never {% x %}", ["{% x %}"]),
        ("{% never {{x}}", ["{{x}}"]),
        ("{ {a}} {a} {{ } }", []),
        ("{{a}} {{", ["{{a}}"]),
        ("", []),
    ],
)
def test_variables(text: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in variables(text)] == found


@given(st.text(alphabet="{}%a \n", max_size=60))
def test_variables_are_apart_and_in_order(text: str) -> None:
    spans = variables(text)
    assert all(text[start:end].startswith(("{{", "{%")) for start, end in spans)
    assert all(text[start:end].endswith(("}}", "%}")) for start, end in spans)
    ends = [place for span in spans for place in span]
    assert ends == sorted(ends)


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("<p>Hi {{firstName}},</p><p>bye</p>", ["Hi {{firstName}},", "", "bye"]),
        ("<div>one</div><div>two</div>", ["one", "two"]),
        ("a<br>b<br/>c<BR><br>d", ["a", "b", "c", "", "d"]),
        ("<p>a <b>bold</b>\n  word</p>", ["a bold word"]),
        ("x&nbsp;&nbsp;y &lt;b&gt; &#60;&amp;", ["x y <b> <&"]),
        ("1 < 2 && 3 > 2 <3", ["1 < 2 && 3 > 2 <3"]),
        ("<ul><li>one</li><li>two<ul><li>in</li></ul></li></ul>out", ["• one", "• two", "  • in", "", "out"]),
        ("<ol><li>a<li>b</ol>", ["1. a", "2. b"]),
        ("<ul><li><p>para</p></li><li></li></ul>", ["• para", "•"]),
        ("a<hr>b", ["a", "", "─" * 20, "", "b"]),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", ["a b", "c"]),
        ("<img src=x alt='A &amp; B'><img>", ["[image: A & B][image: no description]"]),
        ("<head><title>t</title><style>p{}</style></head>shown", ["shown"]),
        ("<head><title>t</title><body>shown", ["shown"]),
        ("a<script>alert('</p>')</script>b<STYLE>x</style>c", ["abc"]),
        ("<!--[if mso]>no<![endif]-->yes<![if !mso]>also<![endif]>", ["yesalso"]),
        ("<!doctype html><?xml ?>x", ["x"]),
        ("<p it's>stray</p>", ["stray"]),
        ('<p title="a > b">in</p>', ["in"]),
        ("never <a closed", ["never"]),
        ("", []),
        ("<p></p><br><p> </p>", []),
    ],
)
def test_html(body: str, told: list[str]) -> None:
    assert lines(body) == told


def test_links_are_numbered_in_order() -> None:
    body = (
        "<p>See <a href=\"https://a.example/?x=1&amp;y=2\">the tour</a>, <a href='b'>b</a>, <a href=c>c</a>, <a>d</a>"
    )
    assert readable(body, is_html=True) == Readable(
        ("See the tour [1], b [2], c [3], d [4]",), ("https://a.example/?x=1&y=2", "b", "c", "")
    )


def test_variables_survive_in_tags_addresses_and_text() -> None:
    body = '{% if a > b %}<a {{attrs}} href="https://x.example/{{ slug | join: "," }}">{{a<b}}</a>{% endif %}'
    assert readable(body, is_html=True) == Readable(
        ("{% if a > b %}{{a<b}} [1]{% endif %}",), ('https://x.example/{{ slug | join: "," }}',)
    )


def test_a_variable_over_two_lines_stays_in_one() -> None:
    assert lines("<p>a {{ x\r\n | y }}</p>") == ["a {{ x  | y }}"]


def test_plain_text_stays_plain() -> None:
    assert readable("<b>a</b> {{x}}\nb &amp;", is_html=False) == Readable(("<b>a</b> {{x}}", "b &amp;"))


@pytest.mark.parametrize(
    "body",
    [
        "&#xe000;0&#xe001;",
        "{{a}}&#xe000;99999&#xe001;",
        "\ue0000\ue001{{a}}",
        "&#" + "9" * 6000 + ";",
        "&#x" + "f" * 6000 + ";",
        "&#0;&#xd800;",
        "<![foo[ x",
        "<![ x",
        "<!DOCTYPE [<!",
        "</",
        "<",
        "&",
        "</li></ul></ol></a></head></p>",
        "\x00\ud800",
    ],
)
def test_texts_that_broke_readers(body: str) -> None:
    found = readable(body, is_html=True)
    assert all("\n" not in line for line in found.lines)


FRAGMENTS = st.sampled_from(
    [
        *("<", ">", "</", "<!--", "-->", "<![", "]>", "&", "&#", "&#xe000;", "&#xe001;", ";", "{{", "}}", "{%", "%}"),
        *("<p>", "</p>", "<a href=", "<li>", "<ol>", "</ol>", "<ul>", "<br>", "<script>", "</script>", "<head>"),
        *(
            "<td>",
            "'",
            '"',
            "=",
            "0",
            "99",
            "\ue000",
            "\ue001",
            "\x00",
            " ",
            "\n",
            "x",
            "<title>",
            "<hr/>",
            "<img alt=",
        ),
    ]
)


@given(st.lists(FRAGMENTS | st.text(max_size=4), max_size=40).map("".join))
@settings(max_examples=500)
def test_no_text_breaks_it(body: str) -> None:
    found = readable(body, is_html=True)
    assert all("\n" not in line and "\r" not in line for line in found.lines)
    assert not found.lines or (found.lines[0] and found.lines[-1])
    assert ("", "") not in zip(found.lines, found.lines[1:], strict=False)
    readable(body, is_html=False)


@given(st.text(alphabet=st.characters(exclude_characters="<>&{}", exclude_categories=("Cs", "Co")), max_size=80))
def test_words_of_a_text_without_tags_are_all_there(text: str) -> None:
    assert " ".join(lines(text)).split() == text.replace("\u00a0", " ").split()


PATHOLOGICAL = {
    "outputs": "{{", "tags": "{%", "less": "<", "open tag": "<a ", "comment": "<!--", "closing": "</", "slash": "<a/",
    "declaration": "<!x", "attribute": "<a href='", "double": '<a b="', "mixed": "<a b='=\"", "ampersand": "&#",
    "cdata": "<![CDATA[", "spaces": "<b> </b>", "lists": "<ul><li>", "divs": "<div>", "styles": "<style></style>",
    "brackets": "[<{{", "equals": "<a =", "words": "<p>Hello {{name}}, <a href='x'>this</a> is it.</p>",
}  # fmt: skip


def _seconds(body: str) -> float:
    best = 9.0
    for _ in range(2):
        start = time.perf_counter()
        readable(body, is_html=True)
        best = min(best, time.perf_counter() - start)
    return best


@pytest.mark.parametrize("name", PATHOLOGICAL)
def test_time_grows_with_the_length_alone(name: str) -> None:
    """Four times the text in less than ten times the time; what is quadratic takes sixteen."""
    unit = PATHOLOGICAL[name]
    short, long = unit * (30_000 // len(unit)), unit * (120_000 // len(unit))
    assert _seconds(long) < 10 * _seconds(short) + 0.05
