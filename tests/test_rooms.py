"""The house keeps its rules: imports run one way, and each library has one room."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

TUI = Path(__file__).parent.parent / "tui"
ORDER = ("model", "plan", "review", "providers", "workspace", "desk", "app", "cli")
"""A room imports from the rooms before it only. (`cli` opens the app, the app knows no command line.)"""
PLAIN = "tui.model.plain.visible"
MODULES = sorted(path for path in TUI.rglob("*.py") if path.parent != TUI)


class Import(NamedTuple):
    """One import: the file, what it names in full, and whether it is done when the file is loaded."""

    path: Path
    name: str
    at_load: bool

    def __str__(self) -> str:
        return f"{self.path.relative_to(TUI.parent)} imports {self.name}"


def room(path: Path) -> str:
    return path.relative_to(TUI).parts[0]


@cache
def imports(path: Path) -> tuple[Import, ...]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    later = {inner for node in ast.walk(tree) if _is_later(node) for inner in ast.walk(node)}
    return tuple(Import(path, name, node not in later) for node in ast.walk(tree) for name in _names(node, path))


def _is_later(node: ast.AST) -> bool:
    if isinstance(node, ast.If):
        return "TYPE_CHECKING" in ast.unparse(node.test)
    return isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))


def _names(node: ast.AST, path: Path) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        assert node.level == 0, f"{path}: imports name their module in full"
        yield from (f"{node.module}.{alias.name}" for alias in node.names)


def everywhere() -> Iterator[Import]:
    for path in MODULES:
        yield from imports(path)


def of_library(name: str, *libraries: str) -> bool:
    return name.partition(".")[0] in libraries


def rooms_of(name: str) -> str:
    """The room that an imported name lies in; empty for what is not ours."""
    parts = name.split(".")
    return parts[1] if parts[0] == "tui" and len(parts) > 1 else ""


def test_there_is_something_to_check() -> None:
    assert {"model", "plan", "review", "providers", "workspace", "app", "cli", "sandbox", "config"} <= {
        room(path) for path in MODULES
    }
    assert len(list(everywhere())) > 300


def test_imports_run_one_way() -> None:
    wrong = [
        str(each)
        for each in everywhere()
        if room(each.path) in ORDER
        and rooms_of(each.name) in ORDER
        and ORDER.index(rooms_of(each.name)) > ORDER.index(room(each.path))
    ]
    assert wrong == []


def test_the_sandbox_and_the_settings_stand_alone() -> None:
    wrong = [
        str(each)
        for each in everywhere()
        if room(each.path) in ("sandbox", "config") and rooms_of(each.name) in (*ORDER, "sandbox", "config")
        and rooms_of(each.name) != room(each.path)
        and not (room(each.path) == "config" and each.name == PLAIN)
    ]  # fmt: skip
    assert wrong == []


def test_making_text_safe_to_show_needs_nothing() -> None:
    """It is the one thing of the rooms that the settings share."""
    needs = [each.name for each in imports(TUI / "model" / "plain.py")]
    assert {name.partition(".")[0] for name in needs} <= sys.stdlib_module_names


def test_the_sandbox_needs_starlette_and_pydantic_alone() -> None:
    allowed = {*sys.stdlib_module_names, "tui", "starlette", "pydantic", "pydantic_core"}
    wrong = [str(each) for each in everywhere() if room(each.path) == "sandbox"
             and each.name.partition(".")[0] not in allowed]  # fmt: skip
    assert wrong == []


def test_only_the_app_imports_textual_and_rich() -> None:
    wrong = [
        str(each) for each in everywhere() if of_library(each.name, "textual", "rich") and room(each.path) != "app"
    ]
    assert wrong == []


def test_only_the_transport_imports_httpx() -> None:
    found = {
        each.path.relative_to(TUI).as_posix() for each in everywhere() if of_library(each.name, "httpx", "httpcore")
    }
    assert found == {"providers/http.py"}


def test_only_the_cli_knows_the_app_and_only_when_it_opens_it() -> None:
    users = [each for each in everywhere() if rooms_of(each.name) == "app" and room(each.path) != "app"]
    assert users, "somebody opens the app"
    assert {room(each.path) for each in users} == {"cli"}
    assert [str(each) for each in users if each.at_load] == []


def test_the_pure_rooms_touch_nothing_outside() -> None:
    outside = ("asyncio", "socket", "sqlite3", "os", "subprocess", "pathlib", "threading", "starlette", "anyio")
    wrong = [str(each) for each in everywhere() if room(each.path) in ("model", "plan", "review")
             and of_library(each.name, *outside)]  # fmt: skip
    assert wrong == []


REGISTERED = {
    "config/services.py", "workspace/connect.py",
    "sandbox/app.py", "sandbox/state.py", "sandbox/switches.py", "sandbox/demo/__init__.py",
}  # fmt: skip
"""Where a service is made known: its addresses, its provider, its imitation. Nothing else need know that it exists."""
NAMES = {
    "leadlex": re.compile("leadlex", re.IGNORECASE),
    # In names too (`KitState`, `KIT_PATH`), but not within a word such as "toolkit".
    "kit": re.compile(r"(?<![A-Za-z])(?:[Kk]it(?![a-z])|KIT(?![A-Za-z]))"),
    "lemlist": re.compile("lemlist", re.IGNORECASE),
}
SHARED_ROOMS = ("app", "desk", "model", "plan", "review", "workspace")
"""Rooms in which all services are alike; the command line may name one in an example."""


def own_part(path: str, service: str) -> bool:
    """Whether a file belongs to a service: its provider, its imitation, its part of the demo."""
    return path.startswith((f"providers/{service}/", f"sandbox/{service}/", f"sandbox/demo/{service}"))


def named_in(service: str) -> list[str]:
    """The lines of the program, styles included, that name a service; a file's path counts as its first line."""
    found = []
    for path in sorted([*TUI.rglob("*"), *(TUI.parent / "styles").rglob("*")]):
        if path.suffix not in (".py", ".tcss", ".typed"):
            continue
        place = path.relative_to(TUI).as_posix() if path.is_relative_to(TUI) else f"../styles/{path.name}"
        if own_part(place, service):
            continue
        lines = [place, *path.read_text(encoding="utf-8").splitlines()]
        found += [f"{place}:{number}: {line.strip()}" for number, line in enumerate(lines)
                  if NAMES[service].search(line)]  # fmt: skip
    return found


@pytest.mark.parametrize("service", ["leadlex", "kit"])
def test_a_service_is_named_in_its_own_rooms_and_where_it_is_registered(service: str) -> None:
    """The app asks what a service can do; it never asks which one it is."""
    named = named_in(service)
    assert [line for line in named if line.partition(":")[0] not in REGISTERED] == []
    assert {line.partition(":")[0] for line in named} == REGISTERED, "each of these registers it"


def test_the_first_service_is_not_special_either() -> None:
    """Wherever the services are alike, only the registration names it."""
    named = [line for line in named_in("lemlist") if line.startswith(tuple(f"{room}/" for room in SHARED_ROOMS))]
    assert {line.partition(":")[0] for line in named} == {"workspace/connect.py"}


def test_names_are_found_in_words_and_not_within_them() -> None:
    """What the tests above rest on."""
    for text in ("Kit", "KIT_PATH", "KitState", "the kit.", "demo/kit_series.py", "a Kit, too"):
        assert NAMES["kit"].search(text), text
    for text in ("toolkit", "kitchen", "Kitty", "skit", "TOOLKIT", "webkit"):
        assert not NAMES["kit"].search(text), text


def loaded_after(code: str) -> set[str]:
    """Names of the top-level modules in memory after some code ran in a process of its own."""
    tell = "import sys\nprint(*sorted({name.partition('.')[0] for name in sys.modules}))"
    command = [sys.executable, "-c", f"{code}\n{tell}"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=TUI.parent)
    return set(done.stdout.split())


def test_the_rooms_below_the_app_load_no_screen() -> None:
    modules = [
        path.relative_to(TUI.parent).with_suffix("").as_posix().replace("/", ".")
        for path in MODULES
        if room(path) != "app" and path.name not in ("__init__.py", "__main__.py")
    ]
    loaded = loaded_after("".join(f"import {name}\n" for name in modules))
    assert "textual" not in loaded
    assert "httpx" in loaded, "which by itself loads rich, where that is installed"


def test_the_pure_rooms_load_no_network() -> None:
    loaded = loaded_after("import tui.model.tree, tui.plan.operations, tui.review.days, tui.review.message")
    assert not loaded & {"httpx", "anyio", "starlette", "sqlite3", "textual", "rich"}


def test_the_command_line_starts_light() -> None:
    loaded = loaded_after(
        "import contextlib, io, tui.cli\n"
        "with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):\n"
        "    tui.cli.main(['--version'])"
    )
    assert not loaded & {"textual", "rich", "httpx", "pydantic", "starlette"}
