"""The sandbox as one ASGI application, for a transport in this process or a server on a port.

Each service has its own path: lemlist below `/lemlist/api`.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Route

from tui.sandbox.faults import Fault, FaultMiddleware, Faults
from tui.sandbox.lemlist.service import Lemlist
from tui.sandbox.store import Store

if TYPE_CHECKING:
    from starlette.types import ASGIApp

LEMLIST_PATH: Final = "/lemlist/api"
SERVICE_PATHS: Final = (LEMLIST_PATH,)


def create_app(store: Store, *, faults: Faults | Iterable[Fault | str] = ()) -> Starlette:
    """An application over `store`; `app.state.faults` is the list of faults, which may change while it runs.

    Raises ValueError for a fault rule that cannot be read.
    """
    listed = faults if isinstance(faults, Faults) else Faults(faults)
    lemlist: ASGIApp = Lemlist(store)
    app = Starlette(
        routes=[Route(LEMLIST_PATH + "{path:path}", lemlist)],
        middleware=[Middleware(FaultMiddleware, faults=listed, services=SERVICE_PATHS)],
    )
    app.state.faults = listed
    app.state.store = store
    return app
