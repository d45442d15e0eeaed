"""The registry: everything that is measured, in the order of the table. A new case is added here."""

from __future__ import annotations

from tests.bench import editor, history, keys, outline, plan, startup
from tests.bench.case import Case

cases: list[Case] = [*startup.cases, *outline.cases, *keys.cases, *editor.cases, *history.cases, *plan.cases]
