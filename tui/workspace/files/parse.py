"""From the nodes of a file to what it says of a campaign; every mistake is noted, and reading goes on behind it."""

from __future__ import annotations

from collections.abc import Iterator

from tui.config.nearest import did_you_mean
from tui.workspace.connect import PROVIDERS
from tui.workspace.files.mistakes import At, BadFile, Mistake
from tui.workspace.files.nodes import Node, read_nodes, read_text
from tui.workspace.files.parsed import CampaignFile, FileBranch, FileSequence, FileStep
from tui.workspace.files.tongue import OWN, VERSION, Tongue, in_files, tongue
from tui.workspace.files.values import given, unknown_field

_TOP = ("branchline", "service", "campaign", "settings", "steps", "stray", "state")
_OF_A_BRANCH = ("label", "else", "link", "steps")
_NEW = "For a new step leave the id out."


def read_file(raw: bytes) -> CampaignFile:
    """What a file says. Raises BadFile where it is no campaign file at all; lesser mistakes are in the result."""
    return _Reading().file(read_nodes(read_text(raw)))


class _Reading:
    def __init__(self) -> None:
        self.mistakes: list[Mistake] = []
        self.ids: dict[str, FileStep] = {}
        self.tongue: Tongue

    def wrong(self, at: At, where: str, text: str, remedy: str = "") -> None:
        self.mistakes.append(Mistake(at, where, text, remedy))

    def file(self, root: Node) -> CampaignFile:
        if root.kind != "map":
            raise BadFile([Mistake(root.at, "", f"A campaign file is a group of names, not {root.words}.",
                                   "`branchline export CAMPAIGN` writes one.")])  # fmt: skip
        parts = self.map(root, "", _TOP, "A campaign file")
        self._version(parts.get("branchline"), root.at)
        service = self._service(parts.get("service"), root.at)
        if service is None:
            raise BadFile(self.mistakes)
        self.tongue = tongue(service)
        campaign = parts.get("campaign")
        if campaign is not None and campaign.kind != "text":
            self.wrong(campaign.at, "campaign", f"This must be the id of the campaign, not {campaign.words}.")
        state = parts.get("state")
        found = CampaignFile(
            self.tongue,
            campaign.text if campaign is not None else "",
            campaign.at if campaign is not None else root.at,
            tuple(state.text.split()) if state is not None and state.kind == "text" else (),
        )
        if "settings" in parts:
            self._settings(found, parts["settings"])
        if "steps" in parts:
            found.main = self._sequence(parts["steps"], "")
        if "stray" in parts:
            self._stray(found, parts["stray"])
        found.mistakes = self.mistakes
        return found

    def map(self, node: Node, where: str, known: tuple[str, ...], of: str) -> dict[str, Node]:
        """The values of a group by name; names that are unknown, or stand twice, are mistakes."""
        parts: dict[str, Node] = {}
        for name, value in self.pairs(node, where):
            if name.text in known:
                parts[name.text] = value
            else:
                self.mistakes.append(unknown_field(name, (), where, of, known))
        return parts

    def pairs(self, node: Node, where: str) -> Iterator[tuple[Node, Node]]:
        """Names and values of a group, each name once."""
        met: dict[str, At] = {}
        for name, value in node.pairs:
            if name.kind != "text":
                self.wrong(
                    name.at, where, "A name must be one word.", "Put quotes around a text that begins with { or [."
                )
            elif name.text in met:
                self.wrong(name.at, _of(where, name.text), f"It stands in line {met[name.text].line} already.",
                           "Take one of them out.")  # fmt: skip
            else:
                met[name.text] = name.at
                yield name, value

    def _version(self, node: Node | None, at: At) -> None:
        if node is None:
            raise BadFile([Mistake(at, "", "The file does not say “branchline: 1”, so it is no campaign file.",
                                   "`branchline export CAMPAIGN` writes one.")])  # fmt: skip
        if node.text != str(VERSION):
            raise BadFile([Mistake(node.at, "branchline", f"This is version “{node.text[:20]}” of the format; "
                                   f"this Branchline reads version {VERSION}.",
                                   "Export the campaign anew, or use the Branchline that wrote it.")])  # fmt: skip

    def _service(self, node: Node | None, at: At) -> str | None:
        known = ", ".join(PROVIDERS)
        if node is None or node.kind != "text":
            self.wrong(at if node is None else node.at, "service", "The file does not say of which service it is.",
                       f"Write one of {known}.")  # fmt: skip
            return None
        if node.text not in PROVIDERS:
            meant = did_you_mean(node.text, PROVIDERS) or f"Known: {known}."
            self.wrong(node.at, "service", f"There is no service “{node.text[:40]}”.", meant)
            return None
        return node.text

    def _settings(self, found: CampaignFile, node: Node) -> None:
        specs = in_files(self.tongue.settings)
        by_name = {spec.wire: spec for spec in specs}
        if node.kind != "map":
            self.wrong(node.at, "settings", f"This must be a group of names, not {node.words}.")
            return
        for name, value in self.pairs(node, "settings"):
            spec = by_name.get(name.text)
            if spec is not None:
                found.settings[spec.name] = given(spec, name, value, "settings")
            elif name.text == self.tongue.settings.status_field:
                self.wrong(name.at, _of("settings", name.text), "This is its status, which no file changes.",
                           "Take the line out; pause or start it in the app.")  # fmt: skip
            else:
                self.mistakes.append(unknown_field(name, specs, "settings", "It"))

    def _stray(self, found: CampaignFile, node: Node) -> None:
        for item in self._groups(node, "stray"):
            parts = self.map(item, "stray", ("id", "steps"), "A sequence that nothing leads to")
            identifier = parts["id"].text if "id" in parts else ""
            if identifier in found.stray:
                self.wrong(item.at, "stray", f"The sequence “{identifier}” stands here a second time.")
            elif "steps" in parts:
                found.stray[identifier] = self._sequence(parts["steps"], f"stray {identifier}")
                found.stray_at[identifier] = item.at

    def _groups(self, node: Node, where: str) -> Iterator[Node]:
        """The items of a list of groups; an empty value is an empty list."""
        if node.kind == "text" and node.plain and node.text in ("", "~", "null"):
            return
        if node.kind != "list":
            self.wrong(node.at, where, f"This must be a list, not {node.words}.", "Begin each item with “- ”.")
            return
        for number, item in enumerate(node.items, 1):
            if item.kind == "map":
                yield item
            else:
                self.wrong(item.at, where, f"Item {number} must be a group of names, not {item.words}.")

    def _sequence(self, node: Node, prefix: str) -> FileSequence:
        found = FileSequence(node.at)
        for number, item in enumerate(self._groups(node, _of(prefix, "steps")), 1):
            found.steps.append(self._step(item, _of(prefix, f"step {number}")))
        return found

    def _step(self, node: Node, where: str) -> FileStep:
        pairs = list(self.pairs(node, where))
        own = {name.text: (name, value) for name, value in pairs if name.text in OWN}
        step = self._typed(node, own.get("type"), where)
        if "id" in own:
            self._identified(step, own["id"][1])
        if step.type is not None:
            specs = in_files(step.type)
            by_name = {spec.wire: spec for spec in specs}
            for name, value in pairs:
                if name.text in by_name:
                    spec = by_name[name.text]
                    step.given[spec.name] = given(spec, name, value, where)
                elif name.text not in OWN or (name.text == "branches" and not step.type.branching):
                    self.mistakes.append(unknown_field(name, specs, where, step.type.label, OWN[:2]))
        if "branches" in own and (step.type is None or step.type.branching):
            step.branches_at = own["branches"][0].at
            step.branches = self._branches(own["branches"][1], where)
            if not any(branch.is_else for branch in step.branches):
                step.else_mistake = Mistake(step.branches_at, _of(where, "branches"), "The condition has no Else.",
                                            "Add “- else: true” with its steps (“steps: []” for none).")  # fmt: skip
        return step

    def _typed(self, node: Node, said: tuple[Node, Node] | None, where: str) -> FileStep:
        types = self.tongue.types
        if said is None:
            step = FileStep(node.at, where, None if self.tongue.typed else self.tongue.only, "", node.at)
            if self.tongue.typed:
                step.type_mistake = Mistake(node.at, where, "The step does not say its type.",
                                            f"Write “type: …”, one of {', '.join(types)}.")  # fmt: skip
            return step
        value = said[1]
        step = FileStep(node.at, where, types.get(value.text), value.text, value.at)
        if step.type is None:
            meant = did_you_mean(value.text, types) or f"Known: {', '.join(types)}."
            text = f"There is no step type “{value.text[:40]}”."
            step.type_mistake = Mistake(value.at, _of(where, "type"), text, meant)
        return step

    def _identified(self, step: FileStep, node: Node) -> None:
        if node.kind != "text" or not node.text:
            self.wrong(node.at, _of(step.where, "id"), "An id is one word.", _NEW)
        elif node.text in self.ids:
            other = self.ids[node.text]
            self.wrong(node.at, _of(step.where, "id"), f"The id “{node.text[:60]}” is that of {other.where} (line "
                       f"{other.id_at.line}) too.", _NEW)  # fmt: skip
        else:
            step.id, step.id_at = node.text, node.at
            self.ids[node.text] = step

    def _branches(self, node: Node, where: str) -> list[FileBranch]:
        found: list[FileBranch] = []
        for number, item in enumerate(self._groups(node, _of(where, "branches")), 1):
            place = _of(where, f"branch {number}")
            parts = self.map(item, place, _OF_A_BRANCH, "A branch")
            branch = FileBranch(item.at)
            if "else" in parts:
                branch.is_else = parts["else"].text == "true"
                if parts["else"].text not in ("true", "false"):
                    self.wrong(parts["else"].at, _of(place, "else"), "This must be true or false.")
            if branch.is_else and any(each.is_else for each in found):
                self.wrong(item.at, place, "The condition has a second Else.", "Take one out.")
            if "label" in parts and parts["label"].kind == "text":
                branch.label = parts["label"].text
            if "link" in parts:
                branch.link = parts["link"].text
            named = "Else" if branch.is_else else branch.label.strip()[:40] or f"branch {number}"
            if "steps" in parts:
                branch.steps = self._sequence(parts["steps"], _of(where, named))
            found.append(branch)
        return found


def _of(where: str, what: str) -> str:
    return f"{where}, {what}" if where else what
