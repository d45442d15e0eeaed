"""The imitated Kit against the examples of its contract and the documented delete."""
