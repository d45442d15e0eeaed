"""Fields that name something of the account, such as a template: their names, and choosing one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.app.forms.fields import PickEditor
from tui.app.forms.form import StepForm, names_of
from tui.app.screens.pick import NOTHING, option_picker
from tui.providers.errors import ServiceError

if TYPE_CHECKING:
    from tui.app.app import Branchline


async def learn_options(app: Branchline, account: str, form: StepForm) -> None:
    """Read the names behind the ids in a form, where it has such fields; without them the ids are shown."""
    for row in form.rows.values():
        editor = row.editor
        if not isinstance(editor, PickEditor) or not editor.picks or not editor.value:
            continue
        try:
            await app.session.offered(account, editor.picks)
        except ServiceError:
            return
        editor.name_of = names_of(editor.picks, app.session.names(account))
        editor.refresh()


async def pick_option(app: Branchline, account: str, editor: PickEditor) -> str | None:
    """Let the user choose; the id, an empty text for none, or None where nothing was chosen."""
    try:
        options = await app.session.offered(account, editor.picks)
    except ServiceError as error:
        app.fail(f"The {editor.picks}s to choose from could not be listed", error)
        return None
    chosen = await app.push_screen_wait(option_picker(options, editor.picks, editor.value, none=True))
    editor.name_of = names_of(editor.picks, app.session.names(account))
    return "" if chosen == NOTHING else chosen
