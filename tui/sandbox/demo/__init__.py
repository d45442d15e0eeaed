"""What a new sandbox holds: the demo, nothing but an account, or campaigns that are broken on purpose."""

from pathlib import Path

from pydantic import ValidationError

from tui.sandbox.demo import kit, leadlex, lemlist
from tui.sandbox.state import State


def seeded(seed: str | Path) -> State:
    """A new state: "demo", "empty", "awkward", or a copy of a sandbox file.

    Raises ValueError for an unknown word or a file that is no sandbox file.
    """
    state = State.new()
    if seed == "demo":
        state.lemlist = lemlist.demo()
        state.leadlex = leadlex.demo()
        state.kit = kit.demo()
    elif seed == "empty":
        state.lemlist = lemlist.account()
        state.leadlex = leadlex.account()
        state.kit = kit.account()
    elif seed == "awkward":
        state.lemlist = lemlist.awkward()
        state.leadlex = leadlex.awkward()
        state.kit = kit.awkward()
    else:
        state = _from_file(Path(seed))
    return state


def complete(state: State) -> State:
    """The same state, with the demo of each service that the version of Branchline that wrote it did not have."""
    if not state.leadlex.keys:
        state.leadlex = leadlex.demo()
    if state.kit.account is None:
        state.kit = kit.demo()
    return state


def _from_file(path: Path) -> State:
    try:
        return complete(State.model_validate_json(path.read_bytes()))
    except FileNotFoundError:
        raise ValueError(f"there is no seed {str(path)!r}: give demo, empty, awkward or a sandbox file") from None
    except (OSError, ValidationError) as error:
        raise ValueError(f"{path} is not a sandbox file that can be read ({type(error).__name__})") from None
