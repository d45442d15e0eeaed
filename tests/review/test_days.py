"""On which day a step happens: examples drawn by hand, and what must hold for every tree."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.review.drawn import branch, campaign, condition, email, sequence, unknown
from tui.model.nodes import Branch, Campaign, Keys, Step
from tui.model.tree import walk
from tui.providers.lemlist.client import Lemlist
from tui.providers.lemlist.steps import Conditional, Email, LinkedinVisit
from tui.review.days import Day, days
from tui.sandbox.app import create_app
from tui.sandbox.store import Store

KEYS = Keys()


def own_key() -> str:
    """A key that none of the drawn nodes has: those are numbered by a counter of their own."""
    return f"own-{KEYS.mint()}"


def told(tree: Campaign) -> list[str]:
    found = days(tree)
    return [str(found[spot.step.key]) for spot in walk(tree)]


def test_delays_add_up_along_a_line() -> None:
    assert told(campaign(email("a", 0), email("b", 3), email("c", 1))) == ["day 0", "day 3", "day 4"]
    assert told(campaign(email("a", 2), email("b", 0))) == ["day 2", "day 2"]


def test_a_branch_starts_within_the_window_and_else_at_its_end() -> None:
    fork = condition("emailsOpened", 4, branch("yes", email("b", 1)), branch("no", email("c", 2), is_else=True))
    assert told(campaign(email("a", 1), fork)) == ["day 1", "day 1", "day 2–6", "day 7"]


def test_windows_in_windows() -> None:
    inner = condition("emailsClicked", 2, branch("y", email("x", 1)), branch("n", email("z", 1), is_else=True))
    outer = condition("emailsOpened", 4, branch("yes", email("b", 1), inner), branch("no", is_else=True))
    assert told(campaign(outer)) == ["day 0", "day 1–5", "day 1–5", "day 2–8", "day 4–8"]


def test_conditions_on_fields_decide_at_once_and_others_may_wait_for_ever() -> None:
    instant = condition("hasPhoneNumber", 9, branch("y", email("a", 1)), branch("n", email("b", 2), is_else=True))
    assert told(campaign(instant)) == ["day 0", "day 1", "day 2"]
    endless = condition("meetingBooked", None, branch("y", email("a", 1)), branch("n", email("b", 2), is_else=True))
    assert told(campaign(endless)) == ["day 0", "day 1+", "day 2+"]


def test_what_the_service_does_not_say_is_not_made_up() -> None:
    """No window, no key, a nonsensical one: the earliest day is known, the latest is not."""
    for reported in ({"conditionKey": "emailsOpened"}, {}, {"conditionKey": ["odd"], "delayType": {"x": 1}},
                     {"conditionKey": "emailsOpened", "delayType": "within", "delay": -3},
                     {"conditionKey": "brandNew", "delayType": "within"}):  # fmt: skip
        fork = Step(key=own_key(), content=Conditional.read(reported), branches=(branch("y", email("a", 1)),))
        assert told(campaign(fork)) == ["day 0", "day 1+"], reported
    later = Conditional.read({"conditionKey": "customLeadInfo", "delayType": "waitUntil"})
    fork = Step(key=own_key(), content=later, branches=(branch("y", email("a", 1)),))
    assert told(campaign(fork)) == ["day 0", "day 1"]


def test_an_unknown_or_impossible_delay_counts_as_none() -> None:
    odd = [Email.read({"delay": delay}) for delay in (-5, True, "soon", [1])]
    steps = [Step(key=own_key(), content=content) for content in (*odd, LinkedinVisit.read({}))]
    assert told(campaign(email("a", 2), *steps, unknown(delay=3), unknown())) == ["day 2"] * 6 + ["day 5"] * 2


def test_a_stray_sequence_counts_from_its_own_start_and_a_shared_one_once() -> None:
    fork = condition("hasScore", 2, branch("y", link="shared"))
    tree = campaign(email("a", 4), fork, stray=(sequence(email("s", 1)),))
    assert told(tree) == ["day 4", "day 4", "day 1"]


async def test_the_demo() -> None:
    provider = Lemlist("sandbox", account="a", base_url="http://sandbox/lemlist/api", app=create_app(Store.open(None)))
    heads = {head.name: head async for page in provider.heads() for head in page.heads}

    async def told_of(name: str) -> list[str]:
        return told(await provider.campaign(heads[name].id, Keys()))

    assert await told_of("Q4 outbound — CTOs") == [
        "day 0", "day 1", "day 2", "day 2",
        "day 2–5", "day 2–5", "day 3–8", "day 5–10", "day 5–8", "day 8–11",
        "day 7", "day 12",
    ]  # fmt: skip
    assert await told_of("Webinar follow-up, three levels deep") == [
        "day 0", "day 0",
        "day 1–5", "day 1–5",
        "day 1–8", "day 1–8", "day 1–15", "day 1–15", "day 9–16", "day 11–18", "day 8–12",
        "day 4", "day 4",
    ]  # fmt: skip
    assert await told_of("Slow nurture") == ["day 0", "day 30", "day 60"]
    await provider.aclose()


contents = st.builds(
    Conditional.read,
    st.fixed_dictionaries(
        {},
        optional={
            "conditionKey": st.sampled_from(["hasScore", "hasPhoneNumber", "brandNew"]),
            "delayType": st.sampled_from(["within", "waitUntil", "later"]),
            "delay": st.integers(-3, 30) | st.none() | st.text(max_size=2),
        },
    ),
)


@st.composite
def forests(draw: st.DrawFn) -> Campaign:
    def line(depth: int) -> tuple[Step, ...]:
        steps = []
        for _ in range(draw(st.integers(0, 3))):
            if depth < 3 and draw(st.booleans()):
                below: tuple[Branch, ...] = tuple(branch("b", *line(depth + 1), is_else=each) for each in (False, True))
                steps.append(Step(key=own_key(), content=draw(contents), branches=below))
            else:
                steps.append(Step(key=own_key(), content=Email.read({"delay": draw(st.integers(-2, 9))})))
        return tuple(steps)

    return campaign(*line(0), stray=(sequence(*line(2)),))


@given(forests())
def test_days_never_run_backwards(tree: Campaign) -> None:
    found = days(tree)
    assert set(found) == {spot.step.key for spot in walk(tree)}
    for spot in walk(tree):
        day = found[spot.step.key]
        assert day.earliest >= 0
        assert day.latest is None or day.latest >= day.earliest
        before = found[spot.sequence.steps[spot.index - 1].key] if spot.index else None
        if before is None and spot.way:
            before = found[spot.way[-1].step.key]
        if before is not None:
            assert day.earliest >= before.earliest
            assert before.latest is not None or day.latest is None, "what has no bound never gets one again"
            assert day.latest is None or (before.latest is not None and day.latest >= before.latest)


def test_a_day_in_words() -> None:
    assert [str(Day(*each)) for each in ((0, 0), (48, 120), (72, None), (77, 77, True), (77, 77))] == [
        "day 0", "day 2–5", "day 3+", "day 3 + 5 h", "day 3",
    ]  # fmt: skip
