"""The system keyring, where the `keyring` extra is installed and this machine has a real one."""

from __future__ import annotations

from typing import Protocol

from tui.config import paths

_SERVICE = "branchline"


class Backend(Protocol):
    """What is used of the `keyring` package's backends."""

    def get_password(self, service: str, username: str) -> str | None:
        """The stored text, None when there is none."""
        ...

    def set_password(self, service: str, username: str, password: str) -> None:
        """Store a text."""
        ...

    def delete_password(self, service: str, username: str) -> None:
        """Take a text away."""
        ...


def backend() -> Backend | None:
    """The keyring of this machine; None without one, and under `BRANCHLINE_HOME`, which keeps all in its folder."""
    if paths.home() is not None:
        return None
    try:
        import keyring

        found = keyring.get_keyring()
        return found if getattr(found, "priority", 0) > 0 else None
    except Exception:
        # A keyring that cannot even start (no desktop, a broken plug-in) is the same as none.
        return None


def read(account: str) -> str | None:
    """The key kept for an account, None when there is none or the keyring does not answer."""
    store = backend()
    try:
        return store.get_password(_SERVICE, account) if store is not None else None
    except Exception:
        return None


def write(account: str, key: str) -> bool:
    """Keep a key; False when the keyring cannot (a `null` backend stores nothing and says nothing)."""
    store = backend()
    if store is None:
        return False
    try:
        store.set_password(_SERVICE, account, key)
        return store.get_password(_SERVICE, account) == key
    except Exception:
        return False


def remove(account: str) -> bool:
    """Take the key of an account away; False when there was none."""
    store = backend()
    try:
        if store is None or store.get_password(_SERVICE, account) is None:
            return False
        store.delete_password(_SERVICE, account)
    except Exception:
        return False
    return True
