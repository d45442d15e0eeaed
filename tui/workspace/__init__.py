"""Open campaigns: loading, unsaved input, and the one place that carries out changes."""
