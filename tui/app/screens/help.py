"""F1: what the focused field means at the service, or what the screen is about, and every key with its reason."""

from __future__ import annotations

from dataclasses import dataclass

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.events import Click
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.app.screens.base import BranchlineScreen
from tui.app.widgets.share import Share
from tui.config.paths import STYLES


@dataclass(frozen=True, slots=True)
class Topic:
    """A page of help."""

    title: str
    body: Content
    keys: tuple[tuple[str, str, str], ...]
    """Key, what it does, and why it is impossible now (empty when it is possible)."""


LIST_KEYS = (
    ("↑ ↓ j k", "Move", ""),
    ("← →", "Fold, unfold", ""),
    ("space  z", "Fold or unfold this, everything", ""),
)


def topic_of(screen: BranchlineScreen) -> Topic:
    """The help for what has the focus."""
    keys = [(command.key, command.help, reason) for command, reason in screen.commands_now() if command.keys]
    field = _focused_field(screen)
    if field is not None:
        # In a form the letters type: only what works there is listed, by the keys that work there.
        keys = [(command.form_key, command.help, "") for command in screen.bar() if command.form_key]
        return Topic(field[0], field[1], tuple(keys))
    return Topic(screen.TITLE_WORDS, Content(screen.about()), (*LIST_KEYS, *keys))


def _focused_field(screen: BranchlineScreen) -> tuple[str, Content] | None:
    from tui.app.forms.form import FieldRow

    row = next(
        (node for node in (screen.focused.ancestors if screen.focused else ()) if isinstance(node, FieldRow)), None
    )
    if row is None:
        return None
    spec, ask = row.spec, row.spec.ask
    parts = [Content(ask.help)]
    facts = [("Name at the service", spec.wire), ("Must be", spec.rule())]
    facts.append(("Needed", "required" if ask.required else "optional"))
    if not ask.on_update:
        facts.append(("Later", ask.why_absent or "cannot be changed later"))
    elif ask.why_absent:
        facts.append(("Applies", ask.why_absent))
    if ask.variables:
        facts.append(("Variables", "are filled in for each person"))
    facts.append(("Source", ask.source))
    parts += [Content.assemble((f"{name:<21}", "$foreground 60%"), value) for name, value in facts]
    for choice in ask.choices:
        if choice.help:
            parts.append(Content.assemble((f"  {choice.label:<28}", "$primary"), choice.help))
    return ask.title, Content("\n").join([parts[0], Content(""), *parts[1:]])


class HelpScreen(ModalScreen[None]):
    """Shows one topic until a key closes it."""

    CSS_PATH = STYLES / "dialogs.tcss"
    BINDINGS = [Binding("escape,f1,q,enter", "close", "Close", show=False)]

    def __init__(self, topic: Topic) -> None:
        super().__init__()
        self._topic = topic

    def compose(self) -> ComposeResult:
        """Text above, keys below."""
        lines = [self._topic.body, Content("")]
        for key, does, reason in self._topic.keys:
            line = Content.assemble((f"{key:<10}", "$footer-key-foreground bold"), does)
            if reason:
                line = line + Content.styled(f"  ({reason})", "$foreground 60% italic")
            lines.append(line)
        with Vertical(id="box") as box:
            box.border_title = Content(f"Help · {self._topic.title}")
            with Share(0.65, "words"):
                yield Static(Content("\n").join(lines))
            yield Static(Content.from_markup("[@click=screen.close]esc closes[/]"), id="keys")

    def on_click(self, event: Click) -> None:
        """A click beside the box closes, as in the palette."""
        if event.widget is self:
            self.action_close()

    def action_close(self) -> None:
        """Go back."""
        self.dismiss(None)
