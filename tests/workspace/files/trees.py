"""Random campaigns of every service, with texts that YAML trips over."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Any

from hypothesis import strategies as st

from tui.model.content import StepContent
from tui.model.declare import LISTS, FieldSpec, Kind
from tui.model.declared import Declared
from tui.model.nodes import Branch, Campaign, CampaignHead, Sequence, Step, UnknownContent
from tui.model.settings import ContainerSettings
from tui.model.tree import walk
from tui.workspace.files.tongue import Tongue, in_files, tongue

SERVICES = ("lemlist", "leadlex", "kit")
NASTY = (
    "on", "off", "no", "y", "true", "null", "~", "0123", "12", "1.5", ".inf", "0x1f", "2026-11-21", "- a",
    "a: b", "a #b", "#b", "{{firstName}} x", "{{firstName}}", "[/] x", "*x", "&x", "!x", "%x", "@x", "`x`", "|",
    ">", "'", '"', "\\", "a\\", "---", "...", "? a", ": ", "<<", "=", " lead", "trail ", " ", "\t", "a\tb",
    "\n", "\n\n", "a\n", "a\n\n", "\na", " a\nb", "a\n b\n\n  c\n", "a \nb", "a\n \nb", "a\n\t\nb", "\ta\nb",
    "a\r\nb\r\n", "a\rb", "a\x85b\nc", "a\u2028b\nc", "\ufeffa\nb", "\x00", "a\x1b[31m\nb", "\x07",
    "\u202efdp\nx", "\ud800", "a\udfff\nb", "🧑🏽\u200d🚀 x\ny", "é\xa0!", "مرحبا\nx", "# a\n# b\n", "a\n---\nb\n",
    "a\n...\n", "key: |\n  x\n", "<p>" + "x" * 200 + "</p>", "x" * 100_000, "word\n" * 20_000, "%YAML 1.1\nx",
    "a\n#", "𐀀", "a\x7fb", "-", "a:", "a\n\n\n\n", "  \n  a", "\x0b\x0c", "“”",
)  # fmt: skip
_TEXTS = st.sampled_from(NASTY) | st.text(max_size=30) | st.text("ab \n\t#:-\r\"'\\", max_size=20)
_ODD: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.floats(allow_nan=False, allow_infinity=False) | _TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


def value(spec: FieldSpec) -> st.SearchStrategy[Any]:
    """What a service may report in a field; anything else once in a while."""
    kind = spec.ask.kind
    if kind is Kind.NUMBER:
        right: st.SearchStrategy[Any] = st.integers(0, 50)
    elif kind is Kind.FLAG:
        right = st.booleans()
    elif kind in LISTS:
        right = st.lists(_TEXTS, max_size=3).map(tuple)
    elif kind is Kind.DAYS:
        days = [choice.value for choice in spec.ask.choices]
        right = st.sets(st.sampled_from(days), max_size=7).map(lambda some: tuple(day for day in days if day in some))
    elif spec.ask.choices:
        right = st.sampled_from([choice.value for choice in spec.ask.choices])
    else:
        right = _TEXTS
    # What was reported as null never stays null: `read` makes an empty text of it, or leaves it out.
    odd = _ODD.filter(lambda each: each is not None)
    return st.one_of(right, right, right, right, odd)


@st.composite
def declared(draw: st.DrawFn, kind: type[Declared]) -> Any:
    """Something of a class with some of its fields reported."""
    specs = [spec for spec in in_files(kind) if draw(st.integers(0, 3))]
    values = {spec.name: draw(value(spec)) for spec in specs}
    return kind.model_construct(set(values), **values)


@st.composite
def campaigns(draw: st.DrawFn) -> tuple[Tongue, Campaign, ContainerSettings]:
    """A campaign as a service reports it: every node has an id."""
    words = tongue(draw(st.sampled_from(SERVICES)))
    number = count(1)

    def sequence(name: str, depth: int) -> Sequence:
        steps = [step(depth) for _ in range(draw(st.integers(0, 3)))]
        return Sequence(key=name, id=f"seq_{name}", steps=tuple(steps))

    def step(depth: int) -> Step:
        key = f"k{next(number)}"
        identifier = draw(st.sampled_from((f"stp_{key}", f"0{key[1:]}", f"{key[1:]}")))
        kinds = [each for each in words.types.values() if depth < 3 or not each.branching]
        kind = draw(st.sampled_from([*kinds, *(each for each in kinds if each.branching)] * 2))
        content: StepContent = draw(declared(kind))
        if words.typed and draw(st.integers(0, 9)) == 0:
            content = UnknownContent.read({"type": "pigeonPost", "delay": 1})
        branches = branches_of(key, depth) if content.branching else ()
        return Step(key=key, id=identifier, content=content, branches=branches)

    def branches_of(key: str, depth: int) -> tuple[Branch, ...]:
        labels = [draw(_TEXTS) for _ in range(draw(st.integers(1, 2)))]
        made = [branch(f"{key}b{place}", label, depth) for place, label in enumerate(labels)]
        return (*made, branch(f"{key}e", "Else", depth, is_else=True))

    def branch(key: str, label: str, depth: int, *, is_else: bool = False) -> Branch:
        below = sequence(f"{key}s", depth + 1)
        return Branch(key=key, id=below.id, label=label, is_else=is_else, sequence=below)

    head = CampaignHead(
        id=draw(st.sampled_from(("cam_1", "123"))), name=draw(_TEXTS), service=words.service, account="a"
    )
    stray = tuple(sequence(f"stray{place}", 2) for place in range(draw(st.integers(0, 1)))) if words.typed else ()
    main = sequence("main", 0)
    settings: ContainerSettings = draw(declared(words.settings))
    return words, Campaign(head=head, sequence=main, stray=stray), settings


def minter() -> Callable[[], str]:
    """New local keys."""
    numbers = count(1)
    return lambda: f"new{next(numbers)}"


def without_ids(campaign: Campaign) -> list[object]:
    """Everything that a campaign says, ids and keys aside."""
    return [
        (type(spot.step.content), spot.step.content, spot.depth, [branch.is_else for branch in spot.step.branches])
        for spot in walk(campaign)
    ]
