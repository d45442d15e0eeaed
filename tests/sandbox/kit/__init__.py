"""The imitated Kit, part by part."""
