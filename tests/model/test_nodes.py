"""Keys, heads and unknown steps."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.model.trees import HEAD, campaign
from tui.model.nodes import Keys, Status, UnknownContent


def test_an_id_keeps_its_key_and_a_bound_one_gets_the_given() -> None:
    keys = Keys()
    first, second = keys.of("stp_a"), keys.of("stp_b")
    assert keys.of("stp_a") == first != second
    local = keys.mint()
    keys.bind("stp_new", local)
    assert keys.of("stp_new") == local
    assert keys.mint() not in (first, second, local)


@given(st.lists(st.lists(st.text(max_size=3), min_size=1, max_size=3), max_size=30))
def test_different_names_never_share_a_key(names: list[list[str]]) -> None:
    keys = Keys()
    given_out = {tuple(name): keys.of(*name) for name in names}
    assert len(set(given_out.values())) == len(given_out)


def test_a_head_without_a_name_shows_its_id() -> None:
    assert HEAD.title == "Trees"
    assert HEAD.model_copy(update={"name": " ", "emoji": "🎯"}).title == "🎯 cam_1"


def test_running() -> None:
    words: dict[Status, bool] = {"running": True, "errors": True, "paused": False, "draft": False, "unknown": False}
    for status, running in words.items():
        tree = campaign().model_copy(update={"head": HEAD.model_copy(update={"status": status})})
        assert tree.is_running is running


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(["type", "delay", "read", "model_extra", "_id", "", "wait"]), json_values))
def test_unknown_content_keeps_everything(reported: dict[str, object]) -> None:
    content = UnknownContent.read(reported)
    assert content.model_extra == reported
    assert isinstance(content.headline(), str)
    assert content.headline()
    wait = content.wait()
    assert wait is None or wait >= 0
    assert content.adding() == {"type": "unknown"}
    assert content.updating(content) == {}


def test_the_delay_of_an_unknown_step() -> None:
    for reported, days in ((3, 3), (0, 0), (-1, None), (True, None), ("3", None), (2.5, None)):
        assert UnknownContent.read({"type": "pigeon", "delay": reported}).wait() == (
            None if days is None else days * 24
        )
    assert UnknownContent.read({"type": "pigeon"}).headline() == "pigeon"
    assert UnknownContent.read({}).headline() == "no type reported"
