"""Everything the sandbox remembers, one section per service; this is what its file holds."""

import hashlib
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from tui.sandbox.kit.records import KitState
from tui.sandbox.leadlex.records import LeadlexState
from tui.sandbox.lemlist.records import LemlistState

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_ID_LENGTH = 17


class State(BaseModel):
    """The whole content of a sandbox: what `Store` reads, changes and writes."""

    model_config = ConfigDict(extra="forbid")

    format: Literal["branchline-sandbox"]
    version: Literal[1]
    salt: str
    minted: int = 0
    lemlist: LemlistState = Field(default_factory=LemlistState)
    leadlex: LeadlexState = Field(default_factory=LeadlexState)
    kit: KitState = Field(default_factory=KitState)

    @classmethod
    def new(cls, salt: str = "branchline") -> "State":
        """An empty state whose ids follow from `salt`."""
        return cls(format="branchline-sandbox", version=1, salt=salt)

    def mint(self, prefix: str) -> str:
        """A new id, `stp_` and 17 letters or digits; the same salt and the same calls give the same ids."""
        self.minted += 1
        return derived_id(prefix, f"{self.salt}:{self.minted}")


def derived_id(prefix: str, text: str) -> str:
    """An id that depends on nothing but its prefix and a text."""
    number = int.from_bytes(hashlib.blake2b(f"{prefix}:{text}".encode(), digest_size=16).digest())
    letters = []
    for _ in range(_ID_LENGTH):
        number, digit = divmod(number, len(_ALPHABET))
        letters.append(_ALPHABET[digit])
    return f"{prefix}_{''.join(letters)}"
