"""The documented API, held against the sandbox and against recorded traffic."""
