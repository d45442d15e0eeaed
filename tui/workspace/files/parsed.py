"""What a campaign file says, once read: with places, and not yet compared with any campaign."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tui.model.content import StepContent
from tui.model.declare import FieldSpec
from tui.workspace.files.mistakes import TOP, At, Mistake
from tui.workspace.files.tongue import Tongue


@dataclass(slots=True)
class Given:
    """The value of one field. `problem` holds unless the service itself reports that very value."""

    at: At
    spec: FieldSpec
    plain: Any
    """As YAML has it, to compare with odd values that a service reports."""
    value: Any = None
    """In the type of the field; None while there is a problem."""
    problem: Mistake | None = None


@dataclass(slots=True)
class FileSequence:
    """Steps in order. `at` is where the list stands."""

    at: At
    steps: list[FileStep] = field(default_factory=list)


@dataclass(slots=True)
class FileBranch:
    """One way out of a condition. `steps` None: not given, so they stay as they are."""

    at: At
    label: str = ""
    is_else: bool = False
    link: str = ""
    steps: FileSequence | None = None


@dataclass(slots=True, eq=False)
class FileStep:
    """One step. `type` is None for a word that no type has; `id` is empty for a new step."""

    at: At
    where: str
    """“step 3”, “step 2, Else, step 1”."""
    type: type[StepContent] | None
    type_name: str
    type_at: At
    type_mistake: Mistake | None = None
    """Holds unless the campaign has a step of this unknown type under this id."""
    id: str = ""
    id_at: At = TOP
    given: dict[str, Given] = field(default_factory=dict)
    """By the name of the attribute."""
    branches: list[FileBranch] | None = None
    branches_at: At = TOP
    else_mistake: Mistake | None = None
    """Holds unless the service reports this condition without an Else."""


@dataclass(slots=True)
class CampaignFile:
    """A file whose header is right. `mistakes` are those that hold whatever the campaign is."""

    tongue: Tongue
    campaign: str
    campaign_at: At
    state: tuple[str, ...] = ()
    """Marks of the campaign when the file was written; empty when they were taken out."""
    settings: dict[str, Given] = field(default_factory=dict)
    main: FileSequence | None = None
    stray: dict[str, FileSequence] = field(default_factory=dict)
    stray_at: dict[str, At] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)
