"""The services an account can belong to. One entry makes a service known to settings and command line."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from tui.config.errors import AccountError


@dataclass(frozen=True, slots=True)
class Service:
    """Where a service is reached, and where its users find their key."""

    title: str
    base_url: str
    key_place: str
    """Where its users find the key: the address of a page, or the way there."""
    sandbox_path: str
    """Below which path the sandbox imitates it."""
    sandbox_key: str
    """The key that the sandbox takes for it."""


SERVICES = {
    "lemlist": Service(
        "lemlist", "https://api.lemlist.com/api", "https://app.lemlist.com/settings/integrations",
        "/lemlist/api", "sandbox",
    ),
    "leadlex": Service(
        "LeadLex", "https://data.leadlex.com/functions/v1/api-gateway", "Settings › API keys, in LeadLex",
        "/leadlex/functions/v1/api-gateway", "wbk_sandbox",
    ),
    "kit": Service(
        "Kit", "https://api.kit.com", "Settings › Developer › V4 keys, in Kit", "/kit", "kit_sandbox",
    ),
}  # fmt: skip

SANDBOX = "sandbox"
"""Name of the account that needs no service; no other account may have it."""

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")


def key_variable(account: str) -> str:
    """The environment variable that may hold the key of an account: BRANCHLINE_LEMLIST_API_KEY for "lemlist"."""
    return f"BRANCHLINE_{_variable_part(account)}_API_KEY"


def url_variable(account: str) -> str:
    """The environment variable that may hold another base URL for an account."""
    return f"BRANCHLINE_{_variable_part(account)}_BASE_URL"


def _variable_part(account: str) -> str:
    return re.sub(r"[^A-Z0-9]", "_", account.upper())


def check_name(name: str, service: str) -> None:
    """Raises AccountError when an account of `service` cannot have this name."""
    if not _NAME.fullmatch(name):
        raise AccountError(
            "The name of an account begins with a letter or digit and goes on with letters, digits, dots, dashes or "
            "underscores, 40 characters at most.",
            "Choose such a name.",
        )
    if name.casefold() == SANDBOX or name.casefold().startswith(f"{SANDBOX}-"):
        raise AccountError(f"The name “{SANDBOX}” belongs to the built-in sandbox.", "Choose another name.")
    if name.casefold() in SERVICES and name.casefold() != service:
        raise AccountError(f"The account “{name}” would belong to {service}.", "Choose a name that does not mislead.")


def check_base_url(url: str) -> str:
    """A base URL that a key may be sent to, without a slash at its end. Raises AccountError for any other.

    https, or http on this machine only (localhost, 127.0.0.0/8, ::1); no login, no query. The text of a bad URL is not
    repeated, because a login in it would be a secret.
    """
    remedy = "Give one such as https://api.example.com/api, or http://127.0.0.1:8765/lemlist/api on this machine."
    if not url.isascii() or any(char <= " " or char in '\\<>"`{}|^\x7f' for char in url):
        raise AccountError("The base URL holds a character that no URL has.", remedy)
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise AccountError("The base URL cannot be read.", remedy) from None
    if "@" in parts.netloc:
        raise AccountError(
            "The base URL holds a login.", "Take everything up to the @ out of it; the key is sent apart."
        )
    if parts.scheme not in ("https", "http") or not host or port == 0:
        raise AccountError("The base URL is not a complete https address.", remedy)
    if parts.query or parts.fragment or url.endswith(("?", "#")):
        raise AccountError("The base URL holds a query or a fragment.", "Leave out everything from the ? or # on.")
    if parts.scheme == "http" and not is_loopback(host):
        raise AccountError(
            f"The base URL is http, which would send the key unprotected to {host}.",
            "Use https; http is for this machine only (localhost, 127.0.0.1, ::1).",
        )
    return url.rstrip("/")


def is_loopback(host: str) -> bool:
    """Whether a host name certainly means this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
