"""What is wrong with settings, accounts or credentials, in two sentences for the user."""

from __future__ import annotations


class ConfigError(Exception):
    """A setting or a file of the user cannot be used. Holds no secret."""

    def __init__(self, cause: str, remedy: str = "") -> None:
        super().__init__(f"{cause} {remedy}".strip())
        self.cause = cause
        """One sentence that names the cause."""
        self.remedy = remedy
        """The next step, a sentence."""


class AccountError(ConfigError):
    """An account cannot be used: it does not exist, its base URL is not safe, or its key cannot be had."""
