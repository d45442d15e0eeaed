"""The 17 step types of lemlist, each declared once (seeds: add step, update step; contracts/lemlist 5.1-5.5)."""

from __future__ import annotations

from tui.model.content import StepContent
from tui.providers.lemlist.contact import Api, Email, Manual, Phone, Sms, WhatsappMessage
from tui.providers.lemlist.flow import Conditional, SendToAnotherCampaign
from tui.providers.lemlist.linkedin import (
    LinkedinCommentLastPost,
    LinkedinEndorse,
    LinkedinFollow,
    LinkedinInvite,
    LinkedinLikeLastPost,
    LinkedinSend,
    LinkedinVisit,
    LinkedinVoiceNote,
    LinkedinWithdrawInvitation,
)

__all__ = [
    "STEP_TYPES", "Api", "Conditional", "Email", "LinkedinCommentLastPost", "LinkedinEndorse", "LinkedinFollow",
    "LinkedinInvite", "LinkedinLikeLastPost", "LinkedinSend", "LinkedinVisit", "LinkedinVoiceNote",
    "LinkedinWithdrawInvitation", "Manual", "Phone", "SendToAnotherCampaign", "Sms", "WhatsappMessage",
]  # fmt: skip

STEP_TYPES: tuple[type[StepContent], ...] = (
    Email, Conditional, LinkedinVisit, LinkedinInvite, LinkedinSend, LinkedinVoiceNote, LinkedinFollow,
    LinkedinLikeLastPost, LinkedinCommentLastPost, LinkedinEndorse, LinkedinWithdrawInvitation, Phone, Sms,
    WhatsappMessage, Manual, Api, SendToAnotherCampaign,
)  # fmt: skip
"""All types, in the order in which they are offered."""
