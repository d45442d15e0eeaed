"""Widgets that know nothing of campaigns: they draw and report what the person does."""
