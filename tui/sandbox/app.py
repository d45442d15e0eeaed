"""The sandbox as one ASGI application, for a transport in this process or a server on a port.

Each service has its own path, lemlist below `/lemlist/api`, and words the faults as it words its own errors.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Route

from tui.sandbox.faults import Fault, FaultMiddleware, Faults, Refusal
from tui.sandbox.kit.service import Kit
from tui.sandbox.leadlex.service import Leadlex
from tui.sandbox.lemlist.service import Lemlist
from tui.sandbox.store import Store

if TYPE_CHECKING:
    from starlette.types import ASGIApp

LEMLIST_PATH: Final = "/lemlist/api"
LEADLEX_PATH: Final = "/leadlex/functions/v1/api-gateway"
KIT_PATH: Final = "/kit"
SERVICE_PATHS: Final = (LEMLIST_PATH, LEADLEX_PATH, KIT_PATH)


def create_app(store: Store, *, faults: Faults | Iterable[Fault | str] = ()) -> Starlette:
    """An application over `store`; `app.state.faults` is the list of faults, which may change while it runs.

    Raises ValueError for a fault rule that cannot be read.
    """
    listed = faults if isinstance(faults, Faults) else Faults(faults)
    leadlex = Leadlex(store)
    kit = Kit(store)
    services: dict[str, ASGIApp] = {
        LEMLIST_PATH: Lemlist(store),
        LEADLEX_PATH: leadlex,
        KIT_PATH: kit,
    }
    refusals: dict[str, Refusal] = {
        LEADLEX_PATH: leadlex.refusal,
        KIT_PATH: kit.refusal,
    }
    app = Starlette(
        routes=[Route(path + "{path:path}", service) for path, service in services.items()],
        middleware=[Middleware(FaultMiddleware, faults=listed, services=SERVICE_PATHS, refusals=refusals)],
    )
    app.state.faults = listed
    app.state.store = store
    return app
