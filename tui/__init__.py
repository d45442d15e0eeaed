"""Branchline: a terminal editor for outreach and e-mail sequences."""

__version__ = "0.1.0"
